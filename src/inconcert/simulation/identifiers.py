"""Ids of the form X uses: the time in the upper bits, so that they grow with time.

They are given when the whole world is known, in the order of time across all components.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_EPOCH_MS = 1_288_834_974_657
_LOW_BITS = 22


def snowflakes(seconds: Ints, rng: np.random.Generator) -> Ints:
    """Return one id for each instant: distinct, and in the order of the instants.

    Milliseconds and the lower bits are drawn; within a second the order is by chance.

    >>> ids = snowflakes(np.array([1_700_000_000, 1_600_000_000]), np.random.default_rng(0))
    >>> bool(ids[0] > ids[1]), len(str(ids[0]))
    (True, 19)
    """
    milliseconds = seconds * 1000 + rng.integers(1000, size=len(seconds)) - _EPOCH_MS
    drawn = (milliseconds << _LOW_BITS) + rng.integers(1 << _LOW_BITS, size=len(seconds))
    order = np.argsort(drawn, kind="stable")
    ids = np.empty_like(drawn)
    ids[order] = _ascending(drawn[order])
    return ids


def _ascending(sorted_ids: Ints) -> Ints:
    """Push equal ids apart by one each."""
    steps = np.arange(len(sorted_ids))
    return np.maximum.accumulate(sorted_ids - steps) + steps


def in_text_order(ids: Ints) -> Ints:
    """Return the order of the ids as texts: that of time, unless some have a digit more.

    >>> in_text_order(np.array([90, 1000, 100])).tolist()
    [2, 1, 0]
    """
    if not len(ids) or len(str(ids.min())) == len(str(ids.max())):
        return np.argsort(ids)
    return pl.Series(ids).cast(pl.String).arg_sort().to_numpy()
