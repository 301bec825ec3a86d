"""Sparse TF-IDF and cosine: how alike accounts are by what they share, never N x N in memory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl  # noqa: TC002 - the examples need it

from inconcert.errors import ConfigError
from inconcert.networks.acts import codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    from scipy.sparse import csr_array

    from inconcert.networks.acts import Integers

    Floats = npt.NDArray[np.float64]

Idf = Literal["smooth", "log2"]

MAX_PRODUCTS = 500_000_000
"""Pairs of accounts on a feature, summed over the features: some seconds a hundred million."""
_BLOCK = 4_000_000
"""Products computed at once, at most about; some 300 MB."""
_SLABS = 16
"""The matrix on the right is cut so often, so that few pairs are computed twice."""
_THREADED_ENTRIES = 10_000
"""From so many entries of a block on, more than one thread pays."""


@dataclass(frozen=True)
class Incidence:
    """Which account has which feature how often: a row an account, a column a feature."""

    accounts: pl.Series
    features: pl.Series
    counts: csr_array

    @property
    def frequency(self) -> Integers:
        """Number of accounts that have each feature."""
        return np.bincount(self.counts.indices, minlength=len(self.features))

    def shared(self) -> Incidence:
        """Return the features that two accounts or more have; all accounts stay.

        >>> table = pl.DataFrame({"account_id": ["a", "a", "b"], "feature": ["x", "y", "x"]})
        >>> incidence(table).shared().features.to_list()
        ['x']
        """
        kept = np.flatnonzero(self.frequency > 1)
        return Incidence(self.accounts, self.features.gather(kept), self.counts[:, kept])


@dataclass(frozen=True)
class SimilarPairs:
    """Pairs of rows, first <= second; `similarity` is the product of their vectors."""

    first: npt.NDArray[np.integer[Any]]
    second: npt.NDArray[np.integer[Any]]
    similarity: Floats


def incidence(table: pl.DataFrame, *, binary: bool = False) -> Incidence:
    """Count the rows of each account and feature; `binary` makes every count 1.

    `table` holds `account_id` and `feature`, without nulls. Accounts and features are sorted.

    >>> table = pl.DataFrame({"account_id": ["a", "a", "b"], "feature": ["x", "x", "x"]})
    >>> incidence(table).counts.toarray().tolist()
    [[2.0], [1.0]]
    """
    from scipy.sparse import csr_array

    accounts, row = codes(table["account_id"])
    features, column = codes(table["feature"])
    shape = len(accounts), len(features)
    counts = csr_array((np.ones(table.height), (row, column)), shape=shape)
    counts.sum_duplicates()
    if binary:
        counts.data[:] = 1.0
    return Incidence(accounts, features, counts)


def tfidf(held: Incidence, *, idf: Idf = "smooth") -> csr_array:
    """Weigh counts by how rare the feature is and bring each row to length 1.

    With N accounts, df of which have the feature: `smooth` is ln((1 + N) / (1 + df)) + 1, as
    scikit-learn has it; `log2` is log2(N / df), as gensim has it, 0 for what everyone has. A row
    may be empty (all weights 0).

    >>> table = pl.DataFrame({"account_id": ["a", "a", "b"], "feature": ["x", "y", "x"]})
    >>> tfidf(incidence(table), idf="log2").toarray().tolist()
    [[0.0, 1.0], [0.0, 0.0]]
    """
    from scipy.sparse import csr_array, diags_array

    accounts, df = len(held.accounts), held.frequency
    rare = np.log((1 + accounts) / (1 + df)) + 1 if idf == "smooth" else np.log2(accounts / df)
    weighted = csr_array(held.counts @ diags_array(rare))
    weighted.eliminate_zeros()
    lengths = np.sqrt(np.asarray(weighted.power(2).sum(axis=1)).ravel())
    unit = csr_array(diags_array(1 / np.where(lengths > 0, lengths, 1.0)) @ weighted)
    unit.sort_indices()
    return unit


def cosine_pairs(
    vectors: csr_array,
    *,
    least: float = 0.0,
    min_shared: int = 1,
    loops: bool = False,
    max_products: int = MAX_PRODUCTS,
) -> SimilarPairs:
    """Multiply all pairs of rows that share a column; rows of length 1 give their cosine.

    Kept are pairs with a product above 0 and of at least `least`, that share at least `min_shared`
    columns; with `loops` also each row with itself. They come sorted. Cost: the sum over columns of
    the square of their entries, refused with `ConfigError` above `max_products`. Memory: a block of
    products and the pairs that are kept.

    >>> table = pl.DataFrame({"account_id": ["a", "b", "c"], "feature": ["x", "x", "y"]})
    >>> pairs = cosine_pairs(tfidf(incidence(table)))
    >>> pairs.first.tolist(), pairs.second.tolist(), pairs.similarity.tolist()
    ([0], [1], [1.0])
    """
    _check_products(vectors, max_products)
    nothing = SimilarPairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    found = pair_blocks(vectors, least=least, min_shared=min_shared, loops=loops)
    blocks = [nothing, *map(_sorted, found)]
    return SimilarPairs(
        np.concatenate([block.first for block in blocks]),
        np.concatenate([block.second for block in blocks]),
        np.concatenate([block.similarity for block in blocks]),
    )


def pair_blocks(
    vectors: csr_array, *, least: float = 0.0, min_shared: int = 1, loops: bool = False
) -> Iterator[SimilarPairs]:
    """Yield the pairs of `cosine_pairs` part by part, so that memory is that of a part.

    Parts come by their first rows; within a part the pairs are in no particular order. Each slab
    of rows meets itself and all later rows, a block of rows at a time.
    """
    if not loops:  # what one row alone has adds to no other pair's product
        frequency = np.bincount(vectors.indices, minlength=vectors.shape[1])
        vectors = vectors[:, np.flatnonzero(frequency > 1)]
    rows = vectors.shape[0]
    slabs = np.linspace(0, rows, min(_SLABS, rows) + 1).astype(int)
    cuts = np.union1d(slabs, _cuts(vectors))
    for low, high in pairwise(slabs.tolist()):
        right = vectors[low:].T.tocsr()
        within = cuts[(cuts >= low) & (cuts <= high)].tolist()
        for start, stop in pairwise(within):
            found = _all_pairs(vectors[start:stop], right, min_shared=min_shared)
            yield _kept(found, start, low, least=least, loops=loops)


def _all_pairs(left: csr_array, right: csr_array, *, min_shared: int) -> SimilarPairs:
    """Return the pairs of a row on the left with one on the right that share enough columns."""
    product = _product(left, right)
    first = np.repeat(np.arange(left.shape[0], dtype=np.int32), np.diff(product.indptr))
    found = SimilarPairs(first, product.indices.astype(np.int32), product.data)
    if min_shared == 1:
        return found
    return _where(found, _product(_ones(left), _ones(right)).data >= min_shared)


def _kept(
    found: SimilarPairs, first: int, second: int, *, least: float, loops: bool
) -> SimilarPairs:
    """Number the rows on both sides from where they begin and keep each pair once."""
    pairs = SimilarPairs(
        found.first + np.int32(first), found.second + np.int32(second), found.similarity
    )
    kept = (pairs.second >= pairs.first) if loops else (pairs.second > pairs.first)
    return _where(pairs, kept & (pairs.similarity > 0) & (pairs.similarity >= least))


def _sorted(pairs: SimilarPairs) -> SimilarPairs:
    return _where(pairs, np.lexsort((pairs.second, pairs.first)))


def _where(pairs: SimilarPairs, kept: npt.NDArray[Any]) -> SimilarPairs:
    return SimilarPairs(pairs.first[kept], pairs.second[kept], pairs.similarity[kept])


def _product(left: csr_array, right: csr_array) -> csr_array:
    """Where the entries of a row stand follows from where the factors are not zero, alone."""
    import sparse_dot_topn
    from scipy.sparse import csr_array, csr_matrix

    pays = sparse_dot_topn._has_openmp_support and left.nnz > _THREADED_ENTRIES
    threads = min(os.cpu_count() or 1, 8) if pays else None
    product = sparse_dot_topn.sp_matmul(csr_matrix(left), csr_matrix(right), n_threads=threads)
    return csr_array(product)


def _ones(matrix: csr_array) -> csr_array:
    from scipy.sparse import csr_array

    return csr_array((np.ones_like(matrix.data), matrix.indices, matrix.indptr), matrix.shape)


def _cuts(vectors: csr_array) -> Integers:
    """Cut the rows so that a block has about _BLOCK products at most, and one row at least."""
    frequency = np.bincount(vectors.indices, minlength=vectors.shape[1])
    reached = np.concatenate([[0], np.cumsum(frequency[vectors.indices])])
    most = np.minimum(np.diff(reached[vectors.indptr]), vectors.shape[0])
    number = np.cumsum(most) // _BLOCK
    return np.flatnonzero(np.diff(number)) + 1


def _check_products(vectors: csr_array, max_products: int) -> None:
    frequency = np.bincount(vectors.indices, minlength=vectors.shape[1]).astype(np.int64)
    products = int((frequency**2).sum())
    if products > max_products:
        raise ConfigError(
            f"cosine: {products:,} products of two accounts on a feature, more than max_products = "
            f"{max_products:,}.\nThe most common feature is shared by {int(frequency.max()):,} "
            "accounts.\nLeave very common features out, or raise max_products."
        )
