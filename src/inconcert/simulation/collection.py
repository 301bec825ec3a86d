"""Which posts a collection gets, and of every other post the first reason why it did not.

The way of a post: it may be deleted, it must match what is asked for, be drawn by the sample, come
while the collection runs, and come before the rate limit is reached.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

from inconcert.posts.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from inconcert.simulation.observation import Observation

SEEN = "seen"
FATES = (
    SEEN, "deleted", "target_deleted", "deleted_before_collection", "not_matched", "not_sampled",
    "outage", "rate_limit",
)  # fmt: skip
"""Seen, or why not, in the order of a post's way."""

TRACES = ("post_id", "repost_of_post", "created_at", "deleted_at")
"""Columns that decide whether a post is seen; ids of any type that sorts as the posts do."""

_FATE = pl.Enum(FATES)
_MINUTE = 60_000_000
_DAY = 1_440 * _MINUTE


def fates(
    posts: pl.DataFrame,
    observation: Observation,
    rng: np.random.Generator,
    *,
    deletion: NDArray[np.float64],
    draw: NDArray[np.float64],
    matched: pl.Series | None,
) -> pl.Series:
    """Return the fate of each post; `deletion` and `draw` are one uniform number each.

    Of the posts the columns `TRACES` are enough. `matched` says which a search finds; None: all.
    """
    deleted = pl.Series(deletion) < observation.deleted
    target_deleted = posts["repost_of_post"].is_in(posts["post_id"].filter(deleted).implode())
    met = {
        "deleted": deleted,
        "target_deleted": target_deleted.fill_null(value=False),
        "deleted_before_collection": _deleted_in_time(posts, observation),
        "not_matched": _nowhere(posts) if matched is None else ~matched,
        "not_sampled": pl.Series(draw) >= observation.sample,
        "outage": _in_outage(posts, observation, apart(rng, "outages")),
    }
    first = pl.coalesce(
        pl.when(pl.lit(mark)).then(pl.lit(fate, dtype=_FATE)) for fate, mark in met.items()
    )
    seen = pl.lit(SEEN, dtype=_FATE)
    fate = posts.select(pl.coalesce(first, seen).alias("fate"))["fate"]
    return _rate_limited(posts, fate, observation)


def apart(rng: np.random.Generator, name: str) -> np.random.Generator:
    """Return a generator of its own for `name`, and leave the draws of `rng` as they are.

    >>> rng = np.random.default_rng(0)
    >>> apart(rng, "outages").random() == apart(rng, "outages").random() != rng.random()
    True
    """
    seeds = cast("np.random.SeedSequence", rng.bit_generator.seed_seq)
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    own = np.random.SeedSequence(entropy=seeds.entropy, spawn_key=(*seeds.spawn_key, key))
    return np.random.default_rng(own)


def _deleted_in_time(posts: pl.DataFrame, observation: Observation) -> pl.Series:
    """Say which posts, or the posts they repost, are deleted when the collection asks for them."""
    delay = pl.duration(microseconds=round(observation.collect_delay_minutes * _MINUTE))
    ends = posts.select(target="post_id", target_deleted_at="deleted_at").drop_nulls()
    if ends.is_empty():
        return _nowhere(posts)
    reposts = posts.select("created_at", "deleted_at", target="repost_of_post")
    both = reposts.join(ends, on="target", how="left", maintain_order="left")
    ended = pl.min_horizontal("deleted_at", "target_deleted_at")
    return both.select((ended <= pl.col("created_at") + delay).fill_null(value=False)).to_series()


def _nowhere(posts: pl.DataFrame) -> pl.Series:
    return pl.repeat(value=False, n=posts.height, eager=True)


def matched(
    said: Callable[[], Iterable[pl.DataFrame]], observation: Observation
) -> pl.Series | None:
    """Say which posts a search for the keywords or the most used hashtags finds; None: all.

    `said` yields `text` and `hashtags` of all posts, in parts, each time it is called.
    """
    if not observation.keywords and not observation.top_hashtags:
        return None
    tags = _most_used(said(), observation.top_hashtags) if observation.top_hashtags else []
    found = [_matches(part, observation.keywords, tags) for part in said()]
    return pl.concat([pl.Series(dtype=pl.Boolean), *found])


def _matches(posts: pl.DataFrame, keywords: Sequence[str], top: list[str]) -> pl.Series:
    asked = _folded(pl.Series(keywords, dtype=pl.String)).to_list()
    words = [word for word in asked if not word.startswith("#")]
    tags = [*(word[1:] for word in asked if word.startswith("#")), *top]
    tag = fold(pl.element())
    hit = tag.is_in(tags) | tag.str.contains_any(words) if words else tag.is_in(tags)
    found = pl.col("hashtags").list.eval(hit).list.any()
    if words:
        found = found | fold(pl.col("text")).str.contains_any(words).fill_null(value=False)
    return posts.select(found).to_series()


def _most_used(said: Iterable[pl.DataFrame], count: int) -> list[str]:
    """Return the hashtags with the most uses, ties in the order of the alphabet."""
    used = pl.concat(
        _folded(part["hashtags"].explode().drop_nulls()).to_frame("tag").group_by("tag").len()
        for part in said
    )
    summed = used.group_by("tag").agg(pl.col("len").cast(pl.Int64).sum())
    return summed.sort("len", "tag", descending=[True, False])["tag"].head(count).to_list()


def _folded(words: pl.Series) -> pl.Series:
    return words.to_frame("word").select(fold(pl.col("word")))["word"]


def _in_outage(
    posts: pl.DataFrame, observation: Observation, rng: np.random.Generator
) -> pl.Series:
    """Say which posts come during an outage; outages begin anywhere between first and last post."""
    if not observation.outages_per_day or posts.is_empty():
        return _nowhere(posts)
    at = posts["created_at"].dt.timestamp("us").to_numpy()
    first, span = at.min(), at.max() - at.min()
    count = max(round(observation.outages_per_day * span / _DAY), 1)
    begins = np.sort(first + (rng.random(count) * (span + 1)).astype(np.int64))
    latest = np.searchsorted(begins, at, side="right") - 1
    lasts = observation.outage_minutes * _MINUTE
    return pl.Series((latest >= 0) & (at < begins[np.maximum(latest, 0)] + lasts))


def _rate_limited(posts: pl.DataFrame, fate: pl.Series, observation: Observation) -> pl.Series:
    """Lose what comes, in a quarter of an hour, after the most that may come."""
    most = observation.most_per_quarter_hour
    if most is None:
        return fate
    rows = posts.select("post_id", "created_at", fate).with_row_index("row")
    arrived = rows.filter(pl.col("fate") == SEEN).sort("created_at", "post_id")
    place = pl.int_range(pl.len()).over(pl.col("created_at").dt.truncate("15m"))
    late = arrived.select("row", place=place).filter(pl.col("place") >= most)["row"]
    return fate.scatter(late, "rate_limit")
