"""The six similarity networks and each fault of the public code, by hand."""

from __future__ import annotations

from math import log, sqrt

import networkx as nx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.compat.web_of_deceit import (
    computeCentrality,
    coRetweet,
    coSharing,
    coURL,
    fastRetweet,
    hashtagSeq,
    mergeNetworks,
    pruneNodes,
    to_networkx,
)
from inconcert.errors import ColumnError, ConfigError, TooLittleError


def shared(*rows: tuple[str, str | None]) -> pl.DataFrame:
    schema = {"userid": pl.String, "feature_shared": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def ends(edges: pl.DataFrame) -> list[str]:
    return ["".join(pair) for pair in edges.select("source", "target").iter_rows()]


def test_co_sharing_weighs_rare_features_more() -> None:
    # N = 3. x: df 3, idf ln(4/4) + 1 = 1; y: df 2, idf ln(4/3) + 1. a, b: (1, y); c: (1, 0)
    edges = coSharing(shared(*((user, "x") for user in "abc"), ("a", "y"), ("b", "y")))
    y = log(4 / 3) + 1
    assert ends(edges) == ["ab", "ac", "bc"]
    expected = [1.0, 1 / sqrt(1 + y * y), 1 / sqrt(1 + y * y)]
    assert edges["weight"].to_list() == pytest.approx(expected, abs=1e-12)


def test_features_of_one_user_count_nothing() -> None:
    # z is dropped before the vectors are made: a and b are equal
    edges = coSharing(shared(("a", "x"), ("b", "x"), ("a", "z"), ("a", "z")))
    assert edges["weight"].to_list() == pytest.approx([1.0])


def test_repeated_rows_count_if_asked_for() -> None:
    # a has x twice, y once, b each once: idf 1 for both. cos = (2 + 1) / (sqrt 5 * sqrt 2)
    rows = shared(("a", "x"), ("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"))
    assert coSharing(rows)["weight"][0] == pytest.approx(1.0)
    assert coSharing(rows, binary=False)["weight"][0] == pytest.approx(3 / sqrt(10))
    # z twice by a alone stays then: idf z = ln(3/2) + 1, a: (1, 2 z), b: (1, 0)
    z = 2 * (log(3 / 2) + 1)
    rows = shared(("a", "x"), ("b", "x"), ("a", "z"), ("a", "z"))
    found = coSharing(rows, binary=False)["weight"][0]
    assert found == pytest.approx(1 / sqrt(1 + z * z))


def test_users_of_one_feature_are_no_clique_when_corrected() -> None:
    # abcd share one viral thing, a and b another too: as published all 6 pairs, corrected one
    rows = shared(*((user, "viral") for user in "abcd"), ("a", "x"), ("b", "x"))
    assert coSharing(rows).height == 6
    assert ends(coSharing(rows, mode="corrected")) == ["ab"]
    assert coSharing(rows, mode="corrected", min_shared=1).height == 6


def test_users_of_few_posts_are_left_out_first() -> None:
    rows = shared(("a", "x"), ("a", "x"), ("b", "x"), ("b", None), ("c", "x"))
    rows = rows.with_columns(post_id=pl.Series(["1", "1", "2", "3", "4"]))
    # a has one post in two rows, b two (one without a feature), c one
    assert coSharing(rows, min_posts=2).is_empty()
    assert coSharing(rows).height == 3


def test_co_retweet_keeps_self_loops_as_published() -> None:
    rows = pl.DataFrame({"userid": list("aabbc"), "retweet_tweetid": ["1", "2", "1", "2", "1"]})
    published = coRetweet(rows, min_retweets=2)
    assert ends(published) == ["aa", "ab", "bb"]
    assert published["weight"].to_list() == pytest.approx([1.0] * 3)
    assert ends(coRetweet(rows, min_retweets=2, mode="corrected")) == ["ab"]
    assert coRetweet(rows).is_empty()


def test_retweets_count_by_row_and_posts_that_are_none_do_not() -> None:
    rows = pl.DataFrame({"userid": list("aaabb"), "retweet_tweetid": ["1", "1", None, "1", "1"]})
    assert ends(coRetweet(rows, min_retweets=2)) == ["aa", "ab", "bb"]
    assert coRetweet(rows, min_retweets=3).is_empty()


URLS = pl.DataFrame(
    {"userid": ["a", "b"], "urls": [["http://x", "http://y,z"], ["http://x", "http://y,z"]]}
)


def test_the_two_parts_of_the_data_are_read_differently_as_published() -> None:
    # treated: "http://x", " http://y", "z"; control: "http://x", "http://y.z": x alone is common
    treated = URLS.with_columns(userid=pl.Series(["p", "q"]))
    published = coURL(URLS, treated)
    across = published.filter((pl.col("source") == "a") & (pl.col("target") == "p"))
    # N 4; x: df 4, idf 1; the others df 2, idf ln(5/3) + 1: a (1, r), p (1, r, r)
    r = log(5 / 3) + 1
    expected = 1 / (sqrt(1 + r * r) * sqrt(1 + 2 * r * r))
    assert across["weight"][0] == pytest.approx(expected)
    corrected = coURL(URLS, treated, mode="corrected")
    assert corrected["weight"].to_list() == pytest.approx([1.0] * 6)


def test_urls_as_text_are_read_as_in_the_archive() -> None:
    flat = pl.DataFrame({"userid": ["a", "b"], "urls": ["http://x", "http://x"]})
    assert (
        ends(coURL(flat, flat.with_columns(userid=pl.Series(["c", "d"])), mode="corrected")) == []
    )
    assert coURL(flat, mode="corrected", min_shared=1).height == 1
    assert coURL(flat, flat).height == 3


def retweets(*rows: tuple[str, str, float, float]) -> pl.DataFrame:
    columns = ["userid", "retweet_userid", "tweet_timestamp", "retweet_timestamp"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_fast_retweets_are_fast_in_days_too() -> None:
    # a day and 5 s later is not fast, nor is 5 s before (86,395 s to .dt.seconds); 0 and 10 are
    slow = [("c", "z", 86_405.0, 0.0), ("c", "z", 86_405.0, 0.0), ("d", "z", 0.0, 5.0)] * 2
    fast = [("a", "z", 0.0, 0.0), ("a", "z", 10.0, 0.0), ("b", "z", 5.0, 0.0), ("b", "z", 6.0, 0.0)]
    assert ends(fastRetweet(retweets(*slow, *fast), min_shared=1)) == ["ab"]
    assert fastRetweet(retweets(*fast), 9, min_shared=1).is_empty()


def test_fast_retweets_count_by_author() -> None:
    # idf 1 for z (both), ln(3/2) + 1 for y (a alone, which stays). a: z 2, y 2; b: z 3
    y = log(3 / 2) + 1
    rows = [("a", "z", 1.0, 0.0)] * 2 + [("a", "y", 1.0, 0.0)] * 2 + [("b", "z", 1.0, 0.0)] * 3
    found = fastRetweet(retweets(*rows), min_shared=1)
    assert found["weight"][0] == pytest.approx(2 / sqrt(4 + 4 * y * y))


def test_times_are_read_from_ids() -> None:
    # an id holds milliseconds above its lowest 22 bits
    rows = [(user, "z", (seconds * 1000) << 22, 0) for user in "ab" for seconds in (3, 4)]
    table = pl.DataFrame(
        rows, schema=["userid", "retweet_userid", "tweetid", "retweet_tweetid"], orient="row"
    )
    assert ends(fastRetweet(table, min_shared=1)) == ["ab"]
    with pytest.raises(ColumnError, match="ids that are no numbers"):
        fastRetweet(table.with_columns(tweetid=pl.lit("t")))


def test_hashtag_sequences_are_ordered_and_long() -> None:
    text = ["#a x #b", "#a #b y", "#b #a", "#a #b", "#a"]
    rows = pl.DataFrame(
        {"userid": list("pqrst"), "tweet_text": text, "retweet_tweetid": [None] * 3 + ["9", None]},
    )
    assert ends(hashtagSeq(rows, 2, min_shared=1)) == ["pq"]
    # a tag with __ is one tag: as published it would have counted as two
    tags = pl.DataFrame({"userid": ["p", "q"], "hashtags": [["a__b"], ["a__b"]]})
    assert hashtagSeq(tags, 2, min_shared=1).is_empty()
    kinds = tags.with_columns(kind=pl.lit("repost"))
    assert hashtagSeq(kinds, 1, min_shared=1).is_empty()
    assert hashtagSeq(tags, 1, min_shared=1).height == 1


@pytest.mark.parametrize("network", [fastRetweet, hashtagSeq])
def test_what_does_not_run_has_no_published_mode(network) -> None:
    with pytest.raises(ConfigError, match="the public code does not run"):
        network(pl.DataFrame(), mode="as_published")


def edges(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["source", "target", "weight"], orient="row")


def test_the_fused_network_takes_the_highest_weight() -> None:
    one, two = edges(("a", "b", 0.2), ("a", "a", 1.0)), edges(("a", "b", 0.5), ("b", "c", 0.1))
    assert mergeNetworks([one, two]).rows() == [("a", "b", 0.5), ("b", "c", 0.1)]
    assert mergeNetworks([one, two], weighted=False)["weight"].to_list() == [1.0, 1.0]


def test_pairs_the_other_way_round_are_not_joined_as_published() -> None:
    # (a, b) 0.9 and (b, a) 0.2: the one that comes last in order, (b, a), wins
    both = [edges(("a", "b", 0.9)), edges(("b", "a", 0.2))]
    assert mergeNetworks(both).rows() == [("a", "b", 0.2)]
    assert mergeNetworks(both, mode="corrected").rows() == [("a", "b", 0.9)]


def test_the_centre_of_a_star_is_central() -> None:
    # the star of n leaves: 1 / sqrt 2 in the centre, 1 / sqrt (2 n) at the leaves
    star = edges(("m", "a", 0.1), ("m", "b", 9.0), ("c", "m", 1.0), ("m", "m", 1.0))
    found = computeCentrality(star, tol=1e-12)
    assert found["userid"].to_list() == list("abcm")
    expected = [1 / sqrt(6)] * 3 + [1 / sqrt(2)]
    assert found["eigenvectorCentr"].to_list() == pytest.approx(expected, abs=1e-9)


def test_centrality_lies_on_one_component_unless_computed_for_each() -> None:
    two = edges(("a", "b", 1), ("a", "c", 1), ("b", "c", 1), ("x", "y", 1))
    whole = dict(computeCentrality(two, tol=1e-12).iter_rows())
    assert whole["x"] < 1e-3
    each = dict(computeCentrality(two, per_component=True).iter_rows())
    assert each["x"] == pytest.approx(1 / sqrt(2), abs=1e-5)
    assert each["a"] == pytest.approx(1 / sqrt(3), abs=1e-5)


def test_pruning_keeps_edges_between_central_users() -> None:
    two = edges(("a", "b", 1), ("a", "c", 1), ("b", "c", 1), ("x", "y", 1))
    known = computeCentrality(two, tol=1e-12)
    assert ends(pruneNodes(two, known)) == ["ab", "ac", "bc"]
    assert pruneNodes(two, known, threshold=0).height == 4
    assert ends(pruneNodes(two, percentile=50)) == []
    assert to_networkx(pruneNodes(two, known)).number_of_nodes() == 3


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: coSharing(pl.DataFrame({"userid": ["a"]})), ColumnError, "'feature_shared' or"),
        (lambda: coSharing(shared((None, "x"))), ColumnError, "1 of 1 rows have no account_id"),
        (lambda: coSharing(shared(("a", "x")), mode="best"), ConfigError, "mode = 'best'"),
        (lambda: fastRetweet(retweets(), -1), ConfigError, "timeInterval = -1"),
        (lambda: mergeNetworks([]), TooLittleError, "no networks"),
        (lambda: computeCentrality(edges(("a", "b", 1), ("b", "c", 1)), max_iter=1), ConfigError,
         "no end after max_iter = 1 rounds for 3 users"),
        (lambda: pruneNodes(edges(), threshold=1, percentile=1), ConfigError, "not both"),
        (lambda: pruneNodes(edges(("a", "b", 1)), percentile=101), ConfigError, "from 0 to 100"),
        (
            lambda: coSharing(shared(*((user, "x") for user in "abc")), max_products=8),
            ConfigError,
            "9 products of two accounts",
        ),
    ],
)  # fmt: skip
def test_messages(call, error, message) -> None:
    with pytest.raises(error, match=message):
        call()


def test_no_rows_no_edges() -> None:
    assert coSharing(shared()).is_empty()
    assert coSharing(shared(("a", "x"))).is_empty()
    assert computeCentrality(edges().cast({"source": pl.String, "target": pl.String})).is_empty()


@settings(max_examples=30, deadline=None)
@given(
    pairs=st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), min_size=1, max_size=12
    )
)
def test_centrality_equals_that_of_networkx(pairs) -> None:
    graph = nx.Graph([pair for pair in pairs if pair[0] != pair[1]])
    if graph.number_of_nodes():
        found = dict(computeCentrality(edges(*((*pair, 1.0) for pair in pairs))).iter_rows())
        assert found == pytest.approx(nx.eigenvector_centrality(graph, max_iter=500), abs=1e-12)
