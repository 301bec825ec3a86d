"""What an account's posts are made of: repetition, links, tags, languages. Never what they say."""

from __future__ import annotations

import polars as pl

from inconcert.features.acts import acts_on
from inconcert.features.entropy import count_symbols, entropy_by_account

_OWN = pl.col("kind") != "repost"


def content_features(posts: pl.DataFrame, *, actions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the content features, one row an account that posted.

    The text of a repost is somebody else's: repetition and length look at the other kinds only.
    A share counts the posts for which the source says something (a text, or an entry in the
    list); an account without any such post has null. `actions` (`schemas.Actions`) saves
    the work of finding identical texts again.

    >>> from inconcert.schemas import Posts, empty
    >>> content_features(empty(Posts)).height
    0
    """
    table = _shares(posts)
    parts = (
        _duplicates(acts_on("text", posts, actions)),
        _hashtags(posts),
        _languages(posts),
    )
    for part in parts:
        table = table.join(part, on="account_id", how="left")
    return table


def _share_with(column: str) -> pl.Expr:
    """Share of the posts with at least one entry, of those for which that is known."""
    has = pl.col(column).list.len() > 0
    return has.filter(has | pl.col("text").is_not_null()).mean()


def _distinct_domains() -> pl.Expr:
    """Number of domains linked to; null if no post has a text or a domain."""
    known = (pl.col("text").is_not_null() | (pl.col("domains").list.len() > 0)).any()
    number = pl.col("domains").list.explode().drop_nulls().n_unique()
    return pl.when(known).then(number).alias("distinct_domains")


def _shares(posts: pl.DataFrame) -> pl.DataFrame:
    """Shares of posts with links, tags and mentions; mean length of the account's own texts."""
    length = pl.col("text").filter(_OWN).str.len_chars().mean()
    return posts.group_by("account_id").agg(
        _share_with("urls").alias("url_share"),
        _share_with("hashtags").alias("hashtag_share"),
        _share_with("mentions").alias("mention_share"),
        _distinct_domains(),
        length.alias("mean_text_length"),
    )


def _duplicates(texts: pl.DataFrame) -> pl.DataFrame:
    """Shares of own texts that the account repeats, and that another account posted too."""
    counts = texts.group_by("object_id", "account_id").agg(pl.len().alias("n"))
    holders = counts.group_by("object_id").agg(pl.len().alias("holders"))
    n, total = pl.col("n"), pl.col("n").sum()
    return (
        counts.join(holders, on="object_id")
        .group_by("account_id")
        .agg(
            (n.filter(n > 1).sum() / total).alias("repeated_text_share"),
            (n.filter(pl.col("holders") > 1).sum() / total).alias("shared_text_share"),
        )
    )


def _entries(posts: pl.DataFrame, column: str) -> pl.DataFrame:
    """One row per entry of a list column, as `symbol`."""
    return (
        posts.filter(pl.col(column).list.len() > 0)
        .select("account_id", pl.col(column).alias("symbol"))
        .explode("symbol")
    )


def _hashtags(posts: pl.DataFrame) -> pl.DataFrame:
    return entropy_by_account(count_symbols(_entries(posts, "hashtags")), "hashtag_entropy")


def _languages(posts: pl.DataFrame) -> pl.DataFrame:
    """Number and entropy of the languages as the source gives them; null where it gives none."""
    given = posts.filter(pl.col("lang").is_not_null())
    counts = count_symbols(given.select("account_id", symbol="lang"))
    number = counts.group_by("account_id").agg(pl.len().alias("distinct_languages"))
    return number.join(entropy_by_account(counts, "language_entropy"), on="account_id", how="left")
