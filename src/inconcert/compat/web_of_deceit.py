"""Luceri et al. 2024, "Unmasking the web of deceit": six similarity networks of users, fused.

All but text: a user is the vector of what it shared, TF-IDF as scikit-learn has it
(ln((1 + N) / (1 + df)) + 1, length 1); an edge weighs the cosine. Faults of the public code, which
`mode="as_published"` keeps where that code runs and `mode="corrected"` mends:

- coRetweet and coURL keep the edge of each user with itself (weight 1). Corrected: none
- a user that shared one thing only is as like any other such user as can be (cosine 1), so that
  one viral post makes a clique. Corrected: `min_shared` is 2, else 1
- coURL reads the two parts of the data differently: second and further urls of `treated` keep a
  leading space and are cut at commas; commas in urls of `control` become dots. Corrected: not
- mergeNetworks does not join (a, b) with (b, a). Corrected: it does
- fastRetweet (`CategoricalDtype` is not imported), hashtagSeq (undefined `i`), textSim (missing
  globals) and computeCentrality (undefined `graph`) do not run: only corrected. The faults that
  would have shown: a delay of a day and five seconds counted as five seconds, and one below zero
  as nearly a day; a tag with `__` counted as two

Memory grows with the edges, never with the square of the users.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.compat.columns import Mode, as_ids, as_times, check_mode, pick
from inconcert.compat.web_of_deceit_fusion import computeCentrality, mergeNetworks, pruneNodes
from inconcert.compat.web_of_deceit_text import textSim
from inconcert.errors import ColumnError, ConfigError
from inconcert.networks.similarity import MAX_PRODUCTS, cosine_pairs, incidence, tfidf

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

__all__ = [
    "coRetweet",
    "coSharing",
    "coURL",
    "computeCentrality",
    "fastRetweet",
    "hashtagSeq",
    "mergeNetworks",
    "pruneNodes",
    "textSim",
    "to_networkx",
]

_USER = ("userid", "user_id", "account_id")
_POST = ("post_id", "tweetid", "content_id")
_RETWEETED = ("retweet_tweetid", "repost_of_post", "object_id")
_AUTHOR = ("retweet_userid", "repost_of_account")
_SNOWFLAKE_EPOCH_MS = 1_288_834_974_657


def coSharing(  # noqa: N802
    data: pl.DataFrame,
    *,
    min_posts: int = 1,
    binary: bool = True,
    min_shared: int | None = None,
    max_products: int = MAX_PRODUCTS,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Compare users by any feature: `source` < `target`, `weight`, sorted.

    `data` holds `userid` and `feature_shared` (or `object_id`) and, for `min_posts`, `post_id`:
    users with fewer distinct posts are left out before all else. Each user and feature counts
    once, features of one user count nothing. `binary=False` counts repeated rows, as the public
    function does if its table has them, and keeps features of one user with two rows.

    >>> data = pl.DataFrame({"userid": list("aabb"), "feature_shared": list("xyxy")})
    >>> coSharing(data).with_columns(pl.col("weight").round(9)).rows()
    [('a', 'b', 1.0)]
    """
    check_mode(mode, where="coSharing")
    wanted = {"account_id": _USER, "feature": ("feature_shared", "object_id")}
    shares = _active(data, wanted, min_posts=min_posts, where="coSharing")
    if binary:
        shares = shares.unique()
    return _network(shares, mode=mode, min_shared=min_shared, max_products=max_products)


def coRetweet(  # noqa: N802
    data: pl.DataFrame,
    *,
    min_retweets: int = 20,
    min_shared: int | None = None,
    max_products: int = MAX_PRODUCTS,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Compare users of at least `min_retweets` retweets by what they retweeted.

    `data` holds `userid` and `retweet_tweetid` (null: no retweet; such rows are left out), the
    public code's control and treated rows alike. `as_published` gives each user's edge with
    itself too.

    >>> data = pl.DataFrame({"userid": list("aabb"), "retweet_tweetid": list("xyxy")})
    >>> coRetweet(data, min_retweets=2).select("source", "target").rows()
    [('a', 'a'), ('a', 'b'), ('b', 'b')]
    """
    check_mode(mode, where="coRetweet")
    wanted = {"account_id": _USER, "feature": _RETWEETED}
    shares = _shares(data, wanted, where="coRetweet")
    active = shares.filter(pl.len().over("account_id") >= min_retweets).unique()
    return _network(active, mode=mode, min_shared=min_shared, max_products=max_products, loops=True)


def coURL(  # noqa: N802
    control: pl.DataFrame,
    treated: pl.DataFrame | None = None,
    *,
    min_shared: int | None = None,
    max_products: int = MAX_PRODUCTS,
    mode: Mode = "as_published",
) -> pl.DataFrame:
    """Compare users by the urls they posted.

    Both tables hold `userid` and `urls`: lists, or one url a row. `as_published` reads the urls of
    the two as the public code does (see the module), and gives each user's edge with itself.

    >>> data = pl.DataFrame({"userid": ["a", "b"], "urls": [["http://x", "http://y"]] * 2})
    >>> coURL(data, mode="corrected").select("source", "target").rows()
    [('a', 'b')]
    """
    check_mode(mode, where="coURL")
    parts = [_urls(control, mode=mode, treated=False)]
    if treated is not None:
        parts.append(_urls(treated, mode=mode, treated=True))
    shares = pl.concat(parts).unique()
    return _network(shares, mode=mode, min_shared=min_shared, max_products=max_products, loops=True)


def fastRetweet(  # noqa: N802
    data: pl.DataFrame,
    timeInterval: float = 10,
    *,
    min_shared: int | None = None,
    max_products: int = MAX_PRODUCTS,
    mode: Mode = "corrected",
) -> pl.DataFrame:
    """Compare users by whom they retweet within `timeInterval` seconds of the post.

    `data` holds `userid`, `retweet_userid`, `tweet_timestamp` and `retweet_timestamp` (when the
    retweeted post was made); without times they are read from `tweetid` and `retweet_tweetid`, as
    Twitter's ids hold them. Counted are delays from 0 to `timeInterval`, both included; a user and
    an author count with two such retweets or more, and that count is the vector's entry.

    >>> data = pl.DataFrame({
    ...     "userid": list("aabb"), "retweet_userid": "z",
    ...     "tweet_timestamp": [5, 6, 7, 86405], "retweet_timestamp": 0,
    ... })
    >>> fastRetweet(data, min_shared=1).rows()  # b has one: the other came a day later
    []
    """
    check_mode(mode, where="fastRetweet", broken="CategoricalDtype is not imported")
    if not timeInterval >= 0:
        raise ConfigError(f"fastRetweet: timeInterval = {timeInterval}: give seconds, 0 or more.")
    shares = _shares(
        data, {"account_id": _USER, "feature": _AUTHOR}, where="fastRetweet", keep=True
    )
    delay = (_time_of(data, "tweet") - _time_of(data, "retweet")).dt.total_microseconds()
    fast = shares.filter((delay >= 0) & (delay <= timeInterval * 1e6)).drop_nulls()
    often = fast.filter(pl.len().over("account_id", "feature") > 1)
    return _cosines(often, _least(mode, min_shared), max_products=max_products)


def hashtagSeq(  # noqa: N802
    data: pl.DataFrame,
    minHashtags: int = 5,
    *,
    min_shared: int | None = None,
    max_products: int = MAX_PRODUCTS,
    mode: Mode = "corrected",
) -> pl.DataFrame:
    """Compare users by the sequences of `minHashtags` hashtags or more that they posted.

    `data` holds `userid` and `hashtags` (lists, in order) or `tweet_text` (words that begin with
    #). Retweets (a `retweet_tweetid`, or `kind` "repost") are left out.

    >>> tags = [["a", "b"], ["a", "b"], ["b", "a"]]
    >>> data = pl.DataFrame({"userid": list("xyz"), "hashtags": tags})
    >>> hashtagSeq(data, 2, min_shared=1).rows()
    [('x', 'y', 1.0)]
    """
    check_mode(mode, where="hashtagSeq", broken="it uses an undefined name, i")
    own = data.filter(~_is_retweet(data))
    users = pick(own, {"account_id": _USER}, where="hashtagSeq")
    tagged = users.with_columns(_hashtags(own).alias("tags"))
    long = tagged.filter(pl.col("tags").list.len() >= minHashtags)
    shares = long.select("account_id", pl.col("tags").list.join("__").alias("feature"))
    shares = as_ids(shares, ["account_id"], where="hashtagSeq").unique()
    return _network(shares, mode=mode, min_shared=min_shared, max_products=max_products)


def to_networkx(edges: pl.DataFrame) -> nx.Graph:
    """Return the edges as an undirected graph with the weights as attributes."""
    from inconcert.networks.exchange import to_networkx as exchange

    return exchange(edges.with_columns(directed=pl.lit(value=False)))


def _network(
    shares: pl.DataFrame,
    *,
    mode: Mode,
    min_shared: int | None,
    max_products: int,
    loops: bool = False,
) -> pl.DataFrame:
    """Make the network of users and the features that two share."""
    repeated = pl.len().over("feature") > 1
    shared = pl.col("account_id").n_unique().over("feature") > 1
    common = shares.filter(repeated if mode == "as_published" else shared)
    loops = loops and mode == "as_published"
    return _cosines(common, _least(mode, min_shared), loops=loops, max_products=max_products)


def _cosines(
    shares: pl.DataFrame, min_shared: int, *, loops: bool = False, max_products: int
) -> pl.DataFrame:
    """Compare users by their features, each row of `shares` counting one."""
    held = incidence(shares)
    pairs = cosine_pairs(tfidf(held), min_shared=min_shared, loops=loops, max_products=max_products)
    return pl.DataFrame(
        {
            "source": held.accounts.gather(pairs.first),
            "target": held.accounts.gather(pairs.second),
            "weight": pairs.similarity,
        },
        schema={"source": pl.String, "target": pl.String, "weight": pl.Float64},
    )


def _least(mode: Mode, min_shared: int | None) -> int:
    if min_shared is not None:
        return min_shared
    return 1 if mode == "as_published" else 2


def _shares(
    data: pl.DataFrame, wanted: Mapping[str, tuple[str, ...]], *, where: str, keep: bool = False
) -> pl.DataFrame:
    """Return users and features as strings; rows without a feature are left out unless kept."""
    shares = as_ids(pick(data, wanted, where=where), ["account_id"], where=where)
    shares = shares.with_columns(pl.col("feature").cast(pl.String))
    return shares if keep else shares.drop_nulls("feature")


def _active(
    data: pl.DataFrame, wanted: Mapping[str, tuple[str, ...]], *, min_posts: int, where: str
) -> pl.DataFrame:
    shares = _shares(data, wanted, where=where, keep=True)
    if min_posts > 1:
        post = pick(data, {"post": _POST}, where=where)["post"]
        posts = pl.col("post").n_unique().over("account_id")
        shares = shares.with_columns(post).filter(posts >= min_posts).drop("post")
    return shares.drop_nulls("feature")


def _urls(part: pl.DataFrame, *, mode: Mode, treated: bool) -> pl.DataFrame:
    shares = pick(part, {"account_id": _USER, "feature": ("urls", "url")}, where="coURL")
    if mode == "as_published" and treated:
        text = pl.col("feature")
        if isinstance(shares["feature"].dtype, pl.List):
            text = text.list.join(", ")
        shares = shares.with_columns(text.str.replace_all("'", "").str.split(","))
    if isinstance(shares["feature"].dtype, pl.List):
        shares = shares.explode("feature")
    if mode == "as_published" and not treated:
        shares = shares.with_columns(pl.col("feature").str.replace_all(",", ".", literal=True))
    shares = as_ids(shares, ["account_id"], where="coURL")
    return shares.drop_nulls("feature").filter(pl.col("feature") != "")


def _time_of(data: pl.DataFrame, what: str) -> pl.Series:
    """Return the times of a column `<what>_timestamp`, or those that Twitter's ids hold."""
    if f"{what}_timestamp" in data.columns:
        times = data.select(pl.col(f"{what}_timestamp").alias("at"))
        return as_times(times, "at", where="fastRetweet")["at"]
    column = "tweetid" if what == "tweet" else "retweet_tweetid"
    ids = pick(data, {"at": (column,)}, where="fastRetweet")
    read = ids["at"].cast(pl.Int64, strict=False)
    if read.null_count() > ids["at"].null_count():
        raise ColumnError(
            f"fastRetweet: no column '{what}_timestamp', and column {column!r} holds ids that are "
            "no numbers.\nGive the times."
        )
    milliseconds = read // 2**22 + _SNOWFLAKE_EPOCH_MS
    return milliseconds.cast(pl.Datetime("ms")).dt.cast_time_unit("us").dt.replace_time_zone("UTC")


def _is_retweet(data: pl.DataFrame) -> pl.Series:
    if "kind" in data.columns:
        return data["kind"].cast(pl.String).eq("repost").fill_null(value=False)
    if "retweet_tweetid" in data.columns:
        return data["retweet_tweetid"].is_not_null()
    return pl.repeat(value=False, n=data.height, dtype=pl.Boolean, eager=True)


def _hashtags(data: pl.DataFrame) -> pl.Series:
    if "hashtags" in data.columns:
        return data["hashtags"]
    text = pick(data, {"text": ("tweet_text", "text", "full_text")}, where="hashtagSeq")["text"]
    tags = pl.element().filter(pl.element().str.starts_with("#")).str.strip_chars("#")
    return text.fill_null("").str.extract_all(r"\S+").list.eval(tags)
