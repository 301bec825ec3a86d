"""Similarity, backbone and groups along the coordination axis, each step by hand."""

from __future__ import annotations

from math import log2, sqrt

import polars as pl
import pytest

from inconcert.compat.nizzoli import (
    backbone,
    coordinated_groups,
    disparity_filter,
    seed_communities,
    to_networkx,
    user_coordination,
    user_similarities,
)
from inconcert.compat.nizzoli_groups import _Tracker
from inconcert.errors import ColumnError, ConfigError, TooLittleError


def network(*edges: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(edges, schema=["source", "target", "weight"], orient="row")


def test_tfidf_counts_how_often_and_how_rare() -> None:
    # 3 users; x: 2 users, idf log2(3/2); y: 1 user, idf log2(3). a: x twice, y once; b: x
    table = pl.DataFrame({"user_id": list("abc"), "items": [["x", "x", "y"], ["x"], ["z"]]})
    x, y = 2 * log2(3 / 2), log2(3)
    expected = x / sqrt(x * x + y * y)
    found = user_similarities(table, "items")
    assert found.select("source", "target").rows() == [("a", "b")]
    assert found["weight"][0] == pytest.approx(expected, abs=1e-12)


def test_what_all_have_counts_nothing() -> None:
    table = pl.DataFrame({"user_id": list("ab"), "items": [["x"], ["x"]]})
    assert user_similarities(table, "items").is_empty()


def test_the_user_that_comes_first_is_the_source() -> None:
    table = pl.DataFrame({"user_id": ["z", "a", "q"], "items": [["x"], ["x"], ["y"]]})
    assert user_similarities(table, "items").select("source", "target").rows() == [("z", "a")]


def test_nested_lists_and_one_item_a_row_are_the_same() -> None:
    nested = pl.DataFrame({"user_id": list("abc"), "tags": [[["x"], ["y"]], [["x"], []], [["z"]]]})
    long = pl.DataFrame({"account_id": list("aabc"), "tags": list("xyxz")})
    assert user_similarities(nested, "tags").equals(user_similarities(long, "tags"))


STAR = network(("a", "b", 3.0), ("a", "c", 1.0), ("b", "c", 1.0))


def test_alpha_is_that_of_the_target_as_published() -> None:
    # a: k 2, s 4; b: k 2, s 4; c: k 2, s 2.
    # ab: 1 - 3/4 = 0.25 at both; ac: a 1 - 1/4 = 0.75, c 1 - 1/2 = 0.5; bc likewise
    published = disparity_filter(STAR)["alpha"].to_list()
    assert published == [0.25, 0.5, 0.5]
    turned = STAR.rename({"source": "target", "target": "source"})
    assert disparity_filter(turned)["alpha"].to_list() == [0.25, 0.75, 0.75]
    for edges in (STAR, turned):
        assert disparity_filter(edges, mode="corrected")["alpha"].to_list() == [0.25, 0.5, 0.5]


def test_alpha_is_rounded_as_published_and_not_when_corrected() -> None:
    # c: k 3, s 3.5: (1 - 1 / 3.5)^2 = 0.510204...
    edges = network(("a", "c", 1.0), ("b", "c", 1.0), ("d", "c", 1.5))
    assert disparity_filter(edges)["alpha"][0] == 0.5102
    exact = disparity_filter(edges, mode="corrected")["alpha"][0]
    assert exact == pytest.approx((1 - 1 / 3.5) ** 2, abs=1e-12)


def test_a_lone_edge_vanishes_as_published() -> None:
    edges = network(("a", "b", 1.0), ("x", "y", 1.0), ("x", "z", 1.0))
    assert disparity_filter(edges)["source"].to_list() == ["x", "x"]
    assert disparity_filter(edges, mode="corrected")["alpha"].to_list() == [1.0, 0.5, 0.5]


def test_the_backbone_is_strictly_below() -> None:
    edges = disparity_filter(STAR)
    assert backbone(edges, 0.5).height == 1
    assert to_networkx(backbone(edges, 0.5)).edges["a", "b"]["alpha"] == 0.25
    with pytest.raises(ColumnError, match="no column 'alpha'"):
        backbone(STAR)


# two triangles; the second is held by lighter edges and breaks first
TWO = network(
    ("a", "b", 9.0), ("a", "c", 8.0), ("b", "c", 7.0),
    ("x", "y", 3.0), ("x", "z", 2.0), ("y", "z", 1.0),
)  # fmt: skip


def test_seeds_are_numbered_by_size() -> None:
    larger = TWO.vstack(network(("x", "w", 3.0), ("y", "w", 3.0)))
    seeds = dict(seed_communities(larger).iter_rows())
    assert seeds == {"a": 1, "b": 1, "c": 1, "w": 0, "x": 0, "y": 0, "z": 0}


def test_users_are_as_coordinated_as_their_heaviest_edges() -> None:
    # weights 1 2 3 7 8 9: quantile 0.5 is 5, 0.8 is 8, 1 is 9
    seeds = seed_communities(TWO)
    groups = coordinated_groups(TWO, seeds, quantiles=[0, 0.5, 0.8, 1])
    assert groups["threshold"].unique().sort().to_list() == [1.0, 5.0, 8.0, 9.0]
    found = user_coordination(groups, seeds)
    assert dict(found.select("user_id", "quantile").iter_rows()) == {
        "a": 1.0, "b": 1.0, "c": 0.8, "x": 0.0, "y": 0.0, "z": 0.0
    }  # fmt: skip


def test_pieces_of_a_group_are_new_groups_at_once_when_corrected() -> None:
    def follow(mode: str) -> list[dict[int, list[str]]]:
        tracker = _Tracker(2, mode)
        first = tracker.follow([list("abcde")])
        second = tracker.follow([list("abc"), list("de")])
        third = tracker.follow([list("abc"), list("de"), list("pq"), list("rs")])
        return [first, second, third]

    # as published de is lost while abc takes the number; then de, pq and rs have no forerunner:
    # numbers 1, 1 + 1 + 1 = 3 and 2 + 1 + 2 = 5
    assert follow("as_published") == [
        {0: list("abcde")},
        {0: list("abc")},
        {0: list("abc"), 1: list("de"), 3: list("pq"), 5: list("rs")},
    ]
    assert follow("corrected") == [
        {0: list("abcde")},
        {0: list("abc"), 1: list("de")},
        {0: list("abc"), 1: list("de"), 2: list("pq"), 3: list("rs")},
    ]


def test_small_groups_are_not_counted() -> None:
    groups = coordinated_groups(TWO, quantiles=[0], min_cardinality=4)
    assert groups.is_empty()
    found = user_coordination(groups, seed_communities(TWO))
    assert found["quantile"].null_count() == 6


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: disparity_filter(STAR, mode="both"), ConfigError, "mode = 'both'"),
        (lambda: disparity_filter(STAR.drop("weight")), ColumnError, "no column 'weight'"),
        (lambda: disparity_filter(STAR.clear()), TooLittleError, "no two users share"),
        (lambda: disparity_filter(network(("a", "b", 0.0))), ConfigError, "a number above 0"),
        (lambda: seed_communities(STAR, resolution=-1), ConfigError, "resolution = -1"),
        (lambda: coordinated_groups(STAR, quantiles=[0.5, 0.1]), ConfigError, "that rise"),
        (
            lambda: coordinated_groups(STAR, seed_communities(STAR).head(1)),
            ConfigError,
            "2 users of the network are not in seeds, such as 'b'",
        ),
        (
            lambda: user_similarities(pl.DataFrame({"user_id": ["a"]})),
            ColumnError,
            "no column 'retweeted_status_ids'",
        ),
    ],
)
def test_messages(call, error, message) -> None:
    with pytest.raises(error, match=message):
        call()
