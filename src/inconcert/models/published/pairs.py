"""TF-IDF cosine of all pairs of accounts, in blocks, so that memory stays bounded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

LEVELS = 1_000_000
"""Similarities are rounded to six decimals, so that sums that are equal on paper are equal."""
BLOCK_PAIRS = 4_000_000
"""Pairs computed at once, at most about; some 300 MB."""
KEPT_PAIRS = 20_000_000
"""Up to so many pairs are kept from the first pass; beyond it they are computed again."""
THREADED_ENTRIES = 10_000
"""From so many entries of a block on, more than one thread pays."""
_SLABS = 16
"""The matrix on the right is cut so often, so that few pairs are computed twice."""


@dataclass(frozen=True)
class Pairs:
    """Some pairs of rows, first < second, and their similarity times LEVELS."""

    first: NDArray[np.int32]
    second: NDArray[np.int32]
    level: NDArray[np.int32]

    def where(self, mask: NDArray[np.bool_]) -> Pairs:
        """Return the pairs for which the mask holds."""
        return Pairs(self.first[mask], self.second[mask], self.level[mask])


def tfidf(incidence: csr_matrix, *, drop_singletons: bool = False) -> csr_matrix:
    """Weigh accounts (rows) by objects (columns) and bring each row to length 1.

    ``idf(e) = ln((1 + n) / (1 + df(e))) + 1`` with n accounts, df(e) of them acting on e: the
    formula of scikit-learn's `TfidfTransformer`. The columns of the result are only those objects
    that two accounts share, since no other adds to any cosine; the lengths count all objects, or,
    with `drop_singletons`, the shared ones alone. A row may be empty.

    >>> from scipy.sparse import csr_matrix
    >>> tfidf(csr_matrix(np.array([[1.0, 1.0], [1.0, 0.0]]))).toarray().round(3).tolist()
    [[0.58], [1.0]]
    """
    from scipy.sparse import csr_matrix, diags_array

    accounts, objects = incidence.shape
    frequency = np.bincount(incidence.indices, minlength=objects)
    idf = np.log((1 + accounts) / (1 + frequency)) + 1
    weighted = incidence @ diags_array(idf)
    shared = weighted[:, np.flatnonzero(frequency > 1)]
    squares = (shared if drop_singletons else weighted).power(2)
    lengths = np.sqrt(np.asarray(squares.sum(axis=1)).ravel())
    unit = diags_array(1 / np.where(lengths > 0, lengths, 1.0))
    result = csr_matrix(unit @ shared)
    result.sort_indices()
    return result


class SimilarPairs:
    """All pairs of rows that share at least `min_shared` columns; may be iterated again.

    Cost: the sum over objects of the square of their number of accounts. Memory: one block, and
    all pairs where there are at most `KEPT_PAIRS`.
    """

    def __init__(self, weights: csr_matrix, *, min_shared: int) -> None:
        self._weights, self._min_shared = weights, min_shared
        self._kept: list[Pairs] | None = None

    def __iter__(self) -> Iterator[Pairs]:
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[Pairs] | None = []
        total = 0
        for block in _blocks(self._weights, self._min_shared):
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


def census(pairs: SimilarPairs, rows: int) -> Census:
    """Count all pairs by level in one pass."""
    counts = np.zeros(LEVELS + 1, dtype=np.int64)
    best = np.zeros(rows, dtype=np.int32)
    for block in pairs:
        counts += np.bincount(block.level, minlength=LEVELS + 1)
        np.maximum.at(best, block.first, block.level)
        np.maximum.at(best, block.second, block.level)
    return Census(counts, best)


def components(pairs: SimilarPairs, rows: int, *, least: float) -> NDArray[np.int64]:
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


def _blocks(weights: csr_matrix, min_shared: int) -> Iterator[Pairs]:
    """Each slab of rows meets itself and all later rows, a block of rows at a time."""
    rows = weights.shape[0]
    edges = np.linspace(0, rows, min(_SLABS, rows) + 1).astype(int)
    for low, high in pairwise(edges.tolist()):
        right = weights[low:].T.tocsr()
        for start, stop in _row_blocks(weights, low, high):
            yield _block(weights[start:stop], right, min_shared, start=start, offset=low)


def _row_blocks(weights: csr_matrix, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Cut rows so that each block has about BLOCK_PAIRS pairs at most, and at least one row."""
    popularity = np.bincount(weights.indices, minlength=weights.shape[1])
    reach = np.add.reduceat(
        np.append(popularity[weights.indices], 0), np.minimum(weights.indptr[:-1], weights.nnz)
    )
    most = np.minimum(np.where(np.diff(weights.indptr) > 0, reach, 0), weights.shape[0])
    start = low
    while start < high:
        total = np.cumsum(most[start:high])
        stop = start + max(1, int(np.searchsorted(total, BLOCK_PAIRS, side="right")))
        yield start, stop
        start = stop


def _block(
    left: csr_matrix, right: csr_matrix, min_shared: int, *, start: int, offset: int
) -> Pairs:
    product = _product(left, right)
    first = np.repeat(np.arange(left.shape[0], dtype=np.int32) + start, np.diff(product.indptr))
    second = product.indices.astype(np.int32) + np.int32(offset)
    level = np.clip(np.rint(product.data * LEVELS), 1, LEVELS).astype(np.int32)
    mask = second > first
    if min_shared > 1:
        mask &= _product(_ones(left), _ones(right)).data >= min_shared
    return Pairs(first, second, level).where(mask)


def _ones(matrix: csr_matrix) -> csr_matrix:
    from scipy.sparse import csr_matrix

    return csr_matrix((np.ones_like(matrix.data), matrix.indices, matrix.indptr), matrix.shape)


def _product(left: csr_matrix, right: csr_matrix) -> Any:
    """The order of a row's entries follows from where the factors are not zero, alone."""
    import os

    import sparse_dot_topn

    pays = sparse_dot_topn._has_openmp_support and left.nnz > THREADED_ENTRIES
    threads = min(os.cpu_count() or 1, 8) if pays else None
    return sparse_dot_topn.sp_matmul(left, right, n_threads=threads)
