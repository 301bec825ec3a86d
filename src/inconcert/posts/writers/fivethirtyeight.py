"""The 21-column table of FiveThirtyEight, as far as a posts table can fill it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.posts.output import write_atomically
from inconcert.posts.writers.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "external_author_id", "author", "content", "region", "language", "publish_date",
    "harvested_date", "following", "followers", "updates", "post_type", "account_type", "retweet",
    "account_category", "new_june_2018", "alt_external_id", "tweet_id", "article_url",
    "tco1_step1", "tco2_step1", "tco3_step1",
)  # fmt: skip

_KINDS = {"repost": "RETWEET", "quote": "QUOTE_TWEET", "reply": "", "post": ""}
_TIME = "%-m/%-d/%Y %-H:%M"


def fivethirtyeight_table(posts: pl.DataFrame) -> pl.DataFrame:
    """Return posts in the 21 columns; what a posts table does not say is empty.

    Times are cut to the minute, and a repost loses its target: the form has no place for either.
    """
    known = {
        "external_author_id": pl.col("account_id"),
        "author": pl.col("account_id"),
        "content": pl.col("text"),
        "language": pl.col("lang"),
        "publish_date": pl.col("created_at").dt.to_string(_TIME),
        "post_type": pl.col("kind").cast(pl.String).replace_strict(_KINDS),
        "retweet": (pl.col("kind").cast(pl.String) == "repost").cast(pl.Int8).cast(pl.String),
        "tweet_id": pl.col("post_id"),
    }
    nothing = pl.lit(None, pl.String)
    return posts.sort("post_id").select(
        known.get(column, nothing).alias(column) for column in COLUMNS
    )


def write_fivethirtyeight(posts: pl.DataFrame, path: Path) -> None:
    """Write posts (.csv, .csv.gz or .parquet), whole or not at all."""
    table = fivethirtyeight_table(posts)
    write_atomically(path, lambda part: write_table(table, part))
