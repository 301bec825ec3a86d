"""Sparse TF-IDF and cosine beside the same thing done densely."""

from __future__ import annotations

from math import log, log2, sqrt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer

from inconcert.errors import ConfigError
from inconcert.networks import similarity
from inconcert.networks.similarity import cosine_pairs, incidence, tfidf


def table(rows: list[tuple[str, str]]) -> pl.DataFrame:
    schema = {"account_id": pl.String, "feature": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


SMALL = table([("a", "x"), ("a", "x"), ("a", "y"), ("b", "x")])


def test_counts_and_frequencies() -> None:
    held = incidence(SMALL)
    assert held.accounts.to_list() == ["a", "b"]
    assert held.counts.toarray().tolist() == [[2, 1], [1, 0]]
    assert held.frequency.tolist() == [2, 1]
    assert incidence(SMALL, binary=True).counts.toarray().tolist() == [[1, 1], [1, 0]]


def test_smooth_idf_by_hand() -> None:
    # x: ln(3/3) + 1 = 1; y: ln(3/2) + 1. a: (2, 1.405) over its length
    y = log(3 / 2) + 1
    length = sqrt(4 + y * y)
    expected = [[2 / length, y / length], [1, 0]]
    assert tfidf(incidence(SMALL)).toarray() == pytest.approx(np.array(expected))


def test_log2_idf_by_hand() -> None:
    # with c that has z alone: x log2(3/2), y log2(3); b has x alone, so 1
    held = incidence(SMALL.vstack(table([("c", "z")])))
    x, y = 2 * log2(3 / 2), log2(3)
    weights = tfidf(held, idf="log2").toarray()
    assert weights[0, :2].tolist() == pytest.approx(
        [x / sqrt(x * x + y * y), y / sqrt(x * x + y * y)]
    )
    assert weights[1].tolist() == [1, 0, 0]


def test_nothing_gives_nothing() -> None:
    pairs = cosine_pairs(tfidf(incidence(table([]))))
    assert pairs.first.size == pairs.second.size == pairs.similarity.size == 0


def test_loops_and_the_least_number_of_shared_features() -> None:
    vectors = tfidf(incidence(table([("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("c", "x")])))
    found = cosine_pairs(vectors, min_shared=2)
    assert list(zip(found.first, found.second, strict=True)) == [(0, 1)]
    found = cosine_pairs(vectors, loops=True)
    assert list(zip(found.first, found.second, strict=True)) == [
        (0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)
    ]  # fmt: skip
    assert cosine_pairs(vectors, least=0.9).first.size == 1


def test_too_common_features_are_refused() -> None:
    # x is shared by 3: 9 products, y by 1: 1
    vectors = tfidf(incidence(table([("a", "x"), ("b", "x"), ("c", "x"), ("c", "y")])))
    with pytest.raises(ConfigError, match=r"10 products .* max_products = 9(.|\n)*by 3 accounts"):
        cosine_pairs(vectors, max_products=9)


ROWS = st.lists(
    st.tuples(st.sampled_from("abcdefg"), st.sampled_from("uvwxyz")), min_size=1, max_size=40
)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, block=st.integers(1, 20))
def test_blocks_equal_the_dense_product(rows, block) -> None:
    held = incidence(table(rows))
    dense = TfidfTransformer().fit_transform(held.counts.toarray()).toarray()
    assert tfidf(held).toarray() == pytest.approx(dense, abs=1e-12)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similarity, "_BLOCK", block)
        pairs = cosine_pairs(tfidf(held))
    found = np.zeros((len(dense), len(dense)))
    found[pairs.first, pairs.second] = pairs.similarity
    assert found == pytest.approx(np.triu(dense @ dense.T, 1), abs=1e-12)
