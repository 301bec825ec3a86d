"""One message in many wordings: what a paraphraser makes of it (A3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import polars as pl

from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.language import phrases, with_words
from inconcert.simulation.grammar.phrasebooks.catalogue import PHRASEBOOKS
from inconcert.simulation.grammar.speech import begin_large, hold, join_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from inconcert.simulation.grammar.language import Language
    from inconcert.simulation.grammar.phrasebooks.phrasebook import Claims

    Indices = NDArray[np.int64]

Stance = Literal["for", "against"]
STANCES: tuple[Stance, ...] = get_args(Stance)


@dataclass(frozen=True)
class Message:
    """What is said: a claim for or against a thing, with the name that goes with it."""

    lang: str
    topic: int
    thing: str
    name: str
    claim: str
    stance: Stance
    seed: int
    """Decides the message's own wording, which all variants share at paraphrase 0."""


def draw_messages(
    lang: str, topics: Indices, rng: np.random.Generator, *, stance: Stance | None = None
) -> tuple[Message, ...]:
    """Draw a message for each entry of `topics`; no `stance`: for or against with equal chance."""
    return tuple(_drawn(lang, int(topic), rng, stance) for topic in topics)


def _drawn(lang: str, topic: int, rng: np.random.Generator, stance: Stance | None) -> Message:
    words = LANGUAGES[lang].topics[topic % len(LANGUAGES[lang].topics)]
    taken: Stance = STANCES[rng.integers(2)] if stance is None else stance
    claims = tuple(PHRASEBOOKS[lang].claims.predicates[taken])
    return Message(
        lang=lang,
        topic=topic,
        thing=words["thing"][rng.integers(len(words["thing"]))],
        name=words["name"][rng.integers(len(words["name"]))],
        claim=claims[rng.integers(len(claims))],
        stance=taken,
        seed=int(rng.integers(1 << 32)),
    )


def variants(
    message: Message, count: int, rng: np.random.Generator, *, paraphrase: float = 1.0
) -> pl.Series:
    """Return `count` wordings of a message.

    Each of the four parts of a wording (lead, core, reason, call) is, with the chance
    `paraphrase`, worded anew, and otherwise as in the message's own wording. So 0 gives equal
    texts and 1 independent ones.

    >>> message = draw_messages("en", np.zeros(1, dtype=int), np.random.default_rng(0))[0]
    >>> variants(message, 100, np.random.default_rng(1), paraphrase=0).n_unique()
    1
    """
    claims = PHRASEBOOKS[message.lang].claims
    language = _about(message, claims)
    own = np.random.default_rng(message.seed)
    parts = []
    for patterns in (claims.leads, claims.cores, claims.reasons, claims.calls[message.stance]):
        kept = phrases(language, patterns, np.zeros(1, dtype=np.int64), own)[0]
        fresh = phrases(language, patterns, np.zeros(count, dtype=np.int64), rng)
        parts.append(_either(rng.random(count) < paraphrase, fresh, kept))
    return join_said([begin_large(part) for part in parts], language.separator)


def reword(
    messages: Sequence[Message],
    which: Indices,
    rng: np.random.Generator,
    *,
    paraphrase: float = 1.0,
) -> pl.Series:
    """Return one wording of `messages[number]` for each `number` of `which`."""
    parts, rows = [pl.Series("text", [], dtype=pl.String)], [np.empty(0, dtype=np.int64)]
    for number in np.unique(which):
        where = np.flatnonzero(which == number)
        parts.append(variants(messages[number], len(where), rng, paraphrase=paraphrase))
        rows.append(where)
    return pl.concat(parts).gather(np.argsort(np.concatenate(rows), kind="stable"))


def _about(message: Message, claims: Claims) -> Language:
    """Return the language with the slots of the message held at its own words."""
    language = LANGUAGES[message.lang]
    words = language.topics[message.topic % len(language.topics)]
    thing, name = words["thing"].index(message.thing), words["name"].index(message.name)
    held = hold(language, message.topic, thing=thing, name=name)
    return with_words(language, {**held, "pred": claims.predicates[message.stance][message.claim]})


def _either(take: NDArray[np.bool_], fresh: pl.Series, kept: str) -> pl.Series:
    rows = pl.DataFrame({"take": take, "fresh": fresh})
    return rows.select(text=pl.when("take").then("fresh").otherwise(pl.lit(kept))).to_series()
