"""What wording attacks do: how alike the texts are, which tags and links, when and where."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.attacks.cross_platform import CrossPlatform
from inconcert.simulation.attacks.ephemeral_trend import EphemeralTrend
from inconcert.simulation.attacks.hashtag_flood import HashtagFlood
from inconcert.simulation.attacks.link_pushing import LinkPushing
from inconcert.simulation.attacks.paraphrased_message import ParaphrasedMessage
from inconcert.simulation.attacks.thin_swarm import ThinSwarm
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


def cosines(texts: list[str]) -> np.ndarray:
    """Cosines of all pairs by their character 3-grams."""
    grams = CountVectorizer(analyzer="char", ngram_range=(3, 3)).fit_transform(texts)
    return cosine_similarity(grams)[np.triu_indices(len(texts), 1)]


def said(posts: pl.DataFrame) -> pl.Series:
    return posts["text"].str.replace_all(r"(^@\S+ )|( (#|https?://)\S+)", "")


@pytest.mark.parametrize("window", [30.0, 86_400.0 * 3])
def test_copies_keep_to_their_window_short_or_long(window):
    done = acts(attacked(CopiedText(accounts=20, messages=5, window_seconds=window)))
    span = done.group_by("text").agg(
        seconds=(pl.col("created_at").max() - pl.col("created_at").min()).dt.total_seconds()
    )["seconds"]
    assert span.len() == 5
    assert (span <= window).all()
    assert span.max() > 0.5 * window  # of ten copies, first and last lie 9/11 apart on average


def test_paraphrases_are_unlike_and_copies_equal():
    one = {"messages": 1, "participation": 1.0}
    free = acts(attacked(ParaphrasedMessage(paraphrase=1.0, **one)))
    texts = said(free.filter(pl.col("kind") == "post")).to_list()
    assert len(texts) == 30
    assert 0.1 < cosines(texts).mean() < 0.4
    bound = acts(attacked(ParaphrasedMessage(paraphrase=0.0, **one)))
    assert said(bound.filter(pl.col("kind") == "post")).n_unique() == 1
    half = acts(attacked(ParaphrasedMessage(paraphrase=0.5, **one)))
    between = cosines(said(half.filter(pl.col("kind") == "post")).to_list()).mean()
    assert cosines(texts).mean() < between < 0.95


def test_paraphrasers_repost_and_answer_one_another_as_often_as_asked():
    world = attacked(ParaphrasedMessage(mutual_reposts=5, mutual_replies=3))
    inside = world.labels.drop_nulls("campaign")["account_id"]
    for kind, count in (("repost", 5), ("reply", 3)):
        aimed = with_targets(acts(world).filter(pl.col("kind") == kind), world)
        assert set(aimed["account_id_t"]) <= set(inside)
        assert (aimed["account_id"] != aimed["account_id_t"]).all()
        each = aimed.group_by("account_id").agg(pl.col("target").n_unique())["target"]
        assert each.to_list() == [count] * 30


def test_a_flood_has_its_share_of_the_tag_for_its_hours():
    event = PetitionTag(name="protest", accounts=350, same=0.1)
    options = {"event": "protest", "start_day": 2, "days": 3, "floods": 2, "hours": 6.0}
    attack = HashtagFlood(accounts=10, volume_share=0.5, participation=0.6, **options)
    world = attacked(attack, event)
    flood = acts(world)
    tag = flood.explode("hashtags")["hashtags"].mode()[0]
    assert (flood["hashtags"].list.join(" ") == tag).all()
    hours = flood.sort("created_at").with_columns(
        new=(pl.col("created_at").diff() > pl.duration(hours=3)).fill_null(value=False).cum_sum()
    )
    shares = []
    for _, part in hours.group_by("new", maintain_order=True):
        low, high = part["created_at"].min(), part["created_at"].max()
        assert (high - low).total_seconds() <= 6 * 3600
        live = world.posts.filter(
            pl.col("created_at").is_between(low, high),
            pl.col("kind") == "post",
            pl.col("hashtags").list.contains(tag),
        )
        shares.append(part.height / live.height)
    # as many as are there; first and last post of the flood lie within its six hours
    assert all(0.4 < share < 0.7 for share in shares)


def test_a_flood_of_a_quiet_tag_is_one_post_of_each():
    flood = acts(attacked(HashtagFlood(accounts=20, floods=1, participation=1.0, volume_share=0.2)))
    assert flood.height == 20
    assert flood["hashtags"].list.join(" ").n_unique() == 1
    span = flood["created_at"].max() - flood["created_at"].min()
    assert span.total_seconds() <= 3 * 3600


def test_a_trend_is_over_within_minutes():
    world = attacked(EphemeralTrend(trends=4, within_minutes=3, delete_minutes=(2, 9)))
    pushed = acts(world)
    trends = (
        pushed.explode("hashtags")
        .group_by("hashtags")
        .agg(
            span=(pl.col("created_at").max() - pl.col("created_at").min()).dt.total_seconds(),
            each=pl.col("account_id").n_unique() == pl.len(),
            accounts=pl.len(),
        )
    )
    assert trends.height == 4
    assert (trends["span"] <= 180).all()
    assert trends["each"].all()  # one post each
    stood = (pushed["deleted_at"] - pushed["created_at"]).dt.total_seconds()
    assert stood.is_between(120, 540).all()
    words = said(pushed).str.split(" ").list.len()
    assert words.is_between(3, 12).all()  # three to eight words, some of two parts
    later = world.posts.join(
        pushed.select("post_id", "deleted_at"),
        left_on="repost_of_post",
        right_on="post_id",
        suffix="_t",
    )
    assert (later["created_at"] < later["deleted_at_t"]).all()


def test_links_are_of_one_family_and_follow_soon():
    world = attacked(LinkPushing(domains=5, pages=30, tracked=0.3, shortened=0.2))
    shared = acts(world).with_columns(url=pl.col("urls").list.first())
    assert (shared["urls"].list.len() == 1).all()
    assert shared.select(pl.col("text").str.contains(pl.col("url"), literal=True)).to_series().all()
    short = shared["url"].str.contains(r"^https://(tiny|s-link|go2)\.example")
    tracked = shared["url"].str.contains("?", literal=True)
    # of n links: sd sqrt(0.25 / n) = 0.03 for 250
    assert short.mean() == pytest.approx(0.2, abs=0.08)
    assert tracked.mean() == pytest.approx(0.3, abs=0.09)
    hosts = shared.filter(~short)["url"].str.extract("^https://([^/]+)")
    assert hosts.n_unique() == 5
    pages = shared.filter(~short).with_columns(page=pl.col("url").str.extract(r"^([^?]+)"))
    began = pages.with_columns(
        late=(pl.col("created_at") - pl.col("created_at").min().over("page")).dt.total_seconds()
    ).filter(pl.col("late") > 0)
    # log-normal, median 120 s, sigma 1: a share in eight hundred comes after 120 exp(3) = 2,400 s
    assert began["late"].median() == pytest.approx(120, rel=0.35)
    assert began["late"].quantile(0.99) < 2_400
    starters = pages.sort("created_at").unique("page", keep="first", maintain_order=True)
    assert starters["account_id"].n_unique() > 10  # not the same account each time


def test_a_message_passes_between_platforms_within_its_lag():
    attack = CrossPlatform(platforms=("x", "telegram", "facebook"), lag_minutes=(5, 300), edits=0.0,
                           handle_reuse=0.5, accounts=60)  # fmt: skip
    world = attacked(attack)
    done = acts(world)
    members = world.accounts.join(world.labels.drop_nulls("campaign"), on="account_id")
    assert members["platform"].value_counts()["count"].to_list() == [20, 20, 20]
    messages = done.with_columns(
        late=(pl.col("created_at") - pl.col("created_at").min().over("text")).dt.total_seconds()
    )
    assert messages["text"].n_unique() == 14
    assert messages.group_by("text").agg(pl.col("platform").n_unique())["platform"].min() == 3
    lags = messages.filter(pl.col("late") > 0)["late"]
    assert lags.is_between(5 * 60, 300 * 60).all()
    # even on the log scale: median sqrt(5 x 300) = 39 min
    assert lags.median() / 60 == pytest.approx(39, rel=0.35)
    first = members.filter(platform="x")["handle"]
    again = members.filter(pl.col("platform") != "x")["handle"].is_in(first.implode())
    assert again.mean() == pytest.approx(0.5, abs=0.24)  # 3 sd of 40: 3 sqrt(0.25 / 40)


def test_the_swarm_is_new_thin_and_named_alike():
    world = attacked(ThinSwarm(accounts=90, acts=(2, 3), created_within_days=6.0))
    inside = world.accounts.join(world.labels.drop_nulls("campaign"), on="account_id")
    assert inside["role"].value_counts().sort("role")["count"].to_list() == [30, 60]
    begin = pl.lit("2026-01-18T15:00:00").str.to_datetime(time_zone="UTC")
    age = inside.select((begin - pl.col("created_at")).dt.total_seconds() / 86_400).to_series()
    assert age.is_between(0, 6).all()
    assert inside["display_name"].str.contains("^[ァ-ヴ]+[一-龠]+$").all()
    each = acts(world).group_by("account_id").len()["len"]
    assert each.is_between(2, 3).all()
    assert each.len() == 90
    posts = world.posts.join(inside, on="account_id")
    assert posts.height == world.acts.height  # they do nothing else
    assert (inside["posts_total"] <= 3).all()
    assert set(with_targets(acts(world, "reposter"), world)["account_id_t"]) <= set(
        inside.filter(role="poster")["account_id"]
    )
    english = acts(world, "poster")["lang"] == "en"
    assert english.mean() == pytest.approx(0.2, abs=0.15)  # 3 sd of 75 posts: 0.14
