"""Groups that keep reposting the same accounts, or the same objects, counted by hand."""

from __future__ import annotations

import pytest

from inconcert.errors import ConfigError
from inconcert.networks.actions import actions
from inconcert.networks.amplification import amplification_clusters
from inconcert.schemas import AmplificationClusters, Posts, empty


def repost(account, post=None, **more):
    return {"account_id": account, "kind": "repost", "repost_of_post": post, **more}


def ring(members, target, times=3, start=0):
    """Return reposts of an account's posts: each member each post, ten seconds after."""
    originals = [
        {"account_id": target, "post_id": f"{target}{n}", "at": start + 100 * n}
        for n in range(times)
    ]
    reposts = [
        repost(member, f"{target}{n}", post_id=f"{member}-{target}{n}", at=start + 100 * n + 10)
        for member in members
        for n in range(times)
    ]
    return [*originals, *reposts]


def test_a_group_that_reposts_one_account_is_a_cluster(make_posts):
    extra = [repost("a", "gone", repost_of_account="other")]
    found = amplification_clusters(make_posts(*ring("abc", "star"), *extra))
    row = found.row(0, named=True)
    assert (row["cluster_id"], row["rank"], row["accounts"]) == ("A0001", 1, 3)
    assert row["members"] == ["a", "b", "c"]
    assert (row["targets"], row["target_kind"]) == (["star"], "account")
    # 3 members x 3 reposts of star, of 10 reposts in all.
    assert (row["reposts"], row["share_of_reposts"]) == (9, 0.9)
    assert (row["delay_median_s"], row["delay_basis"]) == (10.0, "original")
    # From the first repost (10 s) to the last (210 s).
    assert (row["last"] - row["first"]).total_seconds() == 200


def test_two_reposts_or_a_small_share_are_not_keeping_at_it(make_posts):
    assert amplification_clusters(make_posts(*ring("abc", "star", times=2))).height == 0
    # c reposts star 3 times, and 28 other accounts once: 3 / 31 < 0.1. Two amplifiers are left.
    spread = [repost("c", f"gone{n}", repost_of_account=f"other{n}") for n in range(28)]
    posts = make_posts(*ring("abc", "star"), *spread)
    assert amplification_clusters(posts).height == 0
    assert amplification_clusters(posts, min_share=3 / 31)["accounts"].to_list() == [3]
    assert amplification_clusters(posts, min_size=2)["members"].to_list() == [["a", "b"]]


def test_clusters_rank_by_reposts_then_by_smallest_member(make_posts):
    posts = make_posts(
        *ring("xyz", "moon"), *ring("abc", "star", start=5), *ring("mno", "sun", times=5)
    )
    found = amplification_clusters(posts)
    assert found["cluster_id"].to_list() == ["A0001", "A0002", "A0003"]
    assert found["targets"].to_list() == [["sun"], ["star"], ["moon"]]


def test_a_named_account_serves_where_the_post_is_not_there(make_posts):
    posts = make_posts(
        *(
            repost(member, f"gone{n}", repost_of_account="star", at=60 * n + delay)
            for delay, member in enumerate("abc")
            for n in range(3)
        )
    )
    row = amplification_clusters(posts).row(0, named=True)
    assert (row["targets"], row["delay_basis"]) == (["star"], "first_repost")
    # On each object the first repost is a's; b follows after 1 s, c after 2: median 1.5.
    assert row["delay_median_s"] == 1.5


def test_reposting_oneself_is_no_amplification_but_counts_in_the_share(make_posts):
    posts = make_posts(*ring("abc", "a"))
    assert amplification_clusters(posts).height == 0
    row = amplification_clusters(make_posts(*ring("abcd", "a")), min_size=3).row(0, named=True)
    assert row["members"] == ["b", "c", "d"]


def test_without_named_accounts_objects_make_the_clusters(make_posts):
    shared = [
        repost(member, f"p{n}", at=60 * n + at) for at, member in enumerate("abc") for n in range(4)
    ]
    loner = [repost("z", f"own{n}") for n in range(5)]
    found = amplification_clusters(make_posts(*shared, *loner))
    row = found.row(0, named=True)
    assert found.height == 1
    assert (row["members"], row["target_kind"]) == (["a", "b", "c"], "object")
    assert row["targets"] == ["p0", "p1", "p2", "p3"]
    assert (row["reposts"], row["share_of_reposts"]) == (12, 1.0)


def test_identical_text_serves_where_the_source_names_nothing(make_posts):
    texts = [
        f"Nobody will ever tell you this truth, number {word}" for word in ("one", "two", "six")
    ]
    posts = make_posts(
        *(repost(member, text=text, at=at) for at, text in enumerate(texts) for member in "abc")
    )
    row = amplification_clusters(posts).row(0, named=True)
    assert row["accounts"] == 3
    assert all(target.startswith("text:") for target in row["targets"])
    # All act in the same second: the second and the third repost of each come 0 s after the first.
    assert (row["delay_median_s"], row["delay_basis"]) == (0.0, "first_repost")


def test_an_account_is_in_one_cluster_only(make_posts):
    by_account = ring("abc", "star")
    by_object = [repost(member, f"p{n}") for member in "abcxyz" for n in range(3)]
    found = amplification_clusters(make_posts(*by_account, *by_object))
    members = [name for names in found["members"].to_list() for name in names]
    assert len(members) == len(set(members))
    kinds = dict(zip(found["target_kind"].to_list(), found["members"].to_list(), strict=True))
    assert kinds == {"account": ["a", "b", "c"], "object": ["x", "y", "z"]}


def test_ready_made_actions_and_the_order_of_rows_change_nothing(make_posts):
    posts = make_posts(*ring("abc", "star"), *ring("abx", "moon", start=7), *ring("mno", "sun"))
    expected = amplification_clusters(posts)
    AmplificationClusters.validate(expected)
    assert amplification_clusters(posts, repost_actions=actions(posts)).equals(expected)
    shuffled = posts.sample(fraction=1, shuffle=True, seed=3)
    assert amplification_clusters(shuffled).equals(expected)


def test_no_posts_no_clusters_and_wrong_settings_are_refused():
    assert amplification_clusters(empty(Posts)).height == 0
    with pytest.raises(ConfigError, match=r"min_share = 1\.5\.\nGive the first two as 1 or more"):
        amplification_clusters(empty(Posts), min_share=1.5)
