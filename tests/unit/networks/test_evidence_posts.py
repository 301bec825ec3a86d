"""Which posts acted together with another member's, and whose."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.networks.coaction import coacting_posts


def members(**clusters):
    rows = [(account, cluster) for cluster, names in clusters.items() for account in names]
    return pl.DataFrame(rows, schema=["account_id", "cluster_id"], orient="row")


def test_partners_are_distinct_other_members_within_the_window(make_actions):
    acts = make_actions(
        ("a", "p", 0), ("b", "p", 10), ("b", "p", 20), ("c", "p", 65), ("z", "p", 1), ("d", "q", 0)
    )  # fmt: skip
    found = coacting_posts(acts, members(C1="abcd"), 60)
    rows = found.select("account_id", "partners", "partner_id", "delta_s").rows()
    # z is no member; d is alone on q. a sees b (twice, counts once), not c (65 s away).
    assert rows == [
        ("a", 1, "b", 10.0),
        ("b", 2, "a", -10.0),
        ("b", 2, "a", -20.0),
        ("c", 1, "b", -45.0),
    ]


def test_clusters_are_kept_apart(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 1), ("x", "p", 2), ("y", "p", 3))
    found = coacting_posts(acts, members(C1="ab", C2="xy"), 60)
    assert found.select("cluster_id", "account_id", "partner_id").rows() == [
        ("C1", "a", "b"),
        ("C1", "b", "a"),
        ("C2", "x", "y"),
        ("C2", "y", "x"),
    ]


def test_of_two_as_near_the_earlier_is_named(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 30), ("c", "p", 60))
    found = coacting_posts(acts, members(C1="abc"), 60)
    b = found.row(by_predicate=pl.col("account_id") == "b", named=True)
    assert (b["partners"], b["partner_id"], b["delta_s"]) == (2, "a", -30.0)
    assert b["partner_post_id"] == "repost-0"


@pytest.mark.parametrize("window", [60, None])
def test_nobody_to_act_with_gives_no_rows(make_actions, window):
    acts = make_actions(("a", "p", 0), ("a", "p", 5), ("b", "q", 0))
    found = coacting_posts(acts, members(C1="ab"), window)
    assert found.height == 0
    assert found.columns[:3] == ["cluster_id", "layer", "object_id"]


def test_accounts_without_a_cluster_do_not_count(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 1))
    unplaced = pl.DataFrame({"account_id": ["a", "b"], "cluster_id": ["C1", None]})
    assert coacting_posts(acts, unplaced, 60).height == 0
    assert coacting_posts(acts, unplaced.clear(), 60).height == 0
