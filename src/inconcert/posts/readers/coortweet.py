"""CooRTweet's four columns: object_id, account_id, content_id, timestamp_share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.errors import ReaderError
from inconcert.posts.columns import ColumnMap
from inconcert.posts.tabular import read_table

if TYPE_CHECKING:
    from inconcert.posts.readers.base import Reading, ReadOptions, Source

name = "coortweet"

COLUMNS = ("object_id", "account_id", "content_id", "timestamp_share")


def claims(source: Source) -> bool:
    """Say whether the file has the four columns."""
    return source.form != "other" and set(COLUMNS) <= set(source.columns)


def read(source: Source, options: ReadOptions) -> Reading:
    """Read the file; what its objects are, the object layer says."""
    if not claims(source):
        raise ReaderError(
            f"{source.path} is not in the form 'coortweet': it needs the columns "
            f"{', '.join(COLUMNS)}; use --reader auto, or table with a column map"
        )
    columns = {"post_id": "content_id", "account_id": "account_id", "created_at": "timestamp_share"}
    return read_table(source, ColumnMap(columns, {options.object_layer: "object_id"}))
