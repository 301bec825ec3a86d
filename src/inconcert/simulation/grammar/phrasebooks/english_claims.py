"""Messages in English: what can be said for or against a thing.

Predicates stand in the past or after an auxiliary that is the same for all persons, since the
thing may be one or many.
"""

from __future__ import annotations

from inconcert.simulation.grammar.phrasebooks.phrasebook import Claims

# fmt: off
_AGAINST = {
    "cost": (
        "cost far more than anyone admitted", "will hit family budgets hard",
        "ate up money we did not have", "came with a bill nobody can pay",
        "will leave ordinary people out of pocket", "never gave value for money",
        "turned out to be a luxury we cannot afford", "drained every penny that was left",
    ),
    "secrecy": (
        "happened behind closed doors", "left the key questions unanswered",
        "never got an honest explanation", "kept the public in the dark",
        "came without a single document", "got decided long before we were asked",
        "hid more than anybody showed us", "will not stand up to a closer look",
    ),
    "unfair": (
        "only helped a lucky few", "left the weakest to foot the bill",
        "rewarded whoever shouted loudest", "forgot everybody outside the big cities",
        "will punish those who play by the rules", "turned fairness into a joke",
        "treated young people as an afterthought", "gave insiders a head start",
    ),
    "failing": (
        "fell short of every promise", "got worse with each passing week",
        "went ahead half prepared", "caused chaos on the ground",
        "will not fix a thing", "turned into a waste of time",
        "never recovered from that bad start", "showed no sign of getting better",
    ),
}
_FOR = {
    "working": (
        "delivered real results", "went better than anyone expected",
        "made a difference on the ground", "kept improving month after month",
        "did exactly what was needed", "beat every forecast",
        "will prove the doubters wrong", "paid off in the numbers",
    ),
    "fair": (
        "helped people of every background", "left nobody behind",
        "reached the small towns too", "gave young people a fair chance",
        "made life easier for families", "put the weakest first",
        "will benefit the next generation", "treated everyone the same",
    ),
    "open": (
        "came with a clear explanation", "happened out in the open",
        "answered every question we had", "went ahead just as promised",
        "put all the documents on the table", "got discussed honestly from the start",
        "will bear any inspection", "gave us the full story",
    ),
    "effort": (
        "took years of quiet work", "showed how much people cared",
        "got prepared down to the last detail", "came from patience and hard work",
        "rested on people we never see", "will reward all that effort",
        "had real dedication behind the scenes", "grew out of many late nights",
    ),
}
# fmt: on

CLAIMS = Claims(
    leads=(
        "Something has been on my mind lately.",
        "A word about the subject of the week.",
        "Talked this over with {who} {time}.",
        "Nobody else will say it, so I will.",
        "After a long evening of listening I keep thinking.",
        "Having read up on it:",
        "I will say it again:",
        "They were discussing it {place} as well.",
        "Not an expert, but still.",
        "Let us be clear for once.",
        "",
        "",
    ),
    cores=(
        "As far as I can see, {thing} {pred}.",
        "Thanks to {name}, {thing} {pred}.",
        "Did you know that {thing} {pred}? Ask {name}.",
        "It is plain that {thing} {pred}.",
        "What {name} never mentioned: {thing} {pred}.",
        "More and more people notice that {thing} {pred}. Did {name}?",
        "Even {who} told me that {thing} {pred} because of {name}.",
        "I looked into {name} and the rest for myself, and {thing} {pred}.",
        "Honestly, with {name} in charge {thing} {pred}.",
        "Say what you like about {name}, {thing} {pred}.",
    ),
    reasons=(
        "You hear little of it on the news.",
        "Anyone {place} can see it with their own eyes.",
        "After {count} {unit} the picture could not be clearer.",
        "{who} watched it happen from close by.",
        "Even insiders admit as much by now.",
        "In short: {pred}.",
        "Ask around {place}, you will hear the same.",
        "No speech can talk that away.",
        "We discussed it over {food} and nobody disagreed.",
        "The rest is small print.",
        "",
    ),
    calls={
        "against": (
            "Can we really let this go on?",
            "Time to stop and think again.",
            "Somebody must give us an explanation.",
            "We cannot just sit and watch.",
            "I want a rethink, and soon.",
            "Wrong is wrong, so let us say it.",
            "Please have a hard look yourselves.",
            "It is not too late.",
            "I do not accept that.",
            "",
        ),
        "for": (
            "More people ought to know.",
            "I stand with all who made this happen.",
            "Please let it go on like this.",
            "They can count on me.",
            "Look first, complain later.",
            "Give credit to those who earned it.",
            "Good things take time.",
            "Credit where it is due.",
            "I am grateful.",
            "",
        ),
    },
    predicates={"against": _AGAINST, "for": _FOR},
)
