"""The tables of a result as files: Parquet, CSV, GEXF for the network, JSON for the counts.

They hold ids as read. In the CSV files a text cell that a spreadsheet could take for a formula is
written with an apostrophe before it, and so is a cell that begins with an apostrophe itself; then
`csv_escaped` is true for the row. To undo it, drop one leading apostrophe from every text cell
that has one. The Parquet files hold everything unescaped.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert.networks.exchange import write_graph
from inconcert.posts.output import write_atomically
from inconcert.posts.spreadsheets import csv_cells

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.scoring.result import Provenance, ScoreResult

TABLES = ("accounts", "clusters", "amplification_clusters", "edges", "evidence")


def write_tables(result: ScoreResult, directory: Path) -> None:
    """Write the tables as .parquet and .csv, `graph.gexf` and `summary.json` into a folder.

    Each file appears as a whole or not at all; files of the same name are replaced.
    """
    for name in TABLES:
        table = getattr(result, name)
        write_atomically(directory / f"{name}.parquet", table.write_parquet)
        write_atomically(directory / f"{name}.csv", csv_cells(table).write_csv)
    write_atomically(
        directory / "graph.gexf",
        lambda part: write_graph(graph_nodes(result), result.edges, part),
    )
    write_atomically(directory / "summary.json", lambda part: _write_json(part, summary(result)))


def graph_nodes(result: ScoreResult) -> pl.DataFrame:
    """Return the accounts with an edge, for the network file: cluster, score and flag.

    The label that a drawing shows is the pseudonym; the id of a node is the id as read.
    """
    edges = result.edges
    linked = pl.concat([edges["source"], edges["target"]]).unique().to_frame("account_id")
    return (
        result.accounts.join(linked, on="account_id", how="semi")
        .select(
            "account_id",
            cluster="cluster_id",
            amplification_cluster="amplification_cluster_id",
            score="score",
            flagged="flagged",
            label="pseudonym",
        )
        .sort("account_id")
    )


def summary(result: ScoreResult) -> dict[str, Any]:
    """Return counts, rule, notes, settings and origins as JSON-like values."""
    return {
        "model": result.model,
        "rule": result.rule,
        "threshold": result.threshold,
        "notes": list(result.notes),
        "counts": _plain(asdict(result.summary)),
        "network": _plain(asdict(result.network)),
        **_origins(result.provenance),
        "csv": "a leading apostrophe in a text cell was added for safety; drop one to undo it",
    }


def _origins(provenance: Provenance) -> dict[str, Any]:
    counts = provenance.counts
    return {
        "files": [
            {
                "name": PurePath(file.path).name,
                "reader": file.reader,
                "rows": file.rows,
                "sha256": file.sha256,
            }
            for file in provenance.files
        ],
        "rows": None if counts is None else _plain(asdict(counts)),
        "settings": dict(provenance.settings),
        "versions": dict(provenance.versions),
        "created_at": None if provenance.created_at is None else str(provenance.created_at),
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _write_json(path: Path, values: dict[str, Any]) -> None:
    text = json.dumps(values, ensure_ascii=False, indent=2, default=str)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
