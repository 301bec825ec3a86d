"""How the world is seen: what was deleted, what the collection sampled, how fine its times are.

Applied to the posts when the truth is complete; labels and acts stay whole, so that it can be
said how much of a campaign was there to be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from inconcert.simulation import limits

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Observation:
    """The eyes that see the world. The default sees everything, to the second."""

    sample: float = 1.0
    """Share of posts that the collection draws, each independently."""
    deleted: float = 0.0
    """Share of posts deleted before the collection; the reposts of a deleted post go with it."""
    minute_precision: float = 0.0
    """Share of posts whose time is known to the minute alone."""

    def __post_init__(self) -> None:
        """Refuse impossible shares."""
        limits.share(self, "sample", "deleted", "minute_precision")
        if self.sample <= 0:
            limits.refuse(self, "sample", "a share above 0")


def observe(
    posts: pl.DataFrame, observation: Observation, rng: np.random.Generator
) -> pl.DataFrame:
    """Return the posts that are seen, as they are seen.

    >>> import numpy as np
    >>> posts = pl.DataFrame(schema={"post_id": pl.String, "repost_of_post": pl.String})
    >>> observe(posts, Observation(), np.random.default_rng(0)).height
    0
    """
    deletion, draw, blur = rng.random((3, posts.height))
    posts = posts.with_columns(
        _deleted=pl.Series(deletion) < observation.deleted,
        _drawn=pl.Series(draw) < observation.sample,
        _blurred=pl.Series(blur) < observation.minute_precision,
    )
    gone = posts.filter("_deleted")["post_id"]
    seen = posts.filter(
        "_drawn",
        ~pl.col("_deleted"),
        ~pl.col("repost_of_post").is_in(gone.implode()).fill_null(False),
    )
    if observation.minute_precision > 0:
        seen = seen.with_columns(
            created_at=pl.when("_blurred")
            .then(pl.col("created_at").dt.truncate("1m"))
            .otherwise("created_at"),
            time_precision=pl.when("_blurred")
            .then(pl.lit("minute", dtype=seen.schema["time_precision"]))
            .otherwise("time_precision"),
        )
    return seen.drop("_deleted", "_drawn", "_blurred")
