"""Marks for URLs and mentions, the bare letters of a text, and its length to a reader."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.posts.text import (
    MENTION_MARK,
    URL_MARK,
    bones,
    digest,
    masked,
    normalise,
    text_key,
    visible_length,
)


def _apply(function, text: str, **options: bool):
    return pl.DataFrame({"t": [text]}).select(function(pl.col("t"), **options)).item()


def test_urls_and_mentions_become_marks() -> None:
    text = "RT @abc: 見て@xyzさん https://t.co/abc123をご覧ください"
    assert _apply(masked, text) == f"見て{MENTION_MARK}さん {URL_MARK}をご覧ください"
    assert _apply(masked, text, urls=False) == (
        f"見て{MENTION_MARK}さん https://t.co/abc123をご覧ください"
    )
    assert _apply(masked, text, mentions=False) == (
        f"rt @abc: 見て@xyzさん {URL_MARK}をご覧ください"
    )


def test_a_text_cannot_bring_its_own_marks() -> None:
    assert _apply(masked, f"a{URL_MARK}b{MENTION_MARK}c") == "abc"


@pytest.mark.parametrize(
    "text", ["＃選挙 ﾈｯﾄ", "か\u3099〜～", "①票 https://a.example/x、@abc", "a  b\n c"]
)
def test_without_marks_masked_is_normalised(text: str) -> None:
    bare = _apply(normalise, text, keep_urls=False, keep_mentions=False)
    unmarked = _apply(masked, text).replace(URL_MARK, "").replace(MENTION_MARK, "")
    assert " ".join(unmarked.split()) == bare
    assert _apply(masked, text, urls=False, mentions=False) == _apply(normalise, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("拡散希望！ #選挙", "拡散希望選挙"),
        ("ラーメン~を・食べた…", "ラーメンを食べた"),
        ("がんばれ", "がんばれ"),
        ("วันนี้ ไป", "วันนี้ไป"),
        ("हिन्दी में", "हिन्दीमें"),
        ("👨\u200d👩\u200d👧!", "👨\u200d👩\u200d👧"),
        ("❤\ufe0f", "❤"),
        ("¥100 + 5", "¥1005"),
        ("!?…「」", ""),
    ],
)
def test_bones_are_letters_digits_and_emoji(text: str, expected: str) -> None:
    assert _apply(bones, text) == expected


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("おめでとう", 5),
        ("👨\u200d👩\u200d👧\u200d👦", 1),
        ("❤\ufe0f", 1),
        ("👍🏽", 1),
        ("か\u3099", 1),
        ("", 0),
    ],
)
def test_length_as_a_reader_sees_it(text: str, length: int) -> None:
    assert _apply(visible_length, text) == length


def test_the_digest_of_a_normalised_text_is_its_key() -> None:
    assert _apply(text_key, "ﾈｯﾄで見た話です") == digest("ネットで見た話です")
