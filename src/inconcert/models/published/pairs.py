"""Similarities of all pairs as whole numbers: their quantiles, and who hangs together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.similarity import pair_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from inconcert.networks.similarity import SimilarPairs

LEVELS = 1_000_000
"""Similarities are rounded to six decimals, so that sums that are equal on paper are equal."""
KEPT_PAIRS = 20_000_000
"""Up to so many pairs are kept from the first pass; beyond it they are computed again."""


@dataclass(frozen=True)
class Pairs:
    """Some pairs of rows, first < second, and their similarity times LEVELS."""

    first: NDArray[np.int32]
    second: NDArray[np.int32]
    level: NDArray[np.int32]

    @classmethod
    def of(cls, pairs: SimilarPairs) -> Pairs:
        """Round the similarities; none of these pairs gets level 0, which means no pair."""
        level = np.clip(np.rint(pairs.similarity * LEVELS), 1, LEVELS).astype(np.int32)
        return cls(pairs.first.astype(np.int32), pairs.second.astype(np.int32), level)

    def where(self, mask: NDArray[np.bool_]) -> Pairs:
        """Return the pairs for which the mask holds."""
        return Pairs(self.first[mask], self.second[mask], self.level[mask])


class PairLevels:
    """All pairs of rows that share at least `min_shared` columns; may be iterated again.

    Cost: the sum over objects of the square of their number of accounts. Memory: one block, and
    all pairs where there are at most `KEPT_PAIRS`.
    """

    def __init__(self, vectors: csr_array, *, min_shared: int) -> None:
        self._vectors, self._min_shared = vectors, min_shared
        self._kept: list[Pairs] | None = None

    def __iter__(self) -> Iterator[Pairs]:
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[Pairs] | None = []
        total = 0
        for block in map(Pairs.of, pair_blocks(self._vectors, min_shared=self._min_shared)):
            total += len(block.level)
            kept = None if kept is None or total > KEPT_PAIRS else [*kept, block]
            yield block
        self._kept = kept


@dataclass(frozen=True)
class Census:
    """How many pairs have which level, and the highest level of each row (0: no pair)."""

    counts: NDArray[np.int64]
    best: NDArray[np.int32]

    @property
    def pairs(self) -> int:
        """Number of pairs."""
        return int(self.counts.sum())

    def quantile(self, share: float) -> float:
        """Return the exact quantile of the similarities, linear between neighbours (numpy's)."""
        place = share * (self.pairs - 1)
        below, above = int(np.floor(place)), int(np.ceil(place))
        ends = np.searchsorted(np.cumsum(self.counts), [below, above], side="right") / LEVELS
        return float(ends[0] + (ends[1] - ends[0]) * (place - below))


def census(pairs: PairLevels, rows: int) -> Census:
    """Count all pairs by level in one pass."""
    counts = np.zeros(LEVELS + 1, dtype=np.int64)
    best = np.zeros(rows, dtype=np.int32)
    for block in pairs:
        counts += np.bincount(block.level, minlength=LEVELS + 1)
        np.maximum.at(best, block.first, block.level)
        np.maximum.at(best, block.second, block.level)
    return Census(counts, best)


def components(pairs: PairLevels, rows: int, *, least: float) -> NDArray[np.int64]:
    """Return each row's connected component over the pairs of at least this similarity."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    found = np.arange(rows)
    for block in pairs:
        kept = block.where(block.level / LEVELS >= least)
        ends = found[kept.first], found[kept.second]
        graph = coo_matrix((np.ones(len(kept.level)), ends), shape=(rows, rows))
        found = connected_components(graph, directed=False)[1].astype(np.int64)[found]
    return found
