"""The eight columns, in this order, that coordination-network-toolkit reads from CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.posts.output import write_atomically
from inconcert.posts.writers.base import Format
from inconcert.posts.writers.tables import write_table

if TYPE_CHECKING:
    from pathlib import Path


def toolkit_table(posts: pl.DataFrame, *, accounts: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return posts as the toolkit's messages; times in whole seconds, URLs apart by spaces.

    `username` is the handle where the accounts tell it, empty else.

    >>> from datetime import UTC, datetime
    >>> row = {"post_id": "p", "account_id": "a", "repost_of_post": "o", "reply_to_post": None}
    >>> row |= {"text": "t", "urls": ["u", "v"], "created_at": datetime(2026, 1, 1, tzinfo=UTC)}
    >>> toolkit_table(pl.DataFrame([row])).rows()
    [('p', 'a', None, 'o', None, 't', 1767225600, 'u v')]
    """
    told = posts.sort("post_id").with_columns(handle=pl.lit(None, pl.String))
    if accounts is not None:
        names = accounts.select("account_id", "handle")
        told = told.drop("handle").join(names, on="account_id", how="left", maintain_order="left")
    return told.select(
        message_id="post_id",
        user_id="account_id",
        username="handle",
        repost_id="repost_of_post",
        reply_id="reply_to_post",
        message="text",
        timestamp=pl.col("created_at").dt.epoch("s"),
        urls=pl.when(pl.col("urls").list.len() > 0).then(pl.col("urls").list.join(" ")),
    )


def write_coordination_network_toolkit(
    posts: pl.DataFrame, path: Path, *, accounts: pl.DataFrame | None = None
) -> None:
    """Write posts (.csv, .csv.gz or .parquet), whole or not at all."""
    table = toolkit_table(posts, accounts=accounts)
    write_atomically(path, lambda part: write_table(table, part))


FORMAT = Format(
    name="coordination_network_toolkit",
    reader="table",
    file="messages.csv",
    write=lambda posts, accounts, path: write_coordination_network_toolkit(
        posts, path, accounts=accounts
    ),
    carries=("post_id", "account_id", "text", "repost_of_post", "reply_to_post"),
    changes={
        "created_at": "to the second",
        "time_precision": "one for the file, told from its times",
        "kind": "told from what the post refers to; a quote becomes a post",
        "urls": "read apart at spaces, commas, semicolons and bars",
        "domains": "taken from `urls`",
        "hashtags": "taken from the text",
        "mentions": "taken from the text; accounts whose handle a row tells, else handles",
        "source_file": "the file",
        "source_line": "the line",
    },
)
