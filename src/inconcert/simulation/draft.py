"""Posts and accounts before they are observed: whole numbers stand where ids will be.

A draft knows things that no observer does (community, influence, role). `identifiers.py` gives
the ids, when the whole world is known, so that no id tells which component drew it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert.schemas import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

KIND = pl.Enum(KINDS)
_TEXTS = pl.List(pl.String)

POSTS: dict[str, Any] = {
    "post": pl.Int64(),  # number of the post in this world
    "author": pl.Int64(),  # number of the account
    "at": pl.Int64(),  # Unix seconds
    "kind": KIND,
    "target": pl.Int64(),  # number of the post that is reposted, answered or quoted
    "text": pl.String(),  # null for reposts: they carry their target's
    "lang": pl.String(),
    "hashtags": _TEXTS,
    "urls": _TEXTS,
    "media": _TEXTS,
    "mention": pl.Int64(),  # number of an account named in the text
    "role": pl.String(),  # not null: the post is an act of the component, in this role
    "deleted": pl.Int64(),  # Unix seconds; null: never
    "thing": pl.String(),  # what a review is about
    "rating": pl.Float64(),  # of a review: 1 to 5 stars
}
"""Columns of drafted posts."""

ACCOUNTS: dict[str, Any] = {
    "account": pl.Int64(),  # number of the account in this world
    "community": pl.Int64(),
    "lang": pl.String(),
    "activity": pl.Float64(),  # expected posts in the whole span
    "influence": pl.Float64(),  # weight of the account's posts when others choose what to repost
    "shift_hours": pl.Float64(),  # how much later than the place's rhythm
    "repost_share": pl.Float64(),
    "client": pl.String(),
    "created": pl.Int64(),  # Unix seconds
    "handle": pl.String(),
    "display_name": pl.String(),
    "description": pl.String(),
    "followers": pl.Int64(),
    "following": pl.Int64(),
    "earlier_posts": pl.Int64(),  # posts before the span
    "verified": pl.Boolean(),
    "platform": pl.String(),
}
"""Columns of drafted accounts."""

ROLES: dict[str, Any] = {
    "account": pl.Int64(),
    "role": pl.String(),
    "operator": pl.String(),  # who runs the account; null in an attack: one for the whole campaign
    "member": pl.Boolean(),  # false: touched by an attack (a target, a victim), no part of it
}
"""Columns of the roles that accounts, new or of the background, play in a component."""

FOLLOWS: dict[str, Any] = {"source": pl.Int64(), "target": pl.Int64(), "at": pl.Int64()}
"""Columns of drafted follows: `source` follows `target` since the Unix second `at`."""


@dataclass(frozen=True)
class Deed:
    """What one component adds to the world: accounts, posts, and who played which role."""

    accounts: pl.DataFrame
    """New accounts (`ACCOUNTS`); empty if only accounts of the background act."""
    posts: pl.DataFrame
    """`POSTS`; `role` marks the acts, the rest is ordinary life."""
    roles: pl.DataFrame
    """`ROLES`."""
    follows: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FOLLOWS))
    """`FOLLOWS`."""

    def with_crowd(self, posts: pl.DataFrame, roles: pl.DataFrame) -> Deed:
        """Return this deed and, beside it, what accounts of the background did."""
        return Deed(
            self.accounts,
            join_posts([posts, self.posts]),
            pl.concat([self.roles, roles]),
            self.follows,
        )


def draft_posts(first: int, count: int, **columns: Any) -> pl.DataFrame:
    """Return `count` drafted posts numbered from `first`; columns that are not given are null.

    >>> draft_posts(5, 2, author=[0, 1], at=[10, 11], kind="post")["post"].to_list()
    [5, 6]
    """
    rows = pl.DataFrame({"post": pl.int_range(first, first + count, eager=True)})
    given = [_column(name, columns.get(name), dtype) for name, dtype in list(POSTS.items())[1:]]
    return rows.with_columns(given)


def all_alike(value: str, count: int) -> pl.Series:
    """Return `count` lists that hold `value` alone: one hashtag or one link on many posts.

    >>> all_alike("tag", 2).to_list()
    [['tag'], ['tag']]
    """
    return pl.Series([[value]]).new_from_index(0, count)


def or_null(numbers: NDArray[np.int64]) -> pl.Series:
    """Return the numbers, negative ones as null; gathering by null gives null.

    >>> import numpy as np
    >>> or_null(np.array([3, -1])).to_list()
    [3, None]
    """
    series = pl.Series(numbers, dtype=pl.Int64)
    return series.to_frame("n").select(pl.when(pl.col("n") >= 0).then("n")).to_series()


def join_posts(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put drafts of posts one after another."""
    return pl.concat([part.select(list(POSTS)) for part in parts], rechunk=True)


def roles_of(
    accounts: pl.Series, role: str, *, operator: str | None = None, member: bool = True
) -> pl.DataFrame:
    """Give all these accounts one role."""
    return (
        accounts.alias("account")
        .to_frame()
        .select(
            pl.col("account").cast(pl.Int64),
            pl.lit(role, dtype=pl.String).alias("role"),
            pl.lit(operator, dtype=pl.String).alias("operator"),
            pl.lit(member).alias("member"),
        )
    )


def _column(name: str, values: Any, dtype: pl.DataType) -> pl.Expr | pl.Series:
    if values is None or isinstance(values, str):
        return pl.lit(values, dtype=dtype).alias(name)
    return pl.Series(name, values, dtype=dtype, strict=False)
