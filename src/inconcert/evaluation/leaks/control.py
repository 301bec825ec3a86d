"""Leaks planted on purpose: what the leak test must find, else it finds nothing at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.evaluation.leaks.form import Table
    from inconcert.simulation.world import World

_LOW_BITS = 1 << 22
_PART = _LOW_BITS // 2


@dataclass(frozen=True)
class Plant:
    """A leak: how it comes into a world, and which field must tell it."""

    title: str
    table: Table
    field: str
    planted: Callable[[World], World]


def _whole_minutes(world: World) -> World:
    minute = pl.when(_act(world)).then(pl.col("created_at").dt.truncate("1m"))
    return replace(world, posts=world.posts.with_columns(minute.otherwise("created_at")))


def _one_low_part(world: World) -> World:
    """Ids keep their place in time; the low part is the middle one, so that order tells nothing."""
    number = pl.col("post_id").cast(pl.Int64)
    alike = (number - number % _LOW_BITS + _PART).cast(pl.String)
    posts = world.posts.with_columns(pl.when(_act(world)).then(alike).otherwise("post_id"))
    return replace(world, posts=posts, acts=world.acts.with_columns(post_id=alike))


def _no_description(world: World) -> World:
    members = world.labels.drop_nulls("campaign")["account_id"].implode()
    kept = pl.when(~pl.col("account_id").is_in(members)).then("description")
    return replace(world, accounts=world.accounts.with_columns(kept.alias("description")))


def _act(world: World) -> pl.Expr:
    return pl.col("post_id").is_in(world.acts["post_id"].implode())


PLANTS = (
    Plant("seconds of acts are always 00", "posts", "second", _whole_minutes),
    Plant("ids of acts have one low part", "posts", "learned", _one_low_part),
    Plant("members have no description", "accounts", "missing_description", _no_description),
)
