"""Graph measures on sparse matrices: PageRank, k-cores, triangles, clustering, reciprocity.

All take a square `scipy.sparse.csr_array`; networkx gives the same numbers (the tests compare)
and is too slow at the size of real datasets.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    from scipy.sparse import csr_array

    Matrix: TypeAlias = csr_array[np.float64, tuple[int, int]]
    Floats: TypeAlias = npt.NDArray[np.float64]
    Ints: TypeAlias = npt.NDArray[np.int64]

logger = logging.getLogger(__name__)

_BLOCK_PATHS = 5_000_000
"""Paths of two edges looked at together: some 150 MB."""
_BLOCK_CELLS = 1 << 23
"""Cells of the table that says which edges exist, a byte each."""
_MOST_PATHS = 300_000_000
"""A triangle count beyond this many paths would take minutes."""
_MOST_DENSE_NODES = 8_192
"""A dense matrix of this many nodes takes 256 MiB in single precision."""


def adjacency(source: Ints, target: Ints, weight: Floats, *, nodes: int) -> Matrix:
    """Return the weighted adjacency matrix; parallel edges are summed, self-loops dropped.

    >>> ends = np.array([0, 0, 1]), np.array([1, 1, 1])
    >>> adjacency(*ends, np.array([1.0, 2.0, 5.0]), nodes=2).toarray().tolist()
    [[0.0, 3.0], [0.0, 0.0]]
    """
    from scipy.sparse import csr_array

    proper = source != target
    ends = (source[proper], target[proper])
    matrix = csr_array((weight[proper].astype(np.float64), ends), shape=(nodes, nodes))
    matrix.sum_duplicates()
    return matrix


def undirected(matrix: Matrix) -> Matrix:
    """Return the symmetric matrix of ones that says who is joined to whom, either way."""
    both = (matrix + matrix.T).tocsr()
    both.data = np.ones_like(both.data)
    both.sort_indices()
    return both


def degrees(matrix: Matrix) -> Ints:
    """Return the number of entries of each row (out-degree; of the transpose: in-degree)."""
    return np.diff(matrix.indptr).astype(np.int64)


def pagerank(
    matrix: Matrix, *, damping: float = 0.85, tolerance: float = 1e-10, rounds: int = 300
) -> Floats:
    """Return PageRank (Page et al. 1999) by power iteration; the values sum to 1.

    r = d (W' r + s / n) + (1 - d) / n, where W has rows scaled to sum 1 by weight, and s is the
    rank that lies on nodes without an out-edge, which is spread evenly. Stops when the sum of
    absolute changes falls below `tolerance` (0.85 ** 142 is 1e-10, so well before `rounds`).
    Cost: one sparse product a round.

    >>> edge = adjacency(np.array([0]), np.array([1]), np.array([1.0]), nodes=2)
    >>> pagerank(edge).round(3).tolist()
    [0.351, 0.649]
    """
    nodes = matrix.shape[0]
    strength = row_sums(matrix)
    scaled = np.divide(1.0, strength, out=np.zeros(nodes), where=strength > 0)
    incoming = matrix.T.tocsr()
    even = 1.0 / max(nodes, 1)
    rank = np.full(nodes, even)
    for _ in range(rounds):
        lost = rank[strength == 0].sum()
        new = damping * (incoming @ (rank * scaled) + lost * even) + (1 - damping) * even
        change, rank = np.abs(new - rank).sum(), new
        if change < tolerance:
            break
    return rank


def core_numbers(graph: Matrix) -> Ints:
    """Return each node's core number in an undirected graph, by peeling (Seidman 1983).

    The core number is the largest k for which the node lies in a subgraph whose nodes all have at
    least k neighbours within it; a node without neighbour has 0. Cost: near linear in the edges.

    >>> edge = adjacency(np.array([0]), np.array([1]), np.array([1.0]), nodes=3)
    >>> core_numbers(undirected(edge)).tolist()
    [1, 1, 0]
    """
    left: Ints = degrees(graph)
    core: Ints = np.zeros_like(left)
    alive = np.ones(left.size, dtype=bool)
    level = 0
    while alive.any():
        level = max(level, int(left[alive].min()))
        peel = np.flatnonzero(alive & (left <= level))
        while peel.size:
            core[peel], alive[peel] = level, False
            touched, times = np.unique(graph[peel].indices, return_counts=True)
            left[touched] -= times
            peel = touched.astype(np.int64)[alive[touched] & (left[touched] <= level)]
    return core


def clustering(graph: Matrix) -> Floats:
    """Return each node's local clustering coefficient (Watts & Strogatz 1998), NaN below degree 2.

    c = 2 T / (k (k - 1)) with T triangles and k neighbours. Memory is bounded by counting in
    blocks; a graph too dense and too large to count within minutes gives NaN throughout, and a
    warning is logged.

    >>> ends = np.array([0, 1, 0]), np.array([1, 2, 2])
    >>> clustering(undirected(adjacency(*ends, np.ones(3), nodes=3))).tolist()
    [1.0, 1.0, 1.0]
    """
    degree = degrees(graph).astype(np.float64)
    pairs = degree * (degree - 1)
    counted = triangles(graph)
    if counted is None:
        logger.warning(
            "clustering is left out: %d accounts with %d edges are too dense to count triangles",
            graph.shape[0],
            graph.nnz // 2,
        )
        return np.full(degree.size, np.nan)
    return _ratio(2.0 * counted, pairs)


def triangles(graph: Matrix) -> Floats | None:
    """Return how many triangles each node of an undirected graph is in; None if too costly.

    Each edge points to the end of higher degree, which keeps the work near m ** 1.5.
    """
    degree = degrees(graph)
    order = np.lexsort((np.arange(degree.size), degree))
    upward = _upward(graph, order)
    out = degrees(upward).astype(np.float64)
    paths = float((upward @ out).sum())
    if degree.size <= _MOST_DENSE_NODES and paths > float(degree.size) ** 3 / 100:
        return _triangles_dense(graph)
    if paths > _MOST_PATHS:
        return None
    counted = np.zeros(degree.size)
    counted[order] = _triangles_sparse(upward)
    return counted


def _upward(graph: Matrix, order: Ints) -> Matrix:
    """Relabel nodes by their place in `order`; keep each edge once, from low to high."""
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    edges = graph.tocoo()
    row, column = place[edges.row], place[edges.col]
    keep = row < column
    return adjacency(row[keep], column[keep], np.ones(int(keep.sum())), nodes=order.size)


def _triangles_sparse(upward: Matrix) -> Floats:
    """For each path u -> v -> w, look whether u -> w closes it; block by block of u."""
    out, counted = degrees(upward), np.zeros(upward.shape[0])
    paths = np.asarray(upward @ out.astype(np.float64), dtype=np.float64)
    starts = np.flatnonzero((out > 1) & (paths > 0))
    for block in _blocks(starts, paths[starts], most=max(1, _BLOCK_CELLS // max(out.size, 1))):
        edges = upward[block].tocoo()
        closes = np.zeros((block.size, out.size), dtype=np.bool_)
        closes[edges.row, edges.col] = True
        high, times = upward[edges.col].indices, out[edges.col]
        low = np.repeat(edges.row, times)
        closed = closes[low, high]
        for corner in (block[low[closed]], np.repeat(edges.col, times)[closed], high[closed]):
            np.add.at(counted, corner, 1.0)
    return counted


def _blocks(starts: Ints, paths: Floats, *, most: int) -> Iterator[Ints]:
    """Cut into runs of about `_BLOCK_PATHS` paths and at most `most` starts; one at the least."""
    number = np.floor(np.cumsum(paths) / _BLOCK_PATHS)
    for run in np.split(starts, np.flatnonzero(np.diff(number)) + 1):
        yield from (run[first : first + most] for first in range(0, run.size, most))


def _triangles_dense(graph: Matrix) -> Floats:
    """Count with a dense matrix, some rows at a time; exact, since no count exceeds 2 ** 24."""
    whole = graph.toarray().astype(np.float32)
    counted = np.zeros(whole.shape[0])
    for start in range(0, whole.shape[0], 512):
        rows = whole[start : start + 512]
        counted[start : start + 512] = ((rows @ whole) * rows).sum(axis=1, dtype=np.float64) / 2
    return counted


def reciprocity(matrix: Matrix) -> Floats:
    """Return for each node the share of its directed edges that are answered, NaN without any.

    2 |in and out neighbours| / (in-degree + out-degree), as in networkx.

    >>> ends = np.array([0, 1, 0]), np.array([1, 0, 2])
    >>> reciprocity(adjacency(*ends, np.ones(3), nodes=3)).round(3).tolist()
    [0.667, 1.0, 0.0]
    """
    both = degrees(matrix.multiply(matrix.T.tocsr()).tocsr())
    edges = degrees(matrix) + degrees(matrix.T.tocsr())
    return _ratio(2 * both.astype(np.float64), edges.astype(np.float64))


def row_sums(matrix: Matrix) -> Floats:
    """Return the sum of each row (out-strength; of the transpose: in-strength)."""
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).ravel()


def _ratio(part: Floats, whole: Floats) -> Floats:
    """Divide; NaN where there is nothing to divide by."""
    share: Floats = np.divide(part, whole, out=np.full(whole.size, np.nan), where=whole > 0)
    return share
