"""Details in English."""

from __future__ import annotations

from inconcert.simulation.grammar.details.detail import (
    CLOCKS,
    NUMBERS,
    SHARES,
    Details,
    coined,
    dates,
    sums,
)

# fmt: off
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)
_HEADS = (
    "Ash", "Bram", "Cald", "Dun", "Elm", "Fen", "Gar", "Had", "Ives", "Kel", "Lang", "Mar", "Nor",
    "Oak", "Pen", "Quar", "Rams", "Sel", "Thorn", "Upp", "Wel", "Wyn", "Har", "Bex", "Crow",
    "Stan", "Lin", "Mil", "Wood", "Black", "Hol", "Tam", "Rud", "Shel", "Pick", "Cop",
)
_TAILS = (
    "bury", "combe", "dale", "field", "ford", "gate", "ham", "hurst", "ley", "mere", "port",
    "stead", "stow", "thorpe", "ton", "wick", "worth", "bridge", "shaw", "well", "brook", "mouth",
)
_SOMEBODY = (
    "the driver", "my aunt", "the woman next door", "a lad in a red coat", "our old teacher",
    "the guy at the till", "my cousin", "a retired nurse", "the caretaker", "half the street",
    "the girl with the trumpet", "my flatmate's mum", "the postman", "two students", "the vet",
    "a bloke with a ladder", "the choir", "my brother in law", "the lollipop lady", "nobody here",
)
_DID = (
    " missed the last bus", " swears it was a fox", " had to sit down", " already knew",
    " brought cake for everyone", " would not stop humming", " got the numbers wrong",
    " wants a second opinion", " laughed until it hurt", " lost a glove", " had never seen snow",
    " filmed the whole thing", " is still on hold", " took the wrong coat home", " fell asleep",
    " asked for the receipt", " could not find a signal", " kept the change", " went very quiet",
    " blames the weather", " left without a word", " read it out loud",
)
# fmt: on

ENGLISH = Details(
    patterns=(
        "{clock} and the queue outside {spot} station is {many} people long, {somebody}{did}{end}",
        "paid {sum} for {food} at {head}'s in {spot} and {somebody}{did}{end}",
        "according to {initial} {head}{surname} {share} percent of people in {spot} {doing} "
        "{thing} since {date}{end}",
        "on {date} {somebody}{did}, ask anyone in {spot}{end}",
        "{thing}, {spot}, {clock}: {somebody}{did} and it cost me {sum}{end}",
        'my notes from {date} just say "{somebody}{did}"{end}',
        "{initial} {head}{surname} of {spot} spent {many} days on {thing}, {degree} {feel}{end}",
        "number {many} bus to {spot} left at {clock} without me because {somebody}{did}{end}",
        "only {share} percent, says {initial} {head}{surname}, and {somebody}{did}{end}",
        "still thinking about {spot}, where {somebody}{did} at {clock}{end}",
        "{sum} for {thing}? in {spot} it was {sum2} on {date}{end}",
        "{somebody}{did}, {somebody2}{did2}, and that was only {spot} before {clock}{end}",
        "met {initial} {head}{surname} {place}, {many} years after {spot}. {somebody}{did}{end}",
        "page {many} of the {spot} report says {name} {doing} {thing}, dated {date}{end}",
    ),
    words={
        "clock": CLOCKS,
        "many": NUMBERS,
        "share": SHARES,
        "date": dates("{day} {month}", _MONTHS),
        "sum": sums("£{sum}", mark=".", cents=("20", "50", "80", "95")),
        "sum2": sums("£{sum}", mark=".", cents=("10", "40", "75", "99")),
        "spot": coined(_HEADS, _TAILS),
        "head": _HEADS,
        "surname": ("er", "man", "son", "ley", "ard", "ins", "wright", "ing", "ell", "ock"),
        "initial": tuple(f"{letter}." for letter in "ABCDEFGHIJKLMNOPRSTUVWYZ"),
        "somebody": _SOMEBODY,
        "did": _DID,
        "somebody2": _SOMEBODY,
        "did2": _DID,
    },
)
