"""Organic scenarios of groups: who acts how often, at which hours, and who follows whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from inconcert.simulation.organic.debate_day import DebateDay
from inconcert.simulation.organic.giveaways import Giveaways
from inconcert.simulation.organic.impression_zombies import ImpressionZombies
from inconcert.simulation.organic.new_members import NewMembers
from inconcert.simulation.organic.office_accounts import OfficeAccounts
from inconcert.simulation.organic.petition_tag import PetitionTag
from inconcert.simulation.organic.rss_bots import RssBots
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

TOWN = Population(accounts=600, days=14, posts_per_account=6)


def happened(part: object) -> World:
    return simulate(Scenario(population=TOWN, organic=(part,)), seed=3)


def those(world: World, role: str) -> pl.DataFrame:
    return world.labels.filter(pl.col("role").str.ends_with(f":{role}")).select("account_id")


def posts_of(world: World, role: str) -> pl.DataFrame:
    """All posts of those in a role, with the local time."""
    local = pl.col("created_at").dt.convert_time_zone("Asia/Tokyo").alias("local")
    return world.posts.join(those(world, role), on="account_id").with_columns(local)


def tokyo(day: int, hour: float) -> datetime:
    """The instant of an hour of a day of January 2026 in Tokyo."""
    return datetime(2026, 1, day, tzinfo=UTC) + timedelta(hours=hour - 9)


def seconds_after(posts: pl.DataFrame, instant: datetime) -> pl.Series:
    return (posts["created_at"] - instant).dt.total_seconds()


def test_most_protest_once_and_few_make_most_of_the_reposts():
    posts = posts_of(happened(PetitionTag(accounts=400, same=0.4)), "protester")
    tag = posts.explode("hashtags")["hashtags"].drop_nulls().mode()[0]
    event = posts.filter(pl.col("hashtags").list.contains(tag))
    own, shared = event.filter(pl.col("kind") == "post"), event.filter(pl.col("kind") == "repost")
    each = own.group_by("account_id").len()["len"]
    assert each.len() == 400
    assert (each == 1).mean() == pytest.approx(0.78, abs=0.07)  # 3 sd of 400: 0.062
    by = shared.group_by("account_id").len()["len"].sort(descending=True)
    # the top 8 of 400 make 0.52 of 11 x 400 reposts, if there are as many posts
    assert by.head(8).sum() / by.sum() == pytest.approx(0.52, abs=0.05)
    # 400 x 1.6 posts beside 400 x 11 reposts
    assert own.height / event.height == pytest.approx(0.13, abs=0.04)
    slogan = (own["text"] == own["text"].mode()[0]).mean()
    assert slogan == pytest.approx(0.4, abs=0.07)
    assert shared.select("account_id", "repost_of_post").is_duplicated().sum() == 0


def test_the_staff_say_who_they_are_and_follow_the_office_at_work():
    world = happened(OfficeAccounts(accounts=40, texts=10, window_hours=5, camouflage=0.0))
    crew = pl.concat([those(world, "staff"), those(world, "office")])
    profiles = world.accounts.join(crew, on="account_id")
    assert profiles.height == 40
    assert profiles["description"].str.contains("市民連絡会", literal=True).all()
    staff = posts_of(world, "staff")
    acts = pl.concat([staff, posts_of(world, "office")])
    assert acts["local"].dt.hour().is_between(9, 17).all()
    assert acts["local"].dt.weekday().is_between(1, 5).all()
    assert acts["text"].str.replace(r"^@\S+ ", "").n_unique() == 10
    assert staff["account_id"].n_unique() == 39
    assert (staff["kind"] == "repost").mean() == pytest.approx(0.5, abs=0.13)  # 3 sd of 156


def test_feeds_keep_their_beat():
    world = happened(RssBots(accounts=15, period_minutes=60, coverage=0.8, lag_seconds=20, days=7))
    feed = posts_of(world, "feed")
    assert set(feed["client"]) == {"feed-relay"}
    gone = seconds_after(feed, feed["created_at"].min()) + 600
    # exponential lags of the mean 20 s: all within minutes of the beat
    assert (gone % 3_600).is_between(540, 1_000).all()
    assert (gone % 3_600).mean() - 600 == pytest.approx(20, abs=6)
    # 168 headlines for 15 bots, the first for all: 0.8 of 2,520, and 3 more
    assert feed.height == pytest.approx(2_019, abs=60)  # 3 sd: 60
    assert (feed["urls"].list.len() == 1).mean() == pytest.approx(0.95, abs=0.02)
    linked = feed.with_columns(item=gone // 3_600, url=pl.col("urls").list.first())
    assert linked.drop_nulls("url").group_by("item").agg(pl.n_unique("url"))["url"].max() == 1


def test_hunters_repost_the_same_offers_and_follow_the_shops():
    world = happened(Giveaways(accounts=50, shops=8, campaigns=50, participation=0.4))
    shops = those(world, "shop")["account_id"].implode()
    own = posts_of(world, "hunter")
    hunts = own.filter(pl.col("kind") == "repost", pl.col("repost_of_account").is_in(shops))
    offers = hunts.group_by("account_id").agg("repost_of_post").sort("account_id")
    sets = [set(posts) for posts in offers["repost_of_post"]]
    assert len(sets) == 50
    jaccard = [len(a & b) / len(a | b) for k, a in enumerate(sets) for b in sets[:k]]
    # two with the chance p each: p / (2 - p) = 0.25 at 0.4, spread by zeal
    assert 0.1 < sum(jaccard) / len(jaccard) < 0.6
    pairs = hunts.select(source="account_id", target="repost_of_account").unique()
    assert pairs.join(world.follows, on=["source", "target"], how="anti").is_empty()
    assert hunts.height / own.height == pytest.approx(0.9, abs=0.05)
    asked = posts_of(world, "shop").join(
        hunts.select(post_id="repost_of_post").unique(), on="post_id"
    )
    assert asked["local"].dt.hour().is_between(9, 17).all()


def test_the_debate_is_at_work_under_one_tag_with_few_links():
    debaters = DebateDay(accounts=120, documents=4, link_chance=0.5, start_day=2, days=3)
    posts = posts_of(happened(debaters), "debater")
    tag = posts.explode("hashtags")["hashtags"].drop_nulls().mode()[0]
    debate = posts.filter(pl.col("hashtags").list.contains(tag))
    own = debate.filter(pl.col("kind") == "post")
    assert own["account_id"].n_unique() == 120
    assert own.height == pytest.approx(480, abs=60)  # 120 x (1 + Poisson(3)): 3 sd 57
    assert debate["local"].dt.hour().is_between(9, 17).mean() > 0.99
    assert debate["local"].dt.day().is_in([21, 22, 23]).all()
    links = own.explode("urls").drop_nulls("urls")["urls"]
    assert links.n_unique() == 4
    assert links.len() / own.height == pytest.approx(0.5, abs=0.07)
    shared = debate.filter(pl.col("kind") == "repost")
    assert shared.height == pytest.approx(0.3 * own.height, rel=0.25)


def test_new_members_post_their_task_together():
    task = NewMembers(accounts=60, new_share=0.5, tasks=2, posts_per_task=2, camouflage=0)
    world = happened(task)
    members = world.accounts.join(those(world, "member"), on="account_id")
    opened = (tokyo(19, 0) - members["created_at"]).dt.total_days()
    # half of 60 are new, and of the others one or two: 3 sd of 60 are 0.19
    assert (opened < 30).mean() == pytest.approx(0.51, abs=0.2)
    posts = posts_of(world, "member")
    own = posts.filter(pl.col("kind") == "post")
    assert own.height == 60 * 2 * 2
    assert own["hashtags"].list.join(" ").n_unique() == 1
    for day in (21, 22):
        late = seconds_after(own.filter(pl.col("local").dt.day() == day), tokyo(day, 10)) / 3_600
        assert late.len() == 120
        assert late.is_between(0, 1.5).all()
    assert own["text"].n_unique() > 200  # everyone's own words
    shared = posts.filter(pl.col("kind") == "repost")
    assert shared.height == pytest.approx(0.3 * 240, abs=22)  # 3 sd: 21
    assert (shared["account_id"] != shared["repost_of_account"]).all()


def test_zombies_copy_what_stands_under_the_most_popular_posts():
    world = happened(ImpressionZombies(accounts=40, edits=0.05, camouflage=0.0, viral_posts=30))
    assert world.accounts.join(those(world, "zombie"), on="account_id")["verified"].all()
    replies = posts_of(world, "zombie")
    assert (replies["kind"] == "reply").all()
    others = world.posts.join(those(world, "zombie"), on="account_id", how="anti")
    heat = (
        others.select(target=pl.coalesce("repost_of_post", "reply_to_post", "quote_of_post"))
        .drop_nulls()["target"]
        .value_counts(sort=True)
    )
    posts = (others["kind"] == "post").sum()
    hottest = heat.head(round(0.05 * posts))["target"].implode()
    assert replies["reply_to_post"].is_in(hottest).mean() > 0.8
    models = others.select("created_at", "text", target="reply_to_post").drop_nulls()
    both = replies.join(models, left_on="reply_to_post", right_on="target", suffix="_m")
    both = both.filter(pl.col("created_at_m") < pl.col("created_at"))
    assert both["post_id"].n_unique() == replies.height
    grams = CountVectorizer(analyzer="char", ngram_range=(3, 3)).fit(replies["text"].to_list())
    told, heard = (normalize(grams.transform(both[name].to_list())) for name in ("text", "text_m"))
    alike = pl.Series(np.asarray(told.multiply(heard).sum(axis=1)).ravel())
    best = both.with_columns(alike=alike).group_by("post_id").agg(pl.max("alike"))["alike"]
    # a changed character touches three 3-grams: 0.95^3 = 0.86 stay
    assert best.median() > 0.75
    assert (best >= 0.5).mean() > 0.95
    for row in replies.iter_rows(named=True):
        assert all(f"#{tag}" in row["text"] for tag in row["hashtags"])
