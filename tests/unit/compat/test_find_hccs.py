"""find_hccs' windows and each of its faults on rows small enough to count by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.compat.find_hccs import (
    apply_decaying_sliding_window,
    combine_lcns,
    find_behaviour_via_windows,
    to_networkx,
)
from inconcert.errors import ColumnError, ConfigError


def rows(*given_rows: tuple[int, str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(
        given_rows,
        schema={"timestamp": pl.Int64, "source": pl.String, "ot_id": pl.String},
        orient="row",
    )


def raw(table: pl.DataFrame, **options: object) -> list[tuple[str, str, float]]:
    combined = combine_lcns(find_behaviour_via_windows(table, **options))
    return combined.select("from", "to", "raw_weight").rows()


def test_windows_are_tumbling_from_the_first_row() -> None:
    # windows of 10 s from 5: [5, 15) holds a and b, [15, 25) holds c, 1 s after b
    assert raw(rows((5, "a", "x"), (14, "b", "x"), (15, "c", "x")), window="10s") == [("a", "b", 1)]


def test_windows_may_begin_at_a_given_start() -> None:
    # from 4: [4, 14) holds a, [14, 24) holds b and c; the row at 3 is left out
    table = rows((3, "z", "x"), (5, "a", "x"), (14, "b", "x"), (15, "c", "x"))
    assert raw(table, window=10, start=4) == [("b", "c", 1)]
    assert raw(table, window=10, start=datetime(1970, 1, 1, 0, 0, 4, tzinfo=UTC)) == [("b", "c", 1)]


def test_rows_after_the_end_are_left_out() -> None:
    table = rows((0, "a", "x"), (1, "b", "x"), (2, "c", "x"))
    assert raw(table, end=1) == [("a", "b", 1)]


def test_without_an_end_the_published_run_stops_after_the_first_window() -> None:
    table = rows((0, "a", "x"), (1, "b", "x"), (950, "a", "x"), (951, "b", "x"))
    assert raw(table) == [("a", "b", 2)]
    assert raw(table, end=None) == [("a", "b", 1)]
    assert raw(table, end=None, mode="corrected") == [("a", "b", 2)]


def test_raw_weights_count_pairs_of_rows() -> None:
    # a twice, b three times: 2 * 3 = 6
    table = rows(*((0, "a", "x"),) * 2, *((0, "b", "x"),) * 3)
    assert raw(table) == [("a", "b", 6)]


def test_rows_without_a_value_match_each_other_as_published() -> None:
    table = rows((0, "a", None), (0, "b", ""), (0, "a", "x"), (0, "b", "x"))
    assert raw(table) == [("a", "b", 2)]
    assert raw(table, mode="corrected") == [("a", "b", 1)]


def test_published_weights_depend_on_the_order_of_rows() -> None:
    # raw: ab 1, bc 2. Edges come as ab, bc. At ab: s_a = 1, s_b = 1 + (bc still 1) = 2:
    # 1 * 1 / (1 + 2 - 1) = 0.5. At bc: s_b = 3, s_c = 2: 2 * 2 / (3 + 2 - 2) = 4 / 3
    table = rows((0, "a", "x"), (0, "b", "x"), (1, "b", "y"), (1, "c", "y"), (1, "c", "y"))
    weights = combine_lcns(find_behaviour_via_windows(table))["weight"].to_list()
    assert weights == pytest.approx([0.5, 4 / 3])
    # the other way round: at cb s_c = 2, s_b = 2 + 1: 4 / 3; at ba s_b = 3, s_a = 1: 1 / 3
    turned = table.reverse().with_columns(timestamp=0)
    weights = combine_lcns(find_behaviour_via_windows(turned))["weight"].to_list()
    assert weights == pytest.approx([1 / 3, 4 / 3])


def test_corrected_weights_use_complete_strengths() -> None:
    # ab: s_a = 1, s_b = 3: 1 / (1 + 3 - 1) = 1 / 3
    table = rows((0, "a", "x"), (0, "b", "x"), (1, "b", "y"), (1, "c", "y"), (1, "c", "y"))
    for given_rows in (table, table.reverse().with_columns(timestamp=0)):
        windows = find_behaviour_via_windows(given_rows, mode="corrected")
        assert combine_lcns(windows)["weight"].to_list() == pytest.approx([1 / 3, 4 / 3])


def test_behaviours_match_on_their_own_columns() -> None:
    table = pl.DataFrame(
        {
            "timestamp": [0, 1, 2, 3],
            "source": ["a", "b", "a", "b"],
            "interaction": ["RETWEET", "RETWEET", "MENTION", "MENTION"],
            "ot_id": ["x", "x", "p", "q"],
            "target": ["m", "n", "z", "z"],
        }
    )
    windows = find_behaviour_via_windows(table, "RETWEET:ot_id|MENTION:target")
    combined = combine_lcns(windows)
    assert combined.row(0, named=True) == {
        "from": "a", "to": "b", "raw_weight": 2.0, "weight": 2.0, "normalised_weight": 1.0,
        "RETWEET": 1.0, "MENTION": 1.0, "reasons": ["x", "z"],
    }  # fmt: skip
    mapped = find_behaviour_via_windows(table, {"RETWEET": "ot_id", "MENTION": "target"})
    assert combine_lcns(mapped).equals(combined)


def test_combination_adds_windows_and_scales_weights() -> None:
    # ab: window 1 weight 1 (alone), window 2 weight 1: 2. cd: 1. Scaled: 1 and 0
    table = rows(
        (0, "a", "x"), (0, "b", "x"), (0, "c", "y"), (0, "d", "y"), (900, "a", "x"), (900, "b", "x")
    )  # fmt: skip
    combined = combine_lcns(find_behaviour_via_windows(table))
    assert combined["weight"].to_list() == [2.0, 1.0]
    assert combined["normalised_weight"].to_list() == [1.0, 0.0]


def decayed(table: pl.DataFrame, windows: int, mode: str) -> list[tuple[float, ...]]:
    lcns = find_behaviour_via_windows(table, window="10s")
    faded = apply_decaying_sliding_window(lcns, 0.5, windows, mode=mode).edges
    seconds = pl.col("window").dt.timestamp("us") // 1_000_000
    return faded.select(seconds, "raw_weight", "weight").rows()


def test_each_window_holds_those_before_it_faded() -> None:
    # ab in the windows at 0 and 10 (weight 1 each): at 10 it is 1 + 0.5 * 1
    table = rows((0, "a", "x"), (1, "b", "x"), (10, "a", "x"), (11, "b", "x"))
    assert decayed(table, 2, "as_published") == [(0, 1.0, 1.0), (10, 1.0, 1.5)]
    assert decayed(table, 2, "corrected") == [(0, 1.0, 1.0), (10, 1.5, 1.5)]
    assert decayed(table, 1, "corrected") == [(0, 1.0, 1.0), (10, 1.0, 1.0)]


def test_windows_without_posts_are_no_step_as_published() -> None:
    # posts at 0 (ab) and 30 (z alone); 10 and 20 are empty. As published 30 is one step after 0;
    # by time three, which is beyond two windows
    table = rows((0, "a", "x"), (1, "b", "x"), (30, "z", "q"))
    assert decayed(table, 2, "as_published") == [(0, 1.0, 1.0), (30, 1.0, 0.5)]
    assert decayed(table, 2, "corrected") == [(0, 1.0, 1.0)]


def test_the_graph_holds_the_columns() -> None:
    windows = find_behaviour_via_windows(rows((0, "a", "x"), (0, "b", "x")))
    assert to_networkx(combine_lcns(windows)).edges["b", "a"]["reasons"] == ["x"]


def test_no_rows_no_edges() -> None:
    windows = find_behaviour_via_windows(rows())
    assert windows.edges.is_empty()
    assert combine_lcns(windows).is_empty()


TABLE = rows((0, "a", "x"), (0, "b", "x"))


@pytest.mark.parametrize(
    ("table", "options", "error", "message"),
    [
        (TABLE.drop("source"), {}, ColumnError, "no column 'source' or 'account_id'"),
        (TABLE.drop("ot_id"), {}, ColumnError, "no column 'ot_id'"),
        (TABLE, {"targets": "RETWEET"}, ConfigError, "such as 'RETWEET:ot_id"),
        (TABLE, {"targets": "RETWEETS:ot_id"}, ConfigError, "did you mean 'RETWEET'"),
        (TABLE, {"window": "15x"}, ConfigError, "such as '15m'"),
        (TABLE, {"window": 0}, ConfigError, "give seconds above 0"),
        (TABLE, {"end": "first"}, ConfigError, "give a time, 'last' or None"),
        (TABLE, {"mode": "fixed"}, ConfigError, "mode = 'fixed'"),
        (TABLE, {"max_pairs": 0}, ConfigError, "1 pairs of rows, more than max_pairs = 0"),
        (
            TABLE.with_columns(interaction=pl.lit("URL")),
            {}, ColumnError, "interaction 'URL', which targets does not name",
        ),
    ],
)  # fmt: skip
def test_messages(table, options, error, message) -> None:
    with pytest.raises(error, match=message):
        find_behaviour_via_windows(table, **options)


@pytest.mark.parametrize(
    ("alpha", "windows", "message"), [(0, 5, "fade factor above 0"), (0.5, 0, "give 1 or more")]
)
def test_decay_messages(alpha, windows, message) -> None:
    with pytest.raises(ConfigError, match=message):
        apply_decaying_sliding_window(find_behaviour_via_windows(TABLE), alpha, windows)


ROWS = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from("abcd"), st.sampled_from("xyz")), max_size=25
)


def plain_weights(given_rows: list[tuple[int, str, str]], seconds: int) -> dict[tuple, list[float]]:
    """Follow the public rule row by row: the weights read what is known so far."""
    ordered = sorted(given_rows, key=lambda row: row[0])
    windows: dict[int, list[tuple[int, str, str]]] = {}
    for row in ordered:
        windows.setdefault((row[0] - ordered[0][0]) // seconds, []).append(row)
    sums: dict[tuple, list[float]] = {}
    for batch in windows.values():
        around: dict[str, dict[str, float]] = {}
        for at, (_, one, value) in enumerate(batch):
            for _, two, other in batch[at + 1 :]:
                if one != two and value == other:
                    count = around.setdefault(one, {}).get(two, 0) + 1
                    around[one][two] = count
                    around.setdefault(two, {})[one] = count
        known: dict[frozenset[str], float] = {}
        for one, beside in around.items():
            for two, count in beside.items():
                if frozenset((one, two)) in known:
                    continue
                known[frozenset((one, two))] = count
                both = sum(
                    known.get(frozenset((end, other)), 1)
                    for end in (one, two)
                    for other in around[end]
                )
                total = sums.setdefault((min(one, two), max(one, two)), [0.0, 0.0])
                total[0] += count
                total[1] += count * count / (both - count)
    return sums


@settings(max_examples=60, deadline=None)
@given(given_rows=ROWS, seconds=st.integers(1, 30))
def test_as_published_equals_the_rule_row_by_row(given_rows, seconds) -> None:
    windows = find_behaviour_via_windows(rows(*given_rows), window=seconds)
    found = combine_lcns(windows).select("from", "to", "raw_weight", "weight")
    expected = plain_weights(given_rows, seconds)
    assert [(one, two) for one, two, _, _ in found.rows()] == sorted(expected)
    for one, two, count, weight in found.rows():
        assert [count, weight] == pytest.approx(expected[one, two])
