"""Pairs of similar texts: candidates that share a band, then their exact similarity."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.networks.acts import is_new, starts_of
from inconcert.networks.textfamilies.banding import THREADS, band_keys
from inconcert.networks.textfamilies.sketches import sketch

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    from scipy.sparse import csr_array

    from inconcert.networks.acts import Integers
    from inconcert.networks.textfamilies.banding import Banding, Keys
    from inconcert.networks.textfamilies.shingles import Shingles
    from inconcert.networks.textfamilies.sketches import Sketches

    Floats = npt.NDArray[np.float64]

MOST_PARTNERS = 8
"""How many texts of a bucket, the first in rank, each other text in it is compared with."""

MOST_PARTNERS_IN_A_CROWD = 4
CROWD = 64
"""A bucket of more texts is a crowd."""

_PAIRS_AT_ONCE = 100_000
_PENDING = 20_000_000


@dataclass(frozen=True)
class SimilarPairs:
    """Pairs of texts by rank, `first` < `second`, sorted by both."""

    first: Integers
    second: Integers
    similarity: Floats


@dataclass(frozen=True)
class Candidates:
    """Pairs worth comparing, each as first * texts + second, sorted; and what was left out."""

    keys: Integers
    crowded_buckets: int
    """Buckets too large for comparing all pairs."""
    largest_bucket: int
    uncompared: int
    """Pairs of texts in crowded buckets that were left out, a pair counted once a bucket."""


def candidates(texts: Shingles, banding: Banding, *, seed: int = 0) -> Candidates:
    """Pair the texts, in the order of their rank, that share a band.

    In a bucket each text is paired with the first `MOST_PARTNERS` in rank, in a crowd with fewer,
    so that time and memory are linear in the texts however many share a bucket; what goes
    uncompared is counted. Recall otherwise as `Banding` says.
    """
    crowd = _Crowd()
    known, pending = np.empty(0, dtype=np.int64), [np.empty(0, dtype=np.int64)]
    for lengths, pairs in _by_band(band_keys(texts, banding, seed=seed)):
        crowd = crowd.with_buckets(lengths)
        pending.append(pairs)
        if sum(part.size for part in pending) > _PENDING:
            known, pending = _merged(known, pending), []
    return Candidates(
        keys=_merged(known, pending),
        crowded_buckets=crowd.buckets,
        largest_bucket=crowd.largest,
        uncompared=crowd.uncompared,
    )


def near_pairs(texts: Shingles, keys: Integers, *, similarity: float) -> SimilarPairs:
    """Return which of the pairs have a Jaccard similarity of n-grams of at least `similarity`."""
    work = partial(_near, sketches=sketch(texts), table=_incidence(texts), least=similarity)
    blocks = [keys[at : at + _PAIRS_AT_ONCE] for at in range(0, keys.size, _PAIRS_AT_ONCE)]
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        near = list(pool.map(work, blocks))
    first, second = np.divmod(_joined([found for found, _ in near], np.int64), max(len(texts), 1))
    values = _joined([values for _, values in near], np.float64)
    return SimilarPairs(first=first, second=second, similarity=values)


def jaccard(texts: Shingles, first: Integers, second: Integers) -> Floats:
    """Return the shared n-grams of each pair as a share of those in either text.

    >>> import polars as pl
    >>> from inconcert.networks.textfamilies.shingles import shingles
    >>> jaccard(shingles(pl.Series(["abcde", "abcdx"]), 3), np.array([0]), np.array([1]))
    array([0.5])
    """
    return _jaccard(_incidence(texts), first, second)


def _near(
    keys: Integers, *, sketches: Sketches, table: csr_array[np.int8], least: float
) -> tuple[Integers, Floats]:
    """Return which of the pairs are similar, and how much."""
    first, second = np.divmod(keys, table.shape[0])
    hopeful = sketches.may_be_near(first, second, least)
    similarity = _jaccard(table, first[hopeful], second[hopeful])
    near = similarity >= least
    return keys[hopeful][near], similarity[near]


def _jaccard(table: csr_array[np.int8], first: Integers, second: Integers) -> Floats:
    one, other = table[first], table[second]
    shared = np.diff(one.multiply(other).tocsr().indptr)
    either = np.diff(one.indptr) + np.diff(other.indptr) - shared
    ratio: Floats = shared / np.maximum(either, 1)
    return ratio


def _joined(parts: list[npt.NDArray[Any]], dtype: type[np.generic]) -> npt.NDArray[Any]:
    return np.concatenate([np.empty(0, dtype=dtype), *parts])


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
        beyond = np.maximum(lengths - 1 - _partners(lengths), 0)
        return _Crowd(
            buckets=self.buckets + int(np.count_nonzero(beyond)),
            largest=max(self.largest, int(lengths.max(initial=0))),
            uncompared=self.uncompared + int((beyond * (beyond + 1) // 2).sum()),
        )


def _merged(known: Integers, pending: list[Integers]) -> Integers:
    """Sort and drop repetitions; `np.unique` hashes, which takes five times as long."""
    merged = np.concatenate([known, *pending])
    merged.sort()
    return merged[is_new(merged)]


def _by_band(bands: Iterator[Keys]) -> Iterator[tuple[Integers, Integers]]:
    """Yield, band by band, how many texts each bucket holds, and the pairs; some bands at once."""
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        while some := list(islice(bands, THREADS)):
            yield from pool.map(_buckets, some)


def _buckets(keys: Keys) -> tuple[Integers, Integers]:
    order = order_of_keys(keys)
    starts = starts_of(keys[order].view(np.int64))
    lengths = np.diff(starts, append=keys.size)
    return lengths, _bucket_pairs(order, starts, lengths)


def order_of_keys(keys: Keys) -> Integers:
    """Return a stable order that brings equal keys together.

    The high bits of each key and its place are sorted as one integer, four times faster than
    `argsort`, which stands in where the high bits alone do not tell two keys apart.

    >>> order_of_keys(np.array([7, 3, 7], dtype=np.uint64)).tolist()
    [1, 0, 2]
    """
    places = np.uint64((1 << keys.size.bit_length()) - 1)
    packed = (keys & ~places) | np.arange(keys.size, dtype=np.uint64)
    packed.sort()
    order: Integers = (packed & places).astype(np.int64)
    same = (packed[1:] ^ packed[:-1]) <= places
    if np.array_equal(same, keys[order[1:]] == keys[order[:-1]]):
        return order
    return np.argsort(keys, kind="stable")


def _bucket_pairs(order: Integers, starts: Integers, lengths: Integers) -> Integers:
    """Pair each text with the first in its bucket, of those before it in rank."""
    several = lengths > 1
    starts, lengths = starts[several], lengths[several]
    begin = np.repeat(starts, lengths)
    place = counting(lengths)
    partners = np.minimum(place, np.repeat(_partners(lengths), lengths))
    second = np.repeat(order[begin + place], partners)
    first = order[np.repeat(begin, partners) + counting(partners)]
    keys: Integers = first * order.size + second
    return keys


def _partners(lengths: Integers) -> Integers:
    return np.where(lengths > CROWD, MOST_PARTNERS_IN_A_CROWD, MOST_PARTNERS)


def counting(lengths: Integers) -> Integers:
    """Return 0, 1, ... for each run of the given lengths."""
    ends = np.cumsum(lengths)
    counted: Integers = np.arange(lengths.sum()) - np.repeat(ends - lengths, lengths)
    return counted
