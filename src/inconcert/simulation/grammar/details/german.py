"""Details in German."""

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
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)
_HEADS = (
    "Ahren", "Birken", "Claus", "Dorn", "Eichen", "Flach", "Grün", "Hasel", "Ilm", "Jägers",
    "Kalten", "Linden", "Mühl", "Neuen", "Ober", "Pfaffen", "Quell", "Reichen", "Schwarzen",
    "Tannen", "Unter", "Vogels", "Wester", "Ziegel", "Hohen", "Klein", "Lauter", "Rosen", "Stein",
    "Weiden", "Buch", "Erlen",
)
_TAILS = (
    "au", "bach", "berg", "brunn", "burg", "dorf", "eck", "feld", "furt", "hagen", "hausen",
    "heim", "hof", "kirchen", "moos", "ried", "rode", "stadt", "tal", "wald", "weiler", "zell",
)
_SOMEBODY = (
    "der Fahrer", "meine Tante", "die Frau von nebenan", "ein Junge im roten Mantel",
    "unsere alte Lehrerin", "der Mann an der Kasse", "mein Cousin", "eine pensionierte Pflegerin",
    "der Hausmeister", "die halbe Straße", "das Mädchen mit der Trompete", "die Mutter von Jule",
    "der Postbote", "die Tierärztin", "ein Mann mit Leiter", "der Chor", "mein Schwager",
    "die Lotsin", "der Nachbar aus dem Fünften", "die Bäckerin",
)
_DID = (
    " hat den letzten Bus verpasst", " schwört auf einen Fuchs", " musste sich hinsetzen",
    " wusste es längst", " hat Kuchen für alle dabei", " summt in einem fort",
    " hat sich verrechnet", " will eine zweite Meinung", " hat Tränen gelacht",
    " hat einen Handschuh verloren", " sah zum ersten Mal Schnee", " hat alles gefilmt",
    " hängt noch in der Warteschleife", " nahm den falschen Mantel mit", " ist eingeschlafen",
    " wollte eine Quittung", " fand kein Netz", " zählte das Kleingeld", " wurde ganz still",
    " schiebt es auf das Wetter", " ging ohne ein Wort", " las es laut vor",
)
# fmt: on

GERMAN = Details(
    patterns=(
        "{clock} und am Bahnhof {spot} stehen {many} Leute, {somebody}{did}{end}",
        "{sum} für {food} in {spot} bezahlt und {somebody}{did}{end}",
        "laut {initial} {head}{surname} reden {share} Prozent in {spot} seit dem {date} über "
        "{thing}{end}",
        "{date}: {somebody}{did}, fragt mal in {spot}{end}",
        "{thing}, {spot}, {clock}: {somebody}{did} und mich kostet es {sum}{end}",
        "in meinen Notizen vom {date} steht nur „{somebody}{did}“{end}",
        "{initial} {head}{surname} aus {spot} hat {many} Tage lang {thing} {doing}, {degree} "
        "{feel}{end}",
        "die {many} nach {spot} fuhr um {clock} ohne mich, denn {somebody}{did}{end}",
        "nur {share} Prozent, sagt {initial} {head}{surname}, und {somebody}{did}{end}",
        "denke noch an {spot}, da war um {clock} was los: {somebody}{did}{end}",
        "{sum} für {thing}? in {spot} waren es am {date} noch {sum2}{end}",
        "{somebody}{did}, {somebody2}{did2}, und das alles in {spot} vor {clock}{end}",
        "{initial} {head}{surname} {place} getroffen, {many} Jahre nach {spot}, und "
        "{somebody}{did}{end}",
        "Seite {many} im Bericht aus {spot}: {name} und {thing}, Stand {date}{end}",
    ),
    words={
        "clock": CLOCKS,
        "many": NUMBERS,
        "share": tuple(share.replace(".", ",") for share in SHARES),
        "date": dates("{day}. {month}", _MONTHS),
        "sum": sums("{sum} €", mark=",", cents=("20", "50", "80", "95")),
        "sum2": sums("{sum} €", mark=",", cents=("10", "40", "75", "99")),
        "spot": coined(_HEADS, _TAILS),
        "head": _HEADS,
        "surname": ("er", "mann", "meier", "bauer", "müller", "huber", "kamp", "schmidt", "ing"),
        "initial": tuple(f"{letter}." for letter in "ABCDEFGHIJKLMNOPRSTUVWZ"),
        "somebody": _SOMEBODY,
        "did": _DID,
        "somebody2": _SOMEBODY,
        "did2": _DID,
    },
)
