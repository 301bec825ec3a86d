"""Activity features, each with its arithmetic."""

from datetime import UTC, datetime

import polars as pl
import pytest

from inconcert import schemas
from inconcert.features.activity import activity_features

DAY = 86_400


def row(table: pl.DataFrame, account: str = "a") -> dict:
    return table.row(by_predicate=pl.col("account_id") == account, named=True)


def accounts_of(**values) -> pl.DataFrame:
    blank = schemas.empty(schemas.Accounts)
    return pl.DataFrame([{"account_id": "a"} | values], schema_overrides=dict(blank.schema)).pipe(
        lambda t: pl.concat([blank, t], how="diagonal")
    )


def test_volume_and_kinds(make_posts):
    # four posts on two days: 4 / 2 = 2 a day; one of four is a repost, one a reply
    posts = make_posts(
        {"account_id": "a", "at": 0},
        {"account_id": "a", "at": 60},
        {"account_id": "a", "at": 120, "kind": "repost", "repost_of_account": "x"},
        {"account_id": "a", "at": DAY, "kind": "reply", "reply_to_account": "y"},
    )
    found = row(activity_features(posts))
    assert found["posts"] == 4
    assert found["active_days"] == 2
    assert found["posts_per_active_day"] == 2
    shares = [found[f"{kind}_share"] for kind in ("post", "repost", "reply", "quote")]
    assert shares == [0.5, 0.25, 0.25, 0]
    assert found["distinct_targets"] == 2


def test_targets_are_zero_for_an_account_that_only_posts(make_posts):
    assert row(activity_features(make_posts({"account_id": "a"})))["distinct_targets"] == 0


def test_targets_are_null_where_the_source_names_none(make_posts):
    posts = make_posts({"account_id": "a", "kind": "repost"})
    assert row(activity_features(posts))["distinct_targets"] is None


def test_targets_count_mentions_and_each_account_once(make_posts):
    posts = make_posts(
        {"account_id": "a", "mentions": ["x", "y"]},
        {"account_id": "a", "kind": "quote", "quote_of_account": "x"},
    )
    assert row(activity_features(posts))["distinct_targets"] == 2


def test_concentration_of_reposts(make_posts):
    # reposts of x, x, x, y: top 3/4; HHI 9/16 + 1/16 = 0.625;
    # Gini with counts 1, 3: 2 (1*1 + 2*3) / (2*4) - 3/2 = 0.25
    posts = make_posts(
        *({"account_id": "a", "kind": "repost", "repost_of_account": t} for t in "xxxy")
    )
    found = row(activity_features(posts))
    assert found["top_repost_target_share"] == 0.75
    assert found["repost_target_hhi"] == 0.625
    assert found["repost_target_gini"] == pytest.approx(0.25)


def test_one_target_is_fully_concentrated_and_equal(make_posts):
    posts = make_posts(*({"account_id": "a", "kind": "repost", "repost_of_account": "x"},) * 2)
    found = row(activity_features(posts))
    assert (found["repost_target_hhi"], found["repost_target_gini"]) == (1, 0)


def test_profile_features(make_posts):
    # created ten days before the first post; (99 + 1) / (49 + 1) = 2
    accounts = accounts_of(
        created_at=datetime(2023, 12, 22, tzinfo=UTC), followers=99, following=49
    )
    posts = make_posts({"account_id": "a", "at": 0}, {"account_id": "b", "at": 5})
    table = activity_features(posts, accounts=accounts)
    assert row(table)["account_age_at_first_post_days"] == 10
    assert row(table)["followers_following_ratio"] == 2
    assert row(table, "b")["followers_following_ratio"] is None


def test_profile_features_are_null_without_accounts(make_posts):
    found = row(activity_features(make_posts({"account_id": "a"})))
    assert found["account_age_at_first_post_days"] is None
    assert found["followers_following_ratio"] is None
