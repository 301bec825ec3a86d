"""What attacks do to people: whom they answer, review, ask and copy, and who runs which account."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.simulation.attacks.framing import Framing
from inconcert.simulation.attacks.hired_posters import HiredPosters
from inconcert.simulation.attacks.late_copied_reply import LateCopiedReply
from inconcert.simulation.attacks.reply_brigade import ReplyBrigade
from inconcert.simulation.attacks.review_bombing import ReviewBombing
from inconcert.simulation.attacks.seed_and_ping import SeedAndPing
from inconcert.simulation.attacks.sockpuppets import Sockpuppets
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


def touched(world: World, role: str) -> set[str]:
    """Accounts of the background that the attack touches: they stay organic."""
    rows = world.labels.filter(pl.col("role").str.ends_with(f":{role}"))
    assert rows["campaign"].null_count() == rows.height
    return set(rows["account_id"])


def test_a_brigade_of_at_least_five_answers_each_post_of_its_targets():
    world = attacked(ReplyBrigade(targets=10, repliers_per_target=7, wordings=2, edits=0.02))
    replies = with_targets(acts(world), world)
    assert replies["target"].n_unique() == 10
    each = replies.group_by("target").agg(pl.col("account_id").n_unique())["account_id"]
    assert each.min() >= 7
    assert set(replies["account_id_t"]) == touched(world, "target")
    # log-normal, median 30 min, sigma 1.2: 97.5 % within 30 exp(1.96 x 1.2) min = 5.3 h
    assert replies["delay"].median() / 60 == pytest.approx(30, rel=0.45)
    assert (replies["delay"] < 6 * 3600).mean() > 0.9
    plain = attacked(ReplyBrigade(targets=10, repliers_per_target=7, wordings=2, edits=0.0))
    worded = acts(plain).with_columns(words=pl.col("text").str.replace(r"^@\S+ ", ""))
    assert worded.group_by("reply_to_post").agg(pl.col("words").n_unique())["words"].max() <= 2


def test_late_copies_come_days_after_and_repeat_an_early_reply():
    attack = LateCopiedReply(targets=5, copies_per_target=6, delay_days=(5.0, 6.0))
    world = attacked(attack)
    copies = with_targets(acts(world), world)
    assert (copies["delay"] / 86_400).is_between(5, 6).all()
    assert copies.group_by("target").agg(pl.col("account_id").n_unique())["account_id"].min() >= 6
    inside = world.labels.drop_nulls("campaign")["account_id"].implode()
    early = world.posts.filter(~pl.col("account_id").is_in(inside)).select(
        "text", "created_at", target="reply_to_post"
    )
    models = copies.join(early, on=["target", "text"], suffix="_m")
    assert models["post_id"].n_unique() == copies.height
    assert (models["created_at_m"] < models["created_at"]).all()


def test_reviews_burst_with_one_star_by_people_who_review_little_else():
    world = attacked(ReviewBombing(accounts=100, one_star=0.9, decoys=0.2, days=2))
    done = acts(world).with_columns(thing=pl.col("objects").list.first().struct.field("object_id"))
    bombs, decoys = done.filter(role="reviewer"), done.filter(role="decoy")
    assert set(bombs["thing"]) == {"shop-1"}
    assert bombs["account_id"].n_unique() == bombs.height == 100
    assert (bombs["rating"] == 1).mean() == pytest.approx(0.9, abs=0.09)  # 3 sd of 100
    assert set(bombs["rating"]) == {1.0, 2.0}
    assert decoys.height == 20
    assert set(decoys["rating"]) <= {3.0, 4.0, 5.0}
    assert "shop-1" not in set(decoys["thing"])
    each = done.group_by("account_id").len()["len"]
    assert (each <= 2).mean() >= 0.6
    assert done.select("account_id", "thing").is_duplicated().sum() == 0
    span = bombs["created_at"].max() - bombs["created_at"].min()
    assert span.total_seconds() <= 2 * 86_400


@pytest.mark.parametrize("order", ["parallel", "sequential"])
def test_puppets_of_one_hand_never_act_at_once(order):
    attack = Sockpuppets(accounts=12, operators=3, order=order, camouflage=0.5)
    world = attacked(attack)
    inside = world.labels.drop_nulls("campaign")
    assert inside["operator"].n_unique() == 3
    assert inside["operator"].value_counts()["count"].to_list() == [4, 4, 4]
    assert len(touched(world, "target")) == 3
    posts = world.posts.join(inside.select("account_id", "operator"), on="account_id")
    apart = posts.sort("operator", "created_at").select(
        gap=pl.col("created_at").diff().over("operator").dt.total_seconds()
    )["gap"]
    assert apart.drop_nulls().min() >= 30
    assert posts.group_by("operator").agg(pl.col("client").n_unique())["client"].max() == 1
    replies = with_targets(acts(world), world).join(inside, on="account_id")
    assert replies.group_by("operator").agg(pl.col("account_id_t").n_unique())[
        "account_id_t"
    ].to_list() == [1, 1, 1]
    assert replies["account_id_t"].n_unique() == 3
    assert replies["delay"].min() >= 1
    share = 1 - world.acts.height / posts.height
    assert share == pytest.approx(0.5, abs=0.18)  # 3 x 0.25 x 0.8 / sqrt(12)


@pytest.mark.parametrize("handover_days", [0.3, 1.5])
def test_one_puppet_falls_silent_before_the_next_begins(handover_days):
    attack = Sockpuppets(order="sequential", handover_days=handover_days, camouflage=0.5)
    world = attacked(attack)
    inside = world.labels.drop_nulls("campaign").select("account_id", "operator")
    for posts, most in ((acts(world), handover_days), (world.posts, 14)):
        lives = (
            posts.join(inside, on="account_id")
            .group_by("operator", "account_id")
            .agg(first=pl.col("created_at").min(), last=pl.col("created_at").max())
            .sort("operator", "first")
            .with_columns(before=pl.col("last").shift().over("operator"))
            .drop_nulls()
        )
        pause = (lives["first"] - lives["before"]).dt.total_seconds() / 86_400
        assert pause.min() > 0
        assert pause.max() <= most + 0.02


def test_puppets_have_one_style():
    world = attacked(Sockpuppets(paraphrase=0.0))
    replies = (
        acts(world)
        .join(world.labels.select("account_id", "operator"), on="account_id")
        .with_columns(words=pl.col("text").str.replace_all(r"(^@\S+ )|( (#|https?://)\S+)", ""))
    )
    worded = replies.group_by("operator").agg(pl.col("words").n_unique())["words"]
    assert (worded <= 2).all()  # two messages each


def test_pings_follow_the_claim_within_the_hour_and_go_to_who_is_heard():
    world = attacked(SeedAndPing(targets=15, pings_per_claim=6, claims=12))
    claims, pings = acts(world, "seeder"), acts(world, "pinger")
    assert claims["account_id"].value_counts()["count"].to_list() == [3, 3, 3, 3]
    assert pings.height == pytest.approx(12 * 6, abs=6)
    near = pings.select("created_at", key=pl.lit(1)).join(
        claims.select(claimed="created_at", key=pl.lit(1)), on="key"
    )
    late = (near["created_at"] - near["claimed"]).dt.total_seconds() / 60
    fits = (
        near.with_columns(fits=late.is_between(10, 60.02))
        .group_by("created_at")
        .agg(pl.col("fits").any())
    )
    assert fits["fits"].all()
    aimed = with_targets(pings, world)
    assert set(aimed["account_id_t"]) <= touched(world, "target")
    assert aimed["delay"].min() >= 1
    assert len(touched(world, "target")) == 15


def test_framing_copies_the_innocent_at_once_and_leaves_them_organic():
    world = attacked(Framing(victims=8, copied=5, copies=(2, 4), mutual_reposts=3))
    victims = touched(world, "victim")
    assert len(victims) == 8
    copies = acts(world, "copier")
    theirs = world.posts.filter(pl.col("account_id").is_in(list(victims)))
    posts = copies.filter(pl.col("kind") == "post").join(
        theirs.filter(pl.col("kind") == "post"), on="text", suffix="_v"
    )
    assert posts["post_id"].n_unique() == (copies["kind"] == "post").sum()
    late = (posts["created_at"] - posts["created_at_v"]).dt.total_seconds()
    late = late.filter(late > 0)
    # log-normal, median 30 s, sigma 0.8: 99 % within 30 exp(2.33 x 0.8) = 194 s
    assert late.median() == pytest.approx(30, rel=0.3)
    assert (late <= 194).mean() > 0.9
    shared = copies.filter(pl.col("kind") == "repost")
    assert set(shared["repost_of_post"]) <= set(theirs["repost_of_post"])
    mutual = with_targets(acts(world, "amplifier"), world)
    assert mutual.group_by("account_id").len()["len"].to_list() == [3] * 20
    assert mutual["account_id_t"].is_in(copies["account_id"].implode()).all()


def test_the_hired_work_from_nine_to_six_within_their_window():
    world = attacked(HiredPosters(window_hours=4.0, days=9))
    done = acts(world).with_columns(
        local=pl.col("created_at").dt.convert_time_zone("Asia/Tokyo"), url=pl.col("urls").list[0]
    )
    assert done["local"].dt.hour().is_between(9, 17).all()
    assert done["local"].dt.weekday().is_between(1, 5).all()
    assert done["url"].n_unique() == 12
    # four working hours end on the same day, or after a night (15 h), or a weekend (63 h)
    span = done.group_by("url").agg(
        hours=(pl.col("created_at").max() - pl.col("created_at").min()).dt.total_seconds() / 3600
    )["hours"]
    assert all(h <= 4 or 15 <= h <= 19 or 63 <= h <= 67 for h in span)
    assert (span > 1).mean() > 0.7  # loosely timed: ten posts within four hours
