"""MinHash bands: which texts are worth comparing."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from inconcert.networks.textfamilies.shingles import Shingles

    Keys = npt.NDArray[np.uint64]

_LEAST_RECALL = 0.99
_MOST_HASHES = 320
_MOST_ROWS = 32
THREADS = min(4, os.cpu_count() or 1)
_GRAMS_AT_ONCE = 200_000
COMPILED_FROM = 4_000_000
"""From so many n-grams on the hashing is compiled, which takes a quarter of the time."""
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


@dataclass(frozen=True)
class _Part:
    """N-grams of some texts, and where each text begins among them."""

    grams: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.int64]


def choose_banding(similarity: float) -> Banding:
    """Return the longest bands that meet 99 % of the pairs at this similarity with 320 hashes.

    Long bands bring few texts together that are not similar. Below a similarity of about 0.04 not
    even single minima reach 99 %; then all hashes are bands of their own.

    >>> choose_banding(0.8)
    Banding(rows=9, bands=32)
    """
    for rows in range(_MOST_ROWS, 0, -1):
        bands = _bands_needed(similarity**rows)
        if rows * bands <= _MOST_HASHES:
            return Banding(rows=rows, bands=bands)
    return Banding(rows=1, bands=_MOST_HASHES)


def _bands_needed(share: float) -> int:
    """Return how many bands meet enough pairs if each meets this share of them."""
    if share >= _LEAST_RECALL:
        return 1
    return math.ceil(math.log1p(-_LEAST_RECALL) / math.log1p(-share))


def band_keys(texts: Shingles, banding: Banding, *, seed: int) -> Iterator[Keys]:
    """Yield, band by band, one key a text; no text may be without n-grams.

    The work is shared among threads: numpy and the compiled loop let go of the interpreter.
    """
    rng = np.random.default_rng(seed)
    parts = list(_parts(texts))
    hashing = _compiled_keys if texts.grams.size >= COMPILED_FROM else _keys
    with ThreadPoolExecutor(max_workers=THREADS) as pool:
        for _ in range(banding.bands):
            salts = rng.integers(1 << 32, size=(banding.rows, 2), dtype=np.uint32)
            keys = pool.map(partial(hashing, salts=salts), parts)
            yield np.concatenate([np.empty(0, dtype=np.uint64), *keys])


def _parts(texts: Shingles) -> Iterator[_Part]:
    """Cut the texts into parts whose n-grams fit the cache."""
    first = 0
    while first < len(texts):
        begin = texts.starts[first]
        until = int(np.searchsorted(texts.starts, begin + _GRAMS_AT_ONCE, side="right")) - 1
        last = max(until, first + 1)
        grams = texts.grams[begin : texts.starts[last]].view(np.uint32)
        yield _Part(grams=grams, starts=texts.starts[first:last] - begin)
        first = last


def _keys(part: _Part, salts: npt.NDArray[np.uint32]) -> Keys:
    """Hash each n-gram by xor and an odd factor, a permutation of 32 bits, and keep the least."""
    keys = np.zeros(part.starts.size, dtype=np.uint64)
    hashed = np.empty_like(part.grams)
    for salt, factor in salts:
        np.bitwise_xor(part.grams, salt, out=hashed)
        hashed *= factor | np.uint32(1)
        keys = (keys ^ np.minimum.reduceat(hashed, part.starts)) * _MIX
        keys ^= keys >> np.uint64(32)
    return keys


def _compiled_keys(part: _Part, salts: npt.NDArray[np.uint32]) -> Keys:
    """Return what `_keys` does."""
    from inconcert.networks.kernels.ngrams import least_hashes

    keys = np.empty(part.starts.size, dtype=np.uint64)
    least_hashes(part.grams, part.starts, salts, keys)
    return keys
