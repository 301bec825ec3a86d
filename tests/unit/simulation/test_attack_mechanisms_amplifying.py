"""What amplifying attacks do: who reposts whom, how soon, how often, and who keeps silent."""

from __future__ import annotations

import math

import polars as pl
import pytest

from inconcert.simulation.attacks.camouflaged_mix import CamouflagedMix
from inconcert.simulation.attacks.follow_ring import FollowRing
from inconcert.simulation.attacks.piggyback import Piggyback
from inconcert.simulation.attacks.repost_amplification import RepostAmplification
from inconcert.simulation.attacks.sleepers import Sleepers
from inconcert.simulation.attacks.slow_drip import SlowDrip
from inconcert.simulation.attacks.two_tier import TwoTier
from inconcert.simulation.organic.petition_tag import PetitionTag
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

TOWN = Population(accounts=500, days=14, posts_per_account=8)


def attacked(attack: object, *organic: object) -> World:
    return simulate(Scenario(population=TOWN, organic=organic, attacks=(attack,)), seed=2)


def acts(world: World, role: str | None = None) -> pl.DataFrame:
    done = world.posts.join(world.acts.select("post_id", "role"), on="post_id")
    return done if role is None else done.filter(role=role)


def with_targets(posts: pl.DataFrame, world: World) -> pl.DataFrame:
    """Reactions beside what they react to (`_t`), and the `delay` in seconds."""
    aimed = posts.with_columns(target=pl.coalesce("repost_of_post", "reply_to_post"))
    both = aimed.join(world.posts, left_on="target", right_on="post_id", suffix="_t")
    delay = (pl.col("created_at") - pl.col("created_at_t")).dt.total_seconds()
    return both.with_columns(delay=delay)


def members(world: World, role: str) -> list[str]:
    return world.labels.filter(pl.col("campaign").is_not_null(), role=role)["account_id"].to_list()


def test_each_of_many_seeds_posts_and_is_amplified_within_seconds():
    world = attacked(RepostAmplification(accounts=60, seeds=20, messages=24, participation=0.3))
    assert acts(world, "seed")["account_id"].n_unique() == 20
    quick = with_targets(acts(world, "amplifier"), world)
    assert set(quick["account_id_t"]) <= set(members(world, "seed"))
    # log-normal of median 20 s, sigma 0.8: 98 % within 20 exp(2.05 x 0.8) = 103 s
    assert quick["delay"].median() == pytest.approx(20, rel=0.2)
    assert (quick["delay"] <= 103).mean() > 0.95


def test_copied_cover_repeats_what_others_said_before():
    world = attacked(CamouflagedMix(copied_cover=0.5, camouflage=0.0))
    inside = world.labels.drop_nulls("campaign")["account_id"].implode()
    bare = pl.col("text").str.replace(r"^@\S+ ", "").alias("words")
    posts = world.posts.filter(pl.col("kind") == "post").with_columns(bare)
    done = world.acts["post_id"].implode()
    cover = posts.filter(pl.col("account_id").is_in(inside), ~pl.col("post_id").is_in(done))
    assert cover.height == round(0.5 * world.acts.height)
    others = posts.filter(~pl.col("account_id").is_in(inside))
    first = others.group_by("words").agg(first=pl.col("created_at").min())
    copied = cover.join(first, on="words")
    assert copied.height == cover.height
    assert (copied["created_at"] > copied["first"]).all()


def test_copied_cover_comes_on_top_of_camouflage():
    world = attacked(CamouflagedMix(copied_cover=0.5))
    inside = world.labels.drop_nulls("campaign")["account_id"].implode()
    total = world.posts.filter(pl.col("account_id").is_in(inside)).height
    # of a acts, 0.5 a copies and 3 x 1.5 a ordinary posts (camouflage 0.75): 1 of 6 is an act
    assert world.acts.height / total == pytest.approx(1 / 6, abs=0.05)


def test_sleepers_are_silent_until_they_wake_and_then_catch_up():
    attack = Sleepers(age_years=(2, 9), earlier_posts=(3, 7), wake_days=5.0, camouflage=0.6)
    world = attacked(attack)
    inside = world.labels.drop_nulls("campaign").select("account_id")
    posts = world.posts.join(inside, on="account_id")
    start = pl.lit("2026-01-22T15:00:00").str.to_datetime(time_zone="UTC")  # day 4 in Tokyo
    assert posts.filter(pl.col("created_at") < start).is_empty()
    first = posts.group_by("account_id").agg(first=pl.col("created_at").min())
    late = first.select((pl.col("first") - start).dt.total_seconds() / 86_400).to_series()
    # even over 5 days, and the first post some hours later: mean 2.5 to 4 days
    assert late.max() > 4
    assert 2 < late.mean() < 4.5
    profile = world.accounts.join(inside, on="account_id")
    opened = profile.select((start - pl.col("created_at")).dt.total_days() / 365.25).to_series()
    assert opened.is_between(2, 9.1).all()
    written = posts.group_by("account_id").len()
    known = profile.join(written, on="account_id")
    assert (known["posts_total"] - known["len"]).is_between(3, 7).all()
    assert with_targets(acts(world, "amplifier"), world)["delay"].min() >= 1
    share = 1 - world.acts.height / posts.height
    assert share == pytest.approx(0.6, abs=0.12)  # 3 x 0.24 x 0.8 / sqrt(30), and rounding


def test_the_slow_drip_makes_its_daily_volume_with_one_source_each():
    world = attacked(SlowDrip(mixed_stance=0.3))
    dripped = with_targets(acts(world, "dripper"), world)
    assert dripped.height == 30 * 12  # reposts a day times days
    sources = members(world, "source")
    own = dripped.filter(pl.col("account_id_t").is_in(sources))
    assert own.group_by("account_id").agg(pl.col("account_id_t").n_unique())[
        "account_id_t"
    ].unique().to_list() == [1]
    assert own["account_id_t"].n_unique() == 6
    assert 1 - own.height / dripped.height == pytest.approx(0.3, abs=0.001)
    assert dripped["delay"].is_between(1, 12 * 3600).all()
    # evenly over 12 hours: mean 6 h, sd of the mean 3.5 / sqrt(360) = 0.18 h
    assert dripped["delay"].mean() / 3600 == pytest.approx(6, abs=0.6)
    assert dripped.select("account_id", "target").is_duplicated().sum() == 0


def test_drippers_of_any_source():
    world = attacked(SlowDrip(one_source_per_account=False, mixed_stance=0.0))
    dripped = with_targets(acts(world, "dripper"), world)
    assert dripped.height == 360
    assert set(dripped["account_id_t"]) == set(members(world, "source"))
    assert (
        dripped.group_by("account_id")
        .agg(pl.col("account_id_t").n_unique())["account_id_t"]
        .median()
        > 3
    )


def test_after_the_takedown_amplifiers_pause_and_then_only_answer():
    world = attacked(TwoTier(takedown=0.5, pause_days=1.0, reserve=0.25, days=8, messages=60))
    start = pl.lit("2026-01-19T15:00:00").str.to_datetime(time_zone="UTC")  # day 1 in Tokyo
    gone, back = start + pl.duration(days=4), start + pl.duration(days=5)
    amplifiers = members(world, "amplifier")
    own = world.posts.filter(pl.col("account_id").is_in(amplifiers))
    assert own.filter(pl.col("created_at") >= gone, pl.col("created_at") < back).is_empty()
    done = acts(world, "amplifier")
    assert set(done.filter(pl.col("created_at") < gone)["kind"]) == {"repost"}
    assert set(done.filter(pl.col("created_at") >= back)["kind"]) == {"reply"}
    early = own.filter(pl.col("created_at") < gone)["account_id"].n_unique()
    assert early <= 27  # 36 amplifiers less the reserve of 9
    assert set(with_targets(done, world)["account_id_t"]) == set(members(world, "creator"))
    assert set(done["account_id"]) == set(amplifiers)


def test_a_rider_makes_no_more_of_an_event_than_asked_and_uses_its_tag():
    event = PetitionTag(name="protest", accounts=200)
    for share in (0.025, 0.06):
        world = attacked(Piggyback(event="protest", messages=16, event_share=share), event)
        protesters = world.labels.filter(pl.col("role") == "protest:protester")["account_id"]
        tag = acts(world, "seed").explode("hashtags")["hashtags"].mode()[0]
        event_posts = world.posts.filter(
            pl.col("account_id").is_in(protesters.implode()), pl.col("hashtags").list.contains(tag)
        )
        # 16 seeds' posts and 22 amplifiers' first acts stay in any case
        most = max(share / (1 - share) * event_posts.height, 16 + 22)
        assert world.acts.height == pytest.approx(most, rel=0.03)
        assert acts(world, "seed")["hashtags"].list.contains(tag).all()
        seeds = acts(world, "seed")["created_at"]
        assert seeds.min() >= event_posts["created_at"].min()
        assert seeds.max() <= event_posts["created_at"].max()


def test_a_ring_follows_back_as_often_as_asked():
    for reciprocity in (0.7, 0.95):
        attack = FollowRing(accounts=100, follows=20, reciprocity=reciprocity)
        world = attacked(attack)
        inside = world.labels.drop_nulls("campaign")["account_id"].implode()
        ring = world.follows.filter(pl.col("source").is_in(inside), pl.col("target").is_in(inside))
        back = ring.join(
            ring.select(source="target", target="source"), on=["source", "target"], how="semi"
        )
        # 2,000 follows, of which pairs are drawn: sd sqrt(0.5 x 0.5 / 1,000) = 0.016 at most
        assert back.height / ring.height == pytest.approx(reciprocity, abs=0.05)
        assert ring.height / 100 == pytest.approx(20, rel=0.05)
        assert ring["source"].n_unique() == 100
        ages = (world.follows["created_at"].max() - ring["created_at"]).dt.total_days()
        assert ages.max() <= 30 + 6  # thirty days before the attack's end on day 8 of 14


def test_trains_name_members_and_are_passed_on_by_others():
    world = attacked(FollowRing(trains=20, train_reposts=6))
    inside = set(world.labels.drop_nulls("campaign")["account_id"])
    trains = acts(world).filter(pl.col("kind") == "post")
    assert trains.height == 20
    for row in trains.iter_rows(named=True):
        assert set(row["mentions"]) <= inside - {row["account_id"]}
        assert row["text"].startswith("@")
    passed = with_targets(acts(world).filter(pl.col("kind") == "repost"), world)
    assert passed.group_by("target").len()["len"].min() >= 6
    assert (passed["account_id"] != passed["account_id_t"]).all()
    assert math.log(passed["delay"].median() / 1_200) == pytest.approx(0, abs=0.3)
