"""Jitter and camouflage are what every attack promises of them."""

from __future__ import annotations

import math
from functools import cache

import polars as pl
import pytest

from inconcert.simulation.catalogue import component, components
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

TOWN = Population(accounts=400, days=16, posts_per_account=4)  # room for acts that come late
ATTACKS = list(components("attacks"))
DELAYED = [name for name in ATTACKS if name != "ephemeral_trend"]


@cache
def attacked(name: str, *, jitter_hours: float, camouflage: float) -> World:
    own = {"copied_cover": 0.0} if name == "camouflaged_mix" else {}
    hours = 0.0 if name == "ephemeral_trend" else jitter_hours
    attack = component("attacks", name)(jitter_hours=hours, camouflage=camouflage, **own)
    return simulate(Scenario(population=TOWN, attacks=(attack,)), seed=1)


def reacting(world: World) -> pl.DataFrame:
    """Acts that no other act reacts to: the others keep their time."""
    acts = world.posts.join(world.acts.select("post_id"), on="post_id")
    targets = acts.select(pl.coalesce("repost_of_post", "reply_to_post")).to_series()
    return acts.filter(~pl.col("post_id").is_in(targets.drop_nulls().implode()))


@pytest.mark.parametrize("name", DELAYED)
def test_jitter_delays_by_half_of_it_on_average(name):
    calm, late = (
        reacting(attacked(name, jitter_hours=hours, camouflage=share))
        for hours, share in ((0.0, 0.0), (48.0, 0.5))
    )
    assert calm.height == late.height
    hours = [float((acts["created_at"].dt.epoch("s") / 3600).mean()) for acts in (calm, late)]
    # even delays of 0 to 48 h: mean 24 h, sd 13.9 h; of 42 acts or more the mean lies within
    # 3 x 13.9 / sqrt(42) = 6.4 h of it
    assert calm.height >= 42
    assert hours[1] - hours[0] == pytest.approx(24, abs=6.4)


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize(("jitter_hours", "camouflage"), [(0.0, 0.0), (48.0, 0.5)])
def test_camouflage_is_the_share_of_ordinary_posts(name, jitter_hours, camouflage):
    world = attacked(name, jitter_hours=jitter_hours, camouflage=camouflage)
    members = world.labels.drop_nulls("campaign").select("account_id")
    posts = world.posts.join(members, on="account_id")
    share = 1 - world.acts.height / posts.height
    # ordinary posts of an account are proportional to its acts a_i times a log-normal factor of
    # variance exp(0.49) - 1 = 0.63. So the ratio of both varies by 0.8 / sqrt(n), where n is
    # (sum a_i)^2 / sum a_i^2, and the share c by c (1 - c) times that; 3 sd
    each = world.acts["account_id"].value_counts()["count"]
    alike = math.sqrt((each**2).sum()) / each.sum()
    assert share == pytest.approx(camouflage, abs=3 * camouflage * (1 - camouflage) * 0.8 * alike)
