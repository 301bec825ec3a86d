"""The way by hashes gives the edges of the ordinary way where it applies, and else steps aside."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks import coaction, recurring
from inconcert.networks.coaction import coaction_network
from inconcert.networks.largeobjects import PairLimits
from inconcert.networks.rules import CoActionRules

START = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = st.lists(
    st.tuples(st.sampled_from(["7", "007", "a", "選"]), st.sampled_from("xyz"), st.integers(0, 90)),
    max_size=50,
)
UNITS = st.sampled_from(
    [timedelta(seconds=1), timedelta(milliseconds=250), timedelta(microseconds=7)]
)


def actions(
    rows: list[tuple[Any, Any, int]], unit: timedelta = timedelta(seconds=1)
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "account_id": [row[0] for row in rows],
            "layer": ["repost"] * len(rows),
            "object_id": [row[1] for row in rows],
            "created_at": [START + row[2] * unit for row in rows],
            "post_id": [str(number) for number in range(len(rows))],
        },
        schema_overrides={"created_at": pl.Datetime("us", "UTC"), "layer": pl.String},
    )


def both_ways(acts: pl.DataFrame, window: float, least: float) -> tuple[bool, pl.DataFrame]:
    """Say whether the way by hashes applies; return the edges, which both ways agree on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recurring, "FROM", 1)
        rules, limits = CoActionRules(min_weight=least), PairLimits(1_000_000)
        applies = recurring.recurring_groups(acts, [window], rules, limits) is not None
        fast = coaction_network(acts, window, least)
        patch.setattr(coaction, "recurring_groups", lambda *_: None)
        assert_frame_equal(fast, coaction_network(acts, window, least))
    return applies, fast


@given(rows=ROWS, unit=UNITS, window=st.integers(0, 40), least=st.sampled_from([2, 2.5, 3, 7]))
@settings(max_examples=200, deadline=None)
def test_edges_are_those_of_the_ordinary_way(
    rows: list[tuple[str, str, int]], unit: timedelta, window: int, least: float
) -> None:
    both_ways(actions(rows, unit), window * unit.total_seconds(), least)


def test_it_applies_where_a_count_of_two_or_more_is_asked_for() -> None:
    # a and b meet on x (9 s apart) and on y (at once); a and c on x alone.
    rows = [("a", "x", 0), ("b", "x", 9), ("c", "x", 9), ("b", "y", 50), ("a", "y", 50)]
    applies, edges = both_ways(actions(rows), 10, 2)
    assert applies
    assert edges.select("source", "target", "weight", "delta_median_s", "lead_share").rows() == [
        ("a", "b", 2.0, 4.5, 0.75)
    ]


def test_ids_may_be_numbers_and_come_out_as_text_in_the_order_of_text() -> None:
    rows = [(account, thing, 0) for thing in (1, 2) for account in (9, 10)]
    applies, edges = both_ways(actions(rows), 10, 2)
    assert applies
    assert edges.select("source", "target").rows() == [("10", "9")]


@pytest.mark.parametrize(
    "options",
    [
        {"min_weight": 1},
        {"window_seconds": [10, 60]},
        {"window_seconds": None},
        {"window_rule": "tumbling"},
        {"weight": "idf", "min_weight": 1.01},
        {"half_life_seconds": 900.0, "min_weight": 1.5},
        {"min_participation": 2},
        {"self_pairs": True},
        {"directed": True},
        {"on_large_objects": "cap"},
    ],
)
def test_other_rules_go_the_ordinary_way(
    monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    monkeypatch.setattr(recurring, "FROM", 1)

    def refuse(*_: Any) -> None:
        raise AssertionError("grouped by hashes")

    monkeypatch.setattr(recurring, "acts_on_objects", refuse)
    rows = [
        ("a", "x", 0),
        ("b", "x", 9),
        ("a", "y", 0),
        ("b", "y", 9),
        ("c", "z", 0),
        ("d", "z", 0),
    ]
    assert coaction_network(actions(rows), **({"min_weight": 2} | options)).height > 0


def test_several_layers_and_few_or_many_acts_go_the_ordinary_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts = actions([("a", "x", 0), ("b", "x", 9)])
    ask = ([10.0], CoActionRules(min_weight=2), PairLimits(100))
    assert recurring.recurring_groups(acts, *ask) is None
    monkeypatch.setattr(recurring, "FROM", 1)
    assert recurring.recurring_groups(acts, *ask) is not None
    layers = acts.with_columns(layer=pl.Series(["repost", "url"]))
    assert recurring.recurring_groups(layers, *ask) is None
    monkeypatch.setattr(recurring, "UP_TO", 1)
    assert recurring.recurring_groups(acts, *ask) is None


def test_more_pairs_than_are_allowed_are_refused_by_the_ordinary_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recurring, "FROM", 1)
    acts = actions([(name, "x", 0) for name in "abcd"])
    with pytest.raises(ConfigError, match=r"6 pairs of acts .* max_pairs = 5\.\n.*'x'.* 4 acts, 6"):
        coaction_network(acts, 10, 2, max_pairs=5)


def test_tables_that_are_amiss_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurring, "FROM", 1)
    acts = actions([("a", "x", 0), ("b", "x", 9)])
    holes = acts.with_columns(account_id=pl.when(pl.col("account_id") != "a").then("account_id"))
    with pytest.raises(ColumnError, match="no column 'object_id'"):
        coaction_network(acts.drop("object_id"), 10, 2)
    with pytest.raises(ColumnError, match="1 null values in column 'account_id'"):
        coaction_network(holes, 10, 2)
    with pytest.raises(ColumnError, match="'created_at' is Int64, not a time"):
        coaction_network(acts.with_columns(pl.col("created_at").to_physical()), 10, 2)


def test_objects_that_share_a_hash_go_the_ordinary_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recurring, "FROM", 1)
    rows = [(account, thing, at) for at, thing in ((0, "x"), (50, "y")) for account in "ab"]
    acts = actions(rows)
    ask = ([10.0], CoActionRules(min_weight=2), PairLimits(100))
    assert recurring.recurring_groups(acts, *ask) is not None
    monkeypatch.setattr(
        pl.Series, "hash", lambda self, *_: pl.repeat(7, len(self), dtype=pl.UInt64, eager=True)
    )
    assert recurring.recurring_groups(acts, *ask) is None
