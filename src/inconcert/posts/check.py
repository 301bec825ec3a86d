"""What a dataset allows: a dry run over what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import datetime

    from inconcert.posts.ingest import Ingest, IngestCounts

_LANGUAGES = 8

_NEEDS = (
    (("text",), "co-action on identical text, text features, languages told from text"),
    (("repost_of_post", "repost_of_account"), "the repost graph and amplification clusters"),
    (("repost_of_post",), "co-reposts by target (identical text of reposts stands in for it)"),
    (("reply_to_post", "reply_to_account"), "the reply graph and co-replies"),
    (("quote_of_post", "quote_of_account"), "the quote graph and co-quotes"),
    (("hashtags",), "co-action on hashtags"),
    (("urls",), "co-action on links"),
    (("domains",), "co-action on domains"),
    (("mentions",), "co-action on mentions and the mention graph"),
    (("media",), "co-action on pictures and videos"),
    (("lang",), "comparison within a language"),
)


@dataclass(frozen=True)
class Missing:
    """Columns that hold nothing, and what cannot be done without them."""

    columns: tuple[str, ...]
    rules_out: str


@dataclass(frozen=True)
class PostsCheck:
    """What was read, and what it allows."""

    counts: IngestCounts
    accounts: int
    accounts_described: int
    first: datetime | None
    last: datetime | None
    precisions: dict[str, int]
    kinds: dict[str, int]
    languages: dict[str, int]
    """The most frequent ones; posts without a language under `not said`."""
    missing: tuple[Missing, ...]
    warnings: tuple[str, ...]


def check(ingest: Ingest) -> PostsCheck:
    """Say what the posts that were read hold, what they lack and what that rules out."""
    posts = ingest.posts
    return PostsCheck(
        counts=ingest.counts,
        accounts=posts["account_id"].n_unique(),
        accounts_described=ingest.accounts.height,
        first=posts.select(pl.col("created_at").min()).item(),
        last=posts.select(pl.col("created_at").max()).item(),
        precisions=_frequency(posts, "time_precision"),
        kinds=_frequency(posts, "kind"),
        languages=_frequency(posts, "lang"),
        missing=tuple(
            Missing(columns, rules_out)
            for columns, rules_out in _NEEDS
            if not any(_holds(posts, column) for column in columns)
        ),
        warnings=tuple(_warnings(ingest)),
    )


def _frequency(posts: pl.DataFrame, column: str) -> dict[str, int]:
    words = pl.col(column).cast(pl.String).fill_null("not said")
    counted = posts.group_by(words.alias("word")).agg(n=pl.len())
    ranked = counted.sort(pl.col("n").cast(pl.Int64).neg(), "word")
    return dict(ranked.head(_LANGUAGES).iter_rows())


def _holds(posts: pl.DataFrame, column: str) -> bool:
    if isinstance(posts.schema[column], pl.List):
        return bool((posts[column].list.len() > 0).any())
    return posts[column].null_count() < posts.height


def _warnings(ingest: Ingest) -> list[str]:
    posts = ingest.posts
    found: list[str] = []
    coarse = posts.filter(~pl.col("time_precision").is_in(["microsecond", "second"])).height
    if coarse:
        found.append(
            f"the times of {coarse:,} posts are to the minute or coarser: within a window of 60 s "
            "or less they say little"
        )
    if ingest.accounts.is_empty():
        found.append("nothing is said of the accounts: profile features will be empty")
    if posts["account_id"].n_unique() < 2:
        found.append("there is one account: coordination needs at least two")
    if ingest.counts.quarantined * 100 > ingest.counts.read:
        found.append("more than one row in a hundred was quarantined: look at the reasons")
    return found
