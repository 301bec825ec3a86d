"""The co-action network on graphs small enough to check by hand."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks.acts import argsort_by, order_acts
from inconcert.networks.coaction import coaction_network
from inconcert.networks.sweep import _rank_axis, reach
from inconcert.schemas import Actions, Edges, empty


def edge(table, source, target, layer="repost"):
    row = table.filter(
        (pl.col("source") == source) & (pl.col("target") == target) & (pl.col("layer") == layer)
    )
    return row.row(0, named=True)


def test_an_edge_counts_objects_and_measures_co_acts(make_actions):
    acts = make_actions(
        ("a", "p1", 0), ("b", "p1", 10),  # a leads by 10
        ("b", "p2", 100), ("a", "p2", 130), ("a", "p2", 140),  # b leads by 30 and by 40
        ("a", "p3", 500), ("b", "p3", 500),  # a tie
        ("a", "p4", 900), ("b", "p4", 961),  # 61 s: outside
    )  # fmt: skip
    network = coaction_network(acts, 60)
    Edges.validate(network)
    ab = edge(network, "a", "b")
    # Co-acts: 10 (a), 30 (b), 40 (b), 0 (tie). Objects p1, p2, p3.
    assert (ab["objects"], ab["weight"]) == (3, 3.0)
    # Median of 0, 10, 30, 40 = 20.
    assert ab["delta_median_s"] == 20.0
    # a leads 1 of 4 and ties once: (1 + 0.5) / 4.
    assert ab["lead_share"] == 0.375
    # From a's act on p1 to the tie on p3.
    assert ab["last"] - ab["first"] == timedelta(seconds=500)
    assert ab["directed"] is False
    assert ab["window_seconds"] == 60.0


def test_the_window_is_inclusive(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 60), ("c", "p", 120.000001))
    assert coaction_network(acts, 60).select("source", "target").rows() == [("a", "b")]


def test_no_limit_joins_all_and_zero_only_the_same_instant(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 0), ("c", "p", 10**8))
    unlimited = coaction_network(acts, None)
    assert unlimited.select("source", "target").rows() == [("a", "b"), ("a", "c"), ("b", "c")]
    assert unlimited["window_seconds"].to_list() == [None] * 3
    assert coaction_network(acts, 0).select("source", "target").rows() == [("a", "b")]


def test_layers_are_kept_apart_although_ids_are_equal(make_actions):
    both = pl.concat(
        [make_actions(("a", "1", 0), ("b", "1", 1)), make_actions(("a", "1", 0), layer="url")]
    )
    assert coaction_network(both, 60).rows()[0][:3] == ("a", "b", "repost")
    two = pl.concat([both, make_actions(("b", "1", 5), ("c", "1", 6), layer="url")])
    found = coaction_network(two, 60).select("source", "target", "layer").rows()
    assert found == [
        ("a", "b", "repost"),
        ("a", "b", "url"),
        ("a", "c", "url"),
        ("b", "c", "url"),
    ]


def test_an_account_is_no_partner_of_itself_and_repeats_add_no_weight(make_actions):
    acts = make_actions(("a", "p", 0), ("a", "p", 1), ("a", "p", 2), ("b", "p", 3))
    network = coaction_network(acts, 60)
    # Three co-acts (3, 2 and 1 s), one object.
    assert network.select("source", "target", "weight", "delta_median_s").rows() == [
        ("a", "b", 1.0, 2.0)
    ]


def test_min_weight_counts_distinct_objects_not_co_acts(make_actions):
    acts = make_actions(
        ("a", "p", 0), ("b", "p", 1), ("b", "p", 2),  # two co-acts, one object
        ("c", "q", 0), ("d", "q", 1), ("c", "r", 50), ("d", "r", 51),
    )  # fmt: skip
    assert coaction_network(acts, 60, min_weight=2).select("source", "target").rows() == [
        ("c", "d")
    ]


def test_all_acts_in_the_same_second(make_actions):
    acts = make_actions(*((account, "p", 0) for account in "edcba"))
    network = coaction_network(acts, 60)
    assert network.height == 5 * 4 // 2
    assert network["lead_share"].unique().to_list() == [0.5]


@pytest.mark.parametrize("rows", [(), (("a", "p", 0),), (("a", "p", 0), ("a", "p", 5))])
def test_nothing_to_join_gives_an_empty_table(make_actions, rows):
    network = coaction_network(make_actions(*rows), 60)
    assert network.height == 0
    assert network.schema == empty(Edges).schema


def test_integer_ids_are_allowed(make_actions):
    acts = make_actions(("1", "7", 0), ("2", "7", 1)).with_columns(
        pl.col("account_id", "object_id").cast(pl.Int64)
    )
    assert coaction_network(acts, 60).select("source", "target").rows() == [("1", "2")]


def test_ids_with_control_characters_stay_as_they_are(make_actions):
    acts = make_actions(("a\x00\n", "p\x0b", 0), ("b\u202e", "p\x0b", 1), ("b", "p", 2))
    assert coaction_network(acts, 60).select("source", "target").rows() == [("a\x00\n", "b\u202e")]


def test_edges_are_right_across_blocks(make_actions, monkeypatch):
    monkeypatch.setattr("inconcert.networks.edgegroups.COMPILED_FROM", 1)
    monkeypatch.setattr("inconcert.networks.edgegroups.BATCH", 3)
    accounts = "abcdefgh"
    acts = make_actions(*((account, "p", at) for at, account in enumerate(accounts)))
    network = coaction_network(acts, 60)
    # 8 accounts, all within 60 s: 28 pairs; a's delays are 1 to 7.
    assert network.height == 28
    assert network.filter(source="a")["delta_median_s"].to_list() == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize("window", [-1, float("nan"), float("inf")])
def test_a_window_that_is_none_is_refused(make_actions, window):
    with pytest.raises(ConfigError, match=r"a window is a number of seconds, 0 or more.*\n.*None"):
        coaction_network(make_actions(("a", "p", 0)), window)


def test_min_weight_below_one_is_refused(make_actions):
    with pytest.raises(ConfigError, match="min_weight = 0: give the least number of distinct"):
        coaction_network(make_actions(("a", "p", 0)), 60, min_weight=0)


def test_too_many_pairs_are_refused_by_name_before_they_are_made(make_actions):
    acts = make_actions(*((f"u{n}", "viral", n % 60) for n in range(100)), ("a", "q", 0))
    # 100 acts within 60 s of each other: 100 * 99 / 2 = 4,950 pairs.
    with pytest.raises(ConfigError) as refused:
        coaction_network(acts, 60, max_pairs=4_949)
    message = str(refused.value)
    assert "4,950 pairs of acts within the window, more than max_pairs = 4,949" in message
    assert "object 'viral' of layer 'repost': 100 acts, 4,950 pairs" in message
    assert "Give a shorter window" in message
    assert coaction_network(acts, 60, max_pairs=4_950).height == 4_950


def test_a_million_shares_of_one_object_are_refused_at_once(make_actions):
    count = 1_000_000
    acts = pl.DataFrame({"account_id": np.arange(count), "at": np.arange(count) % 30}).select(
        pl.col("account_id").cast(pl.String),
        pl.lit("repost").alias("layer"),
        pl.lit("viral").alias("object_id"),
        pl.from_epoch("at", time_unit="s").cast(pl.Datetime("us", "UTC")).alias("created_at"),
        pl.col("account_id").cast(pl.String).alias("post_id"),
    )
    with pytest.raises(ConfigError, match="499,999,500,000 pairs"):
        coaction_network(acts, 60)


def test_missing_columns_nulls_and_wrong_times_are_named(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 1))
    with pytest.raises(ColumnError, match=r"no column 'object_id'; found: account_id"):
        coaction_network(acts.drop("object_id"))
    with pytest.raises(ColumnError, match="2 null values in column 'created_at'"):
        coaction_network(acts.with_columns(created_at=pl.lit(None, dtype=pl.Datetime("us", "UTC"))))
    with pytest.raises(ColumnError, match="column 'created_at' is String, not a time"):
        coaction_network(acts.with_columns(pl.col("created_at").cast(pl.String)))


def test_times_of_another_unit_are_the_same_times(make_actions):
    acts = make_actions(("a", "p", 0), ("b", "p", 40), ("c", "p", 90))
    coarse = acts.with_columns(pl.col("created_at").dt.cast_time_unit("ms"))
    assert coaction_network(coarse, 50).equals(coaction_network(acts, 50))


def test_ranks_serve_where_the_axis_of_times_would_overflow(make_actions, monkeypatch):
    acts = make_actions(
        *((f"u{n % 7}", f"p{n % 3}", (n * 37) % 101) for n in range(60)), ("x", "p0", 5_000)
    )
    expected = coaction_network(acts, 20)
    monkeypatch.setattr("inconcert.networks.sweep._LIMIT", 0.0)
    assert coaction_network(acts, 20).equals(expected)
    ordered = order_acts(acts)
    within = reach(ordered, 20)
    place, before, behind = _rank_axis(ordered, 20_000_000)
    assert np.array_equal(within.first, np.searchsorted(place, before, side="left"))
    assert np.array_equal(within.after, np.searchsorted(place, behind, side="right"))


def test_sorting_falls_back_where_two_keys_do_not_fit_into_one():
    major = np.array([2**40, 0, 2**40, 1])
    minor = np.array([2**40, 5, -(2**40), 7])
    assert argsort_by(major, minor).tolist() == [1, 3, 2, 0]


def test_an_empty_actions_table_is_fine():
    assert coaction_network(empty(Actions), 60).height == 0
