"""The tables as files: ids as read, safe in a spreadsheet, and nothing lost."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.posts.spreadsheets import csv_cells, undo_escape
from inconcert.report.exports import TABLES, graph_nodes, write_tables

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.scoring.result import ScoreResult

FORMULA_STARTS = set("=+-@\t\r\x00＝＋－＠")


def test_every_table_is_written_in_both_forms(sample_result: ScoreResult, tmp_path: Path) -> None:
    write_tables(sample_result, tmp_path)
    expected = {f"{name}.{suffix}" for name in TABLES for suffix in ("parquet", "csv")}
    assert {path.name for path in tmp_path.iterdir()} == expected | {"graph.gexf", "summary.json"}
    for name in TABLES:
        table = getattr(sample_result, name)
        assert pl.read_parquet(tmp_path / f"{name}.parquet").equals(table)
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            assert len(list(csv.DictReader(stream))) == table.height


def test_csv_cells_can_be_undone(sample_result: ScoreResult, tmp_path: Path) -> None:
    write_tables(sample_result, tmp_path)
    with (tmp_path / "evidence.csv").open(encoding="utf-8", newline="") as stream:
        texts = [undo_escape(row["text"]) for row in csv.DictReader(stream)]
    assert texts == sample_result.evidence["text"].to_list()


def test_lists_times_and_ids_in_csv(sample_result: ScoreResult) -> None:
    row = csv_cells(sample_result.clusters).row(2, named=True)
    assert row["members"] == "sample_c00;sample_c01;sample_c02;sample_c03"
    assert row["first"] == "2026-01-22T11:00:00.000000Z"
    evidence = csv_cells(sample_result.evidence)
    assert evidence["post_id"].dtype == pl.String
    assert evidence["post_id"][0] == "9000000"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+81", "-1", "@user やあ", "＝1", "＋1", "－1", "＠user", "  =1", "\u3000@a",
     "\t1", "\r1", "\x001", "'", "'=1"],
)  # fmt: skip
def test_cells_that_a_spreadsheet_would_run_are_escaped(text: str) -> None:
    cell, escaped = csv_cells(pl.DataFrame({"text": [text]})).row(0)
    assert cell == "'" + text
    assert escaped is True
    assert undo_escape(cell) == text


@given(st.text(max_size=20))
def test_escaping_is_reversible_and_leaves_no_formula(text: str) -> None:
    cell, escaped = csv_cells(pl.DataFrame({"text": [text]})).row(0)
    assert undo_escape(cell) == text
    assert escaped == (cell != text)
    assert cell.lstrip(" \u3000")[:1] not in FORMULA_STARTS


def test_null_stays_null_in_csv_cells() -> None:
    table = pl.DataFrame({"text": [None, "a"]}, schema={"text": pl.String})
    assert csv_cells(table).rows() == [(None, False), ("a", False)]


def test_the_network_file_reads_back(sample_result: ScoreResult, tmp_path: Path) -> None:
    import networkx as nx

    write_tables(sample_result, tmp_path)
    graph = nx.read_gexf(tmp_path / "graph.gexf")
    # 14 + 8 + 4 members; 14*13/2 + 8*7/2 + 4*3/2 = 91 + 28 + 6 pairs
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (26, 125)
    node = graph.nodes["sample_a00"]
    assert (node["cluster"], node["flagged"], node["score"]) == ("C0001", True, 0.95)
    assert node["label"].startswith("acct-")


def test_the_network_file_holds_linked_accounts_only(sample_result: ScoreResult) -> None:
    assert graph_nodes(sample_result).height == 26


def test_the_summary_says_counts_rule_and_origins(
    sample_result: ScoreResult, tmp_path: Path
) -> None:
    write_tables(sample_result, tmp_path)
    summary = json.loads((tmp_path / "summary.json").read_text("utf-8"))
    assert summary["counts"]["flagged"] == 22
    assert summary["counts"]["first"] == "2026-01-20T11:00:00+00:00"
    assert summary["rule"] == sample_result.rule
    assert summary["network"]["layers"] == ["repost", "quote", "url", "text", "media"]
    assert summary["files"][0] == {
        "name": "posts.csv", "reader": "table", "rows": 214, "sha256": "0" * 64,
    }  # fmt: skip
    assert summary["rows"]["duplicates"] == 4
    assert summary["versions"] == {"inconcert": "0.1.0"}
