"""Luceri et al. 2024: users that write similar texts on the same day."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import polars as pl

from inconcert.compat.columns import Mode, as_ids, as_times, check_mode, pick
from inconcert.errors import ConfigError
from inconcert.networks.similarity import MAX_PRODUCTS, cosine_pairs
from inconcert.posts.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    from scipy.sparse import csr_array

    Floats = npt.NDArray[np.float64]
    Vectors = csr_array | Floats

MAX_PAIRS = 30_000_000

_COLUMNS = {
    "account_id": ("userid", "user_id", "account_id"),
    "text": ("tweet_text", "text", "full_text"),
    "created_at": ("tweet_time", "tweet_timestamp", "created_at", "timestamp"),
}
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_ROWS = 1024
_MATCHES = {
    "first": pl.UInt32,
    "second": pl.UInt32,
    "similarity": pl.Float64,
}


def textSim(  # noqa: N802
    data: pl.DataFrame,
    threshold: float = 0.7,
    *,
    embeddings: Floats | None = None,
    aggregate: Literal["mean", "max"] = "mean",
    min_words: int = 5,
    max_pairs: int = MAX_PAIRS,
    max_products: int = MAX_PRODUCTS,
    mode: Mode = "corrected",
) -> pl.DataFrame:
    """Join users that wrote texts of a similarity of at least `threshold` on one day (UTC).

    `data` holds `userid`, `tweet_text` and `tweet_time`; retweets (`retweet_tweetid`, or `kind`
    "repost") are left out. Texts are normalised, without urls and mentions (the public code strips
    every R and T a text begins with, and English stop words in any language); those under
    `min_words` words, or twice as many letters of a script that has no spaces, are left out.

    The public code compares sentence embeddings of a language model. Here the texts are TF-IDF
    vectors of their runs of three characters, which find copies and small changes and no
    paraphrase; `embeddings` (one row per row of `data`) takes the vectors of any model in their
    place. An edge weighs the mean (or the highest) similarity of the pairs of posts that match;
    the public code cuts these to steps of 0.05, joins users with themselves, and needs globals
    that are not there: only `corrected`. Returns source < target, sorted. Cost: the pairs of
    texts of a day; raises `ConfigError` above `max_pairs` pairs of users on matching texts.

    >>> data = pl.DataFrame({
    ...     "userid": ["a", "b", "c"], "tweet_time": 0,
    ...     "tweet_text": ["they will all come to the square"] * 2 + ["no one said a thing here"],
    ... })
    >>> textSim(data).select("source", "target", pl.col("weight").round(9)).rows()
    [('a', 'b', 1.0)]
    """
    check_mode(mode, where="textSim", broken="it needs globals that it does not make")
    _check(data, threshold, embeddings, aggregate)
    posts = _posts(data, min_words=min_words)
    texts = _texts(posts, by_row=embeddings is not None)
    vectors = _ngrams(texts["text"]) if embeddings is None else _unit(embeddings, texts)
    writers = posts.join(texts, on=_key(by_row=embeddings is not None)).group_by(
        "text_id", "account_id"
    ).agg(pl.len().cast(pl.Float64).alias("posts"))  # fmt: skip
    matches = _matches(texts, vectors, threshold, max_products=max_products)
    return _edges(matches, writers, aggregate=aggregate, max_pairs=max_pairs)


def _posts(data: pl.DataFrame, *, min_words: int) -> pl.DataFrame:
    """Bring the posts to row, account, day and normalised text, long ones only."""
    posts = pick(data, _COLUMNS, where="textSim").with_row_index("row")
    posts = as_times(as_ids(posts, ["account_id"], where="textSim"), "created_at", where="textSim")
    own = posts.filter(~_is_retweet(data) & pl.col("text").is_not_null())
    text = normalise(pl.col("text"), keep_urls=False, keep_mentions=False).str.strip_chars()
    read = own.with_columns(text.alias("text"), pl.col("created_at").dt.date().alias("day"))
    words = pl.col("text").str.count_matches(r"\S+")
    letters = pl.col("text").str.count_matches(_UNSPACED)
    return read.filter((words >= min_words) | (letters >= 2 * min_words))


def _is_retweet(data: pl.DataFrame) -> pl.Series:
    if "kind" in data.columns:
        return data["kind"].cast(pl.String).eq("repost").fill_null(value=False)
    if "retweet_tweetid" in data.columns:
        return data["retweet_tweetid"].is_not_null()
    return pl.repeat(value=False, n=data.height, dtype=pl.Boolean, eager=True)


def _key(*, by_row: bool) -> list[str]:
    """What makes two posts the same text: its words, or the vector that was given for it."""
    return ["day", "row"] if by_row else ["day", "text"]


def _texts(posts: pl.DataFrame, *, by_row: bool) -> pl.DataFrame:
    columns = ["day", "row", "text"] if by_row else ["day", "text"]
    return posts.select(columns).unique().sort(columns).with_row_index("text_id")


def _ngrams(texts: pl.Series) -> csr_array:
    """Return TF-IDF vectors of the runs of three characters, of length 1."""
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import TfidfVectorizer

    if texts.is_empty():
        return csr_array((0, 0))
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(3, 3), lowercase=False)
    return csr_array(vectoriser.fit_transform(texts.to_list()))


def _unit(embeddings: Floats, texts: pl.DataFrame) -> Floats:
    vectors = np.asarray(embeddings, dtype=np.float64)[texts["row"].to_numpy()]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = vectors / np.where(lengths > 0, lengths, 1.0)
    return unit


def _matches(
    texts: pl.DataFrame, vectors: Vectors, threshold: float, *, max_products: int
) -> pl.DataFrame:
    """List the pairs of texts of one day, each text with itself too, that are alike enough."""
    days = texts.group_by("day").agg(pl.col("text_id").min(), pl.len().alias("texts")).sort("day")
    found = [
        _of_day(vectors[first : first + count], first, threshold, max_products=max_products)
        for first, count in days.select("text_id", "texts").iter_rows()
    ]
    return pl.concat([pl.DataFrame(schema=_MATCHES), *found])


def _of_day(vectors: Vectors, first: int, threshold: float, *, max_products: int) -> pl.DataFrame:
    if isinstance(vectors, np.ndarray):
        return pl.concat(list(_dense(vectors, first, threshold)))
    pairs = cosine_pairs(vectors, least=threshold - 1e-9, loops=True, max_products=max_products)
    return _table(pairs.first + first, pairs.second + first, pairs.similarity)


def _dense(vectors: Floats, first: int, threshold: float) -> Iterator[pl.DataFrame]:
    """Multiply a block of rows at a time, so that memory stays bounded."""
    rows = len(vectors)
    for start, stop in pairwise([*range(0, rows, _ROWS), rows]):
        products = vectors[start:stop] @ vectors[start:].T
        row, column = np.nonzero(products >= threshold - 1e-9)
        above = column >= row
        row, column = row[above], column[above]
        yield _table(row + start + first, column + start + first, products[row, column])


def _table(
    first: npt.NDArray[np.integer[Any]], second: npt.NDArray[np.integer[Any]], similarity: Floats
) -> pl.DataFrame:
    values = {"first": first, "second": second, "similarity": np.minimum(similarity, 1.0)}
    return pl.DataFrame(values).cast(_MATCHES)  # type: ignore[arg-type]


def _edges(
    matches: pl.DataFrame, writers: pl.DataFrame, *, aggregate: str, max_pairs: int
) -> pl.DataFrame:
    """Bring pairs of texts to pairs of users, weighted by how many posts they stand for."""
    _check_pairs(matches, writers, max_pairs)
    one = writers.rename({"text_id": "first", "account_id": "one", "posts": "one_posts"})
    two = writers.rename({"text_id": "second", "account_id": "two", "posts": "two_posts"})
    pairs = matches.join(one, on="first").join(two, on="second")
    twice = (pl.col("first") == pl.col("second")) & (pl.col("one") > pl.col("two"))
    pairs = pairs.filter((pl.col("one") != pl.col("two")) & ~twice).with_columns(
        pl.min_horizontal("one", "two").alias("source"),
        pl.max_horizontal("one", "two").alias("target"),
        (pl.col("one_posts") * pl.col("two_posts")).alias("posts"),
    )
    alike = pl.col("similarity")
    total = (alike * pl.col("posts")).sort_by("first", "second").sum()
    weight = alike.max() if aggregate == "max" else total / pl.col("posts").sum()
    edges = pairs.group_by("source", "target").agg(weight.alias("weight"))
    return edges.sort("source", "target")


def _check_pairs(matches: pl.DataFrame, writers: pl.DataFrame, max_pairs: int) -> None:
    users = writers.group_by("text_id").len("users")
    counted = matches.join(users.rename({"text_id": "first"}), on="first").join(
        users.rename({"text_id": "second"}), on="second"
    )
    pairs = counted.select((pl.col("users").cast(pl.Int64) * pl.col("users_right")).sum()).item()
    if pairs > max_pairs:
        raise ConfigError(
            f"textSim: {pairs:,} pairs of users on matching texts, more than max_pairs = "
            f"{max_pairs:,}.\nGive a higher threshold or min_words, or raise max_pairs."
        )


def _check(data: pl.DataFrame, threshold: float, embeddings: Floats | None, aggregate: str) -> None:
    if not 0 < threshold <= 1:
        raise ConfigError(f"textSim: threshold = {threshold}: give a number above 0, at most 1.")
    if embeddings is not None and len(embeddings) != data.height:
        raise ConfigError(
            f"textSim: {len(embeddings)} embeddings for {data.height} rows; give one a row."
        )
    if aggregate not in ("mean", "max"):
        raise ConfigError(f"textSim: aggregate {aggregate!r}; allowed: mean, max.")
