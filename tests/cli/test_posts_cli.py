"""`inconcert posts check` as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from inconcert.cli.posts import check, printable
from inconcert.errors import MissingFileError

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer()
app.command()(check)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "posts.csv"
    path.write_text(
        "投稿ID,ユーザーID,投稿日時,本文\n1,a,2026年1月27日 20:00,やあ\n2,b,?,x\n3\n",
        encoding="utf-8",
    )
    return path


def test_check_prints_what_was_read_and_where_rows_went(table: Path) -> None:
    result = CliRunner().invoke(app, [str(table)])
    assert result.exit_code == 0
    printed = result.output.splitlines()
    assert printed[0] == f"{table}: table, 3 rows"
    assert "post_id <- 投稿ID, account_id <- ユーザーID, created_at <- 投稿日時" in printed[1]
    assert "read 3 = kept 1 + merged 0 + duplicates 0 + quarantined 2" in printed
    assert "  1 x 1 fields, but the header has 4" in printed
    assert "  1 x the time does not parse" in printed
    assert "kinds: post 1" in printed
    assert "time span: 2026-01-27 20:00:00 .. 2026-01-27 20:00:00 UTC" in printed
    assert not list(table.parent.glob("*.parquet"))


def test_the_quarantine_is_written_where_asked(table: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "quarantine.parquet"
    result = CliRunner().invoke(app, [str(table), "--quarantine", str(target)])
    assert result.exit_code == 0
    assert pl.read_parquet(target)["source_line"].to_list() == [3, 4]


def test_options_reach_the_readers(tmp_path: Path) -> None:
    path = tmp_path / "shares.csv"
    path.write_text("o,u,t\nx,a,1769544000\n")
    columns = tmp_path / "map.yaml"
    columns.write_text("account_id: u\ncreated_at: t\nobject_id: o\n")
    options = ["--reader", "table", "--columns", str(columns), "--object-layer", "url"]
    result = CliRunner().invoke(app, [str(path), *options])
    assert result.exit_code == 0
    assert "url objects <- o" in result.output


def test_errors_are_for_the_frame_to_print(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [str(tmp_path / "none.csv")])
    assert isinstance(result.exception, MissingFileError)


def test_terminals_are_not_steered() -> None:
    assert printable("a\x1b[2J\u202eb\nあ") == "a\\u001b[2J\\u202eb\nあ"
