"""Text as it is compared: one spelling for what a reader sees as the same.

The original always stays beside: NFKC loses meaning in places (`①票` becomes `1票`, `㍿` becomes
`株式会社`), which is right for comparing and wrong for quoting. Nothing here strips accents: the
mark of が is no accent, and がんばれ must not become かんはれ.
"""

from __future__ import annotations

import hashlib

import polars as pl

SHORTEST_KEY = 7
"""Characters that a normalised text must have to be an object: everyone writes 地震だ."""

URL = r"(?i:https?://)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+"
"""A URL is ASCII: it ends before Japanese text (`https://t.co/abcをご覧ください`)."""

URL_MARK, MENTION_MARK = "\ufdd0", "\ufdd1"
"""What `masked` puts for a URL and for a mention: code points that no text may hold."""

MENTION = r"(?:^|[^A-Za-z0-9_!#$%&*@＠/])[@＠]([A-Za-z0-9_]{1,30})"
"""A handle is ASCII: `@abcさん` mentions `abc`. An e-mail address mentions nobody."""

_MARKS = f"[{URL_MARK}{MENTION_MARK}]"
_REPOST_PREFIX = r"^\s*RT\s+[@＠][A-Za-z0-9_]{1,30}:?\s*"
_ADDRESS = r"(^|[^A-Za-z0-9_!#$%&*@＠/])[@＠][A-Za-z0-9_]{1,30}"
# Control characters but tab and line ends, zero-width space, word joiner, byte order mark, soft
# hyphen, bidirectional marks. Zero-width joiner and variation selector stay: emoji need them.
_INVISIBLE = (
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u2064\u2066-\u206f\ufeff]"
)
# The wave dash is written with two characters (U+301C, U+FF5E) by two families of systems, the
# minus sign likewise; the spaced voicing marks stand for the combining ones. ー is a letter.
_FOLDS = {
    "\u301c": "~", "\uff5e": "~", "\u223c": "~",
    "\u2212": "-", "\u2010": "-", "\u2011": "-",
    "\u309b": "\u3099", "\u309c": "\u309a",
}  # fmt: skip
_UNCOUNTED = r"\u200d.|[\p{M}\x{1f3fb}-\x{1f3ff}]"
# Punctuation, spaces and signs of arithmetic (the folded wave dash is one); emoji stay. Marks of
# vowels and voicing stay too: Thai and Indic words are not themselves without them.
_DRESS = r"[\p{P}\p{Z}\p{Cc}\p{Cf}\p{Sm}\p{Sk}\x{fe00}-\x{fe0f}--\x{200c}\x{200d}]"


def fold(expr: pl.Expr) -> pl.Expr:
    """Return the one spelling of a word: NFKC with care, lower case, no invisible characters.

    >>> tags = pl.DataFrame({"tag": ["＃メ〜テレ", "#メ～テレ"]})
    >>> tags.select(fold(pl.col("tag")))["tag"].to_list()
    ['#メ~テレ', '#メ~テレ']
    """
    return _fold_visible(expr.str.replace_all(_INVISIBLE, ""))


def normalise(expr: pl.Expr, *, keep_urls: bool = True, keep_mentions: bool = True) -> pl.Expr:
    """Return texts as they are compared: folded, runs of white space as one space.

    Without URLs and mentions two copies of a text are equal although each carries its own short
    link or addresses another account; a leading `RT @handle:` goes with the mentions.

    >>> posts = pl.DataFrame({"text": ["ﾈｯﾄ　か\u3099", "RT @abc: 見て@x https://t.co/1をご覧"]})
    >>> posts.select(normalise(pl.col("text")))["text"].to_list()
    ['ネット が', 'rt @abc: 見て@x https://t.co/1をご覧']
    >>> bare = normalise(pl.col("text"), keep_urls=False, keep_mentions=False)
    >>> posts.select(bare)["text"].to_list()
    ['ネット が', '見て をご覧']
    """
    text = expr.str.replace_all(_INVISIBLE, "")
    if not keep_urls:
        text = text.str.replace_all(URL, " ")
    if not keep_mentions:
        text = text.str.replace(_REPOST_PREFIX, "").str.replace_all(_ADDRESS, "${1} ")
    return _tidy(_fold_visible(text))


def masked(expr: pl.Expr, *, urls: bool = True, mentions: bool = True) -> pl.Expr:
    """Return normalised texts in which one mark stands for each URL and one for each mention.

    >>> posts = pl.DataFrame({"text": ["見て@x https://t.co/1をご覧"]})
    >>> text = posts.select(masked(pl.col("text")))["text"].item()
    >>> text == f"見て{MENTION_MARK} {URL_MARK}をご覧"
    True
    """
    text = expr.str.replace_all(_MARKS, "").str.replace_all(_INVISIBLE, "")
    if urls:
        text = text.str.replace_all(URL, URL_MARK)
    if mentions:
        text = text.str.replace(_REPOST_PREFIX, "")
        text = text.str.replace_all(_ADDRESS, "${1}" + MENTION_MARK)
    return _tidy(_fold_visible(text))


def bones(expr: pl.Expr) -> pl.Expr:
    """Return what is left of normalised texts without punctuation and spaces: letters, emoji.

    Copies differ in these first, and a Japanese text has no spaces to lose.

    >>> posts = pl.DataFrame({"text": ["拡散希望！ #選挙", "ไม่ไป...แน่นอน", "ok ❤\ufe0f!!"]})
    >>> posts.select(bones(pl.col("text")))["text"].to_list()
    ['拡散希望選挙', 'ไม่ไปแน่นอน', 'ok❤']
    """
    return expr.str.replace_all(_DRESS, "")


def visible_length(expr: pl.Expr) -> pl.Expr:
    """Count characters as a reader sees them: an emoji of several code points is one.

    >>> pl.DataFrame({"text": ["おめでとう", "👨\u200d👩\u200d👧"]}).select(
    ...     visible_length(pl.col("text")))["text"].to_list()
    [5, 1]
    """
    return expr.str.replace_all(_UNCOUNTED, "").str.len_chars()


def digest(text: str) -> str:
    """Return the first 64 bits of BLAKE2b in hex: the id that `text_key` gives a normalised text.

    >>> digest("投票所で不正があったらしい")
    '920c8a171ef28489'
    """
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def text_key(expr: pl.Expr) -> pl.Expr:
    """Return a short stable id of the normalised text, null where it has six characters or fewer.

    URLs and mentions are left out first. Characters are counted as a reader sees them: an emoji
    of several code points is one. The id is the first 64 bits of BLAKE2b in hex, the same on
    every machine and in every version.

    >>> posts = pl.DataFrame({"text": ["投票所で不正があったらしい", "バルス", None]})
    >>> posts.select(text_key(pl.col("text")))["text"].to_list()
    ['920c8a171ef28489', None, None]
    """
    text = normalise(expr, keep_urls=False, keep_mentions=False)
    return text.map_batches(_keys, return_dtype=pl.String, is_elementwise=True)


def _fold_visible(expr: pl.Expr) -> pl.Expr:
    folded = expr.str.replace_many(list(_FOLDS), list(_FOLDS.values()))
    return folded.str.normalize("NFKC").str.to_lowercase()


def _tidy(expr: pl.Expr) -> pl.Expr:
    return expr.str.replace_all(r"\s+", " ").str.strip_chars()


def _keys(texts: pl.Series) -> pl.Series:
    lengths = texts.to_frame("t").select(visible_length(pl.col("t")).fill_null(0)).to_series()
    keys = (
        digest(text) if length >= SHORTEST_KEY else None
        for text, length in zip(texts, lengths, strict=True)
    )
    return pl.Series(texts.name, keys, dtype=pl.String)
