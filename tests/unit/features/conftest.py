"""Small posts made by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from inconcert import schemas

if TYPE_CHECKING:
    from collections.abc import Callable

MONDAY = datetime(2024, 1, 1, tzinfo=UTC)  # a Monday, midnight


def posts_of(*rows: dict[str, Any]) -> pl.DataFrame:
    """Make posts: `account_id` and `at` (seconds after Monday midnight) are needed."""
    filled = [
        {
            "post_id": f"p{number:03}",
            "created_at": MONDAY + timedelta(seconds=row.get("at", 0)),
            "time_precision": "second",
            "kind": "post",
            **{key: [] for key in ("hashtags", "urls", "domains", "mentions", "media", "objects")},
        }
        | {key: value for key, value in row.items() if key != "at"}
        for number, row in enumerate(rows)
    ]
    blank = schemas.empty(schemas.Posts)
    known = dict(blank.schema.items())
    table = pl.DataFrame(
        [{name: row.get(name) for name in known} for row in filled],
        schema_overrides=known,
        schema=list(known),
        strict=False,
    )
    return schemas.Posts.validate(table, cast=True)


@pytest.fixture
def make_posts() -> Callable[..., pl.DataFrame]:
    """Return the maker of posts."""
    return posts_of


@pytest.fixture
def full_tables() -> dict[str, pl.DataFrame]:
    """Return tables for which every feature but some co-action layers is defined for an account."""
    from inconcert.networks.actions import actions
    from inconcert.networks.coaction import coaction_network
    from inconcert.networks.interactions import interaction_graph

    posts = posts_of(*_full_rows())
    acts = actions(posts)
    blank = schemas.empty(schemas.Accounts)
    profile = {"account_id": ["a"], "created_at": [MONDAY], "followers": [5], "following": [4]}
    kinds = [interaction_graph(posts, kind=kind) for kind in ("repost", "reply")]
    return {
        "posts": posts,
        "accounts": pl.concat(
            [
                blank,
                pl.DataFrame(profile).with_columns(
                    pl.col("created_at").cast(blank["created_at"].dtype)
                ),
            ],
            how="diagonal",
        ),
        "actions": acts,
        "coaction": coaction_network(acts.filter(pl.col("layer") == "repost"), window_seconds=60),
        "interactions": pl.concat(kinds),
    }


def _full_rows() -> list[dict[str, Any]]:
    said = {"text": "one and the same sentence", "lang": "en", "hashtags": ["t"]}
    rows: list[dict[str, Any]] = [{"account_id": "o", "at": 0, **said}]
    for offset, name in enumerate("abc"):
        rows += [
            {
                "account_id": name,
                "at": 5 + offset,
                "kind": "repost",
                "repost_of_post": "p000",
                "repost_of_account": "o",
            },
            {"account_id": name, "at": 500, "kind": "reply", "reply_to_account": "o", **said},
            {
                "account_id": name,
                "at": 900 + offset,
                "kind": "reply",
                "reply_to_account": "abc"[offset - 1],
                **said,
            },
        ]
    return rows
