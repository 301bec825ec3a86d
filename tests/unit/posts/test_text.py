"""Normalisation and keys of texts: the Japanese vectors, and what must never be lost."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.posts.text import fold, normalise, text_key


def _normalised(text: str, **keep: bool) -> str:
    return pl.DataFrame({"t": [text]}).select(normalise(pl.col("t"), **keep)).item()


def _key(text: str | None) -> str | None:
    return pl.DataFrame({"t": [text]}, schema={"t": pl.String}).select(text_key(pl.col("t"))).item()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("＃選挙", "#選挙"),
        ("ﾈｯﾄ", "ネット"),
        ("㋿", "令和"),
        ("か\u3099", "が"),
        ("か\u309b", "が"),  # the spaced mark: NFKC alone would put a space before it
        ("は\u309c", "ぱ"),
        ("#メ〜テレ", "#メ~テレ"),
        ("#メ～テレ", "#メ~テレ"),
        ("①票", "1票"),  # documented: lossy, the original stays beside
        ("がんばれ", "がんばれ"),
        ("Ｃａｆé", "café"),
        ("３\u22122－１", "3-2-1"),
        ("ラーメン", "ラーメン"),  # ー is a letter, no dash
        ("a\u200bb\u202ec\ufeffd\x00e", "abcde"),
        (" a \u3000\n b ", "a b"),
    ],
)
def test_spellings_of_one_text_are_one(written: str, expected: str) -> None:
    assert _normalised(written) == expected


@pytest.mark.parametrize("emoji", ["👨\u200d👩\u200d👧", "❤\ufe0f"])
def test_emoji_stay_whole(emoji: str) -> None:
    assert _normalised(emoji) == emoji


def test_urls_and_mentions_go_by_keyword() -> None:
    text = "RT @abc: 見て@xyzさん https://t.co/1をご覧"
    assert _normalised(text) == "rt @abc: 見て@xyzさん https://t.co/1をご覧"
    assert _normalised(text, keep_urls=False) == "rt @abc: 見て@xyzさん をご覧"
    assert _normalised(text, keep_mentions=False) == "見て さん https://t.co/1をご覧"


def test_full_width_bracket_after_a_url_is_not_eaten() -> None:
    # Folding first would make an ASCII bracket of （, and the URL would swallow the text.
    assert _normalised("https://t.co/a（記事）", keep_urls=False) == "(記事)"


def test_fold_keeps_null() -> None:
    assert (
        pl.DataFrame({"t": [None]}, schema={"t": pl.String}).select(fold(pl.col("t"))).item()
        is None
    )


@pytest.mark.parametrize("short", ["バルス", "地震だ", "おめでとう", "おめでとう！", "", None])
def test_six_characters_or_fewer_have_no_key(short: str | None) -> None:
    assert _key(short) is None


def test_seven_characters_have_a_key() -> None:
    assert _key("1234567") is not None
    assert _key("123456 https://t.co/abc @abc") is None


def test_emoji_count_once() -> None:
    family = "👨\u200d👩\u200d👧\u200d👦"  # seven code points, one sign
    assert _key(family) is None
    assert _key(family * 6) is None
    assert _key(family * 7) is not None


def test_copies_with_other_links_and_addresses_share_a_key() -> None:
    first = _key("@a 投票所で不正があったらしい https://t.co/1")
    assert first == _key("@b 投票所で不正があったらしい　https://t.co/2")
    assert first == _key("RT @c: 投票所で不正があったらしい")
    assert first != _key("投票所で不正はなかったらしい")


def test_keys_are_stable() -> None:
    # BLAKE2b, eight bytes, of the normalised text: fixed for all versions, as stored files use it.
    assert _key("投票所で不正があったらしい") == "920c8a171ef28489"
