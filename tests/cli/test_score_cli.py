"""`inconcert score` as a user types it."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl
import pytest

from inconcert.cli import main as command_line
from inconcert.pipeline.datasets import SimulatedDataset

TABLES = ("accounts", "clusters", "amplification_clusters", "edges", "evidence")


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("posts") / "posts.parquet"
    SimulatedDataset("tiny").load().posts.drop("source_file", "source_line").write_parquet(path)
    return path


@pytest.fixture(autouse=True)
def _own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCONCERT_PSEUDONYM_KEY_FILE", str(tmp_path / "pseudonym.key"))


def _code(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["inconcert", "score", *arguments])
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    return int(ended.value.code or 0)


def test_everything_is_written_and_said(
    tmp_path: Path,
    posts: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    assert _code(monkeypatch, str(posts), "--out", str(out)) == 0
    said = capsys.readouterr().out
    rows = pl.read_parquet(posts).height
    assert f"read {rows:,} = kept {rows:,} + merged 0 + duplicates 0 + quarantined 0" in said
    assert "model corepost_similarity: flagged if " in said
    assert said.splitlines()[-1] == f"report: {out / 'report.html'}"
    names = {path.name for path in out.iterdir()}
    assert {*(f"{n}.parquet" for n in TABLES), *(f"{n}.csv" for n in TABLES)} <= names
    assert {"graph.gexf", "report.html", "quarantine.parquet", "summary.json"} <= names
    flagged = pl.read_parquet(out / "accounts.parquet")["flagged"].sum()
    assert f", {flagged:,} flagged, " in said


def test_options_reach_the_network(
    tmp_path: Path,
    posts: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    options = ["--window", "none", "--min-weight", "3", "--layer", "text", "--lang", "ja"]
    assert _code(monkeypatch, str(posts), "--out", str(out), *options) == 0
    edges = pl.read_parquet(out / "edges.parquet")
    assert edges["layer"].unique().to_list() == ["text"]
    assert edges["window_seconds"].null_count() == edges.height
    assert 'lang="ja"' in (out / "report.html").read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope.csv"], "there is no file or folder nope.csv"),
        (["--model", "logistic", "x"], "the model 'logistic' must be trained before it can score"),
        (["--model", "runs:/1", "x"], "'runs:/1' names no run"),
        (["--window", "abc", "x"], "--window abc: give a number of seconds"),
    ],
)
def test_errors_write_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _code(monkeypatch, *arguments, "--out", "out") == 2
    assert capsys.readouterr().err.startswith(f"error: {message}")
    assert list(tmp_path.iterdir()) == []


def test_one_account_is_too_little(
    tmp_path: Path,
    posts: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = pl.read_parquet(posts)
    table.filter(table["account_id"] == table["account_id"][0]).write_parquet(
        tmp_path / "one.parquet"
    )
    out = tmp_path / "out"
    assert _code(monkeypatch, str(tmp_path / "one.parquet"), "--out", str(out)) == 2
    assert "error: 1 account posted; at least 2 are needed" in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_that_holds_something_is_left_alone(
    tmp_path: Path,
    posts: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert _code(monkeypatch, str(posts), "--out", str(out)) == 2
    assert capsys.readouterr().err == (
        f"error: {out} is not empty; name another folder, or add --overwrite\n"
    )
    assert [path.name for path in out.iterdir()] == ["mine.txt"]
    assert _code(monkeypatch, str(posts), "--out", str(out), "--overwrite") == 0
    assert (out / "mine.txt").read_text() == "mine"
    assert (out / "report.html").is_file()


def test_an_interrupted_run_leaves_nothing(
    tmp_path: Path, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("inconcert.report.page.write_report", interrupt)
    folder = tmp_path / "results"
    folder.mkdir()
    assert _code(monkeypatch, str(posts), "--out", str(folder / "out")) == 130
    assert list(folder.iterdir()) == []
