"""No attack loses an act at the end of the span, nor puts acts together there."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.catalogue import component, components
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

TOWN = Population(accounts=300, days=14, posts_per_account=4)
ATTACKS = list(components("attacks"))
DELAYED = [name for name in ATTACKS if name != "ephemeral_trend"]
LAST = datetime(2026, 2, 1, 14, 59, 59, tzinfo=UTC)  # Tokyo's midnight is next


def ending(name: str, **options: object) -> World:
    """The component lasts until the last second of the span."""
    cls = component("attacks", name)
    part = cls(name="part", start_day=TOWN.days - cls().days, **options)
    return simulate(Scenario(population=TOWN, attacks=(part,)), seed=1)


def done(world: World) -> pl.DataFrame:
    return world.posts.join(world.acts.select("post_id", "role"), on="post_id")


def targets(posts: pl.DataFrame) -> pl.Series:
    return posts.select(pl.coalesce("repost_of_post", "reply_to_post", "quote_of_post")).to_series()


def comes_before_its_target(world: World) -> pl.DataFrame:
    told = world.posts.select("post_id", "created_at", target=targets(world.posts))
    known = world.posts.select(target="post_id", since="created_at")
    return told.join(known, on="target").filter(pl.col("created_at") <= pl.col("since"))


def most_at_once(posts: pl.DataFrame) -> int:
    return int(posts.group_by("created_at").len()["len"].max())


@pytest.mark.parametrize("name", ATTACKS)
def test_every_account_acts_where_the_attack_lasts_until_the_end(name):
    world = ending(name)
    members = world.labels.drop_nulls("campaign")
    assert set(world.acts["account_id"]) == set(members["account_id"])
    assert comes_before_its_target(world).is_empty()
    # some hundreds of acts over days: hardly two fall into one second, and none is put there
    acts = done(world)
    assert most_at_once(acts) <= 4
    assert (acts["created_at"] == LAST).sum() <= 1


@pytest.mark.parametrize("name", DELAYED)
def test_jitter_longer_than_the_rest_of_the_span_loses_nobody(name):
    world = ending(name, jitter_hours=336.0)
    assert set(world.acts["account_id"]) == set(world.labels.drop_nulls("campaign")["account_id"])
    assert (done(world)["created_at"] >= LAST).mean() < 0.03
    assert comes_before_its_target(world).is_empty()


def test_short_windows_at_the_first_and_last_hour_do_not_collapse():
    for start_day in (0.0, 13.9):
        for seed in range(4):  # English accounts live in any of twenty hours' time
            copies = CopiedText(lang="en", start_day=start_day, days=0.1, messages=4)
            world = simulate(Scenario(population=TOWN, attacks=(copies,)), seed=seed)
            assert most_at_once(done(world)) <= 4
