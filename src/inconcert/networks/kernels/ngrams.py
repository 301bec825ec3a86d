"""Minima of hashes over the n-grams of texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.kernels.compiled import MIX, compiled

if TYPE_CHECKING:
    from inconcert.networks.kernels.compiled import Array


@compiled
def least_hashes(grams: Array, starts: Array, salts: Array, keys: Array) -> None:
    """Write for each text a key of its least hash under each salt; a text has a gram or more."""
    for text in range(keys.size):
        end = starts[text + 1] if text + 1 < starts.size else grams.size
        own = grams[starts[text] : end]
        key = np.uint64(0)
        for row in range(salts.shape[0]):
            salt, factor = salts[row, 0], salts[row, 1] | np.uint32(1)
            least = np.uint32(0xFFFFFFFF)
            for at in range(own.size):
                least = min(least, np.uint32((own[at] ^ salt) * factor))
            key = (key ^ np.uint64(least)) * MIX
            key ^= key >> np.uint64(32)
        keys[text] = key
