"""Sittings: several posts within minutes, then nothing; a campaign's acts lie among them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.sittings import Occupied, draw_sittings, in_own_sittings
from inconcert.simulation.world import World, simulate

SEATED = Population(accounts=800, posts_per_sitting=2.5)


@pytest.fixture(scope="module")
def seated() -> World:
    return simulate(Scenario(population=SEATED), seed=0)


@pytest.fixture(scope="module")
def usual() -> World:
    return simulate(Scenario(population=Population(accounts=800)), seed=0)


def gaps(world: World) -> pl.Series:
    posts = world.posts.sort("account_id", "created_at")
    gap = pl.col("created_at").diff().over("account_id").dt.total_seconds()
    return posts.select(gap=gap)["gap"].drop_nulls()


def test_a_sitting_has_as_many_posts_as_asked_and_gaps_of_minutes():
    row = np.repeat(np.arange(50), 400)
    drawn = draw_sittings(SEATED, row, np.zeros(50), np.random.default_rng(0))
    # 20,000 posts with a mean of 2.5: 8,000 sittings, with a deviation of about 70
    assert 7_700 < len(drawn.first) < 8_300
    within = np.diff(drawn.at)[np.diff(drawn.number) == 0]
    assert (within >= 0).all()
    # the median of the log-normal gap is 4 minutes
    assert 220 < np.median(within) < 260


def test_every_sitting_is_of_one_account_and_within_the_span():
    row = np.repeat(np.arange(300), 3)
    drawn = draw_sittings(SEATED, row, np.full(300, 9.0), np.random.default_rng(0))
    assert set(row[drawn.first]) == set(range(300))
    assert len(np.unique(np.stack([drawn.number, row]), axis=1).T) == len(drawn.first)
    assert drawn.at.min() >= SEATED.rhythm.start
    assert drawn.at.max() < SEATED.rhythm.end


def test_nobody_and_nothing_make_no_sitting():
    drawn = draw_sittings(SEATED, np.empty(0, int), np.empty(0), np.random.default_rng(0))
    assert [len(drawn.at), len(drawn.number), len(drawn.first)] == [0, 0, 0]


def test_posts_come_in_bursts_and_as_many_as_without(seated, usual):
    # of the posts of a lively account 1 - 1 / 2.5 = 0.6 follow another within the sitting
    assert (gaps(seated) < 3600).mean() > 0.4
    assert (gaps(usual) < 3600).mean() < 0.2
    assert 0.9 < seated.posts.height / usual.posts.height < 1.1
    shares = [world.posts["kind"].eq("repost").mean() for world in (seated, usual)]
    assert abs(shares[0] - shares[1]) < 0.04


def test_a_reaction_comes_after_its_object_and_once(seated):
    reposts = seated.posts.filter(kind="repost")
    known = seated.posts.select(repost_of_post="post_id", said="created_at")
    pairs = reposts.join(known, on="repost_of_post")
    assert pairs.height == reposts.height
    assert (pairs["created_at"] > pairs["said"]).all()
    assert not pairs.select("account_id", "repost_of_post").is_duplicated().any()


def test_most_acts_have_ordinary_posts_beside_them():
    attack = CopiedText(accounts=30, messages=120, participation=0.2, window_seconds=3600,
                        days=12, camouflage=0.8)  # fmt: skip
    world = simulate(Scenario(population=SEATED, attacks=(attack,)), seed=0)
    gap = pl.col("created_at").diff().over("account_id").dt.total_seconds()
    back = -pl.col("created_at").diff(-1).over("account_id").dt.total_seconds()
    posts = world.posts.sort("account_id", "created_at").with_columns(
        near=pl.min_horizontal(gap, back), count=pl.len().over("account_id")
    )
    lively = posts.filter(pl.col("count").is_between(10, 120))
    act = lively["post_id"].is_in(world.acts["post_id"].implode())
    alone = (lively["near"] > 3600).fill_null(value=True)
    assert act.sum() > 100
    # left to themselves two thirds of the acts stand alone
    assert abs(alone.filter(act).mean() - alone.filter(~act).mean()) < 0.12


def test_a_further_act_waits_for_the_next_post_of_its_account():
    alone = Population(accounts=2, posts_per_sitting=50.0, sitting_gap_minutes=1.0)
    life = Occupied(np.array([0, 0, 1]), np.array([1_000, 9_000, 500]))
    row, at = np.array([0, 1]), np.array([2_000, 2_000])
    moved = in_own_sittings(alone, row, at, life, np.random.default_rng(0))
    # account 0 posts at 9,000; account 1 never again
    assert moved[0] > 9_000
    assert moved[1] == 2_000


def test_the_same_seed_gives_the_same_sittings(seated):
    assert simulate(Scenario(population=SEATED), seed=0).posts.equals(seated.posts)
    assert not simulate(Scenario(population=SEATED), seed=1).posts.equals(seated.posts)
