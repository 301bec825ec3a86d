"""The 21-column table of FiveThirtyEight, as far as tables of posts and accounts can fill it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.posts.output import write_atomically
from inconcert.posts.writers.base import Format
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
_COUNTS = {"following": "following", "followers": "followers", "updates": "posts_total"}
_LINKS = ("tco1_step1", "tco2_step1", "tco3_step1")


def fivethirtyeight_table(
    posts: pl.DataFrame, *, accounts: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return posts in the 21 columns; what the tables do not say is empty.

    Times are cut to the minute, and a repost loses its target: the form has no place for either.
    The author's name is the account's id, for the reader of the form takes it as such.
    """
    address = pl.format("http://twitter.com/{}/statuses/{}", "account_id", "post_id")
    known = {
        "external_author_id": pl.col("account_id"),
        "author": pl.col("account_id"),
        "content": pl.col("text"),
        "language": pl.col("lang"),
        "publish_date": pl.col("created_at").dt.to_string(_TIME),
        "post_type": pl.col("kind").cast(pl.String).replace_strict(_KINDS),
        "retweet": (pl.col("kind").cast(pl.String) == "repost").cast(pl.Int8).cast(pl.String),
        "tweet_id": pl.col("post_id"),
        "article_url": address,
    }
    known |= {
        name: pl.col("urls").list.get(place, null_on_oob=True) for place, name in enumerate(_LINKS)
    }
    told = posts.sort("post_id")
    if accounts is not None:
        counts = accounts.select("account_id", **{f"_{n}": c for n, c in _COUNTS.items()})
        told = told.join(counts, on="account_id", how="left", maintain_order="left")
        known |= {name: pl.col(f"_{name}").cast(pl.String) for name in _COUNTS}
    nothing = pl.lit(None, pl.String)
    return told.select(known.get(column, nothing).alias(column) for column in COLUMNS)


def write_fivethirtyeight(
    posts: pl.DataFrame, path: Path, *, accounts: pl.DataFrame | None = None
) -> None:
    """Write posts (.csv, .csv.gz or .parquet), whole or not at all."""
    table = fivethirtyeight_table(posts, accounts=accounts)
    write_atomically(path, lambda part: write_table(table, part))


FORMAT = Format(
    name="fivethirtyeight",
    reader="fivethirtyeight",
    file="posts.csv",
    write=lambda posts, accounts, path: write_fivethirtyeight(posts, path, accounts=accounts),
    carries=("post_id", "account_id", "text", "lang"),
    changes={
        "created_at": "cut to the minute",
        "time_precision": "minute",
        "kind": "a reply becomes a post",
        "hashtags": "taken from the text",
        "urls": "taken from the text; the first three stand in columns that no reader needs",
        "domains": "taken from the text",
        "mentions": "handles, taken from the text",
        "source_file": "the file",
        "source_line": "the line",
    },
)
