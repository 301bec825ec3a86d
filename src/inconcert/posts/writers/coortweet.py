"""CooRTweet's four columns: object_id, account_id, content_id, timestamp_share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.posts.output import write_atomically
from inconcert.posts.writers.base import Format
from inconcert.posts.writers.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path


def coortweet_table(actions: pl.DataFrame) -> pl.DataFrame:
    """Return acts (`schemas.Actions`) in CooRTweet's columns; times in whole seconds.

    One row an act: of a post that acted on two objects there are two rows.

    >>> from datetime import UTC, datetime
    >>> act = {"account_id": "a", "layer": "repost", "object_id": "o", "post_id": "p"}
    >>> acts = pl.DataFrame([act | {"created_at": datetime(2026, 1, 1, tzinfo=UTC)}])
    >>> coortweet_table(acts).rows()
    [('o', 'a', 'p', 1767225600)]
    """
    return actions.select(
        "object_id",
        "account_id",
        content_id="post_id",
        timestamp_share=pl.col("created_at").dt.epoch("s"),
    ).sort("object_id", "timestamp_share", "account_id", "content_id")


def reposts(posts: pl.DataFrame) -> pl.DataFrame:
    """Return the reposts of a posts table as acts, further reposted objects included."""
    named = ["account_id", "post_id", "created_at"]
    first = posts.filter(pl.col("repost_of_post").is_not_null()).select(
        *named, object_id="repost_of_post"
    )
    further = posts.select(*named, "objects").explode("objects").unnest("objects")
    further = further.filter(pl.col("layer") == "repost").select(*named, "object_id")
    return pl.concat([first, further])


def write_coortweet(posts: pl.DataFrame, path: Path) -> None:
    """Write the reposts of a posts table (.csv, .csv.gz or .parquet), whole or not at all."""
    table = coortweet_table(reposts(posts))
    write_atomically(path, lambda part: write_table(table, part))


FORMAT = Format(
    name="coortweet",
    reader="coortweet",
    file="shares.csv",
    write=lambda posts, _accounts, path: write_coortweet(posts, path),
    rows="posts that repost, a row for each post reposted",
    carries=("post_id", "account_id", "repost_of_post"),
    changes={
        "created_at": "to the second",
        "time_precision": "one for the file, told from its times",
        "kind": "all are reposts",
        "objects": "further posts reposted, no other objects",
        "source_file": "the file",
        "source_line": "the line",
    },
)
