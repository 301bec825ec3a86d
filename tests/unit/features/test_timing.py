"""Timing features, each with its arithmetic."""

import math

import polars as pl
import pytest

from inconcert.features.timing import gaps, reposts_with_delay, timing_features

HOUR = 3_600


def row(table: pl.DataFrame, account: str = "a") -> dict:
    return table.row(by_predicate=pl.col("account_id") == account, named=True)


def at(*seconds: float, account: str = "a") -> list[dict]:
    return [{"account_id": account, "at": second} for second in seconds]


def repost(account: str, seconds: float, of: str, **more) -> dict:
    return {"account_id": account, "at": seconds, "kind": "repost", "repost_of_post": of, **more}


def test_gaps_do_not_cross_accounts(make_posts):
    posts = make_posts(*at(30, 0), *at(100, 101, account="b"))
    assert gaps(posts).sort("account_id").rows() == [("a", 30.0), ("b", 1.0)]


def test_gap_statistics(make_posts):
    # gaps 1 and 3: mean 2, median 2, sigma 1, CV 1/2, burstiness (1 - 2) / (1 + 2) = -1/3;
    # bins log2(2) = 1 and log2(4) = 2: two bins, one each: 1 bit
    found = row(timing_features(make_posts(*at(0, 1, 4))))
    assert (found["gap_median_s"], found["gap_mean_s"], found["gap_cv"]) == (2, 2, 0.5)
    assert found["burstiness"] == pytest.approx(-1 / 3)
    assert found["gap_entropy"] == 1


def test_a_clock_has_burstiness_minus_one(make_posts):
    found = row(timing_features(make_posts(*at(0, 60, 120, 180))))
    assert (found["burstiness"], found["gap_entropy"]) == (-1, 0)


def test_one_post_has_no_gap(make_posts):
    found = row(timing_features(make_posts(*at(0))))
    gap_features = ("gap_median_s", "gap_mean_s", "gap_cv", "burstiness", "gap_entropy")
    assert [found[name] for name in gap_features] == [None] * 5


def test_two_posts_have_a_gap_without_spread(make_posts):
    found = row(timing_features(make_posts(*at(0, 10))))
    assert (found["gap_mean_s"], found["gap_entropy"]) == (10, 0)
    assert (found["gap_cv"], found["burstiness"]) == (None, None)


def test_posts_at_one_time_have_no_burstiness(make_posts):
    found = row(timing_features(make_posts(*at(5, 5, 5))))
    assert (found["gap_mean_s"], found["burstiness"]) == (0, None)


def test_hours_of_the_week(make_posts):
    # Monday 0 h, 1 h, and Tuesday 0 h twice: shares 1/4, 1/4, 1/2: 1.5 bits, peak 1/2
    found = row(timing_features(make_posts(*at(0, HOUR, 24 * HOUR, 24 * HOUR + 59))))
    assert found["hour_of_week_entropy"] == pytest.approx(1.5)
    assert found["peak_hour_share"] == 0.5


def test_an_hour_comes_again_after_a_week(make_posts):
    found = row(timing_features(make_posts(*at(0, 168 * HOUR))))
    assert (found["hour_of_week_entropy"], found["peak_hour_share"]) == (0, 1)


def test_distance_to_the_dataset(make_posts):
    # a posts in hour 0, b in hour 1, so p = (1, 0), q = (1/2, 1/2), m = (3/4, 1/4):
    # JS = [1 log2(4/3)] / 2 + [1/2 log2(2/3) + 1/2 log2(2)] / 2 = 0.31128
    found = timing_features(make_posts(*at(0), *at(HOUR, account="b")))
    js = math.log2(4 / 3) / 2 + (math.log2(2 / 3) + 1) / 4
    assert row(found)["hour_of_week_distance"] == pytest.approx(math.sqrt(js))
    assert row(found, "b")["hour_of_week_distance"] == pytest.approx(math.sqrt(js))


def test_one_account_is_at_no_distance_from_itself(make_posts):
    found = row(timing_features(make_posts(*at(0, HOUR))))
    assert found["hour_of_week_distance"] == pytest.approx(0, abs=1e-7)


def test_days_say_nothing_of_hours(make_posts):
    found = row(timing_features(make_posts({"account_id": "a", "time_precision": "day"})))
    assert (found["hour_of_week_entropy"], found["peak_hour_share"]) == (None, None)


def test_delay_counts_from_the_original(make_posts):
    # the original is p000 at 0; a reposts it after 5 s, b after 30 s and after 90 s
    posts = make_posts(
        *at(0, account="o"),
        repost("a", 5, "p000"),
        repost("b", 30, "p000"),
        repost("b", 90, "p000"),
    )
    table = timing_features(posts)
    a, b = row(table), row(table, "b")
    assert (a["reaction_delay_median_s"], a["reaction_under_10s_share"]) == (5, 1)
    assert (b["reaction_delay_median_s"], b["reaction_under_60s_share"]) == (60, 0.5)
    assert b["reaction_under_10s_share"] == 0
    assert row(table, "o")["reaction_delay_median_s"] is None


def test_delay_counts_from_the_first_repost_of_another(make_posts):
    # the original is not there; a is first, its own second repost is no reaction; b comes 20 s on
    posts = make_posts(repost("a", 0, "gone"), repost("b", 20, "gone"), repost("a", 50, "gone"))
    assert reposts_with_delay(posts).select("account_id", "delay_s").rows() == [("b", 20.0)]


def test_reposts_of_oneself_and_of_the_future_have_no_delay(make_posts):
    posts = make_posts(*at(100, account="a"), repost("a", 200, "p000"), repost("b", 50, "p000"))
    assert reposts_with_delay(posts).is_empty()


def test_minutes_cannot_tell_ten_seconds(make_posts):
    coarse = {"time_precision": "minute"}
    posts = make_posts(repost("b", 0, "gone", **coarse), repost("a", 0, "gone", **coarse))
    # one of the two is first (by post id), the other follows within the same minute
    found = row(timing_features(posts))
    assert (found["reaction_under_10s_share"], found["reaction_under_60s_share"]) == (None, 1)


def test_given_actions_are_used(make_posts):
    posts = make_posts(repost("a", 0, "gone"), repost("b", 20, "gone"))
    from inconcert.networks.actions import actions

    again = timing_features(posts, actions=actions(posts)).sort("account_id")
    assert again.equals(timing_features(posts).sort("account_id"))
