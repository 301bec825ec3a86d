"""The toolkit's six networks on tables small enough to check by hand, and against two loops."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.compat.coordination_network_toolkit import NETWORKS, compute, to_networkx
from inconcert.compat.coordination_network_toolkit_text import normalised_message, words
from inconcert.errors import ColumnError, ConfigError

TEXT_COLUMNS = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "urls")


def messages(*rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of the toolkit's eight columns; what a row does not say is empty, ids are numbered."""
    schema = dict.fromkeys(TEXT_COLUMNS, pl.String) | {"timestamp": pl.Int64}
    blank = dict.fromkeys(TEXT_COLUMNS, "")
    filled = [blank | {"message_id": str(number)} | row for number, row in enumerate(rows)]
    return pl.DataFrame(filled, schema=schema)


def edges(table: pl.DataFrame, network: Any, **options: Any) -> list[tuple[str, str, int]]:
    return compute(table, network, **({"min_edge_weight": 1} | options)).rows()


def repost(user: str, time: int, shared: str = "p") -> dict[str, Any]:
    return {"user_id": user, "timestamp": time, "repost_id": shared}


def test_weights_count_the_messages_of_the_source_that_have_a_partner() -> None:
    # a reposts at 0 and 50, b at 60: both of a's lie within 60 s of b's one. c is too late.
    table = messages(repost("a", 0), repost("a", 50), repost("b", 60), repost("c", 121))
    assert edges(table, "co_retweet") == [("a", "b", 2), ("b", "a", 1)]
    # At 61 s c and b meet; a's message at 50 is 71 s before.
    found = edges(table, "co_retweet", time_window=61)
    assert found == [("a", "b", 2), ("b", "a", 1), ("b", "c", 1), ("c", "b", 1)]
    assert edges(table, "co_retweet", min_edge_weight=2) == [("a", "b", 2)]


def test_replies_and_posts() -> None:
    reply = {"reply_id": "r", "timestamp": 0}
    table = messages(
        reply | {"user_id": "a"}, reply | {"user_id": "b"}, repost("c", 0) | {"reply_id": "r"}
    )
    # c's is a repost: no reply, but a message like any other in co_post.
    assert edges(table, "co_reply") == [("a", "b", 1), ("b", "a", 1)]
    assert len(edges(table, "co_post")) == 6


def test_texts_match_in_lower_case_without_mentions() -> None:
    said = {"timestamp": 0}
    table = messages(
        said | {"user_id": "a", "message": "Vote  NOW @x!"}, said | {"user_id": "b",
        "message": "@y vote now"}, said | {"user_id": "c", "message": "vote"},
        repost("d", 0) | {"message": "vote now"},
    )  # fmt: skip
    assert edges(table, "co_tweet") == [("a", "b", 1), ("b", "a", 1)]


def test_mentions_alone_match_each_other_unless_corrected() -> None:
    table = messages(
        {"user_id": "a", "timestamp": 0, "message": "@x @y"},
        {"user_id": "b", "timestamp": 9, "message": " @z"},
    )
    assert edges(table, "co_tweet") == [("a", "b", 1), ("b", "a", 1)]
    assert edges(table, "co_tweet", mode="corrected") == []


def test_posts_without_links_match_each_other_unless_corrected() -> None:
    table = messages(
        {"user_id": "a", "timestamp": 0}, {"user_id": "b", "timestamp": 9},
        {"user_id": "c", "timestamp": 9, "urls": "u/1  u/2"},
    )  # fmt: skip
    # Two spaces hold an empty URL between them, so even c matches.
    assert len(edges(table, "co_link")) == 6
    assert edges(table, "co_link", mode="corrected") == []
    listed = table.with_columns(pl.col("urls").str.split(" ").list.eval(
        pl.element().filter(pl.element() != "")))  # fmt: skip
    assert edges(listed, "co_link") == []


def test_a_message_with_two_links_in_common_counts_once() -> None:
    both = {"timestamp": 0, "urls": "u/1 u/2"}
    table = messages(both | {"user_id": "a"}, both | {"user_id": "b"})
    assert edges(table, "co_link") == [("a", "b", 1), ("b", "a", 1)]


def test_repeated_ids_are_ignored_but_for_their_links_unless_corrected() -> None:
    first = {"message_id": "1", "user_id": "a", "timestamp": 0, "urls": "u/1"}
    again = {"message_id": "1", "user_id": "b", "timestamp": 0, "urls": "u/2"}
    other = {"message_id": "2", "user_id": "c", "timestamp": 0, "urls": "u/2"}
    table = messages(first, again, other)
    assert edges(table, "co_link") == [("b", "c", 1), ("c", "b", 1)]
    assert edges(table, "co_link", mode="corrected") == []
    # Elsewhere the second row is ignored in both modes: a and c are left.
    assert edges(table, "co_post") == [("a", "c", 1), ("c", "a", 1)]


def test_every_message_matches_itself_unless_corrected() -> None:
    table = messages(repost("a", 0), repost("a", 30), repost("b", 500))
    loops = edges(table, "co_retweet", include_self_loops=True)
    assert loops == [("a", "a", 2), ("b", "b", 1)]
    assert edges(table, "co_retweet", include_self_loops=True, min_edge_weight=2) == loops[:1]
    corrected = edges(table, "co_retweet", include_self_loops=True, mode="corrected")
    assert corrected == [("a", "a", 2)]
    # One pair of a's messages gives the loop its two, so that it stands at least weight 2 as well.
    heavy = {"include_self_loops": True, "mode": "corrected", "min_edge_weight": 2}
    assert edges(table, "co_retweet", **heavy) == corrected
    assert edges(table, "co_retweet", **(heavy | {"min_edge_weight": 3})) == []
    assert edges(table, "co_retweet") == []


def test_similar_texts_share_enough_words() -> None:
    # {vote, now, for, anna} and {vote, now, for, bert}: 3 shared of 5, index 0.6.
    table = messages(
        {"user_id": "a", "timestamp": 0, "message": "Vote now for Anna"},
        {"user_id": "b", "timestamp": 9, "message": "for Bert vote now @x"},
        {"user_id": "c", "timestamp": 9, "message": "@x"},
        {"user_id": "d", "timestamp": 9, "message": "@y"},
    )
    both = [("a", "b", 1), ("b", "a", 1)]
    assert edges(table, "co_similar_tweet", similarity_threshold=0.6) == both
    assert edges(table, "co_similar_tweet", similarity_threshold=0.61) == []
    # Texts without words match nothing, not even themselves.
    loops = edges(table, "co_similar_tweet", include_self_loops=True)
    assert loops == [("a", "a", 1), ("b", "b", 1)]
    options = {"similarity_threshold": 0.6, "min_document_size_similarity": 5}
    assert edges(table, "co_similar_tweet", **options) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("can't 'stop' l'amour", ["can't", "l'amour", "stop"]),
        ("3.5 km, 1,000", [",", "1,000", "3.5", "km"]),
        ("投票に行く カタカナ", ["に", "く", "カタカナ", "投", "票", "行"]),
        ("🇯🇵🇫🇷 👩‍🔬 e\u0301te\u0301", ["e\u0301te\u0301", "👩‍🔬", "🇫🇷", "🇯🇵"]),
        ("a_b a-b A.B.", ["-", ".", "a", "a.b", "a_b", "b"]),
        ("@only @mentions", []),
    ],
)
def test_words_end_at_default_boundaries(text: str, expected: list[str]) -> None:
    assert words(pl.Series([text]))["word"].to_list() == sorted(expected)


def test_messages_are_normalised_with_pythons_white_space() -> None:
    texts = pl.DataFrame({"message": ["A\x1cB\u3000 c", "x@y.z w", "\n"]})
    found = texts.select(normalised_message(pl.col("message")))["message"].to_list()
    assert found == ["a b c", "x w", ""]


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("times", [pl.Int64, pl.Float64])
def test_no_message_and_one_message_give_no_edge(network: Any, times: Any) -> None:
    one = messages(repost("a", 0)).cast({"timestamp": times})
    assert edges(one, network) == []
    assert edges(one.clear(), network, include_self_loops=True) == []


def test_times_with_fractions_and_datetimes() -> None:
    table = messages(repost("a", 0), repost("b", 0)).with_columns(
        timestamp=pl.Series([1_600_000_000.25, 1_600_000_010.25])
    )
    assert len(edges(table, "co_retweet", time_window=10)) == 2
    assert edges(table, "co_retweet", time_window=9.75) == []
    timed = table.with_columns(
        pl.from_epoch(pl.Series([100, 110]), time_unit="s").alias("timestamp")
    )
    assert len(edges(timed, "co_retweet", time_window=10)) == 2


def test_ids_may_be_integers() -> None:
    table = messages(repost("1", 0), repost("2", 5)).cast({"user_id": pl.Int64})
    assert edges(table, "co_retweet") == [(1, 2, 1), (2, 1, 1)]


ROWS = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from(["", "", "p", "q"]), st.sampled_from(["", "r"]),
        st.sampled_from(["", "x y", "X  y", "y z w", "@a x y", "x y z"]), st.integers(0, 20),
        st.sampled_from(["", "u", "v", "u v"]),
    ),
    max_size=16,
)  # fmt: skip


def matches(network: str, one: dict[str, Any], other: dict[str, Any]) -> bool:
    if network == "co_post":
        return True
    if network == "co_retweet":
        return one["repost_id"] == other["repost_id"] != ""
    if one["repost_id"] or other["repost_id"]:
        return False
    if network == "co_reply":
        return one["reply_id"] == other["reply_id"] != ""
    if network == "co_link":
        return bool(set(one["urls"].split(" ")) & set(other["urls"].split(" ")))
    first, second = (
        [word for word in row["message"].lower().split() if "@" not in word] for row in (one, other)
    )
    if network == "co_tweet":
        return first == second
    union = set(first) | set(second)
    return bool(first and second) and len(set(first) & set(second)) / len(union) >= 0.5


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(NETWORKS), st.integers(0, 8), st.integers(1, 3))
def test_edges_equal_those_of_two_loops(
    rows: list[tuple[Any, ...]], network: Any, window: int, least: int
) -> None:
    names = ("user_id", "repost_id", "reply_id", "message", "timestamp", "urls")
    table = messages(*(dict(zip(names, row, strict=True)) for row in rows))
    partnered: dict[tuple[str, str], set[str]] = {}
    for one in table.iter_rows(named=True):
        for other in table.iter_rows(named=True):
            near = abs(one["timestamp"] - other["timestamp"]) <= window
            if near and one["user_id"] != other["user_id"] and matches(network, one, other):
                key = (one["user_id"], other["user_id"])
                partnered.setdefault(key, set()).add(one["message_id"])
    expected = sorted((*key, len(ids)) for key, ids in partnered.items() if len(ids) >= least)
    found = edges(
        table, network, time_window=window, min_edge_weight=least, similarity_threshold=0.5
    )
    assert found == expected


def test_the_order_of_rows_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    rows = [repost(f"u{rng.integers(30)}", int(rng.integers(900)), f"p{rng.integers(20)}")
            for _ in range(600)]  # fmt: skip
    table = messages(*rows)
    assert edges(table, "co_retweet") == edges(table.sample(fraction=1, shuffle=True, seed=1),
                                               "co_retweet")  # fmt: skip


def test_objects_whose_hashes_begin_alike_are_told_apart() -> None:
    # Over a span of 2^32 s half of the 64 bits of a hash are left: of 300,000 objects about ten
    # pairs share them (n^2 / 2^33). All acts but one fall in one second, and no object is shared.
    count = 300_000
    table = pl.DataFrame(
        {
            "message_id": [str(number) for number in range(count)],
            "user_id": [str(number % 977) for number in range(count)],
            "repost_id": [f"p{number}" for number in range(count)],
            "timestamp": [2**32 - 1] + [0] * (count - 1),
        }
    )
    assert edges(table, "co_retweet") == []


def test_a_span_too_wide_for_packing_changes_nothing() -> None:
    far = 2**60
    table = messages(repost("a", 0), repost("b", 5), repost("a", far), repost("b", far + 5))
    assert edges(table, "co_retweet") == [("a", "b", 2), ("b", "a", 2)]


def test_the_graph_is_directed_and_named() -> None:
    found = compute(messages(repost("a", 0), repost("b", 5)), "co_retweet", min_edge_weight=1)
    graph = to_networkx(found, "co_retweet")
    assert graph.is_directed()
    assert graph.edges["b", "a"] == {"weight": 1, "edge_type": "co_retweet"}
    assert to_networkx(found.clear()).number_of_nodes() == 0


TWO = messages(repost("a", 0), repost("b", 5))


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda: compute(TWO, "co_retwet"), ConfigError, "did you mean 'co_retweet'"),
        (lambda: compute(TWO, "co_post", -1), ConfigError, "time_window = -1: give a number"),
        (lambda: compute(TWO, "co_post", float("nan")), ConfigError, "time_window = nan"),
        (lambda: compute(TWO, "co_post", 60, 0), ConfigError, "min_edge_weight = 0"),
        (lambda: compute(TWO, "co_similar_tweet", similarity_threshold=0), ConfigError,
         "similarity_threshold = 0: give a Jaccard index"),
        (lambda: compute(TWO, "co_similar_tweet", min_document_size_similarity=0), ConfigError,
         "the toolkit divides by zero"),
        (lambda: compute(TWO, "co_post", mode="right"), ConfigError, "mode = 'right'"),
        (lambda: compute(TWO.drop("urls"), "co_link"), ColumnError, "no column 'urls'; found: "),
        (lambda: compute(TWO.with_columns(user_id=pl.lit(None, pl.String)), "co_post"),
         ColumnError, "2 of 2 messages have no user_id"),
        (lambda: compute(TWO.with_columns(timestamp=pl.Series([0.0, float("nan")])), "co_post"),
         ColumnError, "1 of 2 times in column 'timestamp' are missing, no numbers or too large"),
        (lambda: compute(TWO.with_columns(timestamp=pl.lit("noon")), "co_post"), ColumnError,
         "first in row 0: 'noon'"),
        (lambda: compute(TWO, "co_post", max_pairs=0), ConfigError,
         "1 pairs of messages within the window, more than max_pairs = 0"),
    ],
)  # fmt: skip
def test_refusals_say_what_is_wrong(call: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error) as raised:
        call()
    assert says in str(raised.value)
