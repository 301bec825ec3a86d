"""Acts in the order of object and time, ids as codes, and how far each act reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.kernels.compiled import MIX, SHORT, compiled

if TYPE_CHECKING:
    from inconcert.networks.kernels.compiled import Array


@compiled
def bucket_counts(key: Array, low: int, high: int, shift: np.uint64, counts: Array) -> None:
    """Count the acts from `low` up to `high` per bucket of their object."""
    for act in range(low, high):
        counts[np.int64((key[act] * MIX) >> shift)] += 1


@compiled
def scatter(
    source: tuple[Array, Array, Array],
    low: int,
    high: int,
    shift: np.uint64,
    place: Array,
    into: tuple[Array, Array, Array, Array],
) -> None:
    """Move the acts from `low` up to `high` into their buckets, whose next places are `place`."""
    key, time, account = source
    to_key, to_time, to_account, to_row = into
    for act in range(low, high):
        bucket = np.int64((key[act] * MIX) >> shift)
        at = place[bucket]
        place[bucket] = at + 1
        to_key[at] = key[act]
        to_time[at] = time[act]
        to_account[at] = account[act]
        to_row[at] = act


@compiled
def sort_buckets(
    starts: Array, low: int, high: int, acts: tuple[Array, Array, Array, Array]
) -> None:
    """Sort the acts of the buckets from `low` up to `high` by object and time, in place."""
    longest = 1
    for bucket in range(low, high):
        longest = max(longest, starts[bucket + 1] - starts[bucket])
    key, time, account, row = acts
    scratch = (
        np.empty(longest, key.dtype),
        np.empty(longest, time.dtype),
        np.empty(longest, account.dtype),
        np.empty(longest, row.dtype),
    )
    for bucket in range(low, high):
        begin, end = starts[bucket], starts[bucket + 1]
        if end - begin > 1:
            order = _grouped(key[begin:end])
            _permute(acts, begin, order, scratch)
            _sort_groups(acts, begin, end, scratch)


@compiled
def _grouped(key: Array) -> Array:
    """Return an order that brings equal keys together, in the order of their first appearance."""
    size = 4
    while size < 2 * key.size:
        size *= 2
    slots = np.full(size, -1, np.int32)
    number = np.empty(key.size, np.int32)
    counts = np.zeros(key.size + 1, np.int64)
    first = np.empty(key.size, np.int32)
    groups = 0
    for act in range(key.size):
        slot = np.int64((key[act] * MIX) & np.uint64(size - 1))
        while slots[slot] >= 0 and key[first[slots[slot]]] != key[act]:
            slot = (slot + 1) & (size - 1)
        if slots[slot] < 0:
            slots[slot] = groups
            first[groups] = act
            groups += 1
        number[act] = slots[slot]
        counts[slots[slot] + 1] += 1
    return _counted_order(number, np.cumsum(counts))


@compiled
def _counted_order(number: Array, place: Array) -> Array:
    order = np.empty(number.size, np.int64)
    for act in range(number.size):
        order[place[number[act]]] = act
        place[number[act]] += 1
    return order


@compiled
def _permute(
    acts: tuple[Array, Array, Array, Array],
    begin: int,
    order: Array,
    scratch: tuple[Array, Array, Array, Array],
) -> None:
    key, time, account, row = acts
    old_key, old_time, old_account, old_row = scratch
    size = order.size
    old_key[:size] = key[begin : begin + size]
    old_time[:size] = time[begin : begin + size]
    old_account[:size] = account[begin : begin + size]
    old_row[:size] = row[begin : begin + size]
    for act in range(size):
        key[begin + act] = old_key[order[act]]
        time[begin + act] = old_time[order[act]]
        account[begin + act] = old_account[order[act]]
        row[begin + act] = old_row[order[act]]


@compiled
def _sort_groups(
    acts: tuple[Array, Array, Array, Array],
    begin: int,
    end: int,
    scratch: tuple[Array, Array, Array, Array],
) -> None:
    key, time, account, row = acts
    start = begin
    while start < end:
        stop = start + 1
        while stop < end and key[stop] == key[start]:
            stop += 1
        if stop - start > SHORT:
            order = np.argsort(time[start:stop], kind="mergesort")
            _permute(acts, start, order, scratch)
        elif stop - start > 1:
            _insert_by_time(time[start:stop], account[start:stop], row[start:stop])
        start = stop


@compiled
def _insert_by_time(time: Array, account: Array, row: Array) -> None:
    for act in range(1, time.size):
        at, who, line = time[act], account[act], row[act]
        place = act
        while place > 0 and time[place - 1] > at:
            time[place] = time[place - 1]
            account[place] = account[place - 1]
            row[place] = row[place - 1]
            place -= 1
        time[place], account[place], row[place] = at, who, line


@compiled
def number_groups(key: Array, group: Array) -> int:
    """Number the runs of equal keys from zero; return how many there are."""
    number = -1
    for act in range(key.size):
        if act == 0 or key[act] != key[act - 1]:
            number += 1
        group[act] = number
    return number + 1


@compiled
def sweep(group: Array, time: Array, window: int, after: Array) -> int:
    """Write for each act where its reach ahead ends; return the number of pairs.

    A window below zero means no limit.
    """
    end, pairs = 0, 0
    for act in range(time.size):
        end = max(end, act + 1)
        while (
            end < time.size
            and group[end] == group[act]
            and (window < 0 or time[end] - time[act] <= window)
        ):
            end += 1
        after[act] = end
        pairs += end - act - 1
    return pairs


@compiled
def dense_codes(ids: Array, low: int, code: Array, place: Array) -> int:
    """Write each id's rank among the distinct ids, all of which are `low` or more.

    `place` is zero for each number that an id may be. Returns how many ids are distinct; `place`
    then holds the rank of those that occur, and -1.
    """
    for row in range(ids.size):
        place[ids[row] - low] = 1
    found = 0
    for number in range(place.size):
        if place[number]:
            place[number] = found
            found += 1
        else:
            place[number] = -1
    for row in range(ids.size):
        code[row] = place[ids[row] - low]
    return found


@compiled
def codes_of_hashes(hashes: Array, slots: Array, code: Array, first: Array) -> int:
    """Number distinct hashes in the order of first appearance; -1 if the table is too small.

    `slots` holds -1 everywhere and has a power of two of places; `first` takes the rows at which
    the distinct hashes appear first.
    """
    size, found = slots.size, 0
    for row in range(hashes.size):
        slot = np.int64((hashes[row] * MIX) & np.uint64(size - 1))
        while slots[slot] >= 0 and hashes[first[slots[slot]]] != hashes[row]:
            slot = (slot + 1) & (size - 1)
        if slots[slot] < 0:
            if 2 * (found + 1) > size:
                return -1
            slots[slot] = found
            first[found] = row
            found += 1
        code[row] = slots[slot]
    return found
