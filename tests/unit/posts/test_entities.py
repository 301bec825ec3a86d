"""Hashtags, mentions, links and domains in texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.posts.entities import domains, hashtags, mentions, urls

if TYPE_CHECKING:
    from collections.abc import Callable


def _found(how: Callable[[pl.Expr], pl.Expr], text: str | None) -> list[str]:
    table = pl.DataFrame({"t": [text]}, schema={"t": pl.String})
    return table.select(how(pl.col("t")))["t"].to_list()[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("＃ｈａｓｈｔａｇ１２３", ["hashtag123"]),
        ("日本語ハッシュタグ#日本語", []),
        ("はい。#日本語 ！#日本語２", ["日本語", "日本語2"]),
        (
            "#ラーメン #佐々木 #すゝめ #〃 #〻 #ｶﾀｶﾅ",
            ["ラーメン", "佐々木", "すゝめ", "〻", "カタカナ"],
        ),
        ("#選挙。", ["選挙"]),
        ("#メ〜テレ #メ～テレ", ["メ~テレ"]),
        ("#123 #1a", ["1a"]),
        ("#GOPDebate #gopdebate", ["gopdebate"]),
        ("https://example.org/#part &#1234a;", []),
        ("#a#b", []),
        (None, []),
    ],
)
def test_hashtags(text: str | None, expected: list[str]) -> None:
    assert _found(hashtags, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://t.co/abc123をご覧ください", ["https://t.co/abc123"]),
        ("(https://e.org/a_(b)).", ["https://e.org/a_(b"]),
        ("HTTP://E.ORG/x、http://e.org/x", ["HTTP://E.ORG/x", "http://e.org/x"]),
        ("https://e.org https://e.org", ["https://e.org"]),
        ("no link", []),
        (None, []),
    ],
)
def test_urls(text: str | None, expected: list[str]) -> None:
    assert _found(urls, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@abcさん、こんにちは", ["abc"]),
        ("見て@abcさん ＠def", ["abc", "def"]),
        ("me@example.org https://e.org/@abc", []),
        ("@a @b @a", ["a", "b"]),
        (None, []),
    ],
)
def test_mentions(text: str | None, expected: list[str]) -> None:
    assert _found(mentions, text) == expected


def test_domains_are_hosts() -> None:
    links = [
        "https://www.Example.org:80/a",
        "http://u:p@b.example.org./",
        "https://t.co/x",
        "example.org/x",
        "nothing",
    ]
    table = pl.DataFrame({"t": [links, []]}, schema={"t": pl.List(pl.String)})
    assert table.select(domains(pl.col("t")))["t"].to_list() == [
        ["example.org", "b.example.org"],
        [],
    ]
