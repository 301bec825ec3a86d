"""What a grammar is, and how many texts are composed from it at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

SENTENCE_SHARES = (0.42, 0.4, 0.18)
"""Share of texts with one, two and three sentences."""


@dataclass(frozen=True)
class Language:
    """The words and patterns of one language.

    A pattern names slots in braces. Slots in `words` are shared by all topics; the slots of
    `topics` have words of their own in each topic.
    """

    code: str
    openers: tuple[str, ...]
    """Patterns of a first sentence."""
    closers: tuple[str, ...]
    """Patterns of a further sentence."""
    answers: tuple[str, ...]
    """Patterns of the first sentence of a reply."""
    words: Mapping[str, tuple[str, ...]]
    topics: tuple[Mapping[str, tuple[str, ...]], ...]
    given_names: tuple[str, ...]
    family_names: tuple[str, ...]
    bios: tuple[str, ...]
    separator: str = ""
    """Stands between two sentences."""


def compose(
    language: Language,
    topics: Indices,
    rng: np.random.Generator,
    *,
    answer: NDArray[np.bool_] | None = None,
) -> pl.Series:
    """Return one text for each entry of `topics` (taken modulo the number of topics)."""
    count = len(topics)
    if not count:
        return pl.Series("text", [], dtype=pl.String)
    replies = np.zeros(count, dtype=bool) if answer is None else answer
    first = _sentences(language, _mixed(language, replies, rng), topics, rng)
    sentences = rng.choice(3, size=count, p=SENTENCE_SHARES)
    second = _further(language, topics, sentences >= 1, rng)
    third = _further(language, topics, sentences >= 2, rng)
    joined = pl.DataFrame({"a": first, "b": second, "c": third}).select(
        pl.concat_str("a", "b", "c", separator=language.separator).str.strip_chars_end()
    )
    return joined.to_series().alias("text")


def phrases(
    language: Language,
    patterns: tuple[str, ...],
    topics: Indices,
    rng: np.random.Generator,
    *,
    chosen: Indices | None = None,
    held: Mapping[str, pl.Series] | None = None,
) -> pl.Series:
    """Fill one of the patterns for each entry of `topics`.

    `chosen` says which (none: drawn with equal chance); `held` names slots whose words are given,
    one for each entry.
    """
    if not len(topics):
        return pl.Series("text", [], dtype=pl.String)
    which = rng.integers(len(patterns), size=len(topics)) if chosen is None else chosen
    sentences = _sentences(language, _Choice(patterns, which), topics, rng, held=held or {})
    return sentences.alias("text")


def with_words(language: Language, words: Mapping[str, tuple[str, ...]]) -> Language:
    """Return the language with further slots for all topics; a slot of that name is replaced."""
    return replace(language, words={**language.words, **words})


@dataclass(frozen=True)
class _Choice:
    """For each text the number of its pattern in `patterns`."""

    patterns: tuple[str, ...]
    chosen: Indices


def _mixed(language: Language, replies: NDArray[np.bool_], rng: np.random.Generator) -> _Choice:
    openers, answers = len(language.openers), len(language.answers)
    as_opener = rng.integers(openers, size=len(replies))
    as_answer = openers + rng.integers(answers, size=len(replies))
    return _Choice(language.openers + language.answers, np.where(replies, as_answer, as_opener))


def _further(
    language: Language, topics: Indices, wanted: NDArray[np.bool_], rng: np.random.Generator
) -> pl.Series:
    chosen = rng.integers(len(language.closers), size=int(wanted.sum()))
    sentences = _sentences(language, _Choice(language.closers, chosen), topics[wanted], rng)
    where = np.where(wanted, np.cumsum(wanted) - 1, -1)
    texts = pl.concat([sentences, pl.Series([""], dtype=pl.String)])
    return texts.gather(np.where(where < 0, len(sentences), where))


def _sentences(
    language: Language,
    choice: _Choice,
    topics: Indices,
    rng: np.random.Generator,
    *,
    held: Mapping[str, pl.Series] = MappingProxyType({}),
) -> pl.Series:
    """Fill each pattern for all its rows at once, then bring the rows back into order."""
    parts, rows = [pl.Series([], dtype=pl.String)], [np.empty(0, dtype=np.int64)]
    for number, pattern in enumerate(choice.patterns):
        where = np.flatnonzero(choice.chosen == number)
        if len(where):
            given = {slot: words.gather(where) for slot, words in held.items()}
            parts.append(_fill(language, pattern, topics[where], rng, held=given))
            rows.append(where)
    return pl.concat(parts).gather(np.argsort(np.concatenate(rows), kind="stable"))


def _fill(
    language: Language,
    pattern: str,
    topics: Indices,
    rng: np.random.Generator,
    *,
    held: Mapping[str, pl.Series],
) -> pl.Series:
    pieces: list[pl.Expr | pl.Series] = [pl.lit("")]
    for literal, slot, _, _ in Formatter().parse(pattern):
        pieces.append(pl.lit(literal))
        if slot:
            pieces.append(held[slot] if slot in held else _words(language, slot, topics, rng))
    anchor = pl.DataFrame({"row": topics})
    return anchor.with_columns(text=pl.concat_str(pieces))["text"]


def _words(language: Language, slot: str, topics: Indices, rng: np.random.Generator) -> pl.Series:
    if slot in language.words:
        words = language.words[slot]
        return _series(words).gather(rng.integers(len(words), size=len(topics)))
    by_topic = [topic[slot] for topic in language.topics]
    sizes = np.array([len(words) for words in by_topic])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    topic = topics % len(by_topic)
    chosen = np.floor(rng.random(len(topics)) * sizes[topic]).astype(np.int64)
    flat = pl.Series([word for words in by_topic for word in words])
    return flat.gather(starts[topic] + chosen)


@lru_cache(maxsize=1024)
def _series(words: tuple[str, ...]) -> pl.Series:
    return pl.Series(words)


def names(language: Language, count: int, rng: np.random.Generator) -> pl.Series:
    """Draw display names: a given name, often with a family name, a number or an emoji."""
    given = _any(language.given_names, count, rng)
    family = _any(("", *language.family_names), count, rng)
    ornament = _any(("", "", "", *language.words["emoji"]), count, rng)
    return pl.select(pl.concat_str(given, family, ornament)).to_series()


def fill_bios(language: Language, count: int, rng: np.random.Generator) -> pl.Series:
    """Draw profile texts; about one in ten is empty."""
    chosen = rng.integers(len(language.bios), size=count)
    topics = rng.integers(len(language.topics), size=count)
    bios = _sentences(language, _Choice(language.bios, chosen), topics, rng)
    return pl.select(
        pl.when(pl.Series(rng.random(count) > 0.1)).then(bios).otherwise(pl.lit(""))
    ).to_series()


def _any(words: tuple[str, ...], count: int, rng: np.random.Generator) -> pl.Series:
    return pl.Series(words).gather(rng.integers(len(words), size=count))
