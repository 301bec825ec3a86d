"""Pairs of similar texts: candidates that share a band, then their exact similarity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.acts import starts_of
from inconcert.networks.textfamilies.banding import band_keys

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csr_array

    from inconcert.networks.acts import Integers
    from inconcert.networks.textfamilies.banding import Banding
    from inconcert.networks.textfamilies.shingles import Shingles

    Floats = npt.NDArray[np.float64]

MOST_PARTNERS = 16
"""How many texts of a bucket, the first in rank, each other text in it is compared with."""

_PAIRS_AT_ONCE = 200_000
_PENDING = 20_000_000


@dataclass(frozen=True)
class SimilarPairs:
    """Pairs of texts by rank, `first` < `second`, sorted by both; and how they were found."""

    first: Integers
    second: Integers
    similarity: Floats
    candidates: int
    """Pairs that were compared."""
    crowded_buckets: int
    """Buckets too large for comparing all pairs."""
    largest_bucket: int
    uncompared: int
    """Pairs of texts in crowded buckets that this left out, a pair counted once a bucket."""


def similar_pairs(
    texts: Shingles, banding: Banding, *, similarity: float, seed: int = 0
) -> SimilarPairs:
    """Find the pairs of texts with a Jaccard similarity of n-grams of at least `similarity`.

    The texts stand in the order of their rank. In a bucket each text is compared with the first
    `MOST_PARTNERS` in rank, so that time and memory are linear in the texts however many share a
    bucket; what goes uncompared is counted. Recall otherwise as `Banding` says.
    """
    found, crowd = _candidates(texts, banding, seed=seed)
    first, second = np.divmod(found, max(len(texts), 1))
    sizes = texts.sizes
    small, large = np.minimum(sizes[first], sizes[second]), np.maximum(sizes[first], sizes[second])
    hopeful = small >= similarity * large
    first, second = first[hopeful], second[hopeful]
    exact = jaccard(texts, first, second)
    near = exact >= similarity
    return SimilarPairs(
        first=first[near],
        second=second[near],
        similarity=exact[near],
        candidates=found.size,
        crowded_buckets=crowd.buckets,
        largest_bucket=crowd.largest,
        uncompared=crowd.uncompared,
    )


def jaccard(texts: Shingles, first: Integers, second: Integers) -> Floats:
    """Return the shared n-grams of each pair as a share of those in either text.

    >>> import polars as pl
    >>> from inconcert.networks.textfamilies.shingles import shingles
    >>> jaccard(shingles(pl.Series(["abcde", "abcdx"]), 3), np.array([0]), np.array([1]))
    array([0.5])
    """
    shared = np.zeros(first.size, dtype=np.int64)
    table = _incidence(texts)
    for at in range(0, first.size, _PAIRS_AT_ONCE):
        block = slice(at, at + _PAIRS_AT_ONCE)
        both = table[first[block]].multiply(table[second[block]]).tocsr()
        shared[block] = np.diff(both.indptr)
    either = texts.sizes[first] + texts.sizes[second] - shared
    ratio: Floats = shared / np.maximum(either, 1)
    return ratio


def _incidence(texts: Shingles) -> csr_array[np.int8]:
    """Return the table of texts by n-grams; integers of one width, which spares scipy a copy."""
    from scipy.sparse import csr_array

    small = texts.grams.size < np.iinfo(np.int32).max
    starts = texts.starts.astype(np.int32) if small else texts.starts
    ones = np.ones(texts.grams.size, dtype=np.int8)
    shape = (len(texts), np.iinfo(np.int32).max)
    table = csr_array((ones, texts.grams, starts), shape=shape)
    table.has_canonical_format = True
    return table


@dataclass(frozen=True)
class _Crowd:
    buckets: int = 0
    largest: int = 0
    uncompared: int = 0

    def with_buckets(self, lengths: Integers) -> _Crowd:
        """Count the pairs of a bucket that are left to nobody's comparison."""
        beyond = np.maximum(lengths - 1 - MOST_PARTNERS, 0)
        return _Crowd(
            buckets=self.buckets + int(np.count_nonzero(beyond)),
            largest=max(self.largest, int(lengths.max(initial=0))),
            uncompared=self.uncompared + int((beyond * (beyond + 1) // 2).sum()),
        )


def _candidates(texts: Shingles, banding: Banding, *, seed: int) -> tuple[Integers, _Crowd]:
    """Return the distinct pairs that share a key, as first * texts + second, sorted."""
    crowd = _Crowd()
    known, pending = np.empty(0, dtype=np.int64), [np.empty(0, dtype=np.int64)]
    for keys in band_keys(texts, banding, seed=seed):
        order = np.argsort(keys, kind="stable")
        starts = starts_of(keys[order].view(np.int64))
        lengths = np.diff(starts, append=keys.size)
        crowd = crowd.with_buckets(lengths)
        pending.append(_bucket_pairs(order, starts, lengths))
        if sum(part.size for part in pending) > _PENDING:
            known, pending = _merged(known, pending), []
    return _merged(known, pending), crowd


def _merged(known: Integers, pending: list[Integers]) -> Integers:
    return np.unique(np.concatenate([known, *pending]))


def _bucket_pairs(order: Integers, starts: Integers, lengths: Integers) -> Integers:
    """Pair each text with those before it in its bucket, at most `MOST_PARTNERS` of them."""
    several = lengths > 1
    starts, lengths = starts[several], lengths[several]
    begin = np.repeat(starts, lengths)
    place = _counting(lengths)
    partners = np.minimum(place, MOST_PARTNERS)
    second = np.repeat(order[begin + place], partners)
    first = order[np.repeat(begin, partners) + _counting(partners)]
    return first * order.size + second


def _counting(lengths: Integers) -> Integers:
    """Return 0, 1, ... for each run of the given lengths."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if ends.size else 0) - np.repeat(ends - lengths, lengths)
