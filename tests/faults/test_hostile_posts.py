"""Files that are nearly right: cut off, without rows, named twice, or not posts at all."""

from __future__ import annotations

import gzip
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from typer import Typer
from typer.testing import CliRunner

from inconcert.cli.posts import check
from inconcert.errors import ColumnError, ConfigError, InputError, ReaderError, StoreError
from inconcert.posts import scored
from inconcert.posts.ingest import ingest
from inconcert.report import exports

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "post_id,account_id,created_at,text\n"
GOOD = HEAD + "1,a,1769544000,x\n"

app = Typer()
app.command()(check)


def _file(folder: Path, text: str, name: str = "posts.csv") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _message(path: Path, error: type[InputError]) -> str:
    with pytest.raises(error) as caught:
        ingest(path)
    assert len(str(caught.value).splitlines()) <= 4
    return str(caught.value).replace(str(path), "FILE")


@pytest.mark.parametrize("name", ["empty.csv", "empty.csv.gz", "empty.parquet"])
def test_a_header_without_rows_stops_no_folder(tmp_path: Path, name: str) -> None:
    _file(tmp_path, GOOD)
    target = tmp_path / name
    if name.endswith("parquet"):
        pl.DataFrame(schema=dict.fromkeys(HEAD.strip().split(","), pl.String)).write_parquet(target)
    else:
        target.write_bytes(gzip.compress(HEAD.encode()) if name.endswith("gz") else HEAD.encode())
    taken = ingest(tmp_path)
    assert taken.posts["post_id"].to_list() == ["1"]
    assert f"{name}: left aside (a header and no rows)" in taken.notes
    alone = _message(target, ColumnError)
    assert alone == "FILE has a header and no rows: there is nothing to read in it"


def test_a_folder_of_headers_alone_holds_no_posts(tmp_path: Path) -> None:
    _file(tmp_path, HEAD + "\n\n")
    assert _message(tmp_path, ReaderError) == (
        "no posts in FILE\n  posts.csv: left aside (a header and no rows)"
    )


def test_a_cut_gzip_file_is_not_called_empty(tmp_path: Path) -> None:
    whole = gzip.compress((HEAD + "1,a,1769544000,x\n" * 50).encode())
    path = tmp_path / "posts.csv.gz"
    for size in (12, len(whole) // 2, len(whole) - 9):
        path.write_bytes(whole[:size])
        said = _message(path, ReaderError)
        assert said == "FILE is a gzip file that is cut off or damaged; fetch it again"
    _file(tmp_path, GOOD)
    notes = ingest(tmp_path).notes
    assert any(n.startswith("posts.csv.gz: left aside (") and "is cut off or" in n for n in notes)


def test_a_name_that_the_header_repeats_is_refused_where_it_is_read(tmp_path: Path) -> None:
    path = _file(tmp_path, "post_id,account_id,created_at,text,account_id\n1,a,1769544000,x,b\n")
    assert _message(path, ColumnError) == (
        "FILE: the header has 'account_id' more than once, and account_id is read from it\n"
        "rename one of them, or name another column in a column map, a YAML file with the line "
        "'account_id: COLUMN' (--columns FILE)"
    )
    taken = ingest(path, columns={"account_id": "account_id_5"})  # the second, by its number
    assert taken.posts["account_id"].to_list() == ["b"]


def test_a_repeated_name_that_nothing_is_read_from_is_noted(tmp_path: Path) -> None:
    path = _file(tmp_path, "post_id,account_id,created_at,x1,x1,,\n1,a,1769544000,x,b,,\n")
    taken = ingest(path)
    assert taken.counts.kept == 1
    assert "posts.csv: the header repeats x1, from which nothing is read" in taken.notes


@pytest.fixture
def scored_folder(tmp_path: Path) -> Path:
    for name in scored.MARKS:
        _file(tmp_path / "posts" / "out", "{}", name)
    return tmp_path / "posts" / "out"


def test_what_score_wrote_is_recognised(scored_folder: Path) -> None:
    assert _message(scored_folder, ReaderError) == (
        "FILE is an output folder of `inconcert score`: accounts, clusters and evidence, no posts\n"
        "give the posts that were scored; summary.json in that folder names their files"
    )
    assert _message(scored_folder / "evidence.parquet", ReaderError).startswith(
        "FILE lies in an output folder of `inconcert score`"
    )


def test_what_score_wrote_among_posts_is_left_aside(scored_folder: Path) -> None:
    _file(scored_folder.parent, GOOD)
    taken = ingest(scored_folder.parent)
    assert taken.counts.kept == taken.counts.read == 1
    assert "out: left aside (an output folder of `inconcert score`, no posts)" in taken.notes


def test_the_marks_of_a_scored_folder_are_what_score_writes() -> None:
    written = {"summary.json", *(f"{name}.parquet" for name in exports.TABLES)}
    assert set(scored.MARKS) <= written


def test_a_list_as_an_id_goes_to_the_quarantine(tmp_path: Path) -> None:
    lines = [
        '{"post_id": "1", "account_id": "[deleted]", "created_at": 1769544000}',
        '{"post_id": "2", "account_id": ["a", "b"], "created_at": 1769544000}',
        '{"post_id": [3], "account_id": "a", "created_at": 1769544000}',
        '{"post_id": "4", "account_id": [], "created_at": 1769544000}',
        '{"post_id": "5", "account_id": "a", "reply_to_post": [null], "created_at": 1769544000}',
    ]
    taken = ingest(_file(tmp_path, "\n".join(lines), "posts.ndjson"))
    assert taken.posts["account_id"].to_list() == ["[deleted]"]
    assert taken.quarantine.select("source_line", "reason").rows() == [
        (2, "a list in place of one account_id"),
        (3, "a list in place of one post_id"),
        (4, "a list in place of one account_id"),
        (5, "a list in place of one reply_to_post"),
    ]
    assert taken.counts.read == 5


def test_dates_of_a_parquet_file_are_known_to_the_day(tmp_path: Path) -> None:
    path = tmp_path / "posts.parquet"
    rows = {"post_id": ["1", "2"], "account_id": ["a", "b"], "text": ["x", "y"]}
    pl.DataFrame({**rows, "created_at": [date(2026, 1, 27), None]}).write_parquet(path)
    taken = ingest(path)
    assert taken.posts["time_precision"].to_list() == ["day"]
    assert "posts.parquet: the times are 1 date without a clock, known to the day" in taken.notes


def test_the_quarantine_is_written_by_its_suffix(tmp_path: Path) -> None:
    posts = _file(tmp_path, HEAD + "1,=cmd(),soon,x\n2,a,1769544000,x\n")
    for name in ("q.parquet", "q.csv"):
        result = CliRunner().invoke(app, [str(posts), "--quarantine", str(tmp_path / name)])
        assert result.exit_code == 0, result.exception
    assert pl.read_parquet(tmp_path / "q.parquet")["source_line"].to_list() == [2]
    table = pl.read_csv(tmp_path / "q.csv")
    assert table["reason"].to_list() == ["the time does not parse: soon"]
    assert table["csv_escaped"].to_list() == [False]  # the content begins with `post_id=`


def test_the_quarantine_as_csv_is_safe_in_a_spreadsheet(tmp_path: Path) -> None:
    posts = _file(tmp_path, GOOD + '=cmd("x")\n')  # one field of four
    result = CliRunner().invoke(app, [str(posts), "--quarantine", str(tmp_path / "q.csv")])
    assert result.exit_code == 0
    table = pl.read_csv(tmp_path / "q.csv")
    assert table.select("content", "csv_escaped").rows() == [('\'=cmd("x")', True)]


def test_a_quarantine_that_cannot_be_written_is_refused_before_reading(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "none.csv")
    for target, error, said in (
        ("q.txt", ConfigError, "q.txt: cannot tell what to write by the suffix '.txt'; allowed: "),
        (
            "q",
            ConfigError,
            "q: cannot tell what to write by the suffix ''; allowed: .csv, .parquet",
        ),
        ("posts.csv/q.csv", StoreError, "posts.csv is no folder; name a place that can be written"),
    ):
        _file(tmp_path, GOOD)
        result = CliRunner().invoke(app, [nowhere, "--quarantine", str(tmp_path / target)])
        assert isinstance(result.exception, error)
        assert said in str(result.exception)
