"""The background: rhythm, tails, delays, texts, languages, and organic co-reposting."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate


@pytest.fixture(scope="module")
def world() -> World:
    return simulate(Scenario(population=Population(accounts=1500)), seed=7)


def test_kinds_have_their_shares(world):
    shares = dict(world.posts["kind"].value_counts(normalize=True).rows())
    # asked: 0.45, 0.2 and 0.04 of all; heavy accounts move it, seconds of the same are left out
    assert shares["repost"] == pytest.approx(0.45, abs=0.1)
    assert shares["reply"] == pytest.approx(0.2, abs=0.06)
    assert shares["quote"] == pytest.approx(0.04, abs=0.02)


def test_activity_has_a_heavy_tail(world):
    counts = world.posts["account_id"].value_counts().sort("count", descending=True)["count"]
    top = counts.head(len(counts) // 20).sum() / counts.sum()
    assert 0.3 < top < 0.7  # of the top 5 %
    assert counts.median() < counts.mean() / 2
    assert counts.len() >= 0.99 * 1500  # all but those whose only repost came after the end


def test_days_have_a_night_a_lunch_and_an_evening_in_tokyo(world):
    local = world.posts["created_at"].dt.convert_time_zone("Asia/Tokyo").dt.hour()
    hours = dict(local.value_counts(normalize=True).rows())
    assert hours[22] > 3 * hours[4]
    assert hours[12] > hours[10]
    assert hours[22] == max(hours[hour] for hour in range(12, 24))


def test_reposts_follow_within_minutes_or_hours(world):
    reposts = world.posts.join(
        world.posts.select("post_id", at="created_at"),
        left_on="repost_of_post",
        right_on="post_id",
    ).select(delay=(pl.col("created_at") - pl.col("at")).dt.total_seconds())["delay"]
    # 85 % with a median of 45 minutes, 15 % with one of 2.5 minutes: about 35 minutes together
    assert 20 * 60 < reposts.median() < 50 * 60
    assert 0.03 < (reposts <= 60).mean() < 0.12
    assert reposts.min() >= 1


def test_organic_accounts_repost_the_same_within_a_minute(world):
    acts = world.posts.filter(pl.col("kind") == "repost").select(
        "account_id", "repost_of_post", at=pl.col("created_at").dt.epoch("s")
    )
    pairs = acts.join(acts, on="repost_of_post", suffix="_b").filter(
        pl.col("account_id") < pl.col("account_id_b"), (pl.col("at") - pl.col("at_b")).abs() <= 60
    )
    assert pairs.height > 500
    twice = pairs.group_by("account_id", "account_id_b").agg(
        pl.col("repost_of_post").n_unique().alias("objects")
    )
    assert (twice["objects"] >= 2).sum() > 5


def test_texts_are_mostly_distinct_but_some_are_shared(world):
    own = world.posts.filter(pl.col("kind") != "repost")["text"]
    distinct = own.n_unique() / own.len()
    assert 0.85 < distinct < 0.995


def test_languages_are_as_asked_and_communities_speak_one():
    population = Population(accounts=1500)
    world = simulate(Scenario(population=population), seed=7)
    shares = dict(world.posts["lang"].value_counts(normalize=True).rows())
    assert shares["ja"] == pytest.approx(0.85, abs=0.08)
    assert set(shares) == set(population.languages)


def test_some_posts_become_popular(world):
    sizes = world.posts.drop_nulls("repost_of_post")["repost_of_post"].value_counts()["count"]
    assert sizes.max() > 50
    assert sizes.median() <= 2


def test_links_tags_media_and_mentions_have_their_shares(world):
    own = world.posts.filter(pl.col("kind") == "post")
    for column, share in (("hashtags", 0.22), ("urls", 0.12), ("media", 0.12), ("mentions", 0.04)):
        assert (own[column].list.len() > 0).mean() == pytest.approx(share, abs=0.03), column
    linked = own.explode("urls", "domains").drop_nulls("urls")
    inside = linked.select(pl.col("urls").str.contains(pl.col("domains"), literal=True))
    assert inside.to_series().all()
    assert linked["domains"].str.ends_with(".example").all()  # no site of this world is real


def test_accounts_have_profiles(world):
    accounts = world.accounts
    assert accounts["handle"].n_unique() > 0.99 * accounts.height
    assert (
        accounts.select("handle", "display_name", "description").null_count().sum_horizontal()[0]
        == 0
    )
    assert (accounts["posts_total"] > 0).all()
    assert 0.0 < accounts["verified"].mean() < 0.1
