"""Long jokes that are copied and changed for weeks (O13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.grammar.language import phrases
from inconcert.simulation.grammar.phrasebooks.catalogue import PHRASEBOOKS
from inconcert.simulation.grammar.speech import (
    any_topics,
    any_words,
    begin_large,
    has,
    join_said,
    say,
    speaker,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

SHORTEST, LONGEST = 150, 400
"""Characters of a joke."""
_ENOUGH = (150, 221)
"""A joke goes on until it has some number of characters between these; then the last line comes."""


def joke(lang: str, count: int, rng: np.random.Generator) -> pl.Series:
    """Return `count` jokes of 150 to 400 characters: an opening, a story, a last line.

    An object, its place, and the thing at issue are the same from the first line to the last. A
    language without jokes of its own tells them in English.

    >>> joke("ja", 1, np.random.default_rng(0)).str.len_chars().is_between(150, 400).all()
    True
    """
    told = lang if has(lang, "joke_open") else "en"
    topics = any_topics(told, count, rng)
    held = _held(told, topics, rng)
    opening = say(told, "joke_open", topics, rng, held=held)
    story = _story(told, topics, opening, rng, held=held)
    last = say(told, "joke_close", topics, rng, held=held)
    told_all = [begin_large(part) for part in (opening, *story, last)]
    return join_said(told_all, speaker(told).separator)


def _held(lang: str, topics: Indices, rng: np.random.Generator) -> dict[str, pl.Series]:
    """Draw what stays the same throughout a joke."""
    words = speaker(lang).words
    slots = ("object", "place", "who", "past")
    held = {slot: any_words(words[slot], len(topics), rng) for slot in slots}
    return held | {
        slot: phrases(speaker(lang), ("{" + slot + "}",), topics, rng) for slot in ("thing", "name")
    }


def _story(
    lang: str,
    topics: Indices,
    opening: pl.Series,
    rng: np.random.Generator,
    *,
    held: dict[str, pl.Series],
) -> list[pl.Series]:
    """Tell one thing after the other, none twice, until it is enough."""
    patterns = PHRASEBOOKS[lang].genres["joke_body"]
    order = rng.permuted(np.tile(np.arange(len(patterns)), (len(topics), 1)), axis=1)
    enough = pl.Series(rng.integers(*_ENOUGH, size=len(topics)))
    length, story = opening.str.len_chars().cast(pl.Int64), []
    for turn in range(len(patterns)):
        line = phrases(speaker(lang), patterns, topics, rng, chosen=order[:, turn], held=held)
        rows = pl.DataFrame({"go": length < enough, "line": line})
        story.append(rows.select(text=pl.when("go").then("line").otherwise(pl.lit(""))).to_series())
        length = length + story[-1].str.len_chars().cast(pl.Int64)
    return story
