"""Louvain's method with a start partition, which networkx does not offer.

Blondel et al. 2008. Accounts and communities are looked at in the order that numpy's legacy
generator shuffles them into, as the package python-louvain does, so that the partitions it finds
with a seed are found again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
import polars as pl

from inconcert.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Ties = list[dict[int, float]]
"""For each node its neighbours and the weights of the ties, in the order they are looked at."""

Item = TypeVar("Item")

_LEAST_GAIN = 1e-7


def ranked(labels: Sequence[int]) -> pl.Series:
    """Number groups by size, the largest 0, ties by which comes first.

    >>> ranked([7, 3, 3]).to_list()
    [1, 0, 0]
    """
    table = pl.DataFrame({"label": pl.Series(labels, dtype=pl.Int64)}).with_row_index("at")
    groups = table.group_by("label").agg(pl.len().alias("size"), pl.col("at").min())
    order = groups.sort("size", "at", descending=[True, False]).select("label")
    rank = order.with_row_index("rank")
    return table.join(rank, on="label").sort("at")["rank"]


def tie(nodes: int, edges: Iterable[tuple[int, int, float]]) -> Ties:
    """Return each node's neighbours; edges between the same two add up."""
    ties: Ties = [{} for _ in range(nodes)]
    for one, other, weight in edges:
        ties[one][other] = ties[one].get(other, 0.0) + weight
        ties[other][one] = ties[one][other]
    return ties


def partition(
    ties: Ties,
    *,
    start: Sequence[int] | None = None,
    resolution: float = 1.0,
    seed: int = 0,
) -> list[int]:
    """Return a label for each node; `start` holds the labels to begin with, else each is alone.

    Nodes without ties keep their own label. Raises `ConfigError` for a resolution of 0 or less.
    """
    _check_resolution(resolution)
    order = np.random.RandomState(seed)
    level = _Level(tie(len(ties), _edges(ties)), start)
    labels, quality = list(range(len(ties))), -np.inf
    while level.weight > 0:
        _settle(level, order, resolution)
        reached = level.modularity(resolution)
        if reached - quality < _LEAST_GAIN:
            break
        quality, numbers = reached, _numbers(level.community)
        labels = [numbers[level.community[label]] for label in labels]
        level = _Level(_merged(level, numbers))
    return labels


class _Level:
    """A graph whose nodes are accounts or, after the first round, communities."""

    def __init__(self, ties: Ties, start: Sequence[int] | None = None) -> None:
        self.ties = ties
        self.community = list(range(len(ties)) if start is None else start)
        self.degree = [
            sum(around.values()) + around.get(node, 0.0) for node, around in enumerate(ties)
        ]
        self.weight = sum(self.degree) / 2
        self.total: dict[int, float] = {}
        for community, degree in zip(self.community, self.degree, strict=True):
            self.total[community] = self.total.get(community, 0.0) + degree

    def modularity(self, resolution: float) -> float:
        """Return the share of weight inside communities, less what chance would give."""
        community = self.community
        edges = _edges(self.ties)
        inside = sum(weight for one, two, weight in edges if community[one] == community[two])
        chance = sum((total / (2 * self.weight)) ** 2 for total in self.total.values())
        return inside / self.weight - resolution * chance

    def towards(self, node: int) -> dict[int, float]:
        """Return the weight of the node's ties to each community around it."""
        found: dict[int, float] = {}
        for other, weight in self.ties[node].items():
            if other != node:
                community = self.community[other]
                found[community] = found.get(community, 0.0) + weight
        return found


def _settle(level: _Level, order: np.random.RandomState, resolution: float) -> None:
    """Move single nodes to where modularity gains most, until no pass gains anything."""
    moved, quality = True, level.modularity(resolution)
    while moved:
        moved = False
        for node in _shuffled(range(len(level.ties)), order):
            moved |= _move(level, node, order, resolution)
        before, quality = quality, level.modularity(resolution)
        if quality - before < _LEAST_GAIN:
            break


def _move(level: _Level, node: int, order: np.random.RandomState, resolution: float) -> bool:
    """Put a node where the gain is largest; it stays if none is above that of staying."""
    home, degree = level.community[node], level.degree[node]
    share = resolution * degree / (2 * level.weight)
    around = level.towards(node)
    level.total[home] -= degree
    stay = level.total[home] * share - around.get(home, 0.0)
    best, most = home, 0.0
    for community, weight in _shuffled(around.items(), order):
        gain = stay + weight - level.total[community] * share
        if gain > most:
            best, most = community, gain
    level.community[node] = best
    level.total[best] += degree
    return best != home


def _shuffled(items: Iterable[Item], order: np.random.RandomState) -> list[Item]:
    drawn = list(items)
    places = np.arange(len(drawn))
    order.shuffle(places)
    return [drawn[place] for place in places]


def _edges(ties: Ties) -> Iterator[tuple[int, int, float]]:
    """Give each edge once, at the end that comes first."""
    for one, around in enumerate(ties):
        for other, weight in around.items():
            if one <= other:
                yield one, other, weight


def _numbers(communities: Sequence[int]) -> dict[int, int]:
    return {community: number for number, community in enumerate(dict.fromkeys(communities))}


def _merged(level: _Level, numbers: dict[int, int]) -> Ties:
    """Make a node of each community; the ties inside become a tie with itself."""
    place = [numbers[community] for community in level.community]
    ends = ((place[one], place[other], weight) for one, other, weight in _edges(level.ties))
    return tie(len(numbers), ends)


def _check_resolution(resolution: float) -> None:
    if not resolution > 0:
        raise ConfigError(
            f"resolution = {resolution}: give a number above 0 (1: plain modularity; "
            "higher: more and smaller communities)."
        )
