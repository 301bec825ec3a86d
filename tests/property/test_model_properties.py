"""What holds of the models for every dataset: order, names and strangers change nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from inconcert import schemas
from inconcert.models.base import AccountGraph, Scored
from inconcert.models.graphs import relations, to_pyg
from inconcert.models.published.corepost_similarity import CorepostSimilarity, similarities
from inconcert.models.scaling import RankScaling

reposts = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("pqrstu")), max_size=40)
numbers = st.floats(allow_nan=False, allow_infinity=False, width=32)
unhurried = settings(deadline=None, max_examples=50)
"""A busy machine is no fault."""
MODEL = CorepostSimilarity(min_reposts=2, min_shared=1, quantile=0.8)


def actions_of(pairs: list[tuple[str, str]]) -> pl.DataFrame:
    table = pl.DataFrame(
        pairs, schema={"account_id": pl.String, "object_id": pl.String}, orient="row"
    )
    return table.select(
        "account_id",
        pl.lit("repost").alias("layer"),
        "object_id",
        pl.lit(datetime(2026, 1, 1, tzinfo=UTC)).alias("created_at"),
        pl.format("post{}", pl.int_range(pl.len())).alias("post_id"),
    )


def graph_of(actions: pl.DataFrame) -> AccountGraph:
    return AccountGraph(
        pl.DataFrame({"account_id": actions["account_id"].unique().sort()}),
        schemas.empty(schemas.Edges),
        schemas.empty(schemas.Interactions),
        actions,
    )


def scored(pairs: list[tuple[str, str]]) -> Scored:
    return MODEL.score(graph_of(actions_of(pairs)))


@unhurried
@given(reposts, st.randoms(use_true_random=False))
def test_rows_in_any_order_give_the_same_scores(
    pairs: list[tuple[str, str]], random: np.random.Generator
) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[arg-type]
    one, other = (
        MODEL.score(graph_of(actions_of(pairs))),
        MODEL.score(graph_of(actions_of(shuffled))),
    )
    assert_frame_equal(one.scores, other.scores, check_exact=True)
    assert (one.threshold, one.rule) == (other.threshold, other.rule)


@unhurried
@given(reposts, st.permutations("abcdef"))
def test_other_names_give_the_same_scores(pairs: list[tuple[str, str]], names: list[str]) -> None:
    new = dict(zip("abcdef", names, strict=True))
    renamed = [(new[who], post) for who, post in pairs]
    one, other = (
        MODEL.score(graph_of(actions_of(pairs))),
        MODEL.score(graph_of(actions_of(renamed))),
    )
    wanted = one.scores.with_columns(pl.col("account_id").replace(new)).sort("account_id")
    assert_frame_equal(wanted, other.scores, check_exact=True)
    assert one.threshold == other.threshold


@unhurried
@given(reposts)
def test_similarities_lie_in_bounds_and_are_those_of_the_scores(
    pairs: list[tuple[str, str]],
) -> None:
    actions = actions_of(pairs)
    found = similarities(actions, min_reposts=2, min_shared=1, quantile=0.0)
    assert (found["source"] < found["target"]).all()
    assert found["similarity"].is_between(0, 1).all()
    ends = pl.concat([found["source"], found["target"]])
    largest = (
        pl.DataFrame({"account_id": ends, "score": [*found["similarity"]] * 2})
        .group_by("account_id")
        .agg(pl.col("score").max())
        .sort("account_id")
    )
    scores = scored(pairs).scores.filter(pl.col("score") > 0)
    assert_frame_equal(largest, scores, check_dtypes=False)


@unhurried
@given(reposts)
def test_flagged_are_the_ends_of_the_kept_pairs(pairs: list[tuple[str, str]]) -> None:
    actions = actions_of(pairs)
    kept = similarities(actions, min_reposts=2, min_shared=1, quantile=0.8)
    result = scored(pairs)
    flagged = result.scores.filter(pl.col("score") >= result.threshold)["account_id"]
    assert set(flagged) == {*kept["source"], *kept["target"]}


@unhurried
@given(reposts, st.integers(1, 5))
def test_accounts_below_the_support_change_nothing(
    pairs: list[tuple[str, str]], strangers: int
) -> None:
    more = pairs + [(f"z{number}", "p") for number in range(strangers)]
    one, other = scored(pairs), scored(more)
    assert_frame_equal(one.scores, other.scores.head(one.scores.height), check_exact=True)
    assert other.scores["score"].tail(strangers).to_list() == [None] * strangers


@unhurried
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcdxy")), unique=True))
def test_graphs_have_each_edge_once_and_no_other(pairs: list[tuple[str, str]]) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    table = pl.DataFrame(pairs, schema={"source": pl.String, "target": pl.String}, orient="row")
    interactions = table.with_columns(
        kind=pl.lit("repost"), weight=pl.lit(1.0), first=pl.lit(now), last=pl.lit(now)
    )
    features = pl.DataFrame({"account_id": list("abcd"), "posts": [1.0] * 4})
    graph = AccountGraph(features, schemas.empty(schemas.Edges), interactions, pl.DataFrame())
    found = relations(graph)
    names = found.node_ids.to_list()
    assert names[:4] == list("abcd")
    edges = [
        (names[source], names[target])
        for part in found.edges.values()
        for source, target in zip(part.sources, part.targets, strict=True)
    ]
    assert sorted(edges) == sorted(pairs)
    assert to_pyg(interactions).num_edges == len(pairs)


@unhurried
@given(st.lists(numbers, min_size=1, max_size=30), st.lists(numbers, min_size=1, max_size=30))
def test_places_are_bounded_and_keep_the_order(train: list[float], other: list[float]) -> None:
    scaling = RankScaling.fit(np.array(train, np.float64).reshape(-1, 1))
    values = np.sort(np.array(other, np.float64)).reshape(-1, 1)
    places = scaling.transform(values).ravel()
    assert ((places >= -1) & (places <= 1)).all()
    assert (np.diff(places) >= -1e-12).all()
