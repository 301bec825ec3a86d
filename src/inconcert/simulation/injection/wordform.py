"""How a dataset writes reposts and replies, and whether its lists come from the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from inconcert.posts import entities

if TYPE_CHECKING:
    from collections.abc import Mapping

Repeat = Literal["none", "plain", "marked"]
Address = Literal["none", "handle", "bracket"]

MARK = r"(?s)^RT @(\w{1,30}): ?"
_HANDLE = r"(?s)^@\w{1,30}[:,]? +"
_BRACKET = r"(?s)^\[id[^|\]]*\|[^\]]*\],? *"
_MOST = 0.9
_LISTS = {
    "hashtags": entities.hashtags(pl.col("text")),
    "mentions": entities.mentions(pl.col("text")),
    "urls": entities.urls(pl.col("text")),
    "domains": entities.domains(pl.col("urls")),
}


@dataclass(frozen=True)
class WordForm:
    """The form of texts."""

    repeat: Repeat
    """A repost has no text, that of its target, or that behind `RT @handle: `."""
    longest: int
    """Characters of the longest reposts, where they are cut; 0: they are not."""
    address: Address
    """What a reply begins with: nothing, `@handle `, or `[id...|name], `."""
    addressed: float
    """Share of the replies to a known account that begin so."""
    names: Mapping[str, str]
    """How replies in brackets name accounts."""
    from_text: frozenset[str]
    """Lists that hold what stands in the text."""
    filled: frozenset[str]
    """Lists that are not always empty."""

    def bare(self) -> pl.Expr:
        """Return texts without the mark of a repost and without the name of whom they answer."""
        text, kind = pl.col("text"), pl.col("kind")
        start = {"handle": _HANDLE, "bracket": _BRACKET}.get(self.address)
        answer = text.str.replace(start, "") if start else text
        plain = text.str.replace(MARK, "") if self.repeat == "marked" else text
        return (
            pl.when(kind == "repost").then(plain).when(kind == "reply").then(answer).otherwise(text)
        )


def learn_words(posts: pl.DataFrame) -> WordForm:
    """Learn the form of the texts of real posts."""
    reposts = posts.filter(pl.col("kind") == "repost")["text"].drop_nulls()
    cut = reposts.filter(reposts.str.ends_with("…")).str.len_chars()
    address, share, names = _address(posts)
    lists = ("hashtags", "urls", "domains", "mentions", "media")
    filled = frozenset(name for name in lists if int(posts[name].list.len().sum()) > 0)
    return WordForm(
        repeat=_repeat(reposts),
        longest=int(cut.quantile(0.9) or 0) if len(cut) > len(reposts) / 10 else 0,
        address=address,
        addressed=share,
        names=names,
        from_text=frozenset(name for name in filled if _taken(posts, name)),
        filled=filled,
    )


def _repeat(reposts: pl.Series) -> Repeat:
    if reposts.is_empty():
        return "none"
    return "marked" if float(reposts.str.contains(MARK).mean() or 0) > _MOST else "plain"  # type: ignore[arg-type]


def _address(posts: pl.DataFrame) -> tuple[Address, float, dict[str, str]]:
    """Look how replies to a known account begin."""
    replies = posts.filter(
        pl.col("kind") == "reply", pl.col("reply_to_account").is_not_null(), pl.col("text") != ""
    ).select("text", "reply_to_account")
    if replies.is_empty():
        return "none", 0.0, {}
    handle = float(replies["text"].str.contains(_HANDLE).mean() or 0)  # type: ignore[arg-type]
    bracket = float(replies["text"].str.contains(_BRACKET).mean() or 0)  # type: ignore[arg-type]
    if max(handle, bracket) < 0.5:
        return "none", 0.0, {}
    if handle >= bracket:
        return "handle", handle, {}
    named = replies.with_columns(name=pl.col("text").str.extract(r"^\[id[^|\]]*\|([^\]]*)\]"))
    first = (
        named.drop_nulls()
        .sort("reply_to_account", "name")
        .unique("reply_to_account", keep="first", maintain_order=True)
    )
    return "bracket", bracket, dict(first.select("reply_to_account", "name").iter_rows())


def _taken(posts: pl.DataFrame, name: str) -> bool:
    """Say whether a list holds what the text does: in all but a few posts."""
    if name not in _LISTS:
        return False
    same = posts.select((_LISTS[name].list.join("\n") == pl.col(name).list.join("\n")).mean())
    return float(same.item() or 0) > _MOST


def retaken(posts: pl.DataFrame, form: WordForm) -> pl.DataFrame:
    """Take again from the texts the lists that the dataset takes from them."""
    for name in ("hashtags", "mentions", "urls", "domains"):
        if name in form.from_text:
            posts = posts.with_columns(_LISTS[name].alias(name))
    return posts


def head_cut(text: str, longest: int) -> str:
    """Cut a repost as the dataset cuts them.

    >>> head_cut("RT @a: longer", 10)
    'RT @a: lo…'
    """
    return text if not longest or len(text) <= longest else f"{text[: longest - 1]}…"


def handle_of(text: str) -> str | None:
    """Return the handle behind `RT @` at the beginning of a text.

    >>> handle_of("RT @abc: so")
    'abc'
    """
    found = re.match(MARK, text)
    return found.group(1) if found else None
