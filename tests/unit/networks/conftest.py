"""Small tables made by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from inconcert.schemas import Actions, Posts

if TYPE_CHECKING:
    from collections.abc import Callable

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
_LISTS = ("hashtags", "urls", "domains", "mentions", "media", "objects")


def _post(number: int, row: dict[str, Any]) -> dict[str, Any]:
    blank = {name: [] if name in _LISTS else None for name in Posts.column_names()}
    at = NOON + timedelta(seconds=row.pop("at", number))
    fixed = {
        "post_id": str(number),
        "created_at": at,
        "kind": "post",
        "time_precision": "second",
    }
    return {**blank, **fixed, **row}


@pytest.fixture
def make_posts() -> Callable[..., pl.DataFrame]:
    """Return a maker of posts: one dict a post; `at` is in seconds after noon."""

    def make(*rows: dict[str, Any]) -> pl.DataFrame:
        full = [_post(number, dict(row)) for number, row in enumerate(rows)]
        schema = Posts.create_empty().lazy().collect().schema
        return Posts.validate(pl.DataFrame(full, schema=schema, orient="row"), cast=True)

    return make


@pytest.fixture
def make_actions() -> Callable[..., pl.DataFrame]:
    """Return a maker of actions from (account, object, seconds after noon) on one layer."""

    def make(*acts: tuple[str, str, float], layer: str = "repost") -> pl.DataFrame:
        rows = [
            (account, layer, object_id, NOON + timedelta(seconds=at), f"{layer}-{number}")
            for number, (account, object_id, at) in enumerate(acts)
        ]
        return Actions.validate(
            pl.DataFrame(rows, schema=Actions.column_names(), orient="row"), cast=True
        )

    return make
