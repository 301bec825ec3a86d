"""Pairs of acts grouped by edge, batch by batch: never more than a batch of them at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.acts import is_new
from inconcert.networks.layeracts import COMPILED_FROM, places_of
from inconcert.networks.threads import in_parts, workers
from inconcert.networks.windows import pairs_ahead, total_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.networks.acts import Whole
    from inconcert.networks.layeracts import LayerActs

BATCH = 1 << 22
"""Pairs held at a time, unless one account alone has more."""


@dataclass(frozen=True)
class EdgeGroups:
    """Pairs of acts (places in the acts) by edge; edge i owns `starts[i]` up to `starts[i + 1]`.

    Within an edge the pairs rise by `earlier`, so that those on one object stand together;
    `time[earlier] <= time[later]`.
    """

    source: Whole
    target: Whole
    starts: Whole
    earlier: Whole
    later: Whole

    def __len__(self) -> int:
        """Return the number of edges."""
        return self.source.size

    def only(self, edges: Whole) -> EdgeGroups:
        """Return the edges at these places, which rise, with their pairs."""
        if edges.size == len(self):
            return self
        kept = np.zeros(len(self), dtype=np.bool_)
        kept[edges] = True
        pairs = np.repeat(kept, self.lengths)
        return EdgeGroups(
            source=self.source[edges],
            target=self.target[edges],
            starts=np.concatenate([[0], np.cumsum(self.lengths[edges])]),
            earlier=self.earlier[pairs],
            later=self.later[pairs],
        )

    @property
    def lengths(self) -> Whole:
        """Return the number of pairs of each edge."""
        return np.diff(self.starts)


def edge_groups(acts: LayerActs, ends: Whole, *, self_pairs: bool) -> Iterator[EdgeGroups]:
    """Yield the edges, rising by source and target, each with all its pairs.

    Memory grows with the acts and the batch, not with the pairs; the sweep over the pairs is
    repeated for each batch.
    """
    pairs = total_pairs(ends)
    if pairs >= COMPILED_FROM:
        ends = ends.astype(np.int32, copy=False)
        yield from _batches(acts, ends, self_pairs=self_pairs)
    elif pairs:
        yield _all_at_once(acts, ends, self_pairs=self_pairs)


def _all_at_once(acts: LayerActs, ends: Whole, *, self_pairs: bool) -> EdgeGroups:
    earlier, later = _expanded(ends)
    return grouped_pairs(acts, earlier, later, self_pairs=self_pairs)


def grouped_pairs(acts: LayerActs, earlier: Whole, later: Whole, *, self_pairs: bool) -> EdgeGroups:
    """Group pairs of acts by edge; the pairs of an edge must rise by `earlier`."""
    one, other = (acts.account[side].astype(np.int64) for side in (earlier, later))
    if not self_pairs:
        apart = one != other
        earlier, later, one, other = earlier[apart], later[apart], one[apart], other[apart]
    key = np.minimum(one, other) * len(acts.names) + np.maximum(one, other)
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(is_new(key[order]))
    source, target = np.divmod(key[order][starts], max(len(acts.names), 1))
    starts = np.append(starts, key.size)
    return EdgeGroups(source, target, starts, earlier[order], later[order])


def _expanded(ends: Whole) -> tuple[Whole, Whole]:
    counts = pairs_ahead(ends)
    earlier = np.repeat(np.arange(ends.size), counts)
    begins = np.repeat(np.cumsum(counts) - counts, counts)
    return earlier, earlier + 1 + np.arange(earlier.size) - begins


def _batches(acts: LayerActs, ends: Whole, *, self_pairs: bool) -> Iterator[EdgeGroups]:
    counts = pair_counts(acts, ends, self_pairs=self_pairs)
    starts, places = places_of(counts)
    for low, high in source_ranges(starts):
        size = int(starts[high] - starts[low])
        place = places[:, low:high] - starts[low]
        pairs = _written(acts, ends, (low, high), place, size, self_pairs=self_pairs)
        yield grouped(starts[low : high + 1] - starts[low], low, pairs)


def pair_counts(acts: LayerActs, ends: Whole, *, self_pairs: bool) -> Whole:
    """Count the pairs by the account of them that comes first by name, part by part of the acts."""
    from inconcert.networks.kernels.pairing import pairs_per_source

    counts = np.zeros((workers(), len(acts.names)), dtype=np.int64)
    in_parts(
        len(acts),
        lambda low, high, part: pairs_per_source(
            acts.account, ends, (low, high), int(self_pairs), counts[part]
        ),
    )
    return counts


def source_ranges(starts: Whole, batch: int | None = None) -> Iterator[tuple[int, int]]:
    """Cut the accounts into ranges that own no more than a batch of pairs, or are one account.

    >>> list(source_ranges(np.array([0, 3, 3, 9, 10]), batch=4))
    [(0, 2), (2, 3), (3, 4)]
    """
    size, low = batch or BATCH, 0
    while low < starts.size - 1 and starts[low] < starts[-1]:
        high = int(np.searchsorted(starts, starts[low] + size, side="right")) - 1
        high = min(max(high, low + 1), starts.size - 1)
        yield low, high
        low = high


def _written(
    acts: LayerActs,
    ends: Whole,
    sources: tuple[int, int],
    place: Whole,
    size: int,
    *,
    self_pairs: bool,
) -> tuple[Whole, Whole, Whole]:
    from inconcert.networks.kernels.pairing import write_pairs

    target, earlier, later = (np.empty(size, dtype=np.int32) for _ in range(3))
    pairs = (target, earlier, later)
    in_parts(
        len(acts),
        lambda low, high, part: write_pairs(
            acts.account, ends, (low, high), int(self_pairs), sources, place[part], pairs
        ),
    )
    return pairs


def grouped(starts: Whole, first: int, pairs: tuple[Whole, Whole, Whole]) -> EdgeGroups:
    """Group pairs (target, earlier, later), which are put in order, by edge.

    Those of the account `first` + i lie from `starts[i]` up to `starts[i + 1]`.
    """
    from inconcert.networks.kernels.pairing import mark_edges, sort_runs

    target, earlier, later = pairs
    opens = np.empty(target.size, dtype=np.bool_)
    edges_of = np.empty(starts.size - 1, dtype=np.int64)

    def work(low: int, high: int, _part: int) -> None:
        sort_runs(starts, low, high, pairs)
        mark_edges(starts, target, low, high, (opens, edges_of))

    in_parts(starts.size - 1, work, ends=starts)
    edges = np.flatnonzero(opens)
    source = np.repeat(np.arange(first, first + edges_of.size, dtype=np.int32), edges_of)
    return EdgeGroups(source, target[edges], np.append(edges, target.size), earlier, later)
