"""Each setting of the observation, alone and with others, against what the truth says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from inconcert import schemas
from inconcert.errors import ConfigError
from inconcert.simulation.collection import FATES
from inconcert.simulation.observation import (
    MAY_BE_EMPTY,
    Observation,
    View,
    observation_report,
    view,
)
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

START = datetime(2026, 1, 27, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def world() -> World:
    return simulate(Scenario(population=Population(accounts=300, days=4)), seed=1)


def look(posts: pl.DataFrame, **settings: object) -> View:
    return view(posts, Observation(**settings), np.random.default_rng(7))


def missed(posts: pl.DataFrame, **settings: object) -> dict[str, int]:
    counts = observation_report(look(posts, **settings).fates, schemas.empty(schemas.Acts))
    assert counts["fate"].to_list() == list(FATES)
    assert counts["posts"].sum() == posts.height
    return {fate: n for fate, n, _ in counts.iter_rows() if n}


def posts_of(*rows: dict[str, object]) -> pl.DataFrame:
    """Posts by one account, a minute apart, with the given columns."""
    blank = schemas.empty(schemas.Posts)
    made = [
        {name: [] if isinstance(dtype, pl.List) else None for name, dtype in blank.schema.items()}
        | {"post_id": str(n), "account_id": "a", "created_at": START + timedelta(minutes=n)}
        | {"time_precision": "second", "kind": "post"}
        | row
        for n, row in enumerate(rows)
    ]
    return schemas.Posts.validate(pl.DataFrame(made, schema=blank.schema))


def ids(seen: View) -> list[str]:
    return seen.posts["post_id"].to_list()


def test_the_default_sees_everything_as_it_is(world):
    assert look(world.posts).posts.equals(world.posts)
    assert missed(world.posts) == {"seen": world.posts.height}


def test_keywords_are_found_in_texts_and_hashtags_however_they_are_written():
    posts = posts_of(
        {"text": "投票に行った"},
        {"text": "ＶＯＴＥ now"},  # full width: one spelling with vote
        {"text": "devoted"},
        {"hashtags": ["vote"]},
        {"hashtags": ["votes"], "text": "at last"},
        {"text": "nothing"},
        {"kind": "repost", "repost_of_post": "0", "text": "投票に行った"},
    )
    assert ids(look(posts, keywords=("vote",))) == ["1", "2", "3", "4"]
    assert ids(look(posts, keywords=("投票",))) == ["0", "6"]  # a repost carries the words
    assert ids(look(posts, keywords=("#Vote",))) == ["3"]  # the whole tag, not #votes
    assert ids(look(posts, keywords=("#vote", "投票"))) == ["0", "3", "6"]
    assert missed(posts, keywords=("投票",)) == {"seen": 2, "not_matched": 5}


def test_top_hashtags_are_those_with_the_most_uses():
    tags = [["b"], ["b"], ["c", "a"], ["a"], ["c"], ["d"], []]
    posts = posts_of(*({"hashtags": tag} for tag in tags))
    # a, b and c have two uses each: the alphabet decides
    assert ids(look(posts, top_hashtags=1)) == ["2", "3"]
    assert ids(look(posts, top_hashtags=2)) == ["0", "1", "2", "3"]
    assert ids(look(posts, top_hashtags=9)) == ["0", "1", "2", "3", "4", "5"]
    assert ids(look(posts, top_hashtags=1, keywords=("#d",))) == ["2", "3", "5"]


def test_what_is_deleted_before_it_is_fetched_is_missed_with_its_reposts():
    gone = {"deleted_at": START + timedelta(minutes=5)}  # five minutes after it was posted
    posts = posts_of(
        gone,
        {"kind": "repost", "repost_of_post": "0"},  # fetched a minute later than the original
        {"kind": "reply", "reply_to_post": "0"},
    )
    assert ids(look(posts)) == ["0", "1", "2"]
    assert ids(look(posts, collect_delay_minutes=3.9)) == ["0", "1", "2"]
    assert ids(look(posts, collect_delay_minutes=4)) == ["0", "2"]
    assert ids(look(posts, collect_delay_minutes=5)) == ["2"]
    assert missed(posts, collect_delay_minutes=60) == {"seen": 1, "deleted_before_collection": 2}


def test_the_rate_limit_loses_what_comes_last_in_each_quarter_of_an_hour(world):
    posts = posts_of(*({} for _ in range(32)))  # 20:00 .. 20:31: 15, 15 and 2 posts
    assert ids(look(posts, most_per_quarter_hour=2)) == ["0", "1", "15", "16", "30", "31"]
    assert missed(posts, most_per_quarter_hour=2) == {"seen": 6, "rate_limit": 26}
    most = look(world.posts, most_per_quarter_hour=3).posts
    quarters = most.group_by(pl.col("created_at").dt.truncate("15m")).len()
    assert quarters["len"].max() == 3
    # what does not match takes no room
    named = posts_of({"text": "x"}, {"text": "y"}, {"text": "x"}, {"text": "x"})
    assert ids(look(named, keywords=("x",), most_per_quarter_hour=2)) == ["0", "2"]


def test_nothing_is_collected_during_an_outage(world):
    fates = look(world.posts, outages_per_day=2, outage_minutes=120).fates
    runs = (
        world.posts.join(fates, on="post_id")
        .sort("created_at", "post_id")
        .with_columns(run=pl.col("fate").rle_id())
        .group_by("run", "fate")
        .agg(span=pl.col("created_at").max() - pl.col("created_at").min())
    )
    lost = runs.filter(pl.col("fate") == "outage")["span"]
    # 4 days x 2 outages of two hours; some may overlap, and the last post may cut one short
    assert 1 <= len(lost) <= 8
    assert lost.max() > timedelta(minutes=90)
    assert lost.sum() <= timedelta(hours=16)
    assert missed(posts_of({}), outages_per_day=1, outage_minutes=1) == {"outage": 1}


def test_dropped_columns_are_empty_and_nothing_else_changes(world):
    for name in MAY_BE_EMPTY:
        bare = look(world.posts, drop_columns=(name,)).posts
        assert bare.drop(name).equals(world.posts.drop(name)), name
        assert bare[name].is_null().all() or bare[name].list.len().sum() == 0
        assert schemas.Posts.is_valid(bare)
    assert "post_id" not in MAY_BE_EMPTY
    assert set(MAY_BE_EMPTY) == set(world.posts.columns) - {
        "post_id", "account_id", "created_at", "time_precision", "kind",
    }  # fmt: skip


def test_missing_cells_are_nested_and_leave_other_columns_alone(world):
    few = look(world.posts, missing={"client": 0.2, "hashtags": 0.5}).posts
    many = look(world.posts, missing={"client": 0.6}, sample=0.5).posts
    assert few["client"].null_count() == pytest.approx(0.2 * few.height, rel=0.15)
    tagged = world.posts["hashtags"].list.len() > 0
    kept = (few["hashtags"].list.len() > 0).sum()
    assert kept == pytest.approx(0.5 * tagged.sum(), rel=0.2)
    rest = [name for name in few.columns if name not in ("client", "hashtags")]
    assert few.select(rest).equals(world.posts.select(rest))
    both = many.join(few.select("post_id", first="client"), on="post_id")
    assert both.filter(pl.col("first").is_null())["client"].is_null().all()


def test_times_to_the_hour_and_to_the_day(world):
    seen = look(world.posts, hour_precision=0.3, day_precision=0.2, minute_precision=1.0).posts
    counts = dict(seen["time_precision"].cast(pl.String).value_counts().iter_rows())
    for precision, share in (("day", 0.2), ("hour", 0.3), ("minute", 0.5)):
        assert counts[precision] == pytest.approx(share * seen.height, rel=0.15)
        times = seen.filter(pl.col("time_precision") == precision)["created_at"]
        cut = {"day": "1d", "hour": "1h", "minute": "1m"}[precision]
        assert times.equals(times.dt.truncate(cut))
    assert seen["post_id"].equals(world.posts["post_id"])
    again = look(seen, minute_precision=1.0).posts
    assert again.equals(seen)  # nothing becomes finer


def test_a_new_setting_leaves_the_draws_of_the_others_alone(world):
    old = look(world.posts, sample=0.4, deleted=0.1)
    new = look(
        world.posts, sample=0.4, deleted=0.1, outages_per_day=3, missing={"lang": 0.5},
        day_precision=0.5, drop_columns=("text",),
    )  # fmt: skip
    assert set(ids(new)) <= set(ids(old))
    lost = set(ids(old)) - set(ids(new))
    assert set(new.fates.filter(pl.col("fate") == "outage")["post_id"]) == lost


def test_the_report_counts_acts_beside_posts():
    posts = posts_of({"text": "x"}, {"text": "y"}, {"text": "x"})
    acts = pl.DataFrame({"post_id": ["1", "2"]})
    report = observation_report(look(posts, keywords=("x",)).fates, acts)
    assert report.filter(pl.col("posts") > 0).rows() == [("seen", 2, 1), ("not_matched", 1, 1)]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"hour_precision": 0.6, "day_precision": 0.5}, "day_precision is 0.5; allowed: at most"),
        ({"day_precision": -0.1}, "Observation.day_precision is -0.1; allowed: a number from 0"),
        ({"keywords": "vote"}, "Observation.keywords is 'vote'; allowed: a list of words"),
        ({"keywords": (3,)}, r"keywords is \(3,\); allowed: a list of words"),
        ({"keywords": (" # ",)}, "allowed: words of at least one character"),
        ({"top_hashtags": -1}, "top_hashtags is -1; allowed: a whole number of at least 0"),
        ({"collect_delay_minutes": -1}, "collect_delay_minutes is -1; allowed: a number from 0"),
        ({"outages_per_day": float("nan")}, "outages_per_day is nan; allowed: a number from 0"),
        ({"outages_per_day": 48, "outage_minutes": 31}, "outage_minutes is 31; .* from 0 to 30"),
        ({"most_per_quarter_hour": 0}, "most_per_quarter_hour is 0; allowed: a whole number of"),
        ({"drop_columns": "text"}, "drop_columns is 'text'; allowed: a list of columns"),
        ({"drop_columns": ("clint",)}, "'clint' is none: did you mean 'client'"),
        ({"drop_columns": ("post_id",)}, "allowed: no post_id, which no post can do without"),
        ({"missing": ("client",)}, r"allowed: a share for each column, as \{client: 0.5\}"),
        ({"missing": {"zzz": 0.5}}, "'zzz' is none: text, lang|'zzz' is none: client"),
        ({"missing": {"kind": 0.5}}, "allowed: no kind, which no post can do without"),
        ({"missing": {"client": 1.5}}, "allowed: for client a number from 0 to 1"),
        ({"missing": {"client": True}}, "allowed: for client a number from 0 to 1"),
    ],
)
def test_impossible_settings_are_refused(settings, message):
    with pytest.raises(ConfigError, match=message):
        Observation(**settings)
