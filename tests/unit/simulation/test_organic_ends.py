"""No organic scenario reacts to what is not yet there, nor leaves piles of posts."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from inconcert.simulation.catalogue import component, components
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

TOWN = Population(accounts=400, days=14, posts_per_account=4)
LAST = datetime(2026, 2, 1, 14, 59, 59, tzinfo=UTC)  # Tokyo's midnight is next


def ending(name: str, **options: object) -> World:
    """The component lasts until the last second of the span."""
    cls = component("organic", name)
    part = cls(name="part", start_day=TOWN.days - cls().days, **options)
    return simulate(Scenario(population=TOWN, organic=(part,)), seed=1)


def targets(posts: pl.DataFrame) -> pl.Series:
    return posts.select(pl.coalesce("repost_of_post", "reply_to_post", "quote_of_post")).to_series()


def comes_before_its_target(world: World) -> pl.DataFrame:
    told = world.posts.select("post_id", "created_at", target=targets(world.posts))
    known = world.posts.select(target="post_id", since="created_at")
    return told.join(known, on="target").filter(pl.col("created_at") <= pl.col("since"))


def most_at_once(posts: pl.DataFrame) -> int:
    return int(posts.group_by("created_at").len()["len"].max())


@pytest.mark.parametrize("name", list(components("organic")))
def test_an_organic_scenario_leaves_no_trace_of_the_machine(name):
    cls = component("organic", name)
    world = ending(name)
    assert comes_before_its_target(world).is_empty()
    assert (world.posts["created_at"] == LAST).sum() <= 2
    if "second" not in cls.prescribes and name != "fan_event":
        assert most_at_once(world.posts) <= 5
