"""References by handle, turned into account ids where the dataset says whose handle it is."""

from __future__ import annotations

import polars as pl

_REFERENCES = ("repost_of_account", "reply_to_account", "quote_of_account")


def resolve_handles(posts: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Return posts whose references and mentions name accounts as `account_id` does.

    A name that is an account id stays. Another one that is, in any case of its letters, the
    handle or the id of exactly one account becomes that account's id; the rest stays as written.

    >>> row = {"account_id": "7", "repost_of_account": None, "reply_to_account": "ABC"}
    >>> posts = pl.DataFrame([row | {"quote_of_account": None, "mentions": ["abc", "x"]}])
    >>> accounts = pl.DataFrame({"account_id": ["7"], "handle": ["Abc"]})
    >>> resolve_handles(posts, accounts).select("reply_to_account", "mentions").rows()
    [('7', ['7', 'x'])]
    """
    written = _written(posts)
    if written.is_empty():
        return posts
    names = _names(posts, accounts)
    written = written.filter(~pl.col("name").is_in(posts["account_id"].unique().implode()))
    known = written.with_columns(plain=pl.col("name").str.to_lowercase()).join(names, on="plain")
    known = known.filter(pl.col("name") != pl.col("account_id")).sort("name")
    if known.is_empty():
        return posts
    old, new = known["name"].to_list(), known["account_id"].to_list()
    named = pl.element().replace(old, new)
    return posts.with_columns(
        pl.col(_REFERENCES).cast(pl.String).replace(old, new),
        pl.col("mentions").list.eval(named).list.unique(maintain_order=True),
    )


def _written(posts: pl.DataFrame) -> pl.DataFrame:
    """Return each name that a reference or a mention gives, once."""
    columns = [posts[column] for column in _REFERENCES]
    if posts["mentions"].list.len().sum():
        columns.append(posts["mentions"].explode())
    given = [column.cast(pl.String) for column in columns if column.null_count() < posts.height]
    used = [pl.Series("name", [], dtype=pl.String), *(c.unique().rename("name") for c in given)]
    return pl.concat(used).drop_nulls().unique().to_frame()


def _names(posts: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """Return `plain` (a name in lower case) and the one `account_id` that goes by it."""
    ids = posts.select("account_id").unique()
    handles = accounts.select("account_id", plain="handle").drop_nulls()
    spelled = pl.concat([ids.select("account_id", plain="account_id"), handles])
    plain = spelled.with_columns(pl.col("plain").str.to_lowercase()).unique()
    return plain.filter(~pl.col("plain").is_duplicated()).sort("plain")
