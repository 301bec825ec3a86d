"""Reposts and replies: how soon, how many, how deep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.evaluation.realism.sight import LEAST, NO_REPOSTS, Absent, share, too_few
from inconcert.posts.text import text_key

if TYPE_CHECKING:
    from inconcert.evaluation.realism.sight import Floats, Sight, Value


def repost_share(sight: Sight) -> Value:
    """Share of reposts among all posts."""
    return share(sight.posts["kind"] == "repost") or Absent(NO_REPOSTS)


def reply_share(sight: Sight) -> Value:
    """Share of replies among all posts."""
    return share(sight.posts["kind"] == "reply") or Absent("tells no replies")


def outside_share(sight: Sight) -> Value:
    """Share of reposts of accounts that post nothing of their own here."""
    targets = sight.reposts["repost_of_account"].drop_nulls()
    inside = targets.is_in(sight.own["account_id"].unique().implode())
    return too_few(sight, len(targets), "reposts that name an account") or share(~inside)


def repost_delay(sight: Sight) -> Value:
    """Time from an original to each of its reposts, where both are here. Unit: seconds.

    Where a repost names no post, the first post of the reposted account with the same normalised
    text is its original. Reposts dated before it (clocks, coarse times) count as zero.
    """
    own, reposts = sight.own, sight.reposts
    found = pl.concat([_named(own, reposts), _by_text(own, reposts)])
    return too_few(sight, found.height, "reposts whose original is here") or _waits(found)


def since_first(sight: Sight) -> Value:
    """Time from the first repost of a thing to each further one. Unit: seconds.

    Unlike the delay after the original it needs no original.
    """
    acts = sight.repost_acts.sort("object_id", "created_at", "post_id")
    first = pl.col("created_at").first().over("object_id")
    later = acts.with_columns(original_at=first).filter(~pl.col("object_id").is_first_distinct())
    return too_few(sight, later.height, "reposts after a first one") or _waits(later)


def cascade_size(sight: Sight) -> Value:
    """Reposts of each thing that is reposted at all. Unit: reposts."""
    sizes = sight.repost_acts["object_id"].value_counts()["count"]
    return too_few(sight, int(sizes.sum()), "reposts") or _sorted(sizes)


def reposts_received(sight: Sight) -> Value:
    """Reposts that each account gets which gets any. Unit: reposts."""
    counts = sight.reposts["repost_of_account"].drop_nulls().value_counts()["count"]
    return too_few(sight, int(counts.sum()), "reposts that name an account") or _sorted(counts)


def reply_depth(sight: Sight) -> Value:
    """Replies on the way from each reply to the root of its thread, itself included; 1: direct.

    Replies whose target is not here are left out; a thread begins where its posts do. Reposts have
    no depth: platforms credit each to the original.
    """
    posts = sight.posts
    rows = pl.DataFrame({"reply_to_post": posts["post_id"], "parent": np.arange(posts.height)})
    there = posts.select("reply_to_post").join(
        rows, on="reply_to_post", how="left", maintain_order="left"
    )
    depths = _depths(there["parent"].fill_null(-1).to_numpy())
    known = np.sort(depths[depths > 0])
    return known if len(known) >= LEAST else Absent("few replies whose target is here")


def conversation_size(sight: Sight) -> Value:
    """Posts of each conversation, reposts left out. Unit: posts."""
    known = sight.own["conversation_id"].drop_nulls()
    if len(known) < LEAST:
        return Absent("names no conversations")
    return _sorted(known.value_counts()["count"])


def _named(own: pl.DataFrame, reposts: pl.DataFrame) -> pl.DataFrame:
    originals = own.select(repost_of_post="post_id", original_at="created_at")
    return reposts.join(originals, on="repost_of_post").select("created_at", "original_at")


def _by_text(own: pl.DataFrame, reposts: pl.DataFrame) -> pl.DataFrame:
    key = text_key(pl.col("text")).alias("key")
    originals = (
        own.select("created_at", key, repost_of_account="account_id")
        .group_by("repost_of_account", "key")
        .agg(original_at=pl.col("created_at").min())
    )
    unnamed = reposts.filter(pl.col("repost_of_post").is_null()).with_columns(key)
    matched = unnamed.join(originals, on=["repost_of_account", "key"])
    return matched.select("created_at", "original_at")


def _waits(pairs: pl.DataFrame) -> Floats:
    """Seconds from `original_at` to `created_at`, never under zero, ascending."""
    span = (pairs["created_at"] - pairs["original_at"]).dt.total_microseconds()
    return _sorted((span / 1e6).clip(0))


def _sorted(values: pl.Series) -> Floats:
    return values.cast(pl.Float64).sort().to_numpy()


def _depths(parents: np.ndarray) -> Floats:
    """Steps from each row to a row without a parent, by jumping ever further."""
    depths = (parents >= 0).astype(np.int64)
    reached = parents.copy()
    for _ in range(len(parents).bit_length()):
        on = reached >= 0
        step = np.where(on, reached, 0)
        depths += np.where(on, depths[step], 0)
        reached = np.where(on, reached[step], -1)
    return depths.astype(np.float64)
