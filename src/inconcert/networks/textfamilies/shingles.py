"""Texts as sets of character n-grams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    import polars as pl

    from inconcert.networks.acts import Integers

    Grams = npt.NDArray[np.int32]

_TEXTS_AT_ONCE = 20_000
GRAM_BITS = 31
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Shingles:
    """The distinct n-grams of text i are `grams[starts[i]:starts[i + 1]]`, rising.

    An n-gram is a 31-bit hash of n code points: two of the some hundred that a pair of texts holds
    fall together less than once in a hundred thousand pairs.
    """

    starts: Integers
    grams: Grams

    def __len__(self) -> int:
        """Return the number of texts."""
        return self.starts.size - 1

    @property
    def sizes(self) -> Integers:
        """Distinct n-grams of each text."""
        return np.diff(self.starts)

    def only(self, kept: npt.NDArray[np.bool_]) -> Shingles:
        """Return the texts that are marked."""
        sizes = self.sizes
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(sizes[kept])])
        return Shingles(starts=starts, grams=self.grams[np.repeat(kept, sizes)])

    def followed_by(self, others: Shingles) -> Shingles:
        """Return these texts and then the others."""
        starts = np.concatenate([self.starts, self.starts[-1] + others.starts[1:]])
        return Shingles(starts=starts, grams=np.concatenate([self.grams, others.grams]))


def shingles(texts: pl.Series, ngram: int) -> Shingles:
    """Cut texts into character n-grams; a text shorter than `ngram` has none.

    Works on code points, so that it needs neither spaces nor a dictionary (Japanese, Chinese,
    Thai). Time is that of sorting the n-grams of each text.

    >>> import polars as pl
    >>> shingles(pl.Series(["abcabc", "ab", "xyz"]), 3).sizes.tolist()
    [3, 0, 1]
    """
    parts = [
        _cut(texts.slice(first, _TEXTS_AT_ONCE), ngram)
        for first in range(0, len(texts), _TEXTS_AT_ONCE)
    ]
    sizes = np.concatenate([np.zeros(1, dtype=np.int64), *(sizes for sizes, _ in parts)])
    grams = np.concatenate([np.empty(0, dtype=np.int32), *(grams for _, grams in parts)])
    return Shingles(starts=np.cumsum(sizes), grams=grams)


def _cut(texts: pl.Series, ngram: int) -> tuple[Integers, Grams]:
    """Return how many distinct n-grams each text has, and these one after the other."""
    points = np.frombuffer("".join(texts.to_list()).encode("utf-32-le"), dtype=np.uint32)
    owner = np.repeat(np.arange(len(texts)), texts.str.len_chars().to_numpy())
    if points.size < ngram:
        return np.zeros(len(texts), dtype=np.int64), np.empty(0, dtype=np.int32)
    last = points.size - ngram + 1
    inside = owner[:last] == owner[ngram - 1 :]
    keys = (owner[:last][inside] << GRAM_BITS) | _hashes(points, ngram)[inside]
    keys.sort()
    distinct = keys[np.concatenate([[True], keys[1:] != keys[:-1]])[: keys.size]]
    sizes = np.bincount(distinct >> GRAM_BITS, minlength=len(texts))
    return sizes, (distinct & ((1 << GRAM_BITS) - 1)).astype(np.int32)


def _hashes(points: npt.NDArray[np.uint32], ngram: int) -> Integers:
    """Return a hash for the n-gram that begins at each place (multiply, then xor high on low)."""
    last = points.size - ngram + 1
    mixed = points[:last].astype(np.uint64)
    for place in range(1, ngram):
        mixed = mixed * _FACTOR + points[place : place + last]
    for _ in range(2):
        mixed ^= mixed >> np.uint64(29)
        mixed *= _FACTOR
    return (mixed >> np.uint64(64 - GRAM_BITS)).astype(np.int64)
