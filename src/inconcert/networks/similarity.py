"""Sparse TF-IDF and cosine: how alike accounts are by what they share, never N x N in memory."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl  # noqa: TC002 - the examples need it

from inconcert.errors import ConfigError
from inconcert.networks.acts import codes

if TYPE_CHECKING:
    import numpy.typing as npt
    from scipy.sparse import csr_array

    from inconcert.networks.acts import Integers

    Floats = npt.NDArray[np.float64]

Idf = Literal["smooth", "log2"]

MAX_PRODUCTS = 500_000_000
"""Pairs of accounts on a feature, summed over the features: some seconds a hundred million."""
_BLOCK = 4_000_000


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


@dataclass(frozen=True)
class SimilarPairs:
    """Pairs of rows, first <= second, sorted; `similarity` is the product of their vectors."""

    first: Integers
    second: Integers
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
    columns; with `loops` also each row with itself. Cost: the sum over columns of the square of
    their entries, refused with `ConfigError` above `max_products`. Memory: a block of products
    and the pairs that are kept.

    >>> table = pl.DataFrame({"account_id": ["a", "b", "c"], "feature": ["x", "x", "y"]})
    >>> pairs = cosine_pairs(tfidf(incidence(table)))
    >>> pairs.first.tolist(), pairs.second.tolist(), pairs.similarity.tolist()
    ([0], [1], [1.0])
    """
    _check_products(vectors, max_products)
    other = vectors.T.tocsr()
    blocks = [
        _block(vectors, other, start, stop, least=least, min_shared=min_shared, loops=loops)
        for start, stop in pairwise(_cuts(vectors))
    ]
    nothing = SimilarPairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    blocks = [nothing, *blocks]
    return SimilarPairs(
        np.concatenate([block.first for block in blocks]),
        np.concatenate([block.second for block in blocks]),
        np.concatenate([block.similarity for block in blocks]),
    )


def _block(
    vectors: csr_array,
    other: csr_array,
    start: int,
    stop: int,
    *,
    least: float,
    min_shared: int,
    loops: bool,
) -> SimilarPairs:
    left = vectors[start:stop]
    product = _product(left, other)
    first = np.repeat(np.arange(start, stop), np.diff(product.indptr))
    second = product.indices.astype(np.int64)
    kept = (second >= first) if loops else (second > first)
    kept &= (product.data > 0) & (product.data >= least)
    if min_shared > 1:
        kept &= _product(_ones(left), _ones(other)).data >= min_shared
    first, second, similarity = first[kept], second[kept], product.data[kept]
    order = np.lexsort((second, first))
    return SimilarPairs(first[order], second[order], similarity[order])


def _product(left: csr_array, right: csr_array) -> csr_array:
    """Where the entries of a row stand follows from where the factors are not zero, alone."""
    import sparse_dot_topn
    from scipy.sparse import csr_array, csr_matrix

    return csr_array(sparse_dot_topn.sp_matmul(csr_matrix(left), csr_matrix(right)))


def _ones(matrix: csr_array) -> csr_array:
    from scipy.sparse import csr_array

    return csr_array((np.ones_like(matrix.data), matrix.indices, matrix.indptr), matrix.shape)


def _cuts(vectors: csr_array) -> list[int]:
    """Cut the rows so that a block has about _BLOCK products at most, and one row at least."""
    rows = vectors.shape[0]
    frequency = np.bincount(vectors.indices, minlength=vectors.shape[1])
    reached = np.concatenate([[0], np.cumsum(frequency[vectors.indices])])
    most = np.minimum(np.diff(reached[vectors.indptr]), rows)
    number = np.cumsum(most) // _BLOCK
    return [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), rows] if rows else [0]


def _check_products(vectors: csr_array, max_products: int) -> None:
    frequency = np.bincount(vectors.indices, minlength=vectors.shape[1]).astype(np.int64)
    products = int((frequency**2).sum())
    if products > max_products:
        raise ConfigError(
            f"cosine: {products:,} products of two accounts on a feature, more than max_products = "
            f"{max_products:,}.\nThe most common feature is shared by {int(frequency.max()):,} "
            "accounts.\nLeave very common features out, or raise max_products."
        )
