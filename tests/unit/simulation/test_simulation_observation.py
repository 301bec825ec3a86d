"""What is seen of a world."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from inconcert import schemas
from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.observation import Observation
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

SCENE = Scenario(population=Population(accounts=400), attacks=(CopiedText(),))


def seen(**options: float) -> World:
    return simulate(dataclasses.replace(SCENE, observation=Observation(**options)), seed=0)


@pytest.fixture(scope="module")
def whole() -> World:
    return seen()


def test_a_sample_is_a_part_of_the_same_world(whole):
    part = seen(sample=0.3)
    assert part.posts.height == pytest.approx(0.3 * whole.posts.height, rel=0.1)
    assert (
        part.posts.join(whole.posts, on=["post_id", "text", "created_at"]).height
        == part.posts.height
    )
    for name in ("accounts", "labels", "acts"):
        assert getattr(part, name).equals(getattr(whole, name)), name


def test_deleted_posts_take_their_reposts_along(whole):
    part = seen(deleted=0.3)
    gone = whole.posts.join(part.posts, on="post_id", how="anti")
    orphans = part.posts.filter(pl.col("repost_of_post").is_in(gone["post_id"].implode()))
    assert orphans.is_empty()
    # an own post stays with 0.7, a repost with 0.7 x 0.7
    kinds = whole.posts["kind"] == "repost"
    expected = 0.7 * (~kinds).sum() + 0.49 * kinds.sum()
    assert part.posts.height == pytest.approx(expected, rel=0.1)
    answered = part.posts.filter(pl.col("reply_to_post").is_in(gone["post_id"].implode()))
    assert answered.height > 0  # replies stay, as they do on the platform


def test_minute_precision_is_said_and_cuts_the_seconds(whole):
    part = seen(minute_precision=0.5)
    blurred = part.posts.filter(pl.col("time_precision") == "minute")
    assert blurred.height == pytest.approx(0.5 * part.posts.height, rel=0.1)
    assert (blurred["created_at"].dt.second() == 0).all()
    sharp = part.posts.filter(pl.col("time_precision") == "second")
    assert sharp.join(whole.posts, on=["post_id", "created_at"]).height == sharp.height
    assert schemas.Posts.is_valid(part.posts)
