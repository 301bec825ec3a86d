"""Pages of the X API v2, one a line, as twarc2 writes them.

A page holds posts, newest first, and beside them the posts they refer to and the accounts of both,
as far as the tables know them. What a post does not say is left out of its object.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import StoreError
from inconcert.posts.objects import REFERENCE_OF
from inconcert.posts.output import write_atomically
from inconcert.posts.writers.base import Format
from inconcert.posts.writers.tables import open_bytes
from inconcert.schemas import Accounts, empty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POSTS_A_PAGE = 100
SUFFIXES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")

_PAGES_AT_ONCE = 200
_TYPES = {"repost": "retweeted", "reply": "replied_to", "quote": "quoted"}
_TIME = "%Y-%m-%dT%H:%M:%S%.3fZ"
_ID = r"^\d+$"


def write_x_api_v2(
    posts: pl.DataFrame, path: Path, *, accounts: pl.DataFrame | None = None
) -> None:
    """Write posts (.jsonl, .ndjson, also with .gz), whole or not at all; in memory by pages.

    Raises `StoreError` for another suffix.
    """
    if not path.name.endswith(SUFFIXES):
        raise StoreError(f"cannot write '{path.name}': allowed are {', '.join(SUFFIXES)}")
    write_atomically(path, lambda part: _write(posts, accounts, part))


def _write(posts: pl.DataFrame, accounts: pl.DataFrame | None, path: Path) -> None:
    known = accounts if accounts is not None else empty(Accounts)
    with open_bytes(path) as stream:
        for lines in _pages(posts, known):
            stream.write("\n".join([*lines, ""]).encode())


def _pages(posts: pl.DataFrame, accounts: pl.DataFrame) -> Iterator[pl.Series]:
    """Yield lines, some pages at a time; without posts one page that says so."""
    if posts.is_empty():
        yield pl.Series(['{"meta":{"result_count":0}}'])
        return
    told = posts.sort("created_at", "post_id", descending=True).with_row_index("row")
    world = _World(told.with_columns(_targets(told)), _users(accounts))
    for part in told.select("row").iter_slices(POSTS_A_PAGE * _PAGES_AT_ONCE):
        yield world.lines(part["row"])


@dataclass(frozen=True)
class _World:
    """All posts, with the rows of the posts they refer to, and accounts as JSON."""

    posts: pl.DataFrame
    users: pl.DataFrame

    def lines(self, rows: pl.Series) -> pl.Series:
        """Return the pages of these rows."""
        page = pl.col("row") // POSTS_A_PAGE
        told = self._described(rows).with_columns(page=page)
        beside = told.select("page", row=pl.concat_list(_columns("target"))).explode("row")
        beside = beside.drop_nulls().unique().sort("page", "row")
        included = beside.join(self._described(beside["row"].unique()), on="row", how="left")
        parts = [
            told.group_by("page").agg(
                data=_listed("json"),
                newest_id=pl.col("post_id").first(),
                oldest_id=pl.col("post_id").last(),
                result_count=pl.len(),
            ),
            included.sort("page", "row").group_by("page").agg(tweets=_listed("json")),
            self._users_of(told, included),
        ]
        pages = parts[0]
        for part in parts[1:]:
            pages = pages.join(part, on="page", how="left")
        return pages.sort("page").select(_page()).to_series()

    def _described(self, rows: pl.Series) -> pl.DataFrame:
        """Return the posts of these rows with their JSON."""
        part = self.posts.select(pl.all().gather(rows))
        return part.with_columns(mentioned=self._mentions(part)).with_columns(json=_post())

    def _mentions(self, part: pl.DataFrame) -> pl.Series:
        """Return the list of mentions of each post as JSON, null where it has none."""
        named = part.select(pl.int_range(pl.len()).alias("at"), account_id="mentions")
        named = named.explode("account_id").drop_nulls().with_row_index("order")
        named = named.join(self.users, on="account_id", how="left").sort("order")
        is_id = pl.col("account_id").str.contains(_ID) | pl.col("user").is_not_null()
        username = pl.coalesce("handle", pl.when(~is_id).then("account_id"))
        shown = _object(
            _field("username", username), _field("id", pl.when(is_id).then("account_id"))
        )
        lists = named.group_by("at").agg(mentioned=_listed(shown))
        every = part.select(pl.int_range(pl.len()).alias("at"))
        return every.join(lists, on="at", how="left", maintain_order="left")["mentioned"]

    def _users_of(self, told: pl.DataFrame, included: pl.DataFrame) -> pl.DataFrame:
        """Return the accounts that the posts of each page name, as JSON."""
        both = pl.concat(
            [
                told.select("page", account_id="account_id"),
                included.select("page", account_id="account_id"),
                told.select("page", account_id="reply_to_account"),
                told.select("page", account_id="mentions").explode("account_id"),
            ]
        )
        known = both.drop_nulls().unique().join(self.users, on="account_id", how="inner")
        return known.sort("page", "account_id").group_by("page").agg(users=_listed("user"))


def _columns(prefix: str) -> list[str]:
    return [f"{prefix}_{layer}" for layer in REFERENCE_OF]


def _targets(posts: pl.DataFrame) -> list[pl.Series]:
    """Return the row of the post that each post reposts, answers or quotes, null if not there."""
    rows = posts.select("post_id", target="row")
    return [
        posts.select(post_id=column)
        .join(rows, on="post_id", how="left", maintain_order="left")["target"]
        .alias(f"target_{layer}")
        for layer, column in REFERENCE_OF.items()
    ]


def _users(accounts: pl.DataFrame) -> pl.DataFrame:
    """Return `account_id`, `handle` and `user`, the account as JSON."""
    counts = {
        "followers_count": "followers", "following_count": "following", "tweet_count": "posts_total"
    }  # fmt: skip
    numbers = [_field(name, pl.col(column)) for name, column in counts.items()]
    return accounts.select(
        "account_id",
        "handle",
        user=_object(
            _field("id", pl.col("account_id")),
            _field("username", pl.col("handle")),
            _field("name", pl.col("display_name")),
            _field("created_at", pl.col("created_at").dt.to_string(_TIME)),
            _field("description", pl.col("description")),
            _field("verified", pl.col("verified")),
            _raw("public_metrics", _object(*numbers)),
        ),
    )


def _post() -> pl.Expr:
    id_ = pl.col("post_id")
    return _object(
        _field("id", id_),
        _members(
            text=pl.col("text"),
            author_id=pl.col("account_id"),
            created_at=pl.col("created_at").dt.to_string(_TIME),
            edit_history_tweet_ids=pl.concat_list(id_),
        ),
        _field("conversation_id", pl.col("conversation_id")),
        _field("lang", pl.col("lang")),
        _field("source", pl.col("client")),
        _field("in_reply_to_user_id", pl.col("reply_to_account")),
        _raw("referenced_tweets", _references()),
        _entities(),
        _raw("attachments", _within("media_keys", _some(pl.col("media")))),
        _raw("geo", _within("place_id", pl.col("place"))),
    )


def _references() -> pl.Expr:
    """Return the list of posts referred to as JSON, null where there is none."""
    each = [
        pl.when(pl.col(column).is_not_null()).then(
            _object(_raw("type", pl.lit(f'"{_TYPES[layer]}"')), _field("id", pl.col(column)))
        )
        for layer, column in REFERENCE_OF.items()
    ]
    joined = pl.concat_str(each, separator=",", ignore_nulls=True)
    some = pl.any_horizontal(pl.col(list(REFERENCE_OF.values())).is_not_null())
    return pl.when(some).then(pl.concat_str(pl.lit("["), joined, pl.lit("]")))


def _entities() -> pl.Expr:
    tag = pl.struct(tag=pl.element())
    link = pl.struct(url=pl.element(), expanded_url=pl.element())
    has = (pl.col("hashtags").list.len() + pl.col("urls").list.len() > 0) | pl.col(
        "mentioned"
    ).is_not_null()
    inner = _object(
        _field("hashtags", _some(pl.col("hashtags")).list.eval(tag)),
        _raw("mentions", pl.col("mentioned")),
        _field("urls", _some(pl.col("urls")).list.eval(link)),
    )
    return _raw("entities", pl.when(has).then(inner))


def _page() -> pl.Expr:
    includes = _object(_raw("users", pl.col("users")), _raw("tweets", pl.col("tweets")))
    beside = pl.when(pl.col("users").is_not_null() | pl.col("tweets").is_not_null())
    return _object(
        _raw("data", pl.col("data")),
        _raw("includes", beside.then(includes)),
        _raw("meta", pl.struct("newest_id", "oldest_id", "result_count").struct.json_encode()),
    )


def _object(*members: pl.Expr) -> pl.Expr:
    """Return a JSON object of those members that are not null."""
    inner = pl.concat_str(members, separator=",", ignore_nulls=True)
    return pl.concat_str(pl.lit("{"), inner, pl.lit("}"))


def _members(**values: pl.Expr) -> pl.Expr:
    encoded = pl.struct([value.alias(name) for name, value in values.items()]).struct.json_encode()
    return encoded.str.strip_prefix("{").str.strip_suffix("}")


def _field(name: str, value: pl.Expr) -> pl.Expr:
    """Return a member of a JSON object, null where its value is."""
    return pl.when(value.is_not_null()).then(_members(**{name: value}))


def _raw(name: str, json: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit(f'"{name}":'), json)


def _within(name: str, value: pl.Expr) -> pl.Expr:
    return pl.when(value.is_not_null()).then(_object(_field(name, value)))


def _some(items: pl.Expr) -> pl.Expr:
    """Return lists, null where they have no items."""
    return pl.when(items.list.len() > 0).then(items)


def _listed(json: pl.Expr | str) -> pl.Expr:
    each = pl.col(json) if isinstance(json, str) else json
    return pl.concat_str(pl.lit("["), each.str.join(","), pl.lit("]"))


FORMAT = Format(
    name="x_api_v2",
    reader="x_api_v2",
    file="pages.jsonl",
    write=lambda posts, accounts, path: write_x_api_v2(posts, path, accounts=accounts),
    carries=(
        "post_id", "account_id", "text", "lang", "repost_of_post", "reply_to_post",
        "reply_to_account", "quote_of_post", "conversation_id", "urls", "mentions", "media",
        "client", "place",
    ),
    changes={
        "created_at": "to the millisecond",
        "time_precision": "one for the file, told from its times",
        "kind": "told from what the post refers to: repost before reply before quote",
        "repost_of_account": "known where the original is among the posts",
        "quote_of_account": "known where the quoted post is among the posts",
        "hashtags": "folded to one spelling",
        "domains": "taken from `urls`",
        "platform": "always x",
        "source_file": "the file",
        "source_line": "the line, a page",
    },
)  # fmt: skip
