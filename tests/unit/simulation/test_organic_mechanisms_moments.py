"""Organic scenarios of one moment: seconds, decay, equal words, peaks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from inconcert.simulation.organic.anniversary import Anniversary
from inconcert.simulation.organic.breaking_news import BreakingNews
from inconcert.simulation.organic.complaint_wave import ComplaintWave
from inconcert.simulation.organic.everyday_reviews import EverydayReviews
from inconcert.simulation.organic.live_tv import LiveTv
from inconcert.simulation.organic.share_button import ShareButton
from inconcert.simulation.organic.tv_pile_on import TvPileOn
from inconcert.simulation.organic.viral_joke import ViralJoke
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


def cosines(texts: list[str]) -> np.ndarray:
    """Cosines of all pairs by their character 3-grams."""
    grams = CountVectorizer(analyzer="char", ngram_range=(3, 3)).fit_transform(texts)
    return cosine_similarity(grams)[np.triu_indices(len(texts), 1)]


def test_viewers_shout_within_seconds_and_most_say_the_same():
    world = happened(LiveTv(accounts=300, scenes=3, days=2, attendance=0.5, same=0.6))
    shouts = posts_of(world, "viewer").filter(
        pl.col("kind") == "post", pl.col("text").str.len_chars() <= 10
    )
    phrase = shouts["text"].mode()[0]
    shouts = shouts.filter(pl.col("text").str.contains(phrase, literal=True)).sort("created_at")
    new = (shouts["created_at"].diff().dt.total_seconds() > 25).fill_null(value=False)
    scenes = shouts.with_columns(scene=new.cum_sum()).filter(pl.len().over("scene") > 60)
    assert scenes["local"].dt.day().n_unique() == 2  # an evening each
    assert scenes["local"].dt.hour().is_between(21, 22).all()
    assert scenes["scene"].n_unique() >= 5  # of six; two may lie close together
    spread = scenes.group_by("scene").agg(pl.col("created_at").dt.epoch("s").std())["created_at"]
    assert spread.median() == pytest.approx(2, abs=0.6)
    # of 2 x 3 x 300 x 0.5 = 900 shouts, 60 % are the phrase itself
    assert (shouts["text"] == phrase).sum() / 900 == pytest.approx(0.6, abs=0.08)


def test_news_rises_within_seconds_and_bots_have_one_client():
    event = BreakingNews(events=1, bots=12, rise_seconds=15, same=0.4, accounts=250, sharers=0.3)
    world = happened(event)
    bots = posts_of(world, "bot")
    assert bots.height == 12
    assert set(bots["client"]) == {"alert-relay"}
    others = world.posts.join(those(world, "bot"), on="account_id", how="anti")
    assert "alert-relay" not in set(others["client"])
    first, last = bots["created_at"].min(), bots["created_at"].max()
    assert (last - first).total_seconds() <= 36  # all between 4 and 40 s after the event
    near = posts_of(world, "witness").filter(pl.col("kind") == "post")
    shouts = near.filter(seconds_after(near, first).is_between(-40, 200))
    # of 250 delays with the median 15 s and sigma 1, 99 % lie below 15 exp(2.33) = 154 s
    assert shouts.height == pytest.approx(250, abs=12)
    # 3 sd of 250: 0.093
    assert (shouts["text"] == shouts["text"].mode()[0]).mean() == pytest.approx(0.4, abs=0.1)
    assert 8 < seconds_after(shouts, shouts["created_at"].min()).median() < 22
    links = near.explode("urls").drop_nulls("urls")["urls"].value_counts(sort=True)
    assert links["count"][0] == pytest.approx(75, abs=22)  # 250 x 0.3; 3 sd: 22


def test_at_midnight_half_are_there_within_seconds():
    world = happened(Anniversary(accounts=300, start_day=4, spread_seconds=2.0))
    after = posts_of(world, "celebrant").filter(
        pl.col("created_at").is_between(tokyo(23, 0), tokyo(23, 1), closed="left")
    )
    late = seconds_after(after, tokyo(23, 0))
    assert after.height == pytest.approx(300, abs=8)  # and what they post besides
    # half within |N(0, 2)| s, and of the others 1 - exp(-6 / 900) < 1 % within six seconds
    assert (late <= 6).mean() == pytest.approx(0.5, abs=0.09)
    assert late.value_counts()["count"].max() < 80
    assert (late == 3_599).sum() <= 1


def test_complaints_begin_after_hours_halve_in_a_day_and_differ():
    wave = ComplaintWave(accounts=400, half_life_hours=24, onset_hours=(2, 4), days=7, start_day=4)
    told = posts_of(happened(wave), "customer").filter(pl.col("objects").list.len() > 0)
    assert told.height == 400
    hours = seconds_after(told, tokyo(23, 0)) / 3_600
    assert hours.min() >= 2
    # half-life 24 h, onset 3 h, and up to six hours until one is awake: median 27 to 33 h
    assert 25 < hours.median() < 34
    assert (told["rating"] == 1).mean() == pytest.approx(0.75, abs=0.07)  # 3 sd of 400
    assert set(told["rating"]) == {1.0, 2.0}
    assert 0.05 < cosines(told["text"].head(120).to_list()).mean() < 0.3
    assert (hours > hours.max() - 6).sum() < 20  # nothing piles up at the end


def test_everyday_ratings_are_j_shaped_and_reach_every_business():
    told = posts_of(happened(EverydayReviews(accounts=400, businesses=5)), "customer").filter(
        pl.col("objects").list.len() > 0
    )
    shares = told["rating"].value_counts(normalize=True).sort("rating")["proportion"].to_list()
    assert shares[4] > 0.4
    assert shares[0] > shares[1]
    things = told["objects"].list.first().struct.field("object_id").value_counts(sort=True)
    assert set(things["object_id"]) == {f"shop-{number}" for number in range(1, 6)}
    assert things["object_id"][0] == "shop-1"


def test_scolding_peaks_after_both_showings_and_most_scold_once():
    world = happened(TvPileOn(accounts=300, once_share=0.8, second_peak=0.3, hour=22))
    person = those(world, "person")["account_id"][0]
    shown = world.posts.filter(
        pl.col("account_id") == person,
        pl.any_horizontal(
            pl.col("created_at").is_between(tokyo(day, 22), tokyo(day, 22.1)) for day in (21, 22)
        ),
    )
    replies = posts_of(world, "viewer").join(
        shown.select(reply_to_post="post_id"), on="reply_to_post"
    )
    each = replies.group_by("account_id").len()["len"]
    assert each.len() == 300
    assert (each == 1).mean() == pytest.approx(0.8, abs=0.08)  # 3 sd of 300: 0.07
    late = seconds_after(replies, tokyo(21, 22)) / 3_600
    # delays of the median 30 min, sigma 1: three of four within the hour
    assert (late < 1.05).sum() / (late < 24).sum() == pytest.approx(0.75, abs=0.1)
    assert late.is_between(24, 25.05).sum() / (late >= 24).sum() == pytest.approx(0.75, abs=0.15)
    assert (late >= 24).mean() == pytest.approx(0.3, abs=0.08)


def prefix(texts: list[str]) -> int:
    """Length of what all texts begin with."""
    for place, letters in enumerate(zip(*texts, strict=False)):
        if len(set(letters)) > 1:
            return place
    return min(map(len, texts))


def test_quizzes_vary_in_one_slot_and_link_one_site_each():
    world = happened(ShareButton(accounts=200, quizzes=2, plays_per_account=2.0))
    plays = posts_of(world, "player").filter(pl.col("kind") == "post")
    plays = plays.with_columns(url=pl.col("urls").list.first())
    known = plays.drop_nulls("url")["url"].value_counts(sort=True)["url"].head(2).to_list()
    plays = plays.filter(pl.col("url").is_in(known))
    assert plays.height == pytest.approx(400, abs=45)  # 200 x (1 + Poisson(1)): 3 sd 42
    bare = plays.with_columns(text=pl.col("text").str.replace(r"^@\S+ ", ""))
    for url in known:
        texts = bare.filter(url=url)["text"].unique().to_list()
        equal = prefix(texts) + prefix([text[::-1] for text in texts])
        assert len(texts) > 3
        assert equal > 0.5 * min(map(len, texts))  # all but the slot is equal
    per_day = plays["local"].dt.date().value_counts()["count"]
    assert per_day.len() == 14
    assert per_day.max() < 3 * per_day.mean()


def test_jokes_are_copied_for_weeks_with_some_characters_changed():
    world = happened(ViralJoke(accounts=200, jokes=2, mutation=(0.01, 0.2)))
    told = posts_of(world, "joker").filter(pl.col("text").str.len_chars() >= 120)
    told = told.filter(pl.col("kind") == "post")
    assert told.height == pytest.approx(200, abs=8)
    grams = CountVectorizer(analyzer="char", ngram_range=(3, 3))
    alike = cosine_similarity(grams.fit_transform(told["text"].to_list()))
    # a changed character touches three of the 3-grams: at 20 %, 0.8^3 = 0.51 of them stay
    assert np.quantile(np.sort(alike, axis=1)[:, -2], 0.02) > 0.4
    assert told["text"].n_unique() > 0.85 * told.height
    assert told["local"].dt.date().n_unique() >= 10
    plain = posts_of(happened(ViralJoke(accounts=200, jokes=2, mutation=(0, 0))), "joker")
    bare = plain.filter(pl.col("kind") == "post")["text"].str.replace(r"^@\S+ ", "")
    assert bare.value_counts(sort=True)["count"].head(2).sum() == 200
