"""The plain way through CSV gives what the careful reader gives, or steps aside."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.posts import plaincsv
from inconcert.posts.delimited import header, read_delimited
from inconcert.posts.lines import lines
from inconcert.posts.plaincsv import PlainRows

BODY = st.text(st.sampled_from('ab1.,\n ,\n,選"\r\x00\t'), max_size=40)
ROWS = st.lists(
    st.lists(st.text(st.sampled_from("ab1.+ 選\t\x7f"), max_size=5), min_size=3, max_size=3),
    max_size=6,
)


def read(content: bytes, *, block: int = 1 << 18, delimiter: str = ",") -> PlainRows | None:
    """Read by the plain way, `block` bytes at once; what it gives is what the careful one gives."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(plaincsv, "_BLOCK", block)
        path = Path(folder) / "t[1]*.csv"
        path.write_bytes(content)
        names = header(delimiter.join("xyz"), delimiter)
        plain = plaincsv.read_plain(path, names, delimiter)
        slow, bad = read_delimited(lines(path), delimiter)
    if plain is not None:
        assert bad == []
        assert plain.rows.rows() == slow.rows()
        assert plain.rows.schema == slow.schema
    return plain


@given(BODY, st.integers(1, 9))
@settings(max_examples=400, deadline=None)
def test_anything_after_a_header(body: str, block: int) -> None:
    read(b"x,y,z\n" + body.encode(), block=block)


@given(ROWS, st.booleans(), st.booleans(), st.integers(1, 9))
@settings(max_examples=200, deadline=None)
def test_tables_without_quotes_go_this_way(
    rows: list[list[str]], final: bool, mark: bool, block: int
) -> None:
    text = "\n".join(",".join(row) for row in [["x", "y", "z"], *rows]) + "\n" * final
    plain = read((b"\xef\xbb\xbf" if mark else b"") + text.encode(), block=block)
    assert plain is not None
    assert plain.rows.height == len(rows)
    signs = "".join("".join(row) for row in rows)
    assert plain.visible == (not mark and not set(signs) - set("ab1"))


@pytest.mark.parametrize(
    "body",
    [
        "1,2\n3,4,5,6\n",  # the counts agree, the records do not
        "3,4,5,6\n1,2\n",
        "1,2,3\n\n4,5,6,7,8\n",
        "1,2,3,4,5\n\n",
        "1,2\n1,2,3,4",
        "1,2,3\n\n",
        "1,a\rb,3\n",
        "1,2,3\r\n",
        "1,a\x00b,3\n",
        '1,"2",3\n',
        "1,2\n" + "1,2,3\n" * 50_000 + "1,2,3,4\n",
    ],
)
def test_what_is_not_plain_is_left_to_others(body: str) -> None:
    assert read(b"x,y,z\n" + body.encode()) is None


def test_other_delimiters() -> None:
    tabs = read(b"x\ty\tz\n1\t2\t3\n", delimiter="\t")
    assert tabs is not None
    assert tabs.visible
    # A comma inside a cell may be that of a number: `9,06E+17`.
    commas = read(b"x;y;z\n1;2,5;3\n", delimiter=";")
    assert commas is not None
    assert not commas.visible


def test_lines_too_long_and_bytes_that_are_no_text_are_left_to_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read(b"x,y,z\n1,\xff,3\n") is None
    long = b"x,y,z\n1," + b"a" * 90 + b",3\n"
    assert read(long, block=8) is not None
    monkeypatch.setattr(plaincsv.limits, "LONGEST_LINE", 90)
    assert read(long, block=8) is None
