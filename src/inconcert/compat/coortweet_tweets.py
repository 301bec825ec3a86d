"""CooRTweet's reshaping of tweets: what is shared becomes the object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import polars as pl

from inconcert.compat.columns import Mode, check_mode
from inconcert.compat.coortweet_table import ID_COLUMNS, TIME_COLUMN, require_columns
from inconcert.errors import ConfigError, InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

Intent = Literal["retweets", "hashtags", "urls", "urls_domains", "cotweet"]

_COLUMNS = {
    "tweets": ("tweet_id", "author_id", "created_timestamp"),
    "referenced": ("tweet_id", "referenced_tweet_id", "type"),
    "mentions": ("tweet_id", "start"),
    "hashtags": ("tweet_id", "tag"),
    "urls": ("tweet_id", "expanded_url", "domain"),
}
_NEEDED = {
    "retweets": ("tweets", "referenced", "mentions"),
    "hashtags": ("tweets", "hashtags"),
    "urls": ("tweets", "urls"),
    "urls_domains": ("tweets", "urls"),
    "cotweet": ("tweets", "referenced"),
}


def reshape_tweets(
    tweets: Mapping[str, pl.DataFrame],
    intent: Intent,
    drop_retweets: bool = True,
    drop_replies: bool = True,
    drop_hashtags: bool = False,
    *,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Return object_id, account_id, content_id and timestamp_share of tweets, for `detect_groups`.

    `tweets` holds CooRTweet's tables by name: tweets (tweet_id, author_id, created_timestamp,
    text), referenced (tweet_id, referenced_tweet_id, type), mentions (tweet_id, start), hashtags
    (tweet_id, tag), urls (tweet_id, expanded_url, domain). By `intent` the object is:

    - retweets: the retweeted tweet, of tweets with a mention at character 3 ("RT @"); then come
      the originals, as rows whose object is their own id
    - hashtags: the tag; urls: the expanded URL, without those of https://twitter.com;
      urls_domains: their domain without "www."
    - cotweet: the text without mentions and "RT", in lower case; the `drop_*` count here alone

    Known faults, kept by `as_published` and repaired by `corrected`: "RT" and "www." go wherever
    they stand (START becomes STA); `drop_hashtags` puts back mentions and capitals, since it
    starts from the raw text; texts that are empty then match each other; corrected: they are
    left out.

    >>> posts = pl.DataFrame({
    ...     "tweet_id": ["1", "2"], "author_id": ["a", "b"], "created_timestamp": [10, 20],
    ...     "text": ["@x START now", "start now "],
    ... })
    >>> none = pl.DataFrame(
    ...     schema={"tweet_id": pl.String, "referenced_tweet_id": pl.String, "type": pl.String}
    ... )
    >>> tables = {"tweets": posts, "referenced": none}
    >>> reshape_tweets(tables, "cotweet")["object_id"].to_list()
    ['sta now', 'start now']
    >>> reshape_tweets(tables, "cotweet", mode="corrected")["object_id"].to_list()
    ['start now', 'start now']
    """
    check_mode(mode, where="reshape_tweets")
    _check(tweets, intent)
    if intent == "retweets":
        return _retweets(tweets)
    if intent == "cotweet":
        dropped = _dropped_types(retweets=drop_retweets, replies=drop_replies)
        return _cotweets(tweets, dropped, drop_hashtags=drop_hashtags, mode=mode)
    if intent == "hashtags":
        return _shares(tweets, tweets["hashtags"], pl.col("tag"))
    outside = ~pl.col("expanded_url").str.starts_with("https://twitter.com")
    domain = pl.col("domain").str.replace_all(r"^www\." if mode == "corrected" else r"www\.", "")
    shared = pl.col("expanded_url") if intent == "urls" else domain
    return _shares(tweets, tweets["urls"].filter(outside), shared)


def _retweets(tweets: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    begun = tweets["mentions"].filter(pl.col("start") == 3)["tweet_id"].implode()
    retweets = tweets["referenced"].filter(
        pl.col("tweet_id").is_in(begun), pl.col("type") == "retweeted"
    )
    found = _shares(tweets, retweets, pl.col("referenced_tweet_id"))
    wanted = found["object_id"].implode()
    originals = tweets["tweets"].filter(pl.col("tweet_id").is_in(wanted))
    return pl.concat([found, _four(originals, pl.col("tweet_id"))])


def _cotweets(
    tweets: Mapping[str, pl.DataFrame], dropped: list[str], *, drop_hashtags: bool, mode: Mode
) -> pl.DataFrame:
    referenced = tweets["referenced"].filter(pl.col("type").is_in(dropped))["tweet_id"].implode()
    kept = tweets["tweets"].filter(~pl.col("tweet_id").is_in(referenced))
    raw = pl.col("text")
    if mode == "corrected":
        text = _normalised(_without_hashtags(raw) if drop_hashtags else raw, prefix=r"^\s*RT\b")
        return _four(kept, text).filter(pl.col("object_id") != "")
    return _four(kept, _without_hashtags(raw) if drop_hashtags else _normalised(raw, prefix="RT"))


def _normalised(text: pl.Expr, *, prefix: str) -> pl.Expr:
    bare = text.str.replace_all(prefix, "") if prefix != "RT" else text
    bare = bare.str.replace_all(r"(?s)@.+?(\s|$)", "")
    if prefix == "RT":
        bare = bare.str.replace_all("RT", "", literal=True)
    return bare.str.to_lowercase().str.strip_chars(" \t\r\n")


def _without_hashtags(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(r"(?s)#.+?(\s|$)", "")


def _dropped_types(*, retweets: bool, replies: bool) -> list[str]:
    return ["retweeted"] * retweets + ["replied_to"] * replies


def _shares(
    tweets: Mapping[str, pl.DataFrame], shared: pl.DataFrame, object_id: pl.Expr
) -> pl.DataFrame:
    """Look up the tweets of what was shared, in its order."""
    objects = shared.select("tweet_id", object_id.alias("object"))
    posts = tweets["tweets"].select(_COLUMNS["tweets"])
    met = objects.join(posts, on="tweet_id", how="left", maintain_order="left_right")
    return _four(met, pl.col("object"))


def _four(table: pl.DataFrame, object_id: pl.Expr) -> pl.DataFrame:
    others = pl.col("author_id"), pl.col("tweet_id"), pl.col("created_timestamp")
    names = (*ID_COLUMNS, TIME_COLUMN)
    return table.select(
        column.alias(name) for column, name in zip((object_id, *others), names, strict=True)
    )


def _check(tweets: Mapping[str, pl.DataFrame], intent: str) -> None:
    allowed = get_args(Intent)
    if intent not in allowed:
        raise ConfigError(f"reshape_tweets: intent = {intent!r}; {nearest(intent, allowed)}.")
    for name in _NEEDED[intent]:
        if name not in tweets:
            raise InputError(
                f"reshape_tweets: no table {name!r}; found: {', '.join(tweets) or 'none'}.\n"
                f"{intent} needs {', '.join(_NEEDED[intent])}."
            )
        require_columns(tweets[name], _COLUMNS[name], where=f"reshape_tweets, table {name!r}")
    if intent == "cotweet":
        require_columns(tweets["tweets"], ("text",), where="reshape_tweets, table 'tweets'")
