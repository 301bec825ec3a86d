"""Who speaks: a language with the words of its phrasebook, and what it has phrases for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.language import compose, phrases, with_words
from inconcert.simulation.grammar.phrasebooks.catalogue import PHRASEBOOKS
from inconcert.simulation.grammar.phrasebooks.phrasebook import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from inconcert.simulation.grammar.language import Language

    Indices = NDArray[np.int64]


@cache
def speaker(lang: str) -> Language:
    """Return the language with the words of its phrasebook and the slots of digits."""
    return with_words(LANGUAGES[lang], {**NUMBERS, **PHRASEBOOKS[lang].words})


def has(lang: str, genre: str) -> bool:
    """Tell whether the language has phrases of this genre; without, `say` composes.

    >>> has("ja", "headline")
    True
    """
    return genre in PHRASEBOOKS[lang].genres


def say(
    lang: str,
    genre: str,
    topics: Indices,
    rng: np.random.Generator,
    *,
    held: Mapping[str, pl.Series] | None = None,
) -> pl.Series:
    """Return a phrase of the genre for each entry of `topics`."""
    if not has(lang, genre):
        return compose(LANGUAGES[lang], topics, rng)
    return phrases(speaker(lang), PHRASEBOOKS[lang].genres[genre], topics, rng, held=held)


def any_topics(lang: str, count: int, rng: np.random.Generator) -> Indices:
    """Draw topics with equal chance."""
    return rng.integers(len(LANGUAGES[lang].topics), size=count)


def any_words(words: tuple[str, ...], count: int, rng: np.random.Generator) -> pl.Series:
    """Draw words with equal chance."""
    return pl.Series("text", words, dtype=pl.String).gather(rng.integers(len(words), size=count))


def join_said(parts: list[pl.Series], separator: str) -> pl.Series:
    """Join texts row by row, leaving out those that are empty."""
    rows = pl.DataFrame({str(number): part for number, part in enumerate(parts)})
    said = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in rows.columns]
    joined = rows.select(text=pl.concat_str(said, separator=separator, ignore_nulls=True))
    return joined.to_series()


def begin_large(texts: pl.Series) -> pl.Series:
    """Let each text begin with a capital letter, where its script has them."""
    return texts.str.head(1).str.to_uppercase() + texts.str.slice(1)


def hold(language: Language, topic: int, *, thing: int, name: int) -> dict[str, tuple[str, ...]]:
    """Return the slots of a topic's thing and name, in all their forms, as words that stay."""
    words = language.topics[topic % len(language.topics)]
    places = {"thing": thing, "name": name}
    return {
        slot: (forms[places[slot.split("_")[0]]],)
        for slot, forms in words.items()
        if slot.split("_")[0] in places
    }
