"""Ids that lost digits, and cells of all shapes."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.posts import cells
from inconcert.posts.ids import read_ids


@pytest.mark.parametrize(
    ("column", "ids", "lost"),
    [
        (pl.Series([1, 2**63 - 1]), ["1", "9223372036854775807"], 0),
        (pl.Series([7.0, None, float("nan")]), ["7", None, None], 0),
        (pl.Series([float(2**53)]), [None], 1),
        (pl.Series([float(2**53 - 1)]), ["9007199254740991"], 0),
        (pl.Series([1.5]), [None], 1),
        (pl.Series([float("inf")]), [None], 1),
        (pl.Series(["9.1458E+17", "1"]), [None, "1"], 1),
        (pl.Series(["1.836772607125062e+18"]), [None], 1),
        (pl.Series(["914580356430536704.0"]), [None], 1),
        (pl.Series(["12.0", "7"]), ["12", "7"], 0),
        (pl.Series([" a ", "", None]), ["a", None, None], 0),
        (pl.Series(["1e5e"]), ["1e5e"], 0),
    ],
)
def test_ids(column: pl.Series, ids: list[str | None], lost: int) -> None:
    found = read_ids(column)
    assert (found.ids.to_list(), found.lost) == (ids, lost)


def test_lists_of_all_shapes() -> None:
    column = pl.Series(["['a b', \"c\"]", '["d"]', "[e, f]", "g|h", "", "[]", "nan", None, "i"])
    assert cells.lists(column).to_list() == [
        ["a b", "c"], ["d"], ["e", "f"], ["g", "h"], [], [], [], [], ["i"],
    ]  # fmt: skip
    assert cells.lists(pl.Series([[1, None], None])).to_list() == [["1"], []]


def test_words_for_nothing_are_null() -> None:
    words = ["", "nan", "None", "null", "[]", " a "]
    assert cells.values(pl.Series(words)).to_list() == [None] * 5 + ["a"]


def test_kinds_and_flags() -> None:
    words = ["RETWEET", "QUOTE_TWEET", "返信", "リポスト", "post", "ad", None]
    assert cells.kinds(pl.Series(words)).to_list() == [
        "repost", "quote", "reply", "repost", "post", None, None,
    ]  # fmt: skip
    assert cells.flags(pl.Series(["TRUE", "0", "はい", None])).to_list() == [
        True,
        False,
        True,
        False,
    ]
    assert cells.flags(pl.Series([True, None])).to_list() == [True, False]
    assert cells.integers(pl.Series(["1,234", "x", None])).to_list() == [1234, None, None]


@pytest.mark.parametrize("text", ["4693954e76388489", "12e45", "1e5"])
def test_hexadecimal_hashes_are_ids(text: str) -> None:
    assert read_ids(pl.Series([text])).ids.to_list() == [text]


@pytest.mark.parametrize("text", ["9.06E+17", "9,06E+17", "9.06e17", "1e+18", "1E+18"])
def test_spreadsheet_numbers_are_lost(text: str) -> None:
    assert read_ids(pl.Series([text])).lost == 1
