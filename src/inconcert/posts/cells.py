"""Cells of source columns, read as what the posts table needs: text, lists, flags, numbers."""

from __future__ import annotations

import polars as pl

_NO_VALUE = ("", "[]", "{}", "nan", "NaN", "None", "null", "NULL", "<NA>", "\\N")
_TRUE = ("true", "1", "yes", "t", "はい")
_QUOTED = r"""'[^']*'|"[^"]*\""""
_PLAIN = r"[^\s,;|]+"

_KIND_WORDS = {
    "repost": ("repost", "retweet", "retweeted", "reposted", "rt", "share", "reblog", "boost",
               "リポスト", "リツイート"),
    "quote": ("quote", "quoted", "quote_tweet", "quote tweet", "引用", "引用リポスト",
              "引用リツイート"),
    "reply": ("reply", "replied_to", "comment", "返信", "リプライ", "コメント"),
    "post": ("post", "tweet", "original", "status", "投稿", "ツイート", "ポスト"),
}  # fmt: skip
KIND_OF = {word: kind for kind, words in _KIND_WORDS.items() for word in words}


def texts(column: pl.Series) -> pl.Series:
    """Return a column as text; of lists the first item. Empty text is null.

    >>> texts(pl.Series([["ja", "en"], []])).to_list()
    ['ja', None]
    """
    if isinstance(column.dtype, pl.List):
        column = column.list.first()
    return column.cast(pl.String, strict=False).replace("", None)


def values(column: pl.Series, *, trimmed: bool = False) -> pl.Series:
    """Return a column as trimmed text, null where it holds a word for nothing such as `nan`.

    `trimmed` says that it is text without spaces at its ends already.
    """
    read = column if trimmed else texts(column).str.strip_chars()
    return read.set(read.is_in(_NO_VALUE), None)


def lists(column: pl.Series) -> pl.Series:
    """Return a column as lists of text: lists as they are, text such as `['a', 'b']` or `a b`.

    >>> lists(pl.Series(["['a b', 'c']", '["d"]', "[e, f]", "g|h", None])).to_list()
    [['a b', 'c'], ['d'], ['e', 'f'], ['g', 'h'], []]
    """
    if isinstance(column.dtype, pl.List):
        items = pl.element().cast(pl.String).drop_nulls()
        found = column.to_frame("x").select(pl.col("x").list.eval(items))["x"]
    else:
        cell = pl.col("x").str.strip_chars()
        inner = cell.str.strip_chars("[]")
        has_quotes = cell.str.starts_with("[") & inner.str.contains(_QUOTED)
        quoted = inner.str.extract_all(_QUOTED).list.eval(pl.element().str.slice(1).str.head(-1))
        plain = inner.str.extract_all(_PLAIN)
        chosen = pl.when(has_quotes).then(quoted).otherwise(plain)
        found = values(column).to_frame("x").select(chosen.alias("x"))["x"]
    return found.fill_null([])


def flags(column: pl.Series) -> pl.Series:
    """Return a column as true or false; empty is false.

    >>> flags(pl.Series(["True", "0", None])).to_list()
    [True, False, False]
    """
    if column.dtype == pl.Boolean:
        return column.fill_null(False)
    return texts(column).str.to_lowercase().is_in(_TRUE).fill_null(False)


def kinds(column: pl.Series) -> pl.Series:
    """Return a column of words as kinds of posts, null for a word that names none.

    >>> kinds(pl.Series(["RETWEET", "引用", "ad", None])).to_list()
    ['repost', 'quote', None, None]
    """
    words = texts(column).str.strip_chars().str.to_lowercase()
    return words.replace_strict(KIND_OF, default=None, return_dtype=pl.String)


def integers(column: pl.Series) -> pl.Series:
    """Return a column as whole numbers, null where it holds none."""
    if column.dtype.is_numeric():
        return column.cast(pl.Int64, strict=False)
    return texts(column).str.replace_all(",", "").cast(pl.Int64, strict=False)
