"""The tables of Russian operation posts that FiveThirtyEight published.

Two forms: the original CSV of 21 columns and tables by author with `author_id`. Times are to the
minute; a repost names no target; spreadsheets have rounded the CSV's ids, so that the author's
name is the account id and, where the post ids are rounded too, file and line name a post.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.errors import ReaderError
from inconcert.posts.columns import ColumnMap
from inconcert.posts.tabular import read_table

if TYPE_CHECKING:
    from inconcert.posts.readers.base import Reading, ReadOptions, Source

name = "fivethirtyeight"

_NEEDED = ("publish_date", "content", "language", "post_type")
_COLUMNS = {
    "post_id": "tweet_id",
    "created_at": "publish_date",
    "text": "content",
    "lang": "language",
    "kind": "post_type",
    "is_repost": "retweet",
    "followers": "followers",
    "following": "following",
    "posts_total": "updates",
}


def claims(source: Source) -> bool:
    """Say whether the file has the columns that both forms share."""
    columns = set(source.columns)
    named = bool({"author_id", "author"} & columns)
    return source.form != "other" and named and set(_NEEDED) <= columns


def read(source: Source, options: ReadOptions) -> Reading:
    """Read the file; it has no bare objects, so that the options change nothing."""
    del options
    if not claims(source):
        raise ReaderError(
            f"{source.path} is not in the form 'fivethirtyeight': it needs author or author_id "
            f"and {', '.join(_NEEDED)}; use --reader auto, or table with a column map"
        )
    account = "author_id" if "author_id" in source.columns else "author"
    present = {target: column for target, column in _COLUMNS.items() if column in source.columns}
    columns = ColumnMap({"account_id": account, "handle": account} | present)
    return read_table(source, columns, time_precision="minute")
