"""English."""

from __future__ import annotations

from inconcert.simulation.grammar.language import Language

# fmt: off
_WORDS = {
    "time": (
        "today", "yesterday", "this morning", "last night", "on the weekend", "at lunch",
        "after work", "last week", "on Monday", "before bed", "just now", "all afternoon",
    ),
    "place": (
        "at the station", "at work", "in the park", "downtown", "at the library", "on the train",
        "in the cafe", "at school", "by the river", "at home", "in the queue", "at the market",
    ),
    "who": (
        "my sister", "a friend", "my boss", "the neighbours", "my dad", "a colleague", "the kids",
        "an old classmate", "the man at the desk", "my flatmate",
    ),
    "feel": (
        "brilliant", "exhausting", "a bit odd", "worth it", "hard to believe", "lovely",
        "confusing", "a relief", "too much", "not bad", "unfair", "funny", "overdue",
    ),
    "degree": (
        "really", "honestly", "quite", "a little", "surprisingly", "clearly", "maybe",
        "absolutely", "somehow",
    ),
    "end": (".", ".", ".", "!", "...", " lol", "", " though."),
    "emoji": ("😊", "😂", "🙏", "✨", "🔥", "😢", "🤔", "👏", "☕", "💪"),
    "food": ("curry", "soup", "toast", "noodles", "a sandwich", "pancakes", "pizza", "salad"),
    "count": ("two", "three", "four", "five", "ten", "twenty", "a hundred"),
    "unit": ("times", "people", "days", "years", "hours"),
}

_TOPICS = (
    {
        "thing": (
            "the election", "the budget", "the debate", "the tax plan", "turnout",
            "the council vote", "the manifesto", "the poll", "the pension reform",
        ),
        "doing": (
            "looked into", "argued about", "read up on", "watched", "heard about",
            "could not follow", "wanted to know more about",
        ),
        "name": ("the candidate", "the minister", "the mayor", "the party", "the committee"),
    },
    {
        "thing": (
            "the new single", "the tour", "the album", "the livestream", "the setlist",
            "the merch", "the encore", "the music video", "the ticket sale",
        ),
        "doing": (
            "listened to", "queued for", "cried over", "told everyone about", "waited for",
            "got lucky with", "cannot get over",
        ),
        "name": ("the band", "the singer", "the label", "the drummer", "the leader"),
    },
    {
        "thing": (
            "the match", "extra time", "the transfer", "the final", "the draft",
            "the opening game", "the penalty", "the comeback", "training",
        ),
        "doing": (
            "stayed up for", "watched", "argued about", "celebrated", "worried about", "recorded",
            "talked about",
        ),
        "name": ("the coach", "the keeper", "the captain", "the referee", "the other side"),
    },
    {
        "thing": (
            "the new game", "the finale", "season two", "the update", "the boss fight",
            "the demo", "the manga", "the event", "the crossover",
        ),
        "doing": (
            "finished", "got hooked on", "theorised about", "gave up on", "started", "replayed",
            "stayed up with",
        ),
        "name": ("the author", "the studio", "the voice cast", "the villain", "the hero"),
    },
    {
        "thing": (
            "the laundry", "the commute", "packed lunch", "moving house", "the weather",
            "the gym", "the dentist", "the garden", "the exam",
        ),
        "doing": (
            "skipped", "got through", "complained about", "rethought", "survived",
            "spent the day on", "forgot about",
        ),
        "name": ("the landlord", "the cat", "the teacher", "the dog", "the plumber"),
    },
    {
        "thing": (
            "prices", "the rent", "the storm", "the stock market", "the power bill",
            "the new shop", "the shortage", "the strike", "the grant",
        ),
        "doing": (
            "read about", "wrote about", "felt the effect of", "prepared for", "compared",
            "worried about", "followed",
        ),
        "name": ("the expert", "the bank", "the company", "the reporter", "the farmers"),
    },
)
# fmt: on

ENGLISH = Language(
    code="en",
    openers=(
        "{time} I {doing} {thing}{end}",
        "{doing} {thing} {place} {time}{end}",
        "{thing}: {degree} {feel}{end}",
        "{who} and I {doing} {thing} {time}{end}",
        "what {name} said about {thing} is {degree} {feel}{end}",
        "why does {name} never talk about {thing}?",
        "{count} {unit} of {thing} and still {feel}{end}",
        "had {food} and {doing} {thing} {place}{end}",
        "{name} and {thing}, {degree} {feel} {emoji}",
        "unpopular opinion: {thing} is {degree} {feel}{end}",
        "ran into {who} {place}, we {doing} {thing}{end}",
        "good morning{end}",
        "so tired{end}",
        "is anyone awake?",
        "{degree} rooting for {name} {time}{end}",
    ),
    closers=(
        "{degree} {feel}{end}",
        "{who} said the same{end}",
        "more {time} {emoji}",
        "what do you all think?",
        "now it is time for {food}{end}",
        "still hoping for {name}{end}",
        "it was busy {place}{end}",
        "{emoji}",
    ),
    answers=(
        "{degree} this{end}",
        "thank you {emoji}",
        "no, {name} and {thing} is {feel} if you ask me{end}",
        "{who} {doing} {thing} too{end}",
        "do you mean {thing} {time}?",
        "same {place}, {degree} {feel}{end}",
        "ask {name} about {thing}{end}",
        "get some rest and {food} {emoji}",
    ),
    words=_WORDS,
    topics=_TOPICS,
    given_names=(
        "Alex",
        "Sam",
        "Robin",
        "Jo",
        "Max",
        "Lee",
        "Kim",
        "Charlie",
        "Jamie",
        "Ash",
        "Rory",
        "Morgan",
        "Casey",
        "Drew",
        "Quinn",
        "Sky",
    ),
    family_names=("Hill", "Brook", "Field", "Wood", "Stone", "Lake", "Rivers", "Marsh", "Vale"),
    bios=(
        "{thing} and {food}",
        "here for {thing}",
        "{degree} into {thing} {emoji}",
        "usually {place}",
        "{name} fan",
        "opinions my own. {food}.",
        "parent, {thing}, {food}",
    ),
    separator=" ",
)
