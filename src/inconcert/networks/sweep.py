"""The sweep: which acts lie within a window of each other, in memory that grows with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np

from inconcert.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.networks.acts import Integers, OrderedActs

MICROSECONDS = 1_000_000
_BLOCK = 1 << 21
_LIMIT = 2.0**62
_LONGEST = 1 << 62


@dataclass(frozen=True)
class Reach:
    """For each act, the acts on its object within the window: `first` up to, not with, `after`."""

    first: Integers
    after: Integers


@dataclass(frozen=True)
class CoActs:
    """Pairs of acts by two accounts on one object within the window, as positions of the acts.

    Each unordered pair comes once, with `time[earlier] <= time[later]`, in the order of `earlier`.
    """

    earlier: Integers
    later: Integers

    def take(self, positions: Integers) -> CoActs:
        """Return the pairs at these positions."""
        return CoActs(earlier=self.earlier[positions], later=self.later[positions])


def window_microseconds(window_seconds: float | None) -> int | None:
    """Return a window in microseconds; None stays None, no limit.

    Zero is allowed: it asks for acts at exactly the same time. A window longer than any time can
    span comes back as 2 ** 62. Raises `ConfigError` for a window that is negative or not a finite
    number.

    >>> window_microseconds(0.5)
    500000
    """
    if window_seconds is None:
        return None
    if not _is_finite(window_seconds) or window_seconds < 0:
        raise ConfigError(
            f"window_seconds = {window_seconds!r}: a window is a number of seconds, 0 or more "
            "(0: at exactly the same time).\nFor no limit give None (on the command line: none)."
        )
    return min(round(window_seconds * MICROSECONDS), _LONGEST)


def _is_finite(value: object) -> bool:
    return isinstance(value, Real) and math.isfinite(value)


def reach(acts: OrderedActs, window_seconds: float | None) -> Reach:
    """Return for each act the range of acts on the same object with |dt| <= window.

    Cost: O(n log n) with a small constant.
    """
    window = window_microseconds(window_seconds)
    if window is None or len(acts) == 0 or window >= int(np.ptp(acts.time)):
        return _whole_objects(acts)
    place, before, behind = _axis(acts, window)
    return Reach(
        first=np.searchsorted(place, before, side="left"),
        after=np.searchsorted(place, behind, side="right"),
    )


def co_acts(acts: OrderedActs, within: Reach) -> CoActs:
    """List the pairs of acts by different accounts, expanded block by block."""
    blocks = list(_blocks(acts, within))
    if not blocks:
        nothing = np.empty(0, dtype=np.int64)
        return CoActs(earlier=nothing, later=nothing)
    earlier, later = zip(*blocks, strict=True)
    return CoActs(earlier=np.concatenate(earlier), later=np.concatenate(later))


def pairs_per_act(within: Reach) -> Integers:
    """Count for each act the later acts within reach, those of the same account included."""
    return within.after - np.arange(1, within.after.size + 1)


def _blocks(acts: OrderedActs, within: Reach) -> Iterator[tuple[Integers, Integers]]:
    counts = pairs_per_act(within)
    leading = np.flatnonzero(counts)
    counts = counts[leading]
    ends = np.cumsum(counts)
    total = int(ends[-1]) if ends.size else 0
    cuts = np.searchsorted(ends, np.arange(_BLOCK, total, _BLOCK), side="left") + 1
    for rows, sizes in zip(np.split(leading, cuts), np.split(counts, cuts), strict=True):
        earlier = np.repeat(rows, sizes)
        starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
        later = earlier + 1 + (np.arange(earlier.size) - starts)
        apart = acts.account[earlier] != acts.account[later]
        yield earlier[apart], later[apart]


def _whole_objects(acts: OrderedActs) -> Reach:
    return Reach(
        first=np.searchsorted(acts.object, acts.object, side="left"),
        after=np.searchsorted(acts.object, acts.object, side="right"),
    )


def _axis(acts: OrderedActs, window: int) -> tuple[Integers, Integers, Integers]:
    """Lay all objects end to end on one rising axis, more than a window apart.

    Returns each act's place on it and the places one window before and behind.
    """
    gaps = np.diff(acts.time)
    gaps = np.where(np.diff(acts.object) == 0, np.minimum(gaps, window + 1), window + 1)
    if float(np.sum(gaps, dtype=np.float64)) + window > _LIMIT:
        return _rank_axis(acts, window)
    place = np.concatenate([[0], np.cumsum(gaps)])
    return place, place - window, place + window


def _rank_axis(acts: OrderedActs, window: int) -> tuple[Integers, Integers, Integers]:
    """Do the same with ranks in place of times, for windows so wide that the axis overflows."""
    times, rank = np.unique(acts.time, return_inverse=True)
    _, number = np.unique(acts.object, return_inverse=True)
    base = number * (times.size + 1)
    before = np.searchsorted(times, times - window, side="left")
    behind = np.searchsorted(times, times + window, side="right") - 1
    return base + rank, base + before[rank], base + behind[rank]
