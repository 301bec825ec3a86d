"""Each statistic of realism against values worked out by hand."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert.evaluation.realism import activity, cascades, coaction, content, timing
from inconcert.evaluation.realism.catalogue import STATISTICS
from inconcert.evaluation.realism.comparison import measure
from inconcert.evaluation.realism.sight import (
    Absent,
    Sight,
    seen_like,
    watched,
)
from inconcert.schemas import Posts, empty

MONDAY = datetime(2026, 1, 19, tzinfo=UTC)


def post(number: int, account: str, seconds: float = 0.0, **columns: Any) -> dict[str, Any]:
    return {
        "post_id": f"p{number:04}",
        "account_id": account,
        "created_at": MONDAY + timedelta(seconds=seconds),
        "time_precision": "second",
        "kind": "post",
        **columns,
    }


def table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = empty(Posts).schema
    lists = {name for name, dtype in schema.items() if isinstance(dtype, pl.List)}
    full = [{name: row.get(name, [] if name in lists else None) for name in schema} for row in rows]
    return Posts.validate(pl.DataFrame(full, schema=schema))


def sight(rows: list[dict[str, Any]], timezone: str = "UTC") -> Sight:
    return Sight(table(rows), timezone=timezone)


def by_counts(*counts: int) -> Sight:
    """Accounts that post so often, an hour apart."""
    accounts = [f"a{i:03}" for i, count in enumerate(counts) for _ in range(count)]
    return sight([post(n, account, 3_600.0 * n) for n, account in enumerate(accounts)])


def reposts(*objects: str, every: float = 10.0) -> list[dict[str, Any]]:
    """One repost of each named post, each by an account of its own."""
    return [
        post(n, f"r{n}", every * n, kind="repost", repost_of_post=of, repost_of_account=f"@{of}")
        for n, of in enumerate(objects)
    ]


def test_posts_of_each_account_ascending():
    assert activity.posts_per_account(by_counts(3, 1, 2)).tolist() == [1, 2, 3]


def test_gini_by_hand():
    # x = 1, 1, 4: n = 3, sum 6; (2*1-4)*1 + (2*2-4)*1 + (2*3-4)*4 = -2 + 0 + 8 = 6; 6 / (3*6) = 1/3
    assert activity.gini(by_counts(1, 4, 1)) == pytest.approx(1 / 3)
    assert activity.gini(by_counts(2, 2, 2)) == 0.0


def test_the_busiest_two_in_a_hundred_are_at_least_one_account():
    # three accounts, so one: 4 of 6 posts
    assert activity.top_share(by_counts(1, 4, 1)) == pytest.approx(4 / 6)
    # a hundred accounts: two of them; 5 + 3 of 98 + 8 = 106 posts
    assert activity.top_share(by_counts(*[1] * 98, 5, 3)) == pytest.approx(8 / 106)


def test_hill_by_hand():
    # 200 accounts: the busiest ten; nine post twice, one eight times, the eleventh once:
    # (9 ln 2 + ln 8) / 10 = 12 ln 2 / 10
    counts = [1] * 190 + [2] * 9 + [8]
    assert activity.tail_index(by_counts(*counts)) == pytest.approx(1.2 * math.log(2))
    assert activity.tail_index(by_counts(1, 2)) == Absent(
        "the busiest 5 % are fewer than 10 accounts"
    )


def test_share_of_accounts_that_post_once():
    assert activity.single_share(by_counts(1, 1, 1, 5)) == 0.75


def test_gaps_are_within_accounts():
    # 101 posts of one account an hour apart, and one of another amid them: 100 gaps of 3,600 s
    rows = [post(n, "a", 3_600.0 * n) for n in range(101)] + [post(200, "b", 5.0)]
    found = timing.gaps(sight(rows))
    assert found.tolist() == [3_600.0] * 100
    assert timing.gaps(by_counts(3, 3)) == Absent("fewer than 100 gaps")


def test_burstiness_by_hand():
    # regular: r = 0, n = 5: (0 - 2) / (0 + 2) = -1
    # gaps 1, 1, 1, 9: mean 3, variance (4+4+4+36)/4 = 12, r = sqrt(12)/3 = 1.1547;
    # (sqrt 6 r - 2) / ((sqrt 6 - 2) r + 2) = (2.82843 - 2) / (0.51899 + 2) = 0.32888
    regular = [post(10 * a + n, f"a{a}", 60.0 * n) for a in range(19) for n in range(5)]
    bursty = [post(900 + n, "z", at) for n, at in enumerate([0, 1, 2, 3, 12])]
    found = timing.burstiness(sight(regular + bursty))
    assert found[:19] == pytest.approx([-1.0] * 19)
    assert found[19] == pytest.approx(0.32888, abs=1e-4)
    assert timing.burstiness(sight(regular)) == Absent("fewer than 20 accounts post 5 times")


def test_hours_and_weekdays_are_those_of_the_place():
    # 16 h UTC is 1 h of the next day in Tokyo: Monday becomes Tuesday; 14 days in all
    rows = [post(n, "a", 86_400.0 * n + 16 * 3_600) for n in range(14)]
    found = timing.hour_profile(sight(rows, "Asia/Tokyo"))
    assert found[1] == 1.0
    assert found.sum() == 1.0
    assert timing.weekday_profile(sight(rows, "Asia/Tokyo")).tolist() == [1 / 7] * 7
    assert timing.weekday_profile(sight(rows[:13])) == Absent("fewer than 14 days")
    monday = timing.weekday_profile(sight([*rows, post(90, "b", 16 * 3_600)]))
    assert monday[0] == 3 / 15  # the first and the eighth day, and the one more
    assert timing.hour_profile(sight(rows[:6])) == Absent(
        "fewer than 7 days: hours say when it was collected"
    )


def test_shares_of_reposts_and_replies():
    rows = [post(0, "a"), post(1, "b", kind="repost", repost_of_post="p0000"), post(2, "c")]
    rows.append(post(3, "d", kind="reply", reply_to_account="a"))
    assert cascades.repost_share(sight(rows)) == 0.25
    assert cascades.reply_share(sight(rows)) == 0.25
    assert cascades.repost_share(sight(rows[:1])) == Absent("holds no reposts")
    assert cascades.reply_share(sight(rows[:1])) == Absent("tells no replies")


def test_reposts_of_accounts_that_are_not_here():
    # x posts, y does not: 75 of 100 reposts are of y
    rows = [*reposts(*(["x"] * 25), *(["y"] * 75)), post(900, "@x")]
    assert cascades.outside_share(sight(rows)) == 0.75


def test_delays_after_the_original_by_id_and_by_text():
    named = [post(n, f"r{n}", 30.0, kind="repost", repost_of_post="p0900") for n in range(60)]
    retold = [
        post(
            100 + n,
            f"r{n}",
            50.0,
            kind="repost",
            repost_of_account="star",
            text="RT @star: vote for peace",
        )
        for n in range(50)
    ]
    strange = [post(300, "s", 9.0, kind="repost", repost_of_account="star", text="another text")]
    originals = [post(900, "author", 10.0), post(901, "star", 20.0, text="Vote for  PEACE")]
    found = cascades.repost_delay(sight(named + retold + strange + originals))
    # 30 - 10 = 20 s sixty times, 50 - 20 = 30 s fifty times; the strange one has no original
    assert found.tolist() == [20.0] * 60 + [30.0] * 50
    few = cascades.repost_delay(sight(named[:5] + originals))
    assert few == Absent("fewer than 100 reposts whose original is here")


def test_a_repost_dated_before_its_original_counts_as_zero():
    rows = [post(n, f"r{n}", 30.0, kind="repost", repost_of_post="p0900") for n in range(100)]
    assert cascades.repost_delay(sight([*rows, post(900, "a", 40.0)])).max() == 0.0


def test_times_since_the_first_repost():
    # 101 reposts of x, ten seconds apart: 10, 20, ..., 1000 s after the first; y has only a first
    found = cascades.since_first(sight(reposts(*["x"] * 101, "y")))
    assert found.tolist() == [10.0 * n for n in range(1, 101)]


def test_sizes_of_cascades_and_reposts_received():
    rows = reposts(*["x"] * 60, *["y"] * 39, "z")
    assert cascades.cascade_size(sight(rows)).tolist() == [1, 39, 60]
    assert cascades.reposts_received(sight(rows)).tolist() == [1, 39, 60]
    assert cascades.cascade_size(sight(rows[:3])) == Absent("fewer than 100 reposts")
    assert cascades.cascade_size(sight([post(0, "a")])) == Absent("holds no reposts")


def test_depth_of_replies_and_conversations():
    # a chain of 101 replies below p0000, depths 1 to 101, and one to a post that is not here
    chain = [
        post(n, "a", n, kind="reply", reply_to_post=f"p{n - 1:04}", conversation_id="p0000")
        for n in range(1, 102)
    ]
    rows = [post(0, "a", conversation_id="p0000"), *chain]
    rows.append(post(900, "b", kind="reply", reply_to_post="gone", conversation_id="gone"))
    assert cascades.reply_depth(sight(rows)).tolist() == list(range(1, 102))
    assert cascades.conversation_size(sight(rows)).tolist() == [1, 102]
    assert cascades.reply_depth(sight(rows[:9])) == Absent("few replies whose target is here")


def test_replies_in_a_circle_end():
    rows = [post(n, "a", kind="reply", reply_to_post=f"p{(n + 1) % 100:04}") for n in range(100)]
    assert len(cascades.reply_depth(sight(rows))) == 100


def test_hashtags_and_urls():
    rows = [
        post(n, "a", hashtags=["Peace", "ＰＥＡＣＥ"], urls=["https://a.example/"])
        for n in range(60)
    ]
    rows += [post(100 + n, "a", hashtags=["war"]) for n in range(40)]
    rows += [post(300, "a"), post(301, "a", hashtags=["one"])]
    rows += [post(400, "b", kind="repost", repost_of_post="p0000", hashtags=["peace"])]
    # 102 own posts: 101 with a hashtag, 60 with a url; both spellings of peace are one, a post once
    assert content.hashtag_share(sight(rows)) == 101 / 102
    assert content.url_share(sight(rows)) == 60 / 102
    assert content.hashtag_uses(sight(rows)).tolist() == [1, 40, 60]
    assert content.url_uses(sight(rows)) == Absent("fewer than 100 uses")
    assert content.url_share(sight(rows[-2:-1])) == Absent("holds no urls")


def test_lengths_of_texts_by_language():
    rows = [post(n, "a", text="@b こんにちは https://a.example/x", lang="ja") for n in range(100)]
    rows += [post(200 + n, "a", text="hello", lang="en") for n in range(99)]
    rows += [post(400, "a", text="https://a.example/x", lang="ja")]
    found = content.text_length(sight(rows))
    # こんにちは: five characters; English has too few texts, a bare link none
    assert list(found) == ["ja"]
    assert found["ja"].tolist() == [5.0] * 100


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def different_text(number: int) -> str:
    rng = np.random.default_rng(number)
    return "".join(rng.choice(list(LETTERS), 40))


def test_exact_and_near_duplicates():
    texts = [different_text(n) for n in range(90)]
    texts += ["the polls close at eight, go and vote, friends"] * 6
    texts += ["the polls close at eight, go and vote, friend"] * 1
    texts += ["no war, no hunger, bread for everybody now"] * 3
    # exact: 6 + 3 of 100; near: the one without its last letter too
    found = sight([post(n, f"a{n}", text=text) for n, text in enumerate(texts)])
    assert content.exact_duplicates(found) == 0.09
    assert content.near_duplicates(found) == 0.10


def test_duplicates_need_texts():
    assert content.exact_duplicates(by_counts(5)) == Absent("fewer than 100 texts")
    assert content.near_duplicates(by_counts(5)) == Absent("fewer than 100 texts")


def squares() -> list[dict[str, Any]]:
    """Fifty things, each reposted by two accounts 30 s apart, and once more an hour later."""
    rows = []
    for thing in range(50):
        for place, (who, at) in enumerate([("x", 0), ("y", 30), ("z", 3_600)]):
            number = 10 * thing + place
            row = post(number, f"{who}{thing}", at, kind="repost", repost_of_post=f"t{thing}")
            rows.append(row)
    return rows


def test_degrees_and_clustering_of_the_co_action_network():
    found = sight(squares())
    within = coaction.degree(found, layer="repost", window_seconds=60.0)
    ever = coaction.degree(found, layer="repost", window_seconds=None)
    # within 60 s x and y of each thing meet, z nobody; at any time all three meet
    assert within.tolist() == [0.0] * 50 + [1.0] * 100
    assert ever.tolist() == [2.0] * 150
    # fifty triangles: every neighbourhood is closed; within 60 s nobody has two neighbours
    assert coaction.clustering(found, layer="repost", window_seconds=None) == 1.0
    assert coaction.clustering(found, layer="repost", window_seconds=60.0) == Absent(
        "no account has two neighbours"
    )


def test_clustering_of_an_open_and_a_closed_neighbourhood():
    # hub meets 99 others one by one, of whom a and b meet each other too.
    # C(hub) = 1 / (99 * 98 / 2) = 1 / 4851; C(a) = C(b) = 1; the others have one neighbour
    rows = []
    for n in range(99):
        rows += [post(10 * n, "hub", urls=[f"u{n}"]), post(10 * n + 1, f"o{n:02}", urls=[f"u{n}"])]
    rows += [post(5, "o00", urls=["ab"]), post(6, "o01", urls=["ab"])]
    found = coaction.clustering(sight(rows), layer="url", window_seconds=None)
    assert found == pytest.approx((1 / 4851 + 1 + 1) / 3)


def test_things_of_each_account_and_pairs_with_two():
    rows = [*squares(), post(900, "x0", kind="repost", repost_of_post="t1")]
    rows += [post(901, "x1", kind="repost", repost_of_post="t0")]
    found = sight(rows)
    # x0 and x1 have two things, all others one
    counts = coaction.objects_per_account(found, layer="repost")
    assert counts.tolist() == [1.0] * 148 + [2.0] * 2
    # 150 pairs of three in fifty things; x0 joins y1, z1, x1, and x1 joins y0, z0, x0:
    # 150 + 2 + 2 + 1 = 155 pairs, of which x0-x1 alone shares both t0 and t1
    assert coaction.two_things(found, layer="repost") == pytest.approx(1 / 155)


def test_too_few_acts_have_a_reason():
    found = sight(squares()[:3])
    few = partial(coaction.degree, layer="repost", window_seconds=None)
    assert few(found) == Absent("fewer than 100 acts on a repost")
    assert coaction.objects_per_account(found, layer="url") == Absent(
        "fewer than 100 acts on a url"
    )
    assert coaction.two_things(found, layer="repost") == Absent(
        "fewer than 100 pairs that share a repost"
    )
    assert few(by_counts(3)) == Absent("holds no reposts")


def test_through_the_eyes_of_a_collection():
    ours = table(
        [
            post(0, "a", text="x", lang="en", hashtags=["t"]),
            post(1, "b", kind="repost", repost_of_post="p0000", text="x"),
        ]
    )
    theirs = table([post(5, "z", text="y")])
    seen = seen_like(ours, theirs, unseen_kinds=("repost",))
    assert seen["post_id"].to_list() == ["p0000"]
    assert seen.select("text", "lang", "hashtags").row(0) == ("x", None, [])


def test_watched_hours():
    posts = table([post(n, "a", 60.0 * n) for n in range(10)])
    kept = watched(
        posts, [(MONDAY, MONDAY), (MONDAY + timedelta(minutes=8), MONDAY.replace(year=2027))]
    )
    assert kept["post_id"].to_list() == ["p0000", "p0008", "p0009"]


def test_no_posts_and_withheld_statistics_are_absent():
    nothing = measure(Sight(empty(Posts)))
    assert set(nothing) == {each.name for each in STATISTICS}
    assert set(nothing.values()) == {Absent("no posts")}
    held = Sight(by_counts(2, 1).posts, withheld={"gini": "chosen people"})
    assert measure(held)["gini"] == Absent("chosen people")


def test_names_of_statistics_are_unique():
    assert len({each.name for each in STATISTICS}) == len(STATISTICS) >= 14


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(seed):
    rows = squares() + [
        post(
            1_000 + n,
            f"w{n % 30}",
            977.0 * n,
            text=different_text(n % 110),
            lang="en",
            hashtags=[f"h{n % 7}"],
            urls=[f"u{n % 40}"],
        )
        for n in range(150)
    ]
    straight = measure(sight(rows))
    shuffled = measure(Sight(table(rows).sample(fraction=1.0, shuffle=True, seed=seed)))
    for name, value in straight.items():
        np.testing.assert_equal(shuffled[name], value, err_msg=name)
