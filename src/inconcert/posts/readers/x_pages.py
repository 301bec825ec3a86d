"""The objects of the X API v2: pages, posts and users, turned into rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS = pl.List(pl.String)
ROW: dict[str, pl.DataType | type[pl.DataType]] = {
    "post_id": pl.String, "account_id": pl.String, "time_as_read": pl.String, "kind": pl.String,
    "text": pl.String, "lang": pl.String,
    "repost_of_post": pl.String, "repost_of_account": pl.String,
    "reply_to_post": pl.String, "reply_to_account": pl.String,
    "quote_of_post": pl.String, "quote_of_account": pl.String,
    "conversation_id": pl.String,
    "hashtags": _TEXTS, "urls": _TEXTS, "mentions": _TEXTS, "media": _TEXTS,
    "client": pl.String, "platform": pl.String, "place": pl.String, "source_line": pl.UInt32,
}  # fmt: skip
"""Columns of `post_row`."""

ACCOUNT: dict[str, pl.DataType | type[pl.DataType]] = {
    "account_id": pl.String, "handle": pl.String, "display_name": pl.String,
    "created_at": pl.String, "followers": pl.Int64, "following": pl.Int64,
    "posts_total": pl.Int64, "description": pl.String, "verified": pl.Boolean,
    "platform": pl.String,
}  # fmt: skip
"""Columns of `account_row`."""

_REFERENCES = {"retweeted": "repost_of", "replied_to": "reply_to", "quoted": "quote_of"}
_KINDS = {"retweeted": "repost", "replied_to": "reply", "quoted": "quote"}
_OF_PLATFORM = re.compile(r"^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/]+/status/(\d+)")

Json = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """The posts of a line, and what it says of accounts and of other posts."""

    posts: list[Json] = field(default_factory=list)
    users: list[Json] = field(default_factory=list)
    fault: str = ""
    _authors: dict[str | None, str | None] = field(init=False, repr=False)
    _ids: dict[str, str | None] = field(init=False, repr=False)

    def author_of(self, post_id: str | None) -> str | None:
        """Return who wrote a post, if the line says so."""
        return self._authors.get(post_id or "")

    def account_of(self, handle: str | None) -> str | None:
        """Return the id of the account with this handle, or the handle where it is not told."""
        return self._ids.get((handle or "").lower(), handle)

    def __post_init__(self) -> None:
        authors = {text(p.get("id")): text(p.get("author_id")) for p in self.posts}
        ids = {(text(u.get("username")) or "").lower(): text(u.get("id")) for u in self.users}
        object.__setattr__(self, "_authors", authors)
        object.__setattr__(self, "_ids", ids)


def page_of(item: Json) -> Page | None:
    """Return the page that a line holds, None if it is nothing of the API."""
    inner = item.get("data")
    if isinstance(inner, dict) and _is_post(inner):
        return _page(item, [inner])
    if isinstance(inner, list):
        posts = _dicts(inner)
        return _page(item, posts) if not posts or _is_post(posts[0]) else None
    if _is_post(item) and ("author_id" in item or "author" in item):
        return _flat(item)
    if isinstance(item.get("errors"), list):
        return Page(fault=f"an error of the API: {_error(item['errors'])}")
    return Page() if isinstance(item.get("meta"), dict) and inner is None else None


def post_row(post: Json, page: Page) -> Json:
    """Return a post as a row with the columns of `ROW`, but for the line."""
    entities = _dict(post.get("entities"))
    references = {r.get("type"): text(r.get("id")) for r in _dicts(post.get("referenced_tweets"))}
    kind = next((kind for sign, kind in _KINDS.items() if sign in references), "post")
    row: Json = {
        "post_id": text(post.get("id")),
        "account_id": text(post.get("author_id")) or text(_dict(post.get("author")).get("id")),
        "time_as_read": text(post.get("created_at")),
        "kind": kind,
        "text": text(post.get("text")),
        "lang": text(post.get("lang")),
        "conversation_id": text(post.get("conversation_id")),
        "client": text(post.get("source")),
        "platform": "x",
        "place": text(_dict(post.get("geo")).get("place_id")),
        "hashtags": _each_once(_tags(entities)),
        "urls": _each_once(_links(entities, {text(post.get("id")), references.get("quoted")})),
        "mentions": _each_once(_mentions(entities, page)),
        "media": _texts(_dict(post.get("attachments")).get("media_keys")),
    }
    for sign, column in _REFERENCES.items():
        row[f"{column}_post"] = references.get(sign)
        row[f"{column}_account"] = page.author_of(references.get(sign))
    row["reply_to_account"] = text(post.get("in_reply_to_user_id")) or row["reply_to_account"]
    return row


def account_row(user: Json) -> Json | None:
    """Return a user as a row with the columns of `ACCOUNT`, None without an id."""
    if not text(user.get("id")):
        return None
    metrics = _dict(user.get("public_metrics"))
    verified = user.get("verified")
    return {
        "account_id": text(user.get("id")),
        "handle": text(user.get("username")),
        "display_name": text(user.get("name")),
        "created_at": text(user.get("created_at")),
        "followers": _count(metrics.get("followers_count")),
        "following": _count(metrics.get("following_count")),
        "posts_total": _count(metrics.get("tweet_count")),
        "description": text(user.get("description")),
        "verified": verified if isinstance(verified, bool) else None,
        "platform": "x",
    }


def text(value: Any) -> str | None:
    """Return text or a whole number as text; None for anything else and for nothing."""
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _page(item: Json, posts: list[Json]) -> Page:
    includes = _dict(item.get("includes"))
    return Page([*posts, *_dicts(includes.get("tweets"))], _dicts(includes.get("users")))


def _flat(item: Json) -> Page:
    """Return the page of a flattened post: the posts it refers to lie inside it."""
    inner = [post for post in _dicts(item.get("referenced_tweets")) if _is_post(post)]
    posts = [item, *inner]
    mentioned = _dicts(_dict(item.get("entities")).get("mentions"))
    users = [_dict(post.get("author")) for post in posts]
    users += [_dict(item.get("in_reply_to_user")), *(u for u in mentioned if "name" in u)]
    return Page(posts, [user for user in users if user])


def _is_post(item: Json) -> bool:
    return "id" in item and "text" in item and not isinstance(item["text"], dict)


def _error(errors: list[Any]) -> str:
    first = next(iter(_dicts(errors)), {})
    return text(first.get("title")) or text(first.get("message")) or "without a title"


def _tags(entities: Json) -> Iterator[str | None]:
    yield from (text(tag.get("tag")) for tag in _dicts(entities.get("hashtags")))


def _mentions(entities: Json, page: Page) -> Iterator[str | None]:
    for mention in _dicts(entities.get("mentions")):
        yield text(mention.get("id")) or page.account_of(text(mention.get("username")))


def _links(entities: Json, own: set[str | None]) -> Iterator[str | None]:
    """Yield where the links lead, but for those to the post's own pictures or to what it quotes."""
    for link in _dicts(entities.get("urls")):
        url = (
            text(link.get("unwound_url")) or text(link.get("expanded_url")) or text(link.get("url"))
        )
        status = _OF_PLATFORM.match(url or "")
        if not (status and status[1] in own):
            yield url


def _each_once(values: Iterator[str | None]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _texts(value: Any) -> list[str]:
    return [t for t in map(text, value) if t] if isinstance(value, list) else []


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and abs(value) < 2**63 else None
