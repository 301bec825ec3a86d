"""What form is: fields of a post and of an account that say nothing of what was done.

Each world becomes two tables of numbers, one row a post or an account, with what rows are matched
on and whether a row is the background's or a campaign's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from inconcert import schemas

if TYPE_CHECKING:
    from collections.abc import Collection

    from inconcert.simulation.world import World

Table = Literal["posts", "accounts"]
BACKGROUND, COVER, REACTION = "background", "cover", "reaction"
"""Sides of a row that is no act: of the background; a member's ordinary post; to a member's."""
_LOW_BITS = 1 << 22
_FOLLOWS = ("follows_out", "follows_in")


@dataclass(frozen=True)
class Field:
    """One number that can be read off a row."""

    name: str
    value: pl.Expr
    prescribed_by: frozenset[str] = frozenset()
    """Fields of `catalogue.FORM` any of which, prescribed by an attack, excuses this one."""
    words: bool = False
    """Part of a post's words: a repost has it from its target."""


def _field(name: str, value: pl.Expr, *by: str, words: bool = False) -> Field:
    return Field(name, value.cast(pl.Float64).alias(name), frozenset(by), words)


def _count(column: str) -> Field:
    return _field(column, pl.col(column).list.len(), column, words=True)


def _id_fields(column: str, *by: str) -> tuple[Field, ...]:
    """Order and length of an id, and its lower parts, which no time explains."""
    number = pl.col(column).cast(pl.Int64)
    return (
        _field("row_order", pl.col("row"), *by),
        _field("id_order", number, *by),
        _field("id_millisecond", number // _LOW_BITS % 1000),
        _field("id_low_bits", number % _LOW_BITS),
        _field("id_length", pl.col(column).str.len_chars(), *by),
    )


def _missing(schema: Table, prescribed: dict[str, str]) -> tuple[Field, ...]:
    """Say for each column of a table whether it is null."""
    table = {"posts": schemas.Posts, "accounts": schemas.Accounts}[schema]
    return tuple(
        _field(f"missing_{name}", pl.col(name).is_null(), *filter(None, [prescribed.get(name)]))
        for name in table.column_names()
    )


_AT = pl.col("created_at").dt

POST_FIELDS: tuple[Field, ...] = (
    *_id_fields("post_id"),
    _field("minute", _AT.minute()),
    _field("second", _AT.second(), "second"),
    _field("round_minute", _AT.minute() % 5 == 0),
    _field("round_second", _AT.second() % 10 == 0, "second"),
    _field("microsecond", _AT.microsecond()),
    _field("text_length", pl.col("text").str.len_chars(), "text_length", words=True),
    _count("hashtags"),
    _count("urls"),
    _count("media"),
    _count("mentions"),
    _field("objects", pl.col("objects").list.len(), "rating"),
    _field("client", pl.col("client_rank"), "client"),
    _field("platform", pl.col("platform_rank"), "platform"),
    *_missing("posts", {"deleted_at": "deleted_at", "rating": "rating"}),
)
ACCOUNT_FIELDS: tuple[Field, ...] = (
    *_id_fields("account_id", "created_at"),
    _field("day", _AT.day(), "created_at"),
    _field("second", _AT.second()),
    _field("microsecond", _AT.microsecond()),
    _field("handle_length", pl.col("handle").str.len_chars(), "handle"),
    _field("handle_digits", pl.col("handle").str.extract(r"(\d*)$").str.len_chars(), "handle"),
    _field("handle_underscore", pl.col("handle").str.contains("_", literal=True), "handle"),
    _field("name_length", pl.col("display_name").str.len_chars(), "display_name"),
    _field("bio_length", pl.col("description").str.len_chars().fill_null(-1), "description"),
    _field("followers", pl.col("followers"), "followers"),
    _field("following", pl.col("following"), "following"),
    _field("posts_total", pl.col("posts_total"), "earlier_posts"),
    _field("verified", pl.col("verified"), "verified"),
    _field("follows_out", pl.col("follows_out"), "follows"),
    _field("follows_in", pl.col("follows_in"), "follows"),
    _field("client", pl.col("client_rank"), "client"),
    _field("clients", pl.col("clients"), "client"),
    _field("platform", pl.col("platform_rank"), "platform"),
    *_missing("accounts", {"display_name": "display_name", "description": "description"}),
)
FIELDS: dict[Table, tuple[Field, ...]] = {"posts": POST_FIELDS, "accounts": ACCOUNT_FIELDS}


def prescribed(table: Table, terms: Collection[str]) -> dict[str, pl.Expr]:
    """Return per field which rows an attack with these `prescribes` answers for itself.

    Where it prescribes what is reposted, it has prescribed the words of its reposts too.
    """
    repost = pl.lit("target" in terms) & (pl.col("kind") == "repost")
    return {
        field.name: repost if field.words and not field.prescribed_by & set(terms)
        else pl.lit(bool(field.prescribed_by & set(terms)))
        for field in FIELDS[table]
    }  # fmt: skip


def post_form(world: World, number: int) -> pl.DataFrame:
    """Return one row a post: all fields of form, `side`, and what posts are matched on."""
    members = _members(world)
    rows = (
        world.posts.with_row_index("row")
        .join(members, on="account_id", how="left")
        .join(world.acts.select("post_id", act="campaign"), on="post_id", how="left")
        .with_columns(*_ranks(world, "client", "platform"), side=_side(members))
        .sort("row")
    )
    return rows.select(
        *(field.value for field in POST_FIELDS),
        "kind",
        "side",
        pl.lit(number).alias("world"),
        _AT.epoch("s").alias("at"),
        (_AT.epoch("s") // 3600).alias("hour"),
        pl.col("lang").fill_null(""),
    )


def account_form(world: World, number: int) -> pl.DataFrame:
    """Return one row an account that posts: its fields, `side`, and what accounts are matched on.

    The number of posts is brought to steps that double: 1, 2 to 3, 4 to 7 and so on.
    """
    rows = (
        world.accounts.with_row_index("row")
        .join(_activity(world), on="account_id", how="inner")
        .join(_members(world), on="account_id", how="left")
        .join(_degree(world, "source", _FOLLOWS[0]), on="account_id", how="left")
        .join(_degree(world, "target", _FOLLOWS[1]), on="account_id", how="left")
        .with_columns(*_ranks(world, "client", "platform"), pl.col(_FOLLOWS).fill_null(0))
        .sort("row")
    )
    return rows.select(
        *(field.value for field in ACCOUNT_FIELDS),
        pl.col("member").fill_null(BACKGROUND).alias("side"),
        pl.lit(number).alias("world"),
        pl.lit("").alias("kind"),
        _AT.strftime("%Y-%m").alias("month"),
        pl.col("posts").log(2).floor().cast(pl.Int64).alias("step"),
        "lang",
    )


def _members(world: World) -> pl.DataFrame:
    return world.labels.drop_nulls("campaign").select("account_id", member="campaign")


def _side(members: pl.DataFrame) -> pl.Expr:
    """Name the campaign of an act; else whether a member or the background wrote the post."""
    return (
        pl.when(pl.col("act").is_not_null())
        .then("act")
        .when(pl.col("member").is_not_null())
        .then(pl.lit(COVER))
        .when(_reacts(members))
        .then(pl.lit(REACTION))
        .otherwise(pl.lit(BACKGROUND))
    )


def _reacts(members: pl.DataFrame) -> pl.Expr:
    of_member = [
        pl.col(f"{reaction}_account").is_in(members["account_id"].implode())
        for reaction in ("repost_of", "reply_to", "quote_of")
    ]
    return pl.any_horizontal(of_member).fill_null(value=False)


def _ranks(world: World, *columns: str) -> list[pl.Expr]:
    """Place of a value among the background's, the rarest 1; 0 for what it does not have."""
    members = world.labels.drop_nulls("campaign")["account_id"]
    own = world.posts.filter(~pl.col("account_id").is_in(members.implode()))
    ranks = []
    for column in columns:
        known = own.unique(["account_id", column]).drop_nulls(column)
        counts = known.group_by(column).len().sort("len", column)
        place = {value: rank for rank, value in enumerate(counts[column], start=1)}
        told = pl.col(column).replace_strict(place, default=0, return_dtype=pl.Int64)
        ranks.append(told.alias(f"{column}_rank"))
    return ranks


def _activity(world: World) -> pl.DataFrame:
    """Number of posts, clients and language of each account that posts, from its own words.

    What the background says to members is left out: it would not be there without them.
    """
    said = pl.col("lang").filter(pl.col("kind") != "repost")
    members = _members(world)
    ordinary = world.posts.join(members, on="account_id", how="left").filter(
        pl.col("member").is_not_null() | ~_reacts(members)
    )
    return (
        ordinary.group_by("account_id")
        .agg(
            posts=pl.len(),
            client=pl.col("client").sort().first(),
            clients=pl.col("client").n_unique(),
            own=said.mode().sort().first(),
            shared=pl.col("lang").mode().sort().first(),
        )
        .with_columns(lang=pl.coalesce("own", "shared", pl.lit("")))
    )


def _degree(world: World, end: str, name: str) -> pl.DataFrame:
    """Number of accounts of the background at the other end, whatever other campaigns there are."""
    other = {"source": "target", "target": "source"}[end]
    known = world.follows.join(_members(world), left_on=other, right_on="account_id", how="anti")
    return known.group_by(account_id=pl.col(end)).len(name)
