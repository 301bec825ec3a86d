"""Pairs of acts: counted, written at their places, grouped by edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.kernels.compiled import compiled, sort_values

if TYPE_CHECKING:
    from inconcert.networks.kernels.compiled import Array


@compiled
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


@compiled
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


@compiled
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


@compiled
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


@compiled
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
    sort_values(packed[:size])
    for at in range(size):
        place = packed[at] & 0xFFFFFFFF
        target[begin + at] = packed[at] >> 32
        earlier[begin + at] = ahead[place]
        later[begin + at] = behind[place]


@compiled
def mark_edges(
    starts: Array, target: Array, low: int, high: int, into: tuple[Array, Array]
) -> None:
    """Mark in each run of a source the pairs at which another target begins, and count them."""
    opens, edges_of = into
    for source in range(low, high):
        edges = 0
        for at in range(starts[source], starts[source + 1]):
            opens[at] = at == starts[source] or target[at] != target[at - 1]
            edges += opens[at]
        edges_of[source] = edges
