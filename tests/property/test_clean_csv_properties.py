"""The fast way through clean CSV gives what the careful reader gives, or steps aside."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.posts import cleancsv
from inconcert.posts.delimited import header, read_delimited
from inconcert.posts.lines import lines

CELLS = st.text(st.sampled_from("ab1 ,;\t\"'\n\r選挙\x00#"), max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6)
ENDS = st.sampled_from(["\n", "\r\n"])
RAW = st.text(st.sampled_from('ab,"\n\r選\x00'), max_size=40)


def both(content: bytes, block: int) -> tuple[object, object]:
    """Return what the two readers make of a file; the fast one looks at `block` bytes at once."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(cleancsv, "_BLOCK", block)
        path = Path(folder) / "t[1]*.csv"
        path.write_bytes(content)
        names = header("x,y,z", ",")
        fast = cleancsv.read_clean(path, names, ",")
        slow, bad = read_delimited(lines(path), ",")
        return fast, (slow, bad)


def agree(content: bytes, block: int) -> bool:
    """Check that the fast reader agrees where it answers; say whether it did."""
    fast, (slow, bad) = both(content, block)
    if fast is None:
        return False
    assert bad == []
    assert fast.rows() == slow.rows()
    assert fast.schema == slow.schema
    return True


@given(ROWS, ENDS, st.booleans(), st.integers(1, 9))
@settings(max_examples=300, deadline=None)
def test_written_tables(rows: list[list[str]], end: str, final: bool, block: int) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows([["x", "y", "z"], *rows])
    written = text.getvalue() if final else text.getvalue().removesuffix(end)
    agree(written.encode(), block)


@given(RAW, st.integers(1, 9))
@settings(max_examples=300, deadline=None)
def test_anything_after_a_header(text: str, block: int) -> None:
    agree(b"x,y,z\n" + text.encode(), block)


@pytest.mark.parametrize(
    "body",
    ["1,2,3\n", "1,2,3", '"a,b","c\nd","e""f"\n,,\n', '1,"",3\r\n4,5,6\r\n', "", "選,挙,#\n"],
)
def test_clean_files_go_the_fast_way(body: str) -> None:
    assert agree(b"x,y,z\n" + body.encode(), 4)
    assert agree(b"\xef\xbb\xbfx,y,z\n" + body.encode(), 1 << 20)


@pytest.mark.parametrize(
    "body",
    [
        "1,2\n",  # a field short: polars alone would fill it with null
        "1,2,3,4\n",
        "1,2,3\n\n4,5,6\n",
        '1,a"b,3\n',
        '1,"a"b,3\n',
        '1,"a,3\n',
        "1,a\rb,3\n",
        "1,a\x00b,3\n",
        '1,"a\r\nb",3\r\n',
        '1,"' + "\n" * 200 + '",3\n',
    ],
)
def test_what_is_not_clean_is_left_to_the_careful_reader(body: str) -> None:
    fast, _ = both(b"x,y,z\n" + body.encode(), 1 << 20)
    assert fast is None


def test_bytes_that_are_no_text_are_left_to_the_careful_reader() -> None:
    fast, (slow, bad) = both(b"x,y,z\n1,2,3\n1,\xff,3\n", 1 << 20)
    assert fast is None
    assert (slow.height, len(bad)) == (1, 1)
