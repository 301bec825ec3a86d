"""Pacheco et al. 2021, against hand arithmetic, scikit-learn and plain loops."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfTransformer

from inconcert import schemas
from inconcert.errors import ConfigError, ModelError
from inconcert.models.base import AccountGraph, Model
from inconcert.models.published import pairs
from inconcert.models.published.corepost_similarity import CorepostSimilarity, similarities
from inconcert.networks import similarity

if TYPE_CHECKING:
    from pathlib import Path

Builder = Callable[[list[tuple[str, str, str]]], pl.DataFrame]

FIVE = {"a": "pq", "b": "pq", "c": "pr", "d": "s", "e": "st"}
"""a and b repost the same two posts, c one of them; d and e share s alone."""


def graph_of(actions: pl.DataFrame, *silent: str) -> AccountGraph:
    ids = pl.concat([actions["account_id"], pl.Series(silent, dtype=pl.String)]).unique().sort()
    return AccountGraph(
        pl.DataFrame({"account_id": ids}),
        schemas.empty(schemas.Edges),
        schemas.empty(schemas.Interactions),
        actions,
    )


@pytest.fixture
def five(actions: Builder) -> pl.DataFrame:
    return actions([(who, "repost", post) for who, posts in FIVE.items() for post in posts])


def test_similarities_by_hand(five: pl.DataFrame) -> None:
    # n = 5 accounts; df: p 3, q 2, r 1, s 2, t 1
    p = math.log(6 / 4) + 1  # idf = ln((1 + n) / (1 + df)) + 1
    q = s = math.log(6 / 3) + 1
    r = t = math.log(6 / 2) + 1
    with_c = p * p / (math.hypot(p, q) * math.hypot(p, r))
    d_with_e = s * s / (s * math.hypot(s, t))
    found = similarities(five, min_reposts=1, min_shared=1, quantile=0.0)
    assert found.select("source", "target").rows() == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
        ("d", "e"),
    ]
    assert found["similarity"].to_list() == pytest.approx([1.0, with_c, with_c, d_with_e], abs=1e-6)


def test_quantile_keeps_pairs_at_or_above_it(five: pl.DataFrame) -> None:
    # sorted: with_c, with_c, d_with_e, 1.0; the 2/3 quantile is at place 2: d_with_e itself
    kept = similarities(five, min_reposts=1, min_shared=1, quantile=2 / 3)
    assert kept.select("source", "target").rows() == [("a", "b"), ("d", "e")]


def test_min_shared_leaves_out_pairs_that_share_one_post(five: pl.DataFrame) -> None:
    found = similarities(five, min_reposts=1, min_shared=2, quantile=0.0)
    assert found.rows() == [("a", "b", 1.0)]


def test_support_counts_reposts_before_anything_is_compared(five: pl.DataFrame) -> None:
    # d has one repost and is left out, so n = 4, and e has nothing in common with anyone
    found = similarities(five, min_reposts=2, min_shared=1, quantile=0.0)
    assert found.select("source", "target").rows() == [("a", "b"), ("a", "c"), ("b", "c")]


def test_drop_singletons_leaves_out_what_one_account_alone_reposted(five: pl.DataFrame) -> None:
    found = similarities(five, min_reposts=1, min_shared=1, quantile=0.0, drop_singletons=True)
    # without r and t, c is p alone and e is s alone, the same as d
    p, q = math.log(6 / 4) + 1, math.log(6 / 3) + 1
    with_c = p / math.hypot(p, q)
    assert found["similarity"].to_list() == pytest.approx([1.0, with_c, with_c, 1.0], abs=1e-6)


def test_repeats_count_once_but_count_as_support(actions: Builder) -> None:
    rows = [(who, "repost", post) for who in "ab" for post in "pqpqpq"]
    found = similarities(actions(rows), min_reposts=6, quantile=0.0)
    assert found.rows() == [("a", "b", 1.0)]


def test_reposts_of_own_posts_do_not_count(actions: Builder) -> None:
    # post0 is a's own, as its url action says; a's repost of it is left out: one repost is left
    rows = [("a", "url", "u"), ("a", "repost", "post0"), ("a", "repost", "p")]
    rows += [("b", "repost", "post0"), ("b", "repost", "p")]
    found = similarities(actions(rows), min_reposts=1, min_shared=1, quantile=0.0)
    # n = 2; df: p 2, post0 1: cosine = 1 * 1 / (1 * hypot(1, ln(3/2) + 1))
    assert found["similarity"].to_list() == pytest.approx([1 / math.hypot(1, math.log(1.5) + 1)])
    assert similarities(actions(rows), min_reposts=1, min_shared=2, quantile=0.0).is_empty()


def vectors_of(incidence: np.ndarray) -> csr_array:
    return csr_array(TfidfTransformer().fit_transform(incidence.astype(float)))


def drawn(rows: int, columns: int, share: float, *, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((rows, columns)) < share


def test_equals_scikit_learn_and_plain_loops(monkeypatch: pytest.MonkeyPatch) -> None:
    incidence = drawn(40, 60, 0.1, seed=0)
    weights = vectors_of(incidence)
    wanted = (weights @ weights.T).toarray()
    shared = incidence.astype(int) @ incidence.T.astype(int)
    monkeypatch.setattr(similarity, "_BLOCK", 50)  # many blocks
    for least in (1, 2):
        found = {
            (int(one), int(other)): int(level)
            for block in pairs.PairLevels(weights, min_shared=least)
            for one, other, level in zip(block.first, block.second, block.level, strict=True)
        }
        upper = zip(*np.triu(shared >= least, k=1).nonzero(), strict=True)
        expected = {(int(one), int(other)): wanted[one, other] for one, other in upper}
        assert found.keys() == expected.keys()
        assert list(found.values()) == pytest.approx(
            [expected[pair] * 1e6 for pair in found], abs=0.51
        )


def test_second_pass_gives_the_same_whether_kept_or_computed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    weights = vectors_of(drawn(30, 20, 0.2, seed=1))
    kept = pairs.PairLevels(weights, min_shared=1)
    first = [block.level.tolist() for block in kept]
    assert [block.level.tolist() for block in kept] == first
    monkeypatch.setattr(pairs, "KEPT_PAIRS", 3)
    again = pairs.PairLevels(weights, min_shared=1)
    assert [block.level.tolist() for block in again] == first
    assert [block.level.tolist() for block in again] == first


@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.995, 1.0])
def test_quantile_is_numpys(share: float) -> None:
    found = pairs.PairLevels(vectors_of(drawn(25, 30, 0.2, seed=2)), min_shared=1)
    levels = np.concatenate([block.level for block in found])
    counted = pairs.census(found, 25)
    assert counted.pairs == len(levels)
    assert counted.quantile(share) == pytest.approx(np.quantile(levels / 1e6, share), abs=1e-12)


def test_components_by_hand(five: pl.DataFrame) -> None:
    held = similarity.incidence(five.select("account_id", feature="object_id"))
    found = pairs.PairLevels(similarity.tfidf(held), min_shared=1)
    groups = pairs.components(found, 5, least=0.0)
    assert groups[0] == groups[1] == groups[2]
    assert groups[3] == groups[4] != groups[0]


def test_scores_flags_and_rule(five: pl.DataFrame) -> None:
    model = CorepostSimilarity(min_reposts=2, quantile=0.5)
    assert isinstance(model, Model)
    assert not model.needs_labels
    scored = model.fit(graph_of(five), None, seed=0).score(graph_of(five, "silent"))
    # d has one repost, silent none: too few to say; c and e share too little with anyone
    assert scored.scores.rows() == [
        ("a", 1.0),
        ("b", 1.0),
        ("c", 0.0),
        ("d", None),
        ("e", 0.0),
        ("silent", None),
    ]
    assert scored.threshold == 1.0
    assert scored.rule == (
        "flagged if the TF-IDF cosine with any other account is at least 1.000000: the 0.5 "
        "quantile of 1 pair of accounts with at least 2 reposts each that share at least 2 of "
        "the same; 2 accounts in 1 connected component"
    )
    assert scored.notes == (
        "2 of 6 accounts have fewer than 2 reposts, too few to say: they have no score and are "
        "not flagged",
        "the threshold is relative to the dataset: its most similar pairs are flagged in any "
        "crowd, coordinated or not",
    )


def test_min_similarity_is_a_floor_of_the_threshold(five: pl.DataFrame) -> None:
    options = {"min_reposts": 1, "min_shared": 1, "quantile": 0.0}
    low = CorepostSimilarity(**options).score(graph_of(five))
    high = CorepostSimilarity(**options, min_similarity=0.9).score(graph_of(five))
    assert low.threshold < 0.9 == high.threshold
    assert "min_similarity, which is above the quantile" in high.rule
    assert "2 accounts in 1 connected component" in high.rule
    assert "5 accounts in 2 connected components" in low.rule


def test_nobody_is_flagged_where_nothing_is_shared(actions: Builder) -> None:
    for rows in ([], [("a", "repost", "p")], [("a", "repost", "p"), ("b", "repost", "q")]):
        scored = CorepostSimilarity(min_reposts=1).score(graph_of(actions(rows), "z"))
        assert scored.rule == (
            "nobody is flagged: no two accounts with at least 1 repost each share at least 2 of "
            "the same"
        )
        assert not (scored.scores["score"].fill_null(0) >= scored.threshold).any()


def test_auto_layer_takes_what_is_shared_most_and_says_so(actions: Builder) -> None:
    rows = [(who, "url", url) for who in "ab" for url in ("u", "v")]
    rows += [(who, "hashtag", "h") for who in "ab"]
    rows += [("a", "domain", f"alone{number}") for number in range(9)]
    scored = CorepostSimilarity(min_reposts=1).score(graph_of(actions(rows)))
    assert scored.scores["score"].to_list() == [1.0, 1.0]
    assert scored.notes[:2] == (
        "no reposts here: accounts were compared by url, which they share most",
        "the published method compares reposts; here it compares the layer url",
    )
    assert "2 acts on the layer url" not in scored.rule
    assert "at least 1 act on the layer url each that share" in scored.rule


def test_auto_layer_is_reposts_where_there_are_any(actions: Builder) -> None:
    rows = [("a", "repost", "p"), ("a", "url", "u"), ("b", "url", "u")]
    scored = CorepostSimilarity(min_reposts=1, min_shared=1).score(graph_of(actions(rows)))
    assert scored.scores.rows() == [("a", 0.0), ("b", None)]


def test_nothing_to_compare_by_is_said(actions: Builder) -> None:
    rows = [("a", "text", "t"), ("b", "text", "t")]
    scored = CorepostSimilarity(min_reposts=1).score(graph_of(actions(rows)))
    assert scored.scores["score"].to_list() == [None, None]
    assert "no reposts here, and no url or media or domain or hashtag shared" in scored.notes


def test_a_named_layer_is_used(actions: Builder) -> None:
    rows = [(who, "text", text) for who in "ab" for text in ("t", "u")]
    model = CorepostSimilarity(layer="text", min_reposts=2)
    assert model.score(graph_of(actions(rows))).scores["score"].to_list() == [1.0, 1.0]


def test_an_isolated_account_below_the_support_changes_nothing(
    five: pl.DataFrame, actions: Builder
) -> None:
    model = CorepostSimilarity(min_reposts=2, min_shared=1)
    alone = actions([("zz", "repost", "unseen")]).with_columns(post_id=pl.lit("post_zz"))
    larger = model.score(graph_of(pl.concat([five, alone]))).scores
    assert_frame_equal(larger.head(-1), model.score(graph_of(five)).scores)


def test_save_and_load(five: pl.DataFrame, tmp_path: Path) -> None:
    model = CorepostSimilarity(min_reposts=2, min_shared=1, quantile=0.9)
    model.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["model.json"]
    loaded = CorepostSimilarity.load(tmp_path)
    assert loaded == model
    assert_frame_equal(loaded.score(graph_of(five)).scores, model.score(graph_of(five)).scores)


def test_a_bundle_with_other_options_is_refused(tmp_path: Path) -> None:
    CorepostSimilarity().save(tmp_path)
    path = tmp_path / "model.json"
    written = json.loads(path.read_text())
    written["options"]["quantile"] = 7
    path.write_text(json.dumps(written))
    with pytest.raises(ModelError, match=r"options are not the model's: model.quantile: found 7"):
        CorepostSimilarity.load(tmp_path)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("layer", "repots", "model.layer: found 'repots'; did you mean 'repost'?"),
        ("min_reposts", 0, "model.min_reposts: found 0; allowed: a whole number, 1 or more"),
        ("min_shared", 1.5, "model.min_shared: found 1.5; allowed: a whole number, 1 or more"),
        ("quantile", 2, "model.quantile: found 2; allowed: a number, 0 or more, at most 1"),
        ("min_similarity", "x", "model.min_similarity: found 'x'; allowed: a number, 0 or more"),
        ("drop_singletons", 1, "model.drop_singletons: found 1; allowed: true, false"),
    ],
)
def test_options_are_checked(option: str, value: object, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        CorepostSimilarity(**{option: value})
    assert message in str(caught.value)


@pytest.mark.reference
def test_real_operation_has_similar_accounts(reference_data: Path) -> None:
    posts = pl.read_parquet(reference_data / "ira_twitter" / "sample_2015-11-20_30.parquet")
    reposts = posts.with_row_index("post").filter(pl.col("post_type") == "retweet")
    actions = reposts.select(
        account_id="author_id",
        layer=pl.lit("repost"),
        object_id="content",
        created_at="publish_date",
        post_id=pl.format("post{}", "post"),
    )
    scored = CorepostSimilarity().score(graph_of(actions))
    enough = actions.group_by("account_id").len().filter(pl.col("len") >= 10).height
    assert scored.scores["score"].count() == enough
    flagged = (scored.scores["score"] >= scored.threshold).sum()
    assert 0 < flagged < enough
