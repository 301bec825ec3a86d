"""CooRTweet's functions on tables small enough to check by hand."""

from __future__ import annotations

import logging
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.compat import coortweet
from inconcert.errors import ColumnError, ConfigError, InputError

COLUMNS = ["object_id", "account_id", "content_id", "timestamp_share"]


def shares(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS, orient="row", infer_schema_length=None)


def pairs(*rows: tuple[str, str, str, str, str, int]) -> pl.DataFrame:
    names = ["object_id", "content_id", "content_id_y", "account_id", "account_id_y", "time_delta"]
    return pl.DataFrame(rows, schema=names, orient="row")


# Two objects; a and b meet on both, c joins once.
THREE = shares(
    ("o", "a", "1", 0), ("o", "b", "2", 4), ("o", "c", "3", 9),
    ("p", "b", "4", 100), ("p", "a", "5", 110),
)  # fmt: skip


def contents(found: pl.DataFrame) -> list[tuple[str, str, float]]:
    return found.select("content_id", "content_id_y", "time_delta").rows()


def test_pairs_within_the_window_inclusive() -> None:
    # o: 0-4, 4-9 and 0-9 are within 10; p: 100-110 is 10 exactly.
    found = coortweet.detect_groups(THREE, 10, 1)
    assert contents(found) == [("1", "2", 4), ("1", "3", 9), ("2", "3", 5), ("4", "5", 10)]
    assert coortweet.detect_groups(THREE, 9, 1).height == 3
    assert coortweet.detect_groups(THREE, 0, 1).height == 0


def test_participation_leaves_out_rows_first_and_pairs_then() -> None:
    # c has one row and goes; a and b keep two contents each.
    assert contents(coortweet.detect_groups(THREE, 10, 2)) == [("1", "2", 4), ("4", "5", 10)]
    # At 5 s only 1-2 stays: one content of a and of b in pairs, under 2, so nothing is left.
    assert coortweet.detect_groups(THREE, 5, 2).height == 0


def test_a_pair_keeps_an_inactive_partner_unless_corrected() -> None:
    # a meets b on o and p, c on q; c's other row meets nobody, so c has one content in pairs.
    table = shares(
        ("o", "a", "1", 0), ("o", "b", "2", 1), ("p", "a", "3", 50), ("p", "b", "4", 51),
        ("q", "a", "5", 90), ("q", "c", "6", 91), ("r", "c", "7", 200),
    )  # fmt: skip
    assert coortweet.detect_groups(table)["account_id_y"].to_list() == ["b", "b", "c"]
    corrected = coortweet.detect_groups(table, mode="corrected")
    assert corrected["account_id_y"].to_list() == ["b", "b"]


def test_a_repeated_row_counts_twice_unless_corrected() -> None:
    table = shares(("o", "a", "1", 0), ("o", "a", "1", 0), ("o", "b", "2", 3), ("x", "b", "9", 50))
    assert coortweet.detect_groups(table, 10, 1).height == 2
    assert coortweet.detect_groups(table, 10, 1, mode="corrected").height == 1
    # a has two rows of content 1, which is in a pair: enough for 2 as published, one content else.
    assert coortweet.detect_groups(table, 10, 2).height == 2
    assert coortweet.detect_groups(table, 10, 2, mode="corrected").height == 0


def test_loops_are_pairs_of_one_account_one_content_or_the_object_itself() -> None:
    table = shares(("1", "a", "1", 0), ("1", "b", "2", 1), ("1", "b", "3", 2), ("1", "c", "2", 3))
    # Pairs with content 1 hold the object; 2-3 is b twice; 2-2 is one content; 3-2 of c stays.
    assert contents(coortweet.detect_groups(table, 10, 1)) == [("3", "2", 1)]
    assert coortweet.detect_groups(table, 10, 1, remove_loops=False).height == 6


def test_ties_keep_the_order_of_accounts_by_first_row() -> None:
    # b stands first in the table, so its share of p comes first at the tie though a's row does.
    table = shares(("x", "b", "0", 500), ("p", "a", "1", 7), ("p", "b", "2", 7))
    assert contents(coortweet.detect_groups(table, 10, 1)) == [("2", "1", 0)]


def test_times_with_fractions_are_compared_as_they_are() -> None:
    table = shares(("o", "a", "1", 0.25), ("o", "b", "2", 10.25), ("o", "c", "3", 10.5))
    found = coortweet.detect_groups(table, 10, 1)
    assert contents(found) == [("1", "2", 10.0), ("2", "3", 0.25)]


def test_no_rows_give_no_pairs_and_no_edges() -> None:
    nothing = shares(("o", "a", "1", 0)).clear()
    found = coortweet.detect_groups(nothing)
    edges = coortweet.generate_coordinated_network(found, objects=True)
    assert (found.height, edges.height) == (0, 0)
    assert coortweet.account_stats(edges, found, "none").height == 0
    assert coortweet.group_stats(edges, "none").height == 0
    assert coortweet.to_networkx(edges).number_of_nodes() == 0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("op"), st.sampled_from("abc"), st.sampled_from("1234567"),
            st.integers(0, 12),
        ),
        max_size=14,
    ),
    st.integers(0, 6),
)  # fmt: skip
def test_pairs_equal_those_of_two_loops(rows: list[tuple[str, str, str, int]], window: int) -> None:
    ranked = sorted(rows, key=lambda row: [other[1] for other in rows].index(row[1]))
    expected = []
    for place, (shared, account, content, time) in enumerate(ranked):
        for shared_y, account_y, content_y, time_y in ranked[place + 1 :]:
            if shared == shared_y and abs(time - time_y) <= window:
                one, other = (content, account), (content_y, account_y)
                older, newer = (one, other) if time <= time_y else (other, one)
                expected.append((shared, *older, *newer, abs(time - time_y)))
    found = coortweet.detect_groups(shares(*rows) if rows else shares(("", "", "", 0)).clear(),
                                    window, 1, remove_loops=False)  # fmt: skip
    order = ["object_id", "content_id", "account_id", "content_id_y", "account_id_y", "time_delta"]
    assert sorted(found.select(order).rows()) == sorted(expected)


NET = pairs(
    ("o", "1", "2", "a", "b", 2), ("p", "4", "3", "b", "a", 4), ("p", "4", "5", "b", "a", 6),
    ("o", "2", "6", "b", "c", 8),
)  # fmt: skip


def test_edges_count_pairs_and_contents_by_age() -> None:
    # a-b: 3 pairs; mean (2+4+6)/3 = 4; older contents 1, 4; newer 2, 3, 5; symmetry 2/3.
    edges = coortweet.generate_coordinated_network(NET, objects=True)
    assert edges.columns == [
        "from", "to", "weight", "avg_time_delta", "n_content_id", "n_content_id_y",
        "edge_symmetry_score", "object_ids", "from_is_first", "weight_threshold",
    ]  # fmt: skip
    # Weights 3 and 1: the median is 2, so 3 is over it.
    assert edges.row(0) == ("a", "b", 3, 4.0, 2, 3, pytest.approx(2 / 3), "o,p", True, 1)
    assert edges.row(1) == ("b", "c", 1, 8.0, 1, 1, 1.0, "o", True, 0)


def test_corrected_edges_count_objects_and_each_accounts_contents() -> None:
    # a wrote 1, 3, 5 and b wrote 2, 4; they share the objects o and p.
    edges = coortweet.generate_coordinated_network(NET, objects=True, mode="corrected")
    found = edges.select("weight", "n_content_id", "n_content_id_y", "object_ids").row(0)
    assert found == (2, 3, 2, ["o", "p"])


def test_the_threshold_is_strict_and_subgraph_1_keeps_what_is_over() -> None:
    edges = coortweet.generate_coordinated_network(NET, edge_weight=1, subgraph=1)
    assert edges.height == 0
    assert coortweet.generate_coordinated_network(NET, edge_weight=0, subgraph=1).height == 1


def flagged() -> pl.DataFrame:
    # x-y twice fast, y-z once fast, z-w and v-x slow only, t-u apart from all of them.
    found = pairs(
        ("o", "1", "2", "x", "y", 1), ("p", "3", "4", "x", "y", 1), ("q", "5", "6", "y", "z", 2),
        ("q", "6", "7", "z", "w", 20), ("r", "8", "9", "v", "x", 30), ("s", "0", "f", "t", "u", 40),
    )  # fmt: skip
    fast = (pl.col("time_delta") <= 5).cast(pl.Int64).alias("time_window_5")
    return found.with_columns(fast)


def test_the_fast_network_stands_beside_the_full_one() -> None:
    edges = coortweet.generate_coordinated_network(flagged(), fast_net=True)
    # Fast weights 2 and 1, median 1.5: x-y is over it; slow edges have no fast values.
    fast = edges.select("from", "to", "weight_fast", "weight_threshold_fast").rows()
    assert fast == [
        ("t", "u", None, None), ("v", "x", None, None), ("w", "z", None, None),
        ("x", "y", 2, 1), ("y", "z", 1, 0),
    ]  # fmt: skip
    assert edges["weight_full"].to_list() == [1, 1, 1, 2, 1]


def test_subgraphs_of_the_fast_network() -> None:
    second = coortweet.generate_coordinated_network(flagged(), fast_net=True, subgraph=2)
    assert second.select("from", "to").rows() == [("x", "y")]
    third = coortweet.generate_coordinated_network(flagged(), fast_net=True, subgraph=3)
    # Ends x, y; neighbours v and z; the edges among the four are v-x, x-y, y-z (w is too far).
    assert third.select("from", "to", "from_color_v", "to_color_v").rows() == [
        ("v", "x", 0, 1), ("x", "y", 1, 1), ("y", "z", 1, 0),
    ]  # fmt: skip
    graph = coortweet.to_networkx(third)
    assert dict(graph.nodes(data="color_v")) == {"v": 0, "x": 1, "y": 1, "z": 0}
    assert "weight_fast" not in graph.edges["v", "x"]


def test_subgraphs_without_the_fast_network_are_empty_or_refused() -> None:
    for subgraph in (2, 3):
        assert coortweet.generate_coordinated_network(flagged(), subgraph=subgraph).height == 0
        with pytest.raises(ConfigError, match="needs fast_net = True"):
            coortweet.generate_coordinated_network(flagged(), subgraph=subgraph, mode="corrected")


def test_the_flag_goes_by_contents_unless_corrected() -> None:
    # Contents 1 and 2 share o after 2 s and, by a second row of 2, p after 9 s.
    table = shares(("o", "a", "1", 0), ("o", "b", "2", 2), ("p", "a", "1", 0), ("p", "b", "2", 9))
    found = coortweet.detect_groups(table, 10, 1)
    as_published = coortweet.flag_speed_share(table, found, 1, 5)
    assert as_published["time_window_5"].to_list() == [1, 1]
    corrected = coortweet.flag_speed_share(table, found, 1, 5, mode="corrected")
    assert corrected.sort("object_id")["time_window_5"].to_list() == [1, 0]


def test_account_stats_of_both_speeds() -> None:
    found = flagged()
    edges = coortweet.generate_coordinated_network(found, fast_net=True, objects=True)
    everything = coortweet.account_stats(edges, found, "none")
    # x: edges x-y (mean 1; fast 1) and v-x (30; no fast): (1 + 30) / 2 and 1; contents 1, 3, 9.
    row = everything.filter(pl.col("account_id") == "x").row(0, named=True)
    assert (row["avg_time_delta_full"], row["avg_time_delta_fast"]) == (15.5, 1.0)
    assert row["unique_shares_count"] == 3
    # Over the fast threshold only x-y; of flagged rows x has contents 1 and 3.
    fast = coortweet.account_stats(edges, found, "fast")
    assert fast.select("account_id", "unique_shares_count").rows() == [("x", 2), ("y", 3)]
    assert coortweet.group_stats(edges, "fast").rows() == [("o", 1), ("p", 1)]
    assert coortweet.group_stats(edges, "fast", mode="corrected").rows() == [("o", 2), ("p", 2)]


def test_fast_stats_of_a_network_without_speed_take_all_edges(
    caplog: pytest.LogCaptureFixture,
) -> None:
    edges = coortweet.generate_coordinated_network(NET, objects=True)
    with caplog.at_level(logging.WARNING):
        assert coortweet.account_stats(edges, NET, "fast").height == 3
    assert "no fast part" in caplog.text


def test_group_stats_count_the_end_that_igraph_lists_first() -> None:
    # Edges appear as b-c, a-b. igraph numbers all `from` first: b, a, then c; so a-b is listed b-a.
    found = pairs(("o", "1", "2", "b", "c", 1), ("o", "3", "4", "a", "b", 1))
    edges = coortweet.generate_coordinated_network(found, objects=True)
    assert edges["from_is_first"].to_list() == [False, True]
    assert coortweet.group_stats(edges, "none").rows() == [("o", 1)]
    assert coortweet.group_stats(edges, "none", mode="corrected").rows() == [("o", 3)]


def tweets() -> dict[str, pl.DataFrame]:
    posts = pl.DataFrame({
        "tweet_id": ["1", "2", "3", "4"], "author_id": ["a", "b", "c", "d"],
        "created_timestamp": [0, 5, 9, 12],
        "text": ["Hello #Tag now", "RT @a: Hello", "@b START www", "hello #tag now"],
    })  # fmt: skip
    links = [("1", "https://twitter.com/x", "twitter.com"), ("3", "http://www.e.org", "www.e.org")]
    return {
        "tweets": posts,
        "referenced": pl.DataFrame(
            [("2", "1", "retweeted"), ("3", "2", "replied_to")],
            schema=["tweet_id", "referenced_tweet_id", "type"], orient="row",
        ),
        "mentions": pl.DataFrame({"tweet_id": ["2", "3"], "start": [3, 0]}),
        "hashtags": pl.DataFrame({"tweet_id": ["4", "1"], "tag": ["tag", "Tag"]}),
        "urls": pl.DataFrame(links, schema=["tweet_id", "expanded_url", "domain"], orient="row"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        ("retweets", [("1", "b", "2", 5), ("1", "a", "1", 0)]),
        ("hashtags", [("tag", "d", "4", 12), ("Tag", "a", "1", 0)]),
        ("urls", [("http://www.e.org", "c", "3", 9)]),
        ("urls_domains", [("e.org", "c", "3", 9)]),
        ("cotweet", [("hello #tag now", "a", "1", 0), ("hello #tag now", "d", "4", 12)]),
    ],
)
def test_reshaped_tweets(intent: Any, expected: list[tuple[str, str, str, int]]) -> None:
    table = coortweet.reshape_tweets(tweets(), intent)
    assert table.columns == COLUMNS
    assert table.rows() == expected


def test_cotweets_with_retweets_replies_and_without_hashtags() -> None:
    kept = coortweet.reshape_tweets(tweets(), "cotweet", False, False)
    # "@a: " and "RT" go, then space at the ends; START loses its RT.
    assert kept["object_id"].to_list() == [
        "hello #tag now", "hello", "sta www", "hello #tag now"]  # fmt: skip
    bare = coortweet.reshape_tweets(tweets(), "cotweet", drop_hashtags=True)
    assert bare["object_id"].to_list() == ["Hello now", "hello now"]
    corrected = coortweet.reshape_tweets(tweets(), "cotweet", drop_hashtags=True, mode="corrected")
    assert corrected["object_id"].to_list() == ["hello now", "hello now"]


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: coortweet.detect_groups(THREE.drop("content_id")), ColumnError,
         "no column 'content_id'; found: object_id, account_id, timestamp_share"),
        (lambda: coortweet.detect_groups(THREE, -1), ConfigError, "time_window = -1: give"),
        (lambda: coortweet.detect_groups(THREE, float("nan")), ConfigError, "time_window = nan"),
        (lambda: coortweet.detect_groups(THREE.with_columns(timestamp_share=float("nan"))),
         ColumnError, "5 of 5 times in column 'timestamp_share' are missing, not finite or"),
        (lambda: coortweet.detect_groups(THREE.cast({"timestamp_share": pl.String})), ColumnError,
         "is String, not a number of seconds"),
        (lambda: coortweet.detect_groups(THREE.with_columns(object_id=pl.lit(None, pl.String))),
         ColumnError, "5 of 5 rows have no object_id"),
        (lambda: coortweet.detect_groups(THREE, mode="fixed"), ConfigError, "mode = 'fixed'"),
        (lambda: coortweet.generate_coordinated_network(NET, fast_net=True), ConfigError,
         "need one column 'time_window_<seconds>' in the result; there is none"),
        (lambda: coortweet.generate_coordinated_network(NET, edge_weight=2), ConfigError,
         "edge_weight = 2: give a quantile of the weights, from 0 to 1"),
        (lambda: coortweet.generate_coordinated_network(NET, subgraph=4), ConfigError,
         "subgraph = 4; allowed: 0, 1, 2, 3"),
        (lambda: coortweet.generate_coordinated_network(flagged(), True, subgraph=1), ConfigError,
         "subgraph = 1 is for fast_net = False"),
        (lambda: coortweet.group_stats(coortweet.generate_coordinated_network(NET)), ColumnError,
         "has no column 'object_ids'"),
        (lambda: coortweet.account_stats(NET, NET, "ful"), ConfigError, "did you mean 'full'"),
        (lambda: coortweet.prep_data(THREE, object_id="url"), ColumnError, "no column 'url'"),
        (lambda: coortweet.prep_data(THREE, timestamp_share="account_id"), ColumnError,
         "has a column 'timestamp_share' already"),
        (lambda: coortweet.prep_data(THREE.select("account_id"), timestamp_share="account_id"),
         ColumnError, "times cannot be read: 'a' in row 0"),
        (lambda: coortweet.reshape_tweets(tweets(), "hashtag"), ConfigError,
         "did you mean 'hashtags'"),
        (lambda: coortweet.reshape_tweets({}, "urls"), InputError, "no table 'tweets'"),
    ],
)  # fmt: skip
def test_errors_say_what_is_wrong(call: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error) as raised:
        call()
    assert says in str(raised.value)
