"""MinHash bands: which texts are worth comparing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from inconcert.networks.textfamilies.shingles import Shingles

    Words = npt.NDArray[np.uint32]

_LEAST_RECALL = 0.99
_MOST_HASHES = 128
_GRAMS_AT_ONCE = 200_000
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Banding:
    """`bands` keys a text, each of `rows` minima: two texts meet where they share a key.

    A minimum is equal in two texts with probability s, their Jaccard similarity, hence they meet
    with probability 1 - (1 - s^rows)^bands (Leskovec, Rajaraman and Ullman, Mining of Massive
    Datasets, 3.4.2).
    """

    rows: int
    bands: int

    def recall(self, similarity: float) -> float:
        """Return the chance that two texts of this similarity meet.

        >>> round(Banding(rows=6, bands=16).recall(0.8), 4)  # 1 - (1 - 0.262)^16
        0.9923
        """
        return 1.0 - (1.0 - similarity**self.rows) ** self.bands


def choose_banding(similarity: float) -> Banding:
    """Return the longest bands that meet 99 % of the pairs at this similarity with 128 hashes.

    Long bands bring few texts together that are not similar. Below a similarity of about 0.04 not
    even single minima reach 99 %; then all hashes are bands of their own.

    >>> choose_banding(0.8)
    Banding(rows=6, bands=16)
    """
    for rows in range(_MOST_HASHES, 0, -1):
        share = similarity**rows
        bands = 1 if share >= 1 else math.log(1 - _LEAST_RECALL) / math.log1p(-share) if share else math.inf
        if rows * bands <= _MOST_HASHES and rows * math.ceil(bands) <= _MOST_HASHES:
            return Banding(rows=rows, bands=math.ceil(bands))
    return Banding(rows=1, bands=_MOST_HASHES)


def band_keys(
    texts: Shingles, banding: Banding, *, seed: int
) -> Iterator[npt.NDArray[np.uint64]]:
    """Yield, band by band, one key a text; no text may be without n-grams."""
    rng = np.random.default_rng(seed)
    for _ in range(banding.bands):
        salts = rng.integers(1 << 32, size=(banding.rows, 2), dtype=np.uint32)
        yield np.concatenate(
            [np.empty(0, dtype=np.uint64), *(_keys(*part, salts) for part in _parts(texts))]
        )


def _parts(texts: Shingles) -> Iterator[tuple[Words, npt.NDArray[np.int64]]]:
    """Yield n-grams that fit the cache together with the places where their texts begin."""
    first = 0
    while first < len(texts):
        begin = texts.starts[first]
        until = int(np.searchsorted(texts.starts, begin + _GRAMS_AT_ONCE, side="right")) - 1
        last = max(until, first + 1)
        grams = texts.grams[begin : texts.starts[last]].view(np.uint32)
        yield grams, texts.starts[first:last] - begin
        first = last


def _keys(
    grams: Words, starts: npt.NDArray[np.int64], salts: npt.NDArray[np.uint32]
) -> npt.NDArray[np.uint64]:
    """Hash each n-gram by xor and an odd factor, a permutation of 32 bits, and keep the least."""
    keys = np.zeros(starts.size, dtype=np.uint64)
    hashed = np.empty_like(grams)
    for salt, factor in salts:
        np.bitwise_xor(grams, salt, out=hashed)
        hashed *= factor | np.uint32(1)
        keys = (keys ^ np.minimum.reduceat(hashed, starts)) * _MIX
        keys ^= keys >> np.uint64(32)
    return keys
