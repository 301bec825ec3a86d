"""Hashtags, mentions, URLs and domains, taken from a text by polars expressions alone."""

from __future__ import annotations

import polars as pl

from inconcert.posts.text import MENTION, URL, fold

# The letters of a tag after X's published conformance suite: any letter, mark or digit, and the
# signs that Japanese, Hebrew and Tibetan words hold. A tag has at least one letter, and stands
# after a boundary: `日本語#日本語` has none.
_TAG_SIGN = (
    r"\p{L}\p{M}\p{Nd}_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb"
    r"\u3003\u0f0b\u0f0c\u00b7"
)
_TAG = (
    rf"(?:^|\ufe0e|\ufe0f|[^&{_TAG_SIGN}])[#＃][{_TAG_SIGN}]*[\p{{L}}\p{{M}}][{_TAG_SIGN}]*"
    r"(?:[#＃]|://)?"
)
_URL_TAIL = r"[.,;:!?'\[\]()]+$"
_HOST = r"^(?:[A-Za-z][A-Za-z0-9+.\-]*://)?(?:[^/?#@]*@)?(?:(?i:www)\.)?([^/?#:\s]+)"


def hashtags(text: pl.Expr) -> pl.Expr:
    """Return the hashtags of each text, without the sign, folded, each once, in order.

    >>> posts = pl.DataFrame({"text": ["はい。＃ｈａｓｈｔａｇ１２３。日本語#日本語", None]})
    >>> posts.select(hashtags(pl.col("text")))["text"].to_list()
    [['hashtag123'], []]
    """
    found = _outside_urls(text).str.extract_all(_TAG)
    tag = pl.element().str.replace(r"^[^#＃]*[#＃]", "")
    whole = found.list.eval(tag.filter(~tag.str.contains(r"(?:[#＃]|://)$")))
    return _each_once(whole.list.eval(fold(pl.element())))


def mentions(text: pl.Expr) -> pl.Expr:
    """Return the handles that each text mentions, as written, each once, in order.

    >>> posts = pl.DataFrame({"text": ["@Abcさん、.@d me@example.org https://e.org/@f"]})
    >>> posts.select(mentions(pl.col("text")))["text"].to_list()
    [['Abc', 'd']]
    """
    found = text.str.extract_all(MENTION)
    return _each_once(found.list.eval(pl.element().str.replace(r"^.?[@＠]", "")))


def urls(text: pl.Expr) -> pl.Expr:
    """Return the URLs of each text, without closing punctuation, each once, in order.

    >>> posts = pl.DataFrame({"text": ["https://t.co/abc123をご覧ください (http://e.org/a)."]})
    >>> posts.select(urls(pl.col("text")))["text"].to_list()
    [['https://t.co/abc123', 'http://e.org/a']]
    """
    found = text.str.extract_all(URL)
    return _each_once(found.list.eval(pl.element().str.replace(_URL_TAIL, "")))


def domains(links: pl.Expr) -> pl.Expr:
    """Return the hosts of lists of URLs: lower case, without `www.`, each once, in order.

    `t.co` is left out: X puts it around every link, so that it says nothing.

    >>> posts = pl.DataFrame({"urls": [["https://www.Example.org:80/a", "example.org/b"]]})
    >>> posts.select(domains(pl.col("urls")))["urls"].to_list()
    [['example.org']]
    """
    host = pl.element().str.extract(_HOST, 1).str.to_lowercase().str.strip_chars_end(".")
    says_something = host.str.contains(".", literal=True) & (host != "t.co")
    return _each_once(links.list.eval(host.filter(says_something)))


def _outside_urls(text: pl.Expr) -> pl.Expr:
    """Return the text with a space for each URL, so that `/#part` is no tag."""
    return text.str.replace_all(URL, " ")


def _each_once(lists: pl.Expr) -> pl.Expr:
    return lists.list.unique(maintain_order=True).fill_null([])
