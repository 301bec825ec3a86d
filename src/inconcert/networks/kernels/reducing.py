"""Pairs of an edge made into its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.kernels.compiled import compiled, sort_values

if TYPE_CHECKING:
    from inconcert.networks.kernels.compiled import Array, Reals


@compiled
def count_runs(
    starts: Array, low: int, high: int, packed: Array, min_objects: int, edges_of: Array
) -> int:
    """Sort packed pairs by source and reduce them, in place, to a target and its objects an edge.

    Edges of source s begin at `starts[s]`; `edges_of` takes how many there are. Returns the number
    of edges.
    """
    total = 0
    for source in range(low, high):
        begin, end = starts[source], starts[source + 1]
        sort_values(packed[begin:end])
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
                packed[write] = (target << 32) | distinct
                write += 1
        edges_of[source] = write - begin
        total += write - begin
    return total


@compiled
def gather_runs(
    starts: Array,
    low: int,
    high: int,
    names: Array,
    first: int,
    counted: tuple[Array, Array],
    into: tuple[Array, Array, Array],
) -> None:
    """Copy what `count_runs` left into source, target and objects; accounts by their names."""
    packed, edges_of = counted
    to_source, to_target, to_objects = into
    at = 0
    for source in range(low, high):
        for place in range(starts[source], starts[source] + edges_of[source]):
            to_source[at] = names[first + source]
            to_target[at] = names[packed[place] >> 32]
            to_objects[at] = packed[place] & 0xFFFFFFFF
            at += 1


@compiled
def count_objects(
    starts: Array, low: int, high: int, earlier: Array, group: Array, objects: Array
) -> None:
    """Count the distinct objects of the edges from `low` up to `high`."""
    for edge in range(low, high):
        distinct = 1
        for at in range(starts[edge] + 1, starts[edge + 1]):
            distinct += group[earlier[at]] != group[earlier[at - 1]]
        objects[edge] = distinct


@compiled
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
        if end - begin == 1:
            first[number], last[number], median[number] = begun, ended, ended - begun
            ahead = 1.0 if account[earlier[begin]] < account[later[begin]] else 0.0
            lead[number] = 0.5 if begun == ended else ahead
            continue
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


@compiled
def _median(values: Array) -> float:
    sort_values(values)
    low, high = values[(values.size - 1) // 2], values[values.size // 2]
    middle: float = low + (high - low) / 2
    return middle
