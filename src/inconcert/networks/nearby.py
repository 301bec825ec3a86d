"""Acts close in time and pairs that recur, found by hashes: a pass without compiled code.

Sorting hashes stands in for numbering ids, which costs several times as much. What a hash cannot
tell apart is settled by the ids themselves, on the few acts and pairs that are left by then.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.acts import argsort_by, codes, is_new
from inconcert.networks.threads import in_parts

if TYPE_CHECKING:
    import numpy.typing as npt
    import polars as pl

    from inconcert.networks.acts import Integers

    Flags = npt.NDArray[np.bool_]
    Hashes = npt.NDArray[np.uint64]
    Pairs = tuple[Integers, Integers]

MOST_PAIRS = 1 << 24
"""So many pairs are looked at in one sort, at 12 bytes each."""
_BLOCK = 1 << 18
_LONGEST_RUN = 4
_WIDEST = 1 << 62
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class NearActs:
    """Acts with another one on their object within the window, by object and time, in parallel.

    Acts on one object have one number in `object`. Two objects may share a number, but then no
    two acts of different ones between them lie within the window.
    """

    object: Integers
    time: Integers
    row: Integers

    def take(self, chosen: Flags) -> NearActs:
        """Return the chosen acts."""
        return NearActs(self.object[chosen], self.time[chosen], self.row[chosen])


def acts_with_neighbours(object_number: Integers, time: Integers, window: int) -> NearActs:
    """Sort by object and time; drop acts with no other act on their object within the window."""
    order = argsort_by(object_number, time)
    acts = NearActs(object=object_number[order], time=time[order], row=order)
    near = (np.diff(acts.object) == 0) & (np.diff(acts.time) <= window)
    return acts.take(_either_side(near, order.size))


def acts_on_objects(objects: pl.Series, time: Integers, window: int) -> NearActs:
    """Do the same for objects by name: as many bits of their hash as fit stand for them.

    Neighbours are then compared by name, which finds every collision that matters, since all acts
    between two of a pair lie within the window too; on a collision the objects are numbered after
    all.
    """
    low = int(time.min()) if time.size else 0
    bits = np.uint64((int(time.max()) - low).bit_length() if time.size else 0)
    if bits > 32:
        return acts_with_neighbours(codes(objects)[1], time, window)
    key = objects.hash().to_numpy() >> bits << bits | (time - low).astype(np.uint64)
    order = np.argsort(key)
    ranked = key[order]
    same = ranked[1:] >> bits == ranked[:-1] >> bits
    near = same & (ranked[1:] - ranked[:-1] <= np.uint64(min(window, _WIDEST)))
    chosen = np.flatnonzero(_either_side(near, order.size))
    row = order[chosen]
    if _other_names(objects.gather(row), near[chosen[:-1]]):
        return acts_with_neighbours(codes(objects)[1], time, window)
    number = np.cumsum(is_new(ranked[chosen] >> bits)) - 1
    return NearActs(object=number, time=time[row], row=row)


def later_within(acts: NearActs, window: int) -> Integers:
    """Count for each act the later acts on its object within the window.

    >>> times = np.array([0, 5, 50])
    >>> later_within(NearActs(np.zeros(3, dtype=np.int64), times, np.arange(3)), 45).tolist()
    [1, 1, 0]
    """
    if (window + 1) * (acts.time.size + 1) > _WIDEST:
        after = _after_by_rank(acts, window)
    else:
        gaps = np.where(np.diff(acts.object) == 0, np.diff(acts.time), window + 1)
        place = np.concatenate([[0], np.cumsum(np.minimum(gaps, window + 1))])[: acts.time.size]
        after = np.searchsorted(place, place + window, side="right")
    counts: Integers = after - np.arange(1, after.size + 1)
    return counts


def _after_by_rank(acts: NearActs, window: int) -> Integers:
    """Find where each act's reach ends, by ranks of times where the times themselves overflow."""
    times, rank = np.unique(acts.time, return_inverse=True)
    last = np.searchsorted(times, times + window, side="right") - 1
    begin = (np.cumsum(is_new(acts.object)) - 1) * (times.size + 1)
    after: Integers = np.searchsorted(begin + rank, begin + last[rank], side="right")
    return after


def recurring_pairs(counts: Integers, user: Hashes, *, least: int) -> Pairs:
    """Return, as places of acts, the pairs whose two users have `least` pairs, and maybe others.

    Act i makes a pair with each of the `counts[i]` acts after it; `user` holds a hash of each
    act's account. At most `MOST_PAIRS`. The pairs of two accounts come together, in their order,
    unless their hash collides. Cost: one sort of a number a pair.

    >>> users = np.array([7, 9, 7, 9, 8], dtype=np.uint64)
    >>> one, other = recurring_pairs(np.array([1, 0, 2, 0, 0]), users, least=2)
    >>> one.tolist(), other.tolist()
    ([0, 2], [1, 3])
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if ends.size else 0
    bits = np.uint64(total.bit_length())
    key, owner = np.empty(total, dtype=np.uint64), np.empty(total, dtype=np.int32)
    leading = np.flatnonzero(counts)
    begins = np.concatenate([[0], ends[leading]])
    in_parts(
        leading.size,
        lambda low, high, _: _write_keys(leading[low:high], begins[low:], user, bits, (key, owner)),
        ends=begins,
    )
    key.sort()
    place = (key[_in_runs(key >> bits, min(least, _LONGEST_RUN))]).astype(np.int64)
    place &= (1 << int(bits)) - 1
    one = owner[place].astype(np.int64)
    return one, one + 1 + place - (ends - counts)[one]


def _write_keys(
    leading: Integers,
    begins: Integers,
    user: Hashes,
    bits: np.uint64,
    into: tuple[Hashes, npt.NDArray[np.int32]],
) -> None:
    """Write for each pair a hash of both users with the pair's number below, and its first act."""
    key, owner = into
    last = begins[leading.size] if leading.size else begins[0]
    cuts = np.searchsorted(begins[: leading.size], np.arange(begins[0], last, _BLOCK))
    bounds = [*cuts[is_new(cuts)].tolist(), leading.size]
    for low, high in pairwise(bounds):
        first, many = leading[low:high], np.diff(begins[low : high + 1])
        span = np.arange(begins[low], begins[high])
        earlier = np.repeat(first, many)
        later = np.repeat(first + 1 - begins[low:high], many) + span
        spread = (user[earlier] + user[later]) * _SPREAD
        key[begins[low] : begins[high]] = spread >> bits << bits | span.astype(np.uint64)
        owner[begins[low] : begins[high]] = earlier


def _in_runs(ranked: Hashes, least: int) -> Flags:
    """Tell which of the sorted values occur `least` times or more."""
    opens = ranked[least - 1 :] == ranked[: ranked.size - least + 1]
    flags = np.zeros(ranked.size, dtype=np.bool_)
    for shift in range(least):
        flags[shift : shift + opens.size] |= opens
    return flags


def _other_names(names: pl.Series, near: Flags) -> bool:
    """Tell whether an act that is near the next one is on an object of another name."""
    other = (names.slice(0, max(names.len() - 1, 0)) != names.slice(1)).to_numpy()
    return bool((other & near).any())


def _either_side(near: Flags, size: int) -> Flags:
    flags: Flags = np.concatenate([near, [False]]) | np.concatenate([[False], near])
    return flags[:size]
