"""The accounts table: from files of accounts, and from columns of posts that describe them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.posts import cells
from inconcert.posts.columns import ACCOUNT_IDS, HANDLES, ColumnMap, map_columns
from inconcert.posts.ids import read_ids
from inconcert.posts.rawtable import read_raw
from inconcert.posts.times import UTC, parse_times
from inconcert.schemas import Accounts, empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    import dataframely as dy

    from inconcert.posts.readers.base import Source

_SCHEMA = empty(Accounts).schema
_TEXTS = ("handle", "display_name", "description", "platform")
_COUNTS = ("followers", "following", "posts_total")
_DESCRIBING = frozenset(
    {
        "followers", "following", "posts_total", "description", "verified", "display_name",
        "account_created_at",
    }
)  # fmt: skip
_POSTED = frozenset(
    {
        "text", "kind", "repost_of_post", "repost_of_account", "reply_to_post", "reply_to_account",
        "quote_of_post", "quote_of_account",
    }
)  # fmt: skip
_PLAIN_IDS = ("id", "id_str", "ID")
_CATEGORIES = (
    "account_type",
    "account_category",
    "comment_karma",
    "link_karma",
    "has_verified_email",
)


def describes_accounts(source: Source) -> bool:
    """Say whether the columns of a file describe accounts: who they are, nothing they posted."""
    mapped = _map(source).columns
    if not {"account_id", "post_id"} & mapped.keys() or _POSTED & mapped.keys():
        return False
    if mapped.get("post_id", "id") not in _PLAIN_IDS:
        return False
    describing = _DESCRIBING & mapped.keys()
    categories = [name for name in _CATEGORIES if name in source.columns]
    return len(describing) + len(categories) >= 2


def read_accounts(source: Source, known: pl.Series) -> pl.DataFrame:
    """Read a file of accounts: one row an account, the last row of an account stands.

    Of the columns that may name an account, that one is its id which has most of the `known` ids,
    those of the posts.
    """
    mapped = _map(source)
    raw, _ = read_raw(source)
    columns = dict(mapped.columns)
    if "account_created_at" not in columns and "created_at" in columns:
        # In a file of accounts a plain time is the account's creation.
        columns["account_created_at"] = columns["created_at"]
    described = _described(raw, ColumnMap(columns)).with_columns(
        account_id=_ids(raw, mapped, known)
    )
    return _one_each(described.drop_nulls("account_id"))


def _ids(raw: pl.DataFrame, mapped: ColumnMap, known: pl.Series) -> pl.Series:
    likely = [mapped.columns.get(target) for target in ("account_id", "post_id", "display_name")]
    usual = [name for name in raw.columns if name in (*ACCOUNT_IDS, *HANDLES)]
    candidates = [name for name in (*likely, *usual) if name is not None]
    read = [read_ids(raw[name]).ids for name in dict.fromkeys(candidates)]
    return max(read, key=lambda ids: int(ids.is_in(known.implode()).sum()))


def accounts_of_posts(raw: pl.DataFrame, columns: ColumnMap, posts: pl.DataFrame) -> pl.DataFrame:
    """Return what the rows of posts say of their accounts, as of each account's latest post."""
    described = _described(raw, columns)
    if described.width == 0:
        return empty(Accounts)
    named = described.with_columns(posts["account_id"], _at=posts["created_at"])
    return _one_each(named.drop_nulls("account_id").sort("_at", maintain_order=True))


def together(parts: Sequence[pl.DataFrame]) -> dy.DataFrame[Accounts]:
    """Return one row an account: of each column the last value that is not null."""
    rows = pl.concat([empty(Accounts), *parts], how="diagonal")
    return Accounts.validate(_one_each(rows).sort("account_id"), cast=True)


def _map(source: Source) -> ColumnMap:
    return map_columns(source.columns, object_layer="repost", place=source.label)


def _described(raw: pl.DataFrame, columns: ColumnMap) -> pl.DataFrame:
    read: dict[str, pl.Series] = {}
    for target, source in columns.columns.items():
        column = raw[source]
        if target in _TEXTS and target != "platform":
            read[target] = cells.texts(column)
        elif target in _COUNTS:
            read[target] = cells.integers(column)
        elif target == "verified":
            read[target] = cells.flags(column)
        elif target == "account_created_at":
            read["created_at"] = parse_times(column).times.cast(UTC)
    return pl.DataFrame([series.alias(name) for name, series in read.items()])


def _one_each(rows: pl.DataFrame) -> pl.DataFrame:
    present = [name for name in _SCHEMA if name in rows.columns and name != "account_id"]
    if not present:
        return rows.select("account_id").unique().sort("account_id")
    latest = rows.group_by("account_id").agg(pl.col(present).drop_nulls().last())
    return latest.sort("account_id")
