"""Texts of any number of sentences, some of which hold a detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.details.catalogue import DETAILS, detailed_language
from inconcert.simulation.grammar.language import SENTENCE_SHARES, phrases

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

MOST_SENTENCES = 8


def compose_detailed(
    lang: str,
    topics: Indices,
    rng: np.random.Generator,
    *,
    answer: NDArray[np.bool_] | None = None,
    sentences: float = 0.0,
    detail_share: float = 0.0,
) -> pl.Series:
    """Return one text for each entry of `topics`, as `compose` does.

    `sentences` is the mean of their number, geometric and cut at eight; 0: as `compose` draws it.
    `detail_share` is the chance that a sentence holds details.

    >>> rng = np.random.default_rng(0)
    >>> compose_detailed("en", np.zeros(99, int), rng, detail_share=1.0).n_unique()
    99
    """
    if not len(topics):
        return pl.Series("text", [], dtype=pl.String)
    counts = _counts(len(topics), sentences, rng)
    text = np.repeat(np.arange(len(topics)), counts)
    begins = np.cumsum(counts) - counts
    first = np.zeros(len(text), dtype=bool)
    first[begins] = True
    replies = np.zeros(len(text), dtype=bool) if answer is None else answer[text]
    patterns, chosen = _chosen(lang, first, replies, rng, detail_share=detail_share)
    said = phrases(detailed_language(lang), patterns, topics[text], rng, chosen=chosen)
    return _joined(said, begins, counts, LANGUAGES[lang].separator)


def _counts(count: int, sentences: float, rng: np.random.Generator) -> Indices:
    if sentences == 0:
        return rng.choice(np.arange(1, 4), size=count, p=SENTENCE_SHARES)
    return np.minimum(rng.geometric(1 / sentences, count), MOST_SENTENCES)


def _chosen(
    lang: str,
    first: NDArray[np.bool_],
    replies: NDArray[np.bool_],
    rng: np.random.Generator,
    *,
    detail_share: float,
) -> tuple[tuple[str, ...], Indices]:
    """Return all patterns and which of them each sentence takes."""
    language = LANGUAGES[lang]
    kinds = (language.openers, language.answers, language.closers, DETAILS[lang].patterns)
    sizes = np.array([len(kind) for kind in kinds])
    kind = np.where(first, np.where(replies, 1, 0), 2)
    kind = np.where(rng.random(len(first)) < detail_share, 3, kind)
    within = np.floor(rng.random(len(first)) * sizes[kind]).astype(np.int64)
    return sum(kinds, ()), (np.cumsum(sizes) - sizes)[kind] + within


def _joined(said: pl.Series, begins: Indices, counts: Indices, separator: str) -> pl.Series:
    """Put the sentences of each text together."""
    columns = {}
    for place in range(int(counts.max())):
        rows = np.where(place < counts, begins + place, len(said))
        columns[str(place)] = rows
    table = pl.DataFrame(columns)
    known = pl.concat([said, pl.Series([None], dtype=pl.String)])
    parts = [known.gather(table[name]).alias(name) for name in table.columns]
    joined = pl.DataFrame(parts).select(
        text=pl.concat_str(pl.all(), separator=separator, ignore_nulls=True).str.strip_chars_end()
    )
    return joined.to_series()
