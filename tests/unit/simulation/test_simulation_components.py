"""Each component does what its docstring prescribes."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.attacks.repost_amplification import RepostAmplification
from inconcert.simulation.organic.fan_event import FanEvent
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

TOWN = Population(accounts=400, days=10)
COPIES = CopiedText(accounts=20, messages=6, participation=0.6, window_seconds=300)
REPOSTS = RepostAmplification(accounts=25, seeds=3, messages=20, participation=0.5)


def attacked(attack: object, seed: int = 0) -> World:
    return simulate(Scenario(population=TOWN, attacks=(attack,)), seed=seed)


def acts(world: World) -> pl.DataFrame:
    return world.posts.join(world.acts.select("post_id", "role"), on="post_id")


def test_amplifiers_repost_the_seeds_at_once():
    world = attacked(REPOSTS)
    done = acts(world)
    seeds = done.filter(pl.col("role") == "seed")
    reposts = done.filter(pl.col("role") == "amplifier")
    assert (seeds.height, seeds["account_id"].n_unique()) == (20, 3)
    # 20 messages x 22 amplifiers x 0.5 = 220; zeal differs, so the spread is wide
    assert reposts.height == pytest.approx(220, rel=0.3)
    joined = reposts.join(seeds, left_on="repost_of_post", right_on="post_id", suffix="_s")
    assert joined.height == reposts.height
    delay = (joined["created_at"] - joined["created_at_s"]).dt.total_seconds()
    assert delay.median() == pytest.approx(20, rel=0.3)
    assert delay.min() >= 1


def test_amplifiers_differ_in_zeal():
    done = acts(attacked(REPOSTS)).filter(pl.col("role") == "amplifier")
    counts = done["account_id"].value_counts()["count"]
    # if all had the same chance: sd = sqrt(20 x 0.5 x 0.5) = 2.2; beta(2, 2) adds much
    assert counts.std() > 3


def test_copies_are_equal_within_their_window():
    done = acts(attacked(COPIES))
    messages = done.group_by("text").agg(
        span=(pl.col("created_at").max() - pl.col("created_at").min()).dt.total_seconds(),
        accounts=pl.col("account_id").n_unique(),
        copies=pl.len(),
        urls=pl.col("urls").n_unique(),
    )
    assert messages.height == 6
    assert (messages["span"] <= 300).all()
    assert (messages["accounts"] == messages["copies"]).all()
    assert (messages["urls"] == 1).all()
    assert (done["kind"] == "post").all()


def test_edits_change_some_characters_and_spare_tags_and_links():
    edited = acts(attacked(dataclasses.replace(COPIES, edits=0.05)))
    exact = acts(attacked(COPIES))
    assert edited["text"].n_unique() > 2 * exact["text"].n_unique()
    for row in edited.iter_rows(named=True):
        for url in row["urls"]:
            assert url in row["text"]
        for tag in row["hashtags"]:
            assert f"#{tag}" in row["text"]


def test_camouflage_is_the_share_of_ordinary_posts():
    for camouflage in (0.0, 0.5, 0.9):
        world = attacked(dataclasses.replace(COPIES, camouflage=camouflage))
        members = world.labels.drop_nulls("campaign").select("account_id")
        posts = world.posts.join(members, on="account_id")
        share = 1 - world.acts.height / posts.height
        assert share == pytest.approx(camouflage, abs=0.08)


def test_camouflage_is_of_all_kinds():
    world = attacked(dataclasses.replace(COPIES, camouflage=0.9))
    members = world.labels.drop_nulls("campaign").select("account_id")
    assert set(world.posts.join(members, on="account_id")["kind"]) == {
        "post", "repost", "reply", "quote",
    }  # fmt: skip


@pytest.mark.parametrize("attack", [COPIES, REPOSTS])
def test_late_creation_only_where_it_is_prescribed(attack):
    first = pl.lit("2026-01-18T15:00:00Z").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC")

    def youngest_share(world: World) -> float:
        members = world.labels.drop_nulls("campaign").select("account_id")
        age = world.accounts.join(members, on="account_id").select(
            (first - pl.col("created_at")).dt.total_days() <= 20
        )
        return float(age.to_series().mean())

    assert youngest_share(attacked(attack)) < 0.2
    assert youngest_share(attacked(dataclasses.replace(attack, created_within_days=20))) == 1.0


def test_language_is_as_prescribed():
    world = attacked(dataclasses.replace(COPIES, lang="en"))
    assert set(acts(world)["lang"]) == {"en"}


def fan_world() -> World:
    event = FanEvent(accounts=80, days=2, start_day=3)
    return simulate(Scenario(population=TOWN, organic=(event,)), seed=0)


def test_fans_tag_at_eight_in_the_evening_and_are_organic():
    world = fan_world()
    assert world.acts.is_empty()
    assert world.labels["campaign"].null_count() == world.labels.height
    assert world.accounts.height == TOWN.accounts
    fans = world.labels.filter(pl.col("role") == "fan_event_1:fan").select("account_id")
    tagged = world.posts.filter(pl.col("kind") == "post").join(fans, on="account_id")
    top = tagged.explode("hashtags").drop_nulls("hashtags")["hashtags"].mode()[0]
    due = tagged.filter(pl.col("hashtags").list.contains(top)).select(
        pl.col("created_at").dt.convert_time_zone("Asia/Tokyo").alias("local")
    )["local"]
    assert set(due.dt.day()) == {22, 23}  # days 3 and 4 after the 19th
    # half of the tag posts are due at 20:00 with a deviation of 60 s: two thirds of these within
    evening = (due.dt.hour().cast(pl.Int32) * 60 + due.dt.minute()) - 20 * 60
    assert (evening.abs() <= 1).mean() == pytest.approx(0.4, abs=0.15)


def test_fans_share_templates_and_repost_the_star_together():
    world = fan_world()
    star = world.labels.filter(pl.col("role") == "fan_event_1:star")["account_id"][0]
    reposts = world.posts.filter(pl.col("repost_of_account") == star)
    fans = world.labels.filter(pl.col("role") == "fan_event_1:fan")["account_id"]
    assert reposts["account_id"].is_in(fans.implode()).mean() > 0.5
    own = world.posts.filter(pl.col("kind") == "post")
    copied = own.group_by("text").len().filter(pl.col("len") >= 5)
    assert copied.height >= 3
