"""Answers of the X API v2 as twarc2 writes them, one JSON object a line.

Three forms may mix: pages (`data` a list, `includes`, `meta`), streamed posts (`data` one post)
and flattened posts (the post itself, with `author` inside). Posts in `includes` are read as posts
too: the original of a repost gives the delay of the repost. They come again with every page that
refers to them, and are then counted as duplicates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert.errors import ReaderError
from inconcert.posts.draft import finish
from inconcert.posts.jsonlines import objects
from inconcert.posts.lines import Line, lines
from inconcert.posts.readers.x_pages import ACCOUNT, ROW, Page, account_row, page_of, post_row
from inconcert.posts.text import fold
from inconcert.posts.times import parse_times

if TYPE_CHECKING:
    from inconcert.posts.readers.base import Reading, ReadOptions, Source

name = "x_api_v2"

_BATCH = 50_000
_OF_THE_API = frozenset(
    {
        "data", "errors", "meta", "author", "public_metrics", "edit_history_tweet_ids",
        "referenced_tweets", "context_annotations", "__twarc",
    }
)  # fmt: skip


def claims(source: Source) -> bool:
    """Say whether one of the first lines is a page, a streamed or a flattened post.

    A flat object with an id, a text and an author may also be a row of any table; it is of the
    API only with a field that no plain table has.
    """
    return source.form == "ndjson" and any(
        page_of(item) is not None and not _OF_THE_API.isdisjoint(item) for item in source.objects
    )


def read(source: Source, options: ReadOptions) -> Reading:
    """Read the file; it has no bare objects, so that the options change nothing."""
    del options
    if source.form != "ndjson" or counts_only(source):
        raise ReaderError(
            f"{source.path} is not in the form 'x_api_v2': "
            f"{'it holds counts of posts' if counts_only(source) else 'it is no JSON lines'}; "
            "use --reader auto"
        )
    bad: list[Line] = []
    accounts: dict[str, dict[str, Any]] = {}
    posts = _posts(source, accounts, bad)
    if posts.is_empty() and not bad:
        raise ReaderError(f"{source.path} holds pages of the X API, but no post in any of them")
    times = parse_times(posts["time_as_read"]).times
    return finish(
        posts.with_columns(times.alias("created_at"), _folded_tags()),
        source,
        bad=bad,
        accounts=_accounts(accounts),
        notes=[f"{source.label}: posts that pages include for context are read as posts too"],
    )


def counts_only(source: Source) -> bool:
    """Say whether the file holds counts of posts (`twarc2 counts`), and no posts."""
    first = [item.get("data") for item in source.objects]
    return bool(first) and all(
        isinstance(rows, list) and rows and isinstance(rows[0], dict) and "tweet_count" in rows[0]
        for rows in first
    )


def _posts(source: Source, accounts: dict[str, dict[str, Any]], bad: list[Line]) -> pl.DataFrame:
    """Return the posts of all lines; put their accounts into `accounts`, the latest standing."""
    frames: list[pl.DataFrame] = []
    batch: list[dict[str, Any]] = []
    for number, item in objects(lines(source.path, source.encoding), bad):
        page = page_of(item)
        if page is None or page.fault:
            bad.append(_bad_line(number, item, page))
            continue
        accounts.update((user["account_id"], user) for user in map(account_row, page.users) if user)
        batch += [post_row(post, page) | {"source_line": number} for post in page.posts]
        if len(batch) >= _BATCH:
            frames.append(_frame(batch))
            batch = []
    frames.append(_frame(batch))
    rows = pl.concat(frames).with_row_index("row_hash")
    return rows.with_columns(pl.col("row_hash").cast(pl.UInt64))


def _folded_tags() -> pl.Expr:
    return pl.col("hashtags").list.eval(fold(pl.element())).list.unique(maintain_order=True)


def _bad_line(number: int, item: dict[str, Any], page: Page | None) -> Line:
    return Line(number, str(item)[:1000], page.fault if page else "no post of the X API in it")


def _frame(batch: list[dict[str, Any]]) -> pl.DataFrame:
    columns = {name: [row[name] for row in batch] for name in ROW}
    return pl.DataFrame(columns, schema=ROW, strict=True)


def _accounts(accounts: dict[str, dict[str, Any]]) -> pl.DataFrame:
    columns = {name: [row[name] for row in accounts.values()] for name in ACCOUNT}
    table = pl.DataFrame(columns, schema=ACCOUNT)
    return table.with_columns(parse_times(table["created_at"]).times.alias("created_at"))
