"""Directed graphs on posts small enough to count by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inconcert.errors import ConfigError
from inconcert.networks.interactions import interaction_acts, interaction_graph, interaction_notes


def test_reposts_count_posts_and_delays_after_originals(make_posts):
    posts = make_posts(
        {"account_id": "star", "at": 0},
        {"account_id": "star", "at": 100},
        {"account_id": "a", "kind": "repost", "repost_of_post": "0", "at": 30},
        {"account_id": "a", "kind": "repost", "repost_of_post": "1", "at": 110},
        {"account_id": "a", "kind": "repost", "repost_of_post": "gone", "at": 500,
         "repost_of_account": "star"},
    )  # fmt: skip
    edge = interaction_graph(posts, "repost").row(0, named=True)
    # Three reposts; the delays 30 and 10 are known: median 20.
    assert (edge["source"], edge["target"], edge["weight"]) == ("a", "star", 3.0)
    assert edge["delay_median_s"] == 20.0
    assert edge["last"] - edge["first"] == timedelta(seconds=470)


def test_the_author_of_the_target_post_goes_before_a_name_in_the_post(make_posts):
    posts = make_posts(
        {"account_id": "id-7"},
        {"account_id": "a", "kind": "reply", "reply_to_post": "0", "reply_to_account": "handle"},
    )
    assert interaction_graph(posts, "reply").select("source", "target").rows() == [("a", "id-7")]


def test_a_target_nobody_knows_is_counted_not_lost(make_posts):
    posts = make_posts(
        {"account_id": "a", "kind": "repost", "repost_of_post": "gone"},
        {"account_id": "a", "kind": "repost"},
        {"account_id": "a", "kind": "quote", "quote_of_post": "gone"},
        {"account_id": "a", "kind": "reply", "reply_to_account": "a"},
    )
    assert interaction_graph(posts, "repost").height == 0
    assert interaction_acts(posts, "repost").height == 2
    assert interaction_notes(posts) == (
        "2 reposts name no account and no post that is in the dataset: "
        "no edge in the repost graph.",
        "1 replies of an account's own: no edge in the reply graph.",
        "1 quotes name no account and no post that is in the dataset: no edge in the quote graph.",
    )
    assert interaction_notes(posts, ["mention"]) == ()


def test_a_post_mentions_an_account_once_and_a_repost_nobody(make_posts):
    posts = make_posts(
        {"account_id": "a", "mentions": ["b", "b", "c"]},
        {"account_id": "a", "kind": "repost", "repost_of_account": "d", "mentions": ["b"]},
        {"account_id": "a", "mentions": ["b"]},
    )
    edges = interaction_graph(posts, "mention")
    assert edges.select("target", "weight", "delay_median_s").rows() == [
        ("b", 2.0, None),
        ("c", 1.0, None),
    ]


def test_a_quote_that_also_replies_is_in_both_graphs(make_posts):
    posts = make_posts(
        {"account_id": "a", "kind": "quote", "quote_of_account": "x", "reply_to_account": "y"}
    )
    assert interaction_graph(posts, "quote")["target"].to_list() == ["x"]
    assert interaction_graph(posts, "reply")["target"].to_list() == ["y"]


def test_another_kind_is_refused(make_posts):
    with pytest.raises(ConfigError, match=r"kind = 'quotes': did you mean 'quote'\?"):
        interaction_graph(make_posts({"account_id": "a"}), "quotes")
