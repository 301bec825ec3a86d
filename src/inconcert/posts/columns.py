"""Which column of a source holds what: usual names, and maps that a user gives."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.errors import ColumnError, ConfigError, MissingFileError, nearest
from inconcert.schemas import LAYERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ACCOUNT_TARGETS = (
    "handle", "display_name", "account_created_at", "followers", "following", "posts_total",
    "description", "verified",
)  # fmt: skip
FLAG_TARGETS = ("is_repost", "is_quote", "is_reply")

ACCOUNT_IDS = (
    "account_id", "user_id", "userid", "user_id_hashed", "author_id", "author_did", "from_user_id",
    "user.id_str", "user_id_str", "ユーザーID", "ユーザID", "アカウントID", "投稿者ID",
)  # fmt: skip
HANDLES = (
    "screen_name", "user_screen_name", "username", "user_name", "twitter_handle", "author_handle",
    "user.screen_name", "handle", "author.name", "author_name", "author", "account", "user",
    "ユーザー名", "ユーザ名", "スクリーンネーム", "アカウント名", "アカウント", "投稿者",
    "ユーザー",
)  # fmt: skip

USUAL_NAMES: dict[str, tuple[str, ...]] = {
    "post_id": (
        "post_id", "tweet_id", "tweetid", "status_id", "id_str", "message_id", "content_id",
        "comment_id", "id", "uri", "投稿ID", "ツイートID", "ポストID",
    ),
    "account_id": (*ACCOUNT_IDS, *HANDLES),
    "created_at": (
        "created_at", "created_utc", "timestamp", "datetime", "date_time", "tweet_time",
        "publish_date", "published_at", "posted_at", "timestamp_share", "create_time", "time",
        "date", "投稿日時", "投稿時刻", "投稿時間", "ツイート日時", "作成日時", "日時",
    ),
    "text": (
        "text", "full_text", "tweet_text", "content", "message", "body", "comment", "tweet",
        "本文", "投稿本文", "投稿内容", "テキスト", "ツイート", "内容",
    ),
    "lang": ("lang", "language", "tweet_language", "langs", "言語"),
    "kind": ("kind", "post_type", "tweet_type", "種別", "投稿種別"),
    "repost_of_post": (
        "repost_of_post", "retweet_tweetid", "retweeted_status_id", "retweeted_status.id_str",
        "retweet_id", "repost_id", "rt_id", "リポスト元ID", "リツイート元ID",
    ),
    "repost_of_account": (
        "repost_of_account", "retweet_userid", "retweeted_user_id", "retweeted_status.user.id_str",
        "user_rt_id", "rt_of", "retweet_screen_name", "retweeted_screen_name", "user_rt",
    ),
    "reply_to_post": (
        "reply_to_post", "in_reply_to_tweetid", "in_reply_to_status_id_str",
        "in_reply_to_status_id", "in_reply_to_post_id", "in_reply_to_id", "reply_id", "parent_id",
        "返信先投稿ID", "返信先ID",
    ),
    "reply_to_account": (
        "reply_to_account", "in_reply_to_userid", "in_reply_to_user_id_str",
        "in_reply_to_user_id", "reply_to_user_hashed", "reply_to_user_id", "reply_to",
        "in_reply_to_screen_name", "返信先ユーザーID", "返信先",
    ),
    "quote_of_post": (
        "quote_of_post", "quoted_tweet_tweetid", "quoted_status_id_str", "quoted_status_id",
        "引用元投稿ID",
    ),
    "quote_of_account": ("quote_of_account", "quoted_user_id", "quoted_screen_name"),
    "conversation_id": ("conversation_id", "thread_id", "link_id"),
    "hashtags": ("hashtags", "hashtag", "tags", "ハッシュタグ"),
    "urls": ("urls", "links", "expanded_urls"),
    "domains": ("domains", "domain"),
    "mentions": ("mentions", "user_mentions", "メンション"),
    "media": ("media_keys", "media_ids", "photos", "image_hash"),
    "client": ("client", "tweet_client_name", "source", "クライアント"),
    "platform": ("platform", "プラットフォーム"),
    "visibility": ("visibility", "公開範囲"),
    "deleted_at": ("deleted_at", "削除日時"),
    "place": ("place", "place_id", "店舗"),
    "rating": ("rating", "stars", "評価"),
    "is_repost": ("is_repost", "is_retweet", "retweet"),
    "is_quote": ("is_quote", "is_quote_status", "quote"),
    "is_reply": ("is_reply", "reply"),
    "handle": HANDLES,
    "display_name": ("display_name", "user_display_name", "user.name", "name", "表示名"),
    "account_created_at": (
        "account_created_at", "account_creation_date", "user_created", "user_created_at",
        "user.created_at", "アカウント作成日",
    ),
    "followers": (
        "followers", "followers_count", "follower_count", "user.followers_count", "フォロワー数",
    ),
    "following": (
        "following", "friends", "friends_count", "following_count", "user.friends_count",
        "フォロー数",
    ),
    "posts_total": (
        "posts_total", "statuses", "statuses_count", "updates", "tweet_count",
        "user.statuses_count", "投稿数",
    ),
    "description": ("description", "user_profile_description", "user.description", "自己紹介"),
    "verified": ("verified", "user.verified"),
}  # fmt: skip

BARE_OBJECTS: dict[str, tuple[str, ...]] = {
    "url": ("url_id",),
    "domain": ("domain_id",),
    "hashtag": ("hashtag_id",),
    "media": ("phash_id", "media_id", "image_id"),
    "": ("object_id", "news_id", "story_id"),
}
"""Layer and usual names of columns that hold one bare object; no layer: what the user says."""

_REFERENCES = ("repost_of_account", "reply_to_account", "quote_of_account")
_HANDLE_WORDS = ("screenname", "username", "rtof", "replyto", "userrt", "返信先")


@dataclass(frozen=True)
class ColumnMap:
    """Target to source column; and layer to source column for bare objects."""

    columns: dict[str, str]
    objects: dict[str, str] = field(default_factory=dict)
    time_zone: str | None = None
    """Of times that name none; None: UTC."""

    def describe(self) -> str:
        """Say which column was taken for what, in one line."""
        pairs = [f"{target} <- {source}" for target, source in self.columns.items()]
        pairs += [f"{layer} objects <- {source}" for layer, source in self.objects.items()]
        return ", ".join(pairs)


def allowed_targets() -> tuple[str, ...]:
    """Return what a column map may name, in the order of the schema."""
    return (*USUAL_NAMES, "object_id", "objects", "time_zone")


def map_columns(
    found: Sequence[str], *, given: Mapping[str, Any] | None = None, object_layer: str, place: str
) -> ColumnMap:
    """Return the map for a source with these columns: what is given, then usual names.

    A given target of None is left out. Raises `ColumnError` for unknown targets and for columns
    that are not there; `place` names the file in its message.

    >>> map_columns(["本文", "投稿日時"], object_layer="repost", place="a.csv").describe()
    'created_at <- 投稿日時, text <- 本文'
    """
    given = given or {}
    _check_targets(given, place)
    named, objects = _given(given, found, object_layer, place)
    free = {_plain(name): name for name in reversed(found) if name not in _values(named, objects)}
    for layer, usual in BARE_OBJECTS.items():
        source = _first(usual, free)
        if source and (layer or object_layer) not in objects:
            objects[layer or object_layer] = source
    columns: dict[str, str | None] = dict(named)
    for target in USUAL_NAMES:
        if target not in columns:
            source = _first(_names_for(target, free), free)
            if source and source not in _values(columns, objects, shared=target == "handle"):
                columns[target] = source
    return ColumnMap(
        columns={t: c for t, c in ((t, columns.get(t)) for t in USUAL_NAMES) if c},
        objects=objects,
        time_zone=given.get("time_zone"),
    )


def read_column_map(columns: Mapping[str, Any] | str | Path | None) -> Mapping[str, Any] | None:
    """Return a column map as given, or read from a YAML file."""
    if columns is None or isinstance(columns, Mapping):
        return columns
    import yaml

    path = Path(columns)
    if not path.is_file():
        raise MissingFileError(f"there is no column map at {path}")
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ColumnError(f"the column map {path} is not readable as YAML: {error}") from error
    if not isinstance(given, dict):
        raise ColumnError(
            f"the column map {path} must hold lines such as 'account_id: user_name', one a column"
        )
    return given


def _names_for(target: str, free: Mapping[str, str]) -> Sequence[str]:
    """Return the usual names, for accounts those first that the references of the source use.

    Where reposts and replies name their target by handle alone, the handle is the account id:
    otherwise no reference would ever meet an account.
    """
    if target != "account_id":
        return USUAL_NAMES[target]
    references = [_first(USUAL_NAMES[name], free) for name in _REFERENCES]
    plain = [_plain(name) for name in references if name]
    by_handle = plain and all(any(word in name for word in _HANDLE_WORDS) for name in plain)
    hashed = any("hashed" in name or name.endswith("id") for name in plain)
    return (*HANDLES, *ACCOUNT_IDS) if by_handle and not hashed else USUAL_NAMES[target]


def _given(
    given: Mapping[str, Any], found: Sequence[str], object_layer: str, place: str
) -> tuple[dict[str, str | None], dict[str, str]]:
    objects = dict(given.get("objects") or {})
    for layer in (*objects, object_layer):
        check_layer(layer)
    if given.get("object_id"):
        objects[object_layer] = given["object_id"]
    named = {
        target: source
        for target, source in given.items()
        if target not in ("objects", "object_id", "time_zone")
    }
    for source in _values(named, objects):
        if source not in found:
            raise ColumnError(
                f"{place} has no column '{source}', which the column map names; "
                f"{nearest(source, found)}"
            )
    return named, objects


def _check_targets(given: Mapping[str, Any], place: str) -> None:
    for target in given:
        if target not in allowed_targets():
            raise ColumnError(
                f"the column map for {place} has an unknown target '{target}'; "
                f"{nearest(str(target), allowed_targets())}\n"
                "each line reads 'target: column of the file'"
            )
    if not isinstance(given.get("objects") or {}, Mapping):
        raise ColumnError("'objects' in a column map must hold lines 'layer: column of the file'")
    objects = {f"objects.{layer}": name for layer, name in (given.get("objects") or {}).items()}
    for target, source in {**given, **objects}.items():
        if target != "objects" and not isinstance(source, str | None):
            raise ColumnError(
                f"the column map for {place} gives {target}: {source!r}; allowed: one name in text "
                f"(a name made of digits stands in quotes: {target}: '2024')"
            )


def check_layer(layer: str) -> None:
    """Raise `ConfigError` if a layer has no name, or one that misspells a known layer.

    Any other name is a layer of the user's own.

    >>> check_layer("url"), check_layer("slogan")
    (None, None)
    """
    if layer in LAYERS:
        return
    near = difflib.get_close_matches(layer.strip().lower(), LAYERS, n=1, cutoff=0.75)
    if near or not layer.strip():
        raise ConfigError(
            f"object layer {layer!r}: {nearest(near[0] if near else layer, LAYERS)}\n"
            "a layer of one's own may have any name that is not nearly one of these"
        )


def _values(*maps: Mapping[str, str | None], shared: bool = False) -> set[str]:
    return set() if shared else {source for named in maps for source in named.values() if source}


def _first(usual: Iterable[str], free: Mapping[str, str]) -> str | None:
    return next((free[_plain(name)] for name in usual if _plain(name) in free), None)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in folded if sign.isalnum() or sign == "ー")
