"""Interaction graphs: who reposted, answered, quoted or mentioned whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas
from inconcert.errors import ConfigError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import dataframely as dy

    from inconcert.schemas import InteractionKind

_TARGETS = {
    "repost": ("repost_of_post", "repost_of_account"),
    "reply": ("reply_to_post", "reply_to_account"),
    "quote": ("quote_of_post", "quote_of_account"),
}


def interaction_graph(
    posts: pl.DataFrame, kind: InteractionKind = "repost"
) -> dy.DataFrame[schemas.Interactions]:
    """Join each account to those it reposted (replied to, quoted, mentioned): directed edges.

    `weight` counts posts (a post that mentions an account twice counts once). The target is the
    author of the target post where that is in the dataset, else the account that the post names.
    Posts whose target is known by neither, and accounts' interactions with themselves, give no
    edge; `interaction_notes` counts both. `delay_median_s` is taken over the posts whose target
    post is in the dataset, and null where there is none (always for mentions). Sorted by source
    and target. Raises `ConfigError` for another kind.

    >>> from inconcert.schemas import Posts, empty
    >>> interaction_graph(empty(Posts), kind="reply").height
    0
    """
    acts = interaction_acts(posts, kind).filter(_leads_elsewhere())
    delay = pl.col("created_at") - pl.col("target_created_at")
    edges = acts.group_by("source", "target").agg(
        pl.len().cast(pl.Float64).alias("weight"),
        pl.col("created_at").min().alias("first"),
        pl.col("created_at").max().alias("last"),
        (delay.dt.total_microseconds() / 1e6).median().alias("delay_median_s"),
    )
    keyed = edges.with_columns(pl.lit(kind).alias("kind")).select(
        schemas.Interactions.column_names()
    )
    return schemas.Interactions.validate(keyed.sort("source", "target"), cast=True)


def interaction_notes(
    posts: pl.DataFrame, kinds: Sequence[str] = schemas.INTERACTION_KINDS
) -> tuple[str, ...]:
    """Say how many posts interact with an account and yet are no part of an interaction graph.

    >>> from inconcert.schemas import Posts, empty
    >>> interaction_notes(empty(Posts))
    ()
    """
    return tuple(note for kind in kinds for note in _notes_of_kind(posts, kind))


def interaction_acts(posts: pl.DataFrame, kind: str) -> pl.DataFrame:
    """List the interactions of one kind, post by post, those without a known target included.

    Columns: post_id, source, target (null: not known), created_at, target_created_at (null: the
    target post is not in the dataset). Raises `ConfigError` for another kind.
    """
    if kind == "mention":
        return _mentions(posts)
    if kind not in _TARGETS:
        raise ConfigError(f"kind = {kind!r}: {nearest(kind, schemas.INTERACTION_KINDS)}.")
    return _with_target(posts, kind)


def _with_target(posts: pl.DataFrame, kind: str) -> pl.DataFrame:
    target_post, target_account = _TARGETS[kind]
    is_repost = pl.col("kind") == "repost"
    known = pl.col(target_post).is_not_null() | pl.col(target_account).is_not_null()
    acts = posts.filter(is_repost if kind == "repost" else ~is_repost & known)
    originals = posts.select(
        pl.col("post_id").alias(target_post),
        pl.col("account_id").alias("author"),
        pl.col("created_at").alias("target_created_at"),
    )
    return acts.join(originals, on=target_post, how="left").select(
        "post_id",
        pl.col("account_id").alias("source"),
        pl.coalesce("author", target_account).alias("target"),
        "created_at",
        "target_created_at",
    )


def _mentions(posts: pl.DataFrame) -> pl.DataFrame:
    own = posts.filter((pl.col("kind") != "repost") & (pl.col("mentions").list.len() > 0))
    return own.select(
        "post_id",
        pl.col("account_id").alias("source"),
        pl.col("mentions").list.unique().alias("target"),
        "created_at",
        pl.lit(None, dtype=pl.Datetime("us", "UTC")).alias("target_created_at"),
    ).explode("target")


def _leads_elsewhere() -> pl.Expr:
    return pl.col("target").is_not_null() & (pl.col("target") != pl.col("source"))


def _notes_of_kind(posts: pl.DataFrame, kind: str) -> list[str]:
    acts = interaction_acts(posts, kind)
    unknown = acts["target"].null_count()
    own = acts.filter(pl.col("target") == pl.col("source")).height
    plural = _PLURALS[kind]
    notes = {
        f"{plural} name no account and no post that is in the dataset: "
        f"no edge in the {kind} graph.": unknown,
        f"{plural} of an account's own: no edge in the {kind} graph.": own,
    }
    return [f"{count:,} {what}" for what, count in notes.items() if count]


_PLURALS = {"repost": "reposts", "reply": "replies", "quote": "quotes", "mention": "mentions"}
