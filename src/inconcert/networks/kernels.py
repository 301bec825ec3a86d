"""The loops of the co-action engine, compiled by numba: for large inputs only.

Import this module inside functions: numba takes half a second to load and each kernel takes
seconds to compile once per machine (it is kept on disk). Every kernel works on ranges, releases
the interpreter lock and writes only what its range owns, so that threads may run side by side
and the result depends on no number of threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import numba
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Array = npt.NDArray[np.integer]
    Reals = npt.NDArray[np.float64]
    Function = TypeVar("Function", bound=Callable[..., object])

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHORT = 24
"""Runs up to this length are sorted by insertion."""


def _compiled(function: Function) -> Function:
    return cast("Function", numba.njit(cache=True, nogil=True)(function))


@_compiled
def bucket_counts(key: Array, low: int, high: int, shift: np.uint64, counts: Array) -> None:
    """Count the acts from `low` up to `high` per bucket of their object."""
    for act in range(low, high):
        counts[np.int64((key[act] * _MIX) >> shift)] += 1


@_compiled
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
        bucket = np.int64((key[act] * _MIX) >> shift)
        at = place[bucket]
        place[bucket] = at + 1
        to_key[at] = key[act]
        to_time[at] = time[act]
        to_account[at] = account[act]
        to_row[at] = act


@_compiled
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


@_compiled
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
        slot = np.int64((key[act] * _MIX) & np.uint64(size - 1))
        while slots[slot] >= 0 and key[first[slots[slot]]] != key[act]:
            slot = (slot + 1) & (size - 1)
        if slots[slot] < 0:
            slots[slot] = groups
            first[groups] = act
            groups += 1
        number[act] = slots[slot]
        counts[slots[slot] + 1] += 1
    return _counted_order(number, np.cumsum(counts))


@_compiled
def _counted_order(number: Array, place: Array) -> Array:
    order = np.empty(number.size, np.int64)
    for act in range(number.size):
        order[place[number[act]]] = act
        place[number[act]] += 1
    return order


@_compiled
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


@_compiled
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
        if stop - start > _SHORT:
            order = np.argsort(time[start:stop], kind="mergesort")
            _permute(acts, start, order, scratch)
        elif stop - start > 1:
            _insert_by_time(time[start:stop], account[start:stop], row[start:stop])
        start = stop


@_compiled
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


@_compiled
def number_groups(key: Array, group: Array) -> int:
    """Number the runs of equal keys from zero; return how many there are."""
    number = -1
    for act in range(key.size):
        if act == 0 or key[act] != key[act - 1]:
            number += 1
        group[act] = number
    return number + 1


@_compiled
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


@_compiled
def pairs_per_source(
    account: Array, after: Array, span: tuple[int, int], own: int, counts: Array
) -> None:
    """Count the pairs whose first act lies in `span` per account that comes first by name."""
    for act in range(span[0], span[1]):
        one = account[act]
        for later in range(act + 1, after[act]):
            other = account[later]
            if one != other or own:
                counts[min(one, other)] += 1


@_compiled
def write_pairs(
    account: Array,
    after: Array,
    span: tuple[int, int],
    own: int,
    sources: tuple[int, int],
    place: Array,
    into: tuple[Array, Array, Array],
) -> None:
    """Write the pairs of accounts from `sources[0]` up to `sources[1]`, each at its place."""
    target, earlier, later = into
    for act in range(span[0], span[1]):
        one = account[act]
        for second in range(act + 1, after[act]):
            other = account[second]
            source = min(one, other)
            if (one != other or own) and sources[0] <= source < sources[1]:
                at = place[source - sources[0]]
                place[source - sources[0]] = at + 1
                target[at] = max(one, other)
                earlier[at] = act
                later[at] = second


@_compiled
def write_objects(
    account: Array,
    after: Array,
    span: tuple[int, int],
    own: int,
    sources: tuple[int, int],
    place: Array,
    group: Array,
    into: Array,
) -> None:
    """Do the same with target and object alone, packed into one number a pair."""
    for act in range(span[0], span[1]):
        one = account[act]
        for second in range(act + 1, after[act]):
            other = account[second]
            source = min(one, other)
            if (one != other or own) and sources[0] <= source < sources[1]:
                at = place[source - sources[0]]
                place[source - sources[0]] = at + 1
                into[at] = (np.int64(max(one, other)) << 32) | group[act]


@_compiled
def sort_runs(starts: Array, low: int, high: int, pairs: tuple[Array, Array, Array]) -> None:
    """Sort the pairs of the sources from `low` up to `high` by target, keeping their order."""
    longest = 1
    for source in range(low, high):
        longest = max(longest, starts[source + 1] - starts[source])
    packed = np.empty(longest, np.int64)
    ahead = np.empty(longest, pairs[1].dtype)
    behind = np.empty(longest, pairs[2].dtype)
    for source in range(low, high):
        begin, end = starts[source], starts[source + 1]
        if end - begin > 1:
            _sort_run(pairs, begin, end, packed, ahead, behind)


@_compiled
def _sort_run(
    pairs: tuple[Array, Array, Array],
    begin: int,
    end: int,
    packed: Array,
    ahead: Array,
    behind: Array,
) -> None:
    target, earlier, later = pairs
    size = end - begin
    for at in range(size):
        packed[at] = (np.int64(target[begin + at]) << 32) | at
        ahead[at] = earlier[begin + at]
        behind[at] = later[begin + at]
    _sort(packed[:size])
    for at in range(size):
        place = packed[at] & 0xFFFFFFFF
        target[begin + at] = packed[at] >> 32
        earlier[begin + at] = ahead[place]
        later[begin + at] = behind[place]


@_compiled
def _sort(values: Array) -> None:
    if values.size > _SHORT:
        values.sort()
        return
    for at in range(1, values.size):
        value = values[at]
        place = at
        while place > 0 and values[place - 1] > value:
            values[place] = values[place - 1]
            place -= 1
        values[place] = value


@_compiled
def count_runs(
    starts: Array, low: int, high: int, packed: Array, min_objects: int, into: tuple[Array, Array]
) -> int:
    """Sort packed pairs by source and reduce them, in place, to targets and objects an edge.

    Edges of source s begin at `starts[s]`; `into` takes how many there are and, at the place of
    an edge, its objects. Returns the number of edges.
    """
    edges_of, objects = into
    total = 0
    for source in range(low, high):
        begin, end = starts[source], starts[source + 1]
        _sort(packed[begin:end])
        write = begin
        at = begin
        while at < end:
            target = packed[at] >> 32
            distinct = 1
            at += 1
            while at < end and packed[at] >> 32 == target:
                distinct += packed[at] != packed[at - 1]
                at += 1
            if distinct >= min_objects:
                packed[write] = target
                objects[write] = distinct
                write += 1
        edges_of[source] = write - begin
        total += write - begin
    return total


@_compiled
def gather_runs(
    starts: Array,
    low: int,
    high: int,
    first: int,
    counted: tuple[Array, Array, Array],
    into: tuple[Array, Array, Array],
) -> None:
    """Copy what `count_runs` left of the sources into source, target and objects."""
    packed, edges_of, objects = counted
    to_source, to_target, to_objects = into
    at = 0
    for source in range(low, high):
        for place in range(starts[source], starts[source] + edges_of[source]):
            to_source[at] = first + source
            to_target[at] = packed[place]
            to_objects[at] = objects[place]
            at += 1


@_compiled
def mark_edges(starts: Array, target: Array, low: int, high: int, edge_start: Array) -> None:
    """Mark in each run of a source the pairs at which another target begins."""
    for source in range(low, high):
        for at in range(starts[source], starts[source + 1]):
            edge_start[at] = at == starts[source] or target[at] != target[at - 1]


@_compiled
def count_objects(
    starts: Array, low: int, high: int, earlier: Array, group: Array, objects: Array
) -> None:
    """Count the distinct objects of the edges from `low` up to `high`."""
    for edge in range(low, high):
        distinct = 1
        for at in range(starts[edge] + 1, starts[edge + 1]):
            distinct += group[earlier[at]] != group[earlier[at - 1]]
        objects[edge] = distinct


@_compiled
def measure(
    starts: Array,
    edges: Array,
    span: tuple[int, int],
    pairs: tuple[Array, Array],
    acts: tuple[Array, Array],
    into: tuple[Array, Array, Reals, Reals],
) -> None:
    """Write first, last, median delay (microseconds) and lead of the edges listed in `edges`."""
    earlier, later = pairs
    account, time = acts
    first, last, median, lead = into
    delays = np.empty(64, np.int64)
    for number in range(span[0], span[1]):
        begin, end = starts[edges[number]], starts[edges[number] + 1]
        if end - begin > delays.size:
            delays = np.empty(2 * (end - begin), np.int64)
        begun, ended = time[earlier[begin]], time[later[begin]]
        leads = 0
        for at in range(begin, end):
            one, other = earlier[at], later[at]
            begun, ended = min(begun, time[one]), max(ended, time[other])
            delay = time[other] - time[one]
            delays[at - begin] = delay
            leads += 1 if delay == 0 else 2 * (account[one] < account[other])
        first[number], last[number] = begun, ended
        median[number] = _median(delays[: end - begin])
        lead[number] = leads / (2 * (end - begin))


@_compiled
def _median(values: Array) -> float:
    _sort(values)
    low, high = values[(values.size - 1) // 2], values[values.size // 2]
    return low + (high - low) / 2


@_compiled
def codes_of_hashes(hashes: Array, slots: Array, code: Array, first: Array) -> int:
    """Number distinct hashes in the order of first appearance; -1 if the table is too small.

    `slots` holds -1 everywhere and has a power of two of places; `first` takes the rows at which
    the distinct hashes appear first.
    """
    size, found = slots.size, 0
    for row in range(hashes.size):
        slot = np.int64((hashes[row] * _MIX) & np.uint64(size - 1))
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
