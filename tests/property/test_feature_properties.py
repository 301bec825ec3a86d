"""What no feature may depend on: the order of rows, the names of accounts, unconnected accounts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from inconcert import schemas
from inconcert.features.catalogue import FEATURES
from inconcert.features.table import account_features
from inconcert.networks.actions import actions
from inconcert.networks.coaction import coaction_network
from inconcert.networks.interactions import interaction_graph

START = datetime(2024, 1, 1, tzinfo=UTC)
ACCOUNTS = "abcde"
TEXTS = ("a sentence that is copied", "another sentence of theirs", "short", None)
RELATIVE = {feature.name for feature in FEATURES if feature.dataset_relative}
NAMES = {name: f"renamed-{5 - number}" for number, name in enumerate(ACCOUNTS)}
QUIET = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, object]:
    """One post of a small world, dense enough for co-actions to happen."""
    kind = draw(st.sampled_from(schemas.KINDS))
    target = draw(st.sampled_from([*ACCOUNTS, None]))
    return {
        "account_id": draw(st.sampled_from(ACCOUNTS)),
        "created_at": START + timedelta(seconds=draw(st.integers(0, 200))),
        "kind": kind,
        "text": draw(st.sampled_from(TEXTS)),
        "lang": draw(st.sampled_from(["ja", "en", None])),
        "hashtags": draw(st.lists(st.sampled_from(["t", "u"]), unique=True)),
        "repost_of_post": draw(st.sampled_from(["r1", "r2"])) if kind == "repost" else None,
        "repost_of_account": target if kind == "repost" else None,
        "reply_to_account": target if kind == "reply" else None,
    }


worlds = st.lists(rows(), min_size=1, max_size=30)


def posts_of(world: list[dict[str, object]]) -> pl.DataFrame:
    blank = schemas.empty(schemas.Posts)
    filled = [
        dict.fromkeys(blank.columns)
        | {name: [] for name in ("hashtags", "urls", "domains", "mentions", "media", "objects")}
        | {"post_id": f"p{number:03}", "time_precision": "second"}
        | row
        for number, row in enumerate(world)
    ]
    table = pl.DataFrame(filled, schema=dict(blank.schema), strict=False)
    return schemas.Posts.validate(table, cast=True)


def features_of(posts: pl.DataFrame) -> pl.DataFrame:
    acts = actions(posts)
    kinds = [interaction_graph(posts, kind=kind) for kind in ("repost", "reply")]
    return account_features(
        posts,
        actions=acts,
        coaction=coaction_network(acts, window_seconds=60),
        interactions=pl.concat(kinds),
    )


def assert_same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    assert_frame_equal(one.sort("account_id"), other.sort("account_id"), rel_tol=1e-7, abs_tol=1e-7)


@QUIET
@given(worlds, st.integers(0, 3))
def test_the_order_of_rows_changes_nothing(world, seed):
    posts = posts_of(world)
    mixed = posts.sample(fraction=1.0, shuffle=True, seed=seed)
    assert_same(features_of(posts), features_of(mixed))


@QUIET
@given(worlds)
def test_the_names_of_accounts_change_nothing(world):
    posts = posts_of(world)
    ends = ("account_id", "repost_of_account", "reply_to_account")
    renamed = posts.with_columns(pl.col(name).replace(NAMES) for name in ends)
    expected = features_of(posts).with_columns(pl.col("account_id").replace(NAMES))
    assert_same(expected, features_of(renamed))


@QUIET
@given(worlds)
def test_an_unconnected_account_changes_no_other(world):
    alone = {
        "account_id": "z",
        "created_at": START + timedelta(days=2),
        "kind": "post",
        "text": "words that nobody else has written",
    }
    before = features_of(posts_of(world))
    after = features_of(posts_of([*world, alone])).filter(pl.col("account_id") != "z")
    assert_same(before.drop(RELATIVE), after.drop(RELATIVE))


@QUIET
@given(worlds)
def test_values_are_finite_or_null(world):
    values = features_of(posts_of(world)).drop("account_id").unpivot()["value"].drop_nulls()
    assert values.is_finite().all()


@QUIET
@given(worlds)
def test_shares_lie_between_zero_and_one(world):
    table = features_of(posts_of(world))
    shares = [feature.name for feature in FEATURES if feature.unit == "share"]
    values = table.select(shares).unpivot()["value"].drop_nulls()
    assert values.is_between(0, 1).all()


def test_the_relative_features_are_these():
    assert {
        "hour_of_week_distance",
        "repost_pagerank",
        "reply_pagerank",
        "coaction_pagerank",
    } == RELATIVE
