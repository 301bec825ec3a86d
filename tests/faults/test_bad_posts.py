"""Bad input: each gets a short message, or its bad rows the quarantine; nothing vanishes."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.errors import ColumnError, InputError, MissingFileError, ReaderError
from inconcert.posts import lines
from inconcert.posts.ingest import Ingest, ingest

if TYPE_CHECKING:
    from pathlib import Path

HEAD = b"post_id,account_id,created_at,text\n"
GOOD = b"1,a,1769544000,x\n"


def _file(folder: Path, raw: bytes, name: str = "posts.csv") -> Path:
    path = folder / name
    path.write_bytes(raw)
    return path


def _message(path: Path, error: type[InputError], **options: str) -> str:
    with pytest.raises(error) as caught:
        ingest(path, **options)  # type: ignore[arg-type]
    assert len(str(caught.value).splitlines()) <= 4
    return str(caught.value).replace(str(path), "FILE")


def _quarantined(taken: Ingest) -> list[tuple[int, str]]:
    counts = taken.counts
    assert counts.read == counts.kept + counts.merged + counts.duplicates + counts.quarantined
    assert counts.quarantined == taken.quarantine.height
    return list(taken.quarantine.select("source_line", "reason").iter_rows())


def test_missing_file(tmp_path: Path) -> None:
    assert _message(tmp_path / "none", MissingFileError) == (
        "there is no file or folder FILE: check the spelling"
    )


@pytest.mark.parametrize("raw", [b"", b"\n \n", gzip.compress(b"")])
def test_empty_file(tmp_path: Path, raw: bytes) -> None:
    assert _message(_file(tmp_path, raw), ReaderError) == (
        "FILE is empty: there is nothing to read in it"
    )


def test_header_without_rows(tmp_path: Path) -> None:
    assert _message(_file(tmp_path, HEAD), ColumnError) == (
        "FILE has a header and no rows: there is nothing to read in it"
    )


def test_folder_without_posts(tmp_path: Path) -> None:
    _file(tmp_path, b"# notes\n", "README.md")
    assert _message(tmp_path, ReaderError) == (
        "no posts in FILE\n  README.md: left aside (no table: its first line names no columns)"
    )


def test_no_reader_fits(tmp_path: Path) -> None:
    assert _message(_file(tmp_path, b"hello\n"), ReaderError).startswith(
        "no reader fits FILE: no table: its first line names no columns\nreadable are CSV, TSV"
    )
    for raw, fault in (
        (b"\x7fELF\x00\x00", "a binary file that is not Parquet"),
        ("a,b".encode("utf-16"), "UTF-16 text; save it as UTF-8"),
        (b'{\n "a": 1\n}\n', "a JSON document; give one object a line"),
    ):
        assert fault in _message(_file(tmp_path, raw), ReaderError)


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        ("coortweet", "it needs the columns object_id, account_id, content_id, timestamp_share"),
        ("fivethirtyeight", "it needs author or author_id and publish_date, content, language"),
        ("x_api_v2", "FILE is not in the form 'x_api_v2': it is no JSON lines; use --reader auto"),
        ("x_api_v1", "there is no reader 'x_api_v1'; did you mean 'x_api_v2'?"),
    ],
)
def test_wrong_reader(tmp_path: Path, reader: str, expected: str) -> None:
    assert expected in _message(_file(tmp_path, HEAD + GOOD), ReaderError, reader=reader)


def test_missing_columns(tmp_path: Path) -> None:
    assert _message(_file(tmp_path, b"post_id,user_id,text\n1,a,x\n"), ColumnError) == (
        "FILE has no time column among: post_id, user_id, text\n"
        "name it in a column map, a YAML file with the line 'created_at: COLUMN' (--columns FILE)"
    )
    assert _message(_file(tmp_path, b"post_id,time,text\n1,2,x\n"), ColumnError).startswith(
        "FILE has no account column among: post_id, time, text\n"
    )


def test_no_time_parses(tmp_path: Path) -> None:
    message = _message(_file(tmp_path, HEAD + b"1,a,soon,x\n2,a,later,x\n"), ColumnError)
    assert message.startswith(
        "FILE: none of 2 times can be read, such as 'soon'\nunderstood are ISO"
    )
    assert "all are empty" in _message(_file(tmp_path, HEAD + b"1,a,,x\n"), ColumnError)


def test_no_row_has_an_account(tmp_path: Path) -> None:
    assert _message(_file(tmp_path, HEAD + b"1,,1769544000,x\n"), ColumnError) == (
        "FILE: not one of 1 rows has an account id"
    )


def test_account_ids_that_lost_digits(tmp_path: Path) -> None:
    raw = HEAD + b"1,9.06E+17,1769544000,x\n2,a,1769544000,x\n"
    assert _message(_file(tmp_path, raw), ColumnError) == (
        "FILE: 1 ids in 'account_id' are floating-point numbers that have lost digits, such as "
        "9.06E+17\n"
        "different accounts or posts share such an id: export the column again as text, or name "
        "another column in a column map (--columns FILE)"
    )
    path = tmp_path / "a.parquet"
    table = {"account_id": [9.06e17], "created_at": [1769544000], "object_id": ["o"]}
    pl.DataFrame(table).write_parquet(path)
    assert "ids in 'account_id' are floating-point numbers" in _message(path, ColumnError)
    swapped = {"account_id": ["a"], "created_at": [1769544000], "object_id": [9.06e17]}
    pl.DataFrame(swapped).write_parquet(path)
    assert "ids in 'object_id' are floating-point numbers" in _message(path, ColumnError)


def test_post_ids_that_lost_digits_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = {"post_id": [9.06e17] * 2, "account_id": ["a", "b"], "created_at": [1769544000] * 2}
    pl.DataFrame(table).with_columns(text=pl.lit("x")).write_parquet(path)
    taken = ingest(path)
    assert taken.counts.kept == 2
    assert taken.posts["post_id"].str.starts_with("row-").all()
    assert any("2 post ids in 'post_id' have lost digits" in note for note in taken.notes)


def test_damaged_parquet(tmp_path: Path) -> None:
    message = _message(_file(tmp_path, b"PAR1 no, it is not PAR1"), ReaderError)
    assert message.startswith("FILE is a damaged Parquet file (")


def test_bad_lines_of_csv(tmp_path: Path) -> None:
    raw = HEAD + GOOD
    raw += b"2,a\n"  # line 3
    raw += b"3,a,1769544000,x,y\n"  # line 4
    raw += b'4,a,1769544000,"open\n'  # line 5
    raw += b"5,a,1769544000,\xff\n"  # line 6
    raw += b"6,a\x00,1769544000,x\n"  # line 7
    raw += b"\n  \n"
    raw += b"7,a,1769544000,\x00\x1b[2J\xe2\x80\xae kept as read\n"
    taken = ingest(_file(tmp_path, raw))
    assert _quarantined(taken) == [
        (3, "2 fields, but the header has 4"),
        (4, "5 fields, but the header has 4"),
        (5, "not readable as CSV: unexpected end of data"),
        (6, "not valid UTF-8 at byte 16"),
        (7, "control characters in the account id"),
    ]
    assert taken.counts.read == 7
    assert taken.posts["text"].to_list() == ["x", "\x00\x1b[2J\u202e kept as read"]


def test_bad_lines_of_ndjson(tmp_path: Path) -> None:
    good = b'{"post_id": 12345678901234567890123, "user_id": "a", "time": 1769544000, "text": "'
    raw = good + b'\\ud83d half a pair"}\n'
    raw += b'{"post_id": 2, "user_id"\n'
    raw += b"[1, 2]\n"
    raw += b"[" * 100_000 + b"\n"
    raw += b'{"post_id": ' + b"9" * 5000 + b"}\n"
    raw += b'{"post_id": 3, "time": 1769544000}\n'
    raw += b'{"post_id": 4, "user_id": "a", "time": [1]}\n'
    taken = ingest(_file(tmp_path, raw))
    faults = _quarantined(taken)
    assert [line for line, _ in faults] == [2, 3, 4, 5, 6, 7]
    assert [reason.split(":")[0] for _, reason in faults] == [
        "not readable as JSON",
        "a JSON list, not an object",
        "not readable as JSON",
        "not readable as JSON",
        "no account id",
        "the time does not parse",
    ]
    assert taken.posts["text"].to_list() == ["\ufffd half a pair"]
    assert taken.posts["post_id"].to_list() == ["12345678901234567890123"]


def test_too_many_columns_cost_the_row_alone(tmp_path: Path) -> None:
    good = b'{"post_id": 1, "user_id": "a", "time": 1769544000, "text": "x"}\n'
    wide = "{" + ", ".join(f'"k{n}": 1' for n in range(1001)) + "}\n"
    taken = ingest(_file(tmp_path, good + wide.encode()))
    assert _quarantined(taken) == [(2, "brings the file to over 1000 columns")]


def test_gigantic_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 1000)
    raw = HEAD + GOOD + b"2,a,1769544000," + b"x" * 5000 + b"\n" + b"3,a,1769544000,y\n"
    taken = ingest(_file(tmp_path, raw))
    assert _quarantined(taken) == [(3, "a line of 5,016 bytes (at most 1,000)")]
    assert taken.posts["post_id"].to_list() == ["1", "3"]
    assert taken.quarantine["content"].str.len_chars().to_list() == [500]


@pytest.mark.parametrize("form", ["bom", "crlf", "cp932"])
def test_files_of_spreadsheets(tmp_path: Path, form: str) -> None:
    text = "投稿ID,ユーザーID,投稿日時,本文\n1,a,2026-01-27 20:00,ｶﾅ～\n"
    raw = {
        "bom": text.encode("utf-8-sig"),
        "crlf": text.replace("\n", "\r\n").encode(),
        "cp932": text.encode("cp932"),
    }[form]
    taken = ingest(_file(tmp_path, raw))
    assert _quarantined(taken) == []
    assert taken.posts["text"].to_list() == ["ｶﾅ～"]


def test_gzip_that_ends_early(tmp_path: Path) -> None:
    rows = b"".join(b"%d,a,1769544000,%d\n" % (n, n * n * 7919) for n in range(20_000))
    raw = gzip.compress(HEAD + rows)
    taken = ingest(_file(tmp_path, raw[: len(raw) // 2]))
    assert _quarantined(taken)[-1][1] == "the gzip stream is damaged or ends early"
    assert taken.counts.kept > 1000


def test_gzip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LARGEST_UNPACKED", 100_000)
    rows = b"1,a,1769544000,x\n" * 200_000  # 3.4 MB that pack to a few kB
    message = _message(_file(tmp_path, gzip.compress(HEAD + rows)), ReaderError)
    assert "more than 100 times its size\nif that is meant to be, unpack it" in message
    packed = _file(tmp_path, gzip.compress(b"PAR1" + b"\x00" * 5_000_000), "a.parquet.gz")
    assert "more than 100 times its size" in _message(packed, ReaderError)


def test_direct_messages_are_not_read(tmp_path: Path) -> None:
    raw = b"post_id,account_id,created_at,text,visibility\n"
    raw += b"1,a,1769544000,x,public\n2,a,1769544000,y,direct\n"
    taken = ingest(_file(tmp_path, raw))
    assert _quarantined(taken) == [(3, "a direct message: only public posts are read")]
