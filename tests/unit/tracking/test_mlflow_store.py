"""Runs are kept: one after the other, at the same time, and when a job fails."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from inconcert.errors import StoreError
from inconcert.tracking.mlflow_store import MlflowStore, check_store, cut, download_bundle

if TYPE_CHECKING:
    from pathlib import Path

WRITER = """
import sys
from inconcert.tracking.mlflow_store import MlflowStore
store = MlflowStore(uri=sys.argv[1])
for number in range(3):
    with store.run(f"{sys.argv[2]}-{number}") as run:
        run.params({"number": number})
        run.metrics({"value": float(number)})
"""


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_a_run_keeps_everything(tmp_path: Path) -> None:
    store = MlflowStore(uri=f"sqlite:///{tmp_path}/runs.db", experiment="a test")
    (tmp_path / "made" / "bundle").mkdir(parents=True)
    (tmp_path / "made" / "bundle" / "x.txt").write_text("model")
    (tmp_path / "made" / "y.txt").write_text("other")
    with store.run("first") as run:
        run.params({f"p{number}": "v" * number for number in range(250)})
        run.metrics({"m": 0.5})
        run.tags({"t": "1"})
        run.artifacts(tmp_path / "made", ["bundle", "y.txt"])
    database = tmp_path / "runs.db"
    assert _rows(database, "select name, status from runs") == [("first", "FINISHED")]
    assert _rows(database, "select count(*) from params") == [(250,)]
    assert _rows(database, "select name from experiments where name != 'Default'") == [("a test",)]
    found = download_bundle(f"runs:/{run.run_id}", uri=store.uri)
    assert (found / "x.txt").read_text() == "model"
    kept = tmp_path / "artifacts" / run.run_id / "artifacts"
    assert (kept / "y.txt").read_text() == "other"


def test_the_end_of_a_run_says_how_it_went(tmp_path: Path) -> None:
    store = MlflowStore(uri=f"sqlite:///{tmp_path}/runs.db")
    with pytest.raises(ZeroDivisionError), store.run("breaks"):
        _ = 1 / 0
    with pytest.raises(KeyboardInterrupt), store.run("stopped"):
        raise KeyboardInterrupt
    found = dict(_rows(tmp_path / "runs.db", "select name, status from runs"))
    assert found == {"breaks": "FAILED", "stopped": "KILLED"}


def test_a_long_value_is_cut_with_a_sign() -> None:
    # 500 characters in all, of which the last six say that it was cut
    assert cut("x" * 501) == "x" * 494 + " [cut]"
    assert cut("x" * 500) == "x" * 500


@pytest.mark.slow
def test_two_processes_make_one_new_store_and_lose_nothing(tmp_path: Path) -> None:
    uri = f"sqlite:///{tmp_path}/new/runs.db"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, uri, name], stderr=subprocess.PIPE, text=True
        )
        for name in ("one", "two")
    ]
    for writer in writers:
        _, said = writer.communicate(timeout=120)
        assert (writer.returncode, said) == (0, "")
    rows = _rows(tmp_path / "new" / "runs.db", "select name, status from runs order by name")
    assert rows == [(f"{name}-{n}", "FINISHED") for name in ("one", "two") for n in range(3)]


@pytest.mark.parametrize("reference", ["runs:/", "runs:/xyz", "runs:/../../etc/passwd", "a"])
def test_a_reference_that_names_no_run(reference: str) -> None:
    with pytest.raises(StoreError) as caught:
        download_bundle(reference)
    assert str(caught.value) == (
        f"'{reference}' names no run; allowed: runs:/ followed by 32 hex digits"
    )


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    uri = f"sqlite:///{tmp_path}/nope/runs.db"
    with pytest.raises(StoreError, match=r"there is no tracking store at .*so no runs:/0000"):
        download_bundle(f"runs:/{'0' * 32}", uri=uri)
    assert not (tmp_path / "nope").exists()


def test_a_run_that_is_not_there(tmp_path: Path) -> None:
    uri = f"sqlite:///{tmp_path}/runs.db"
    check_store(uri)
    with pytest.raises(StoreError, match=f"cannot find runs:/{'0' * 32} in the tracking store"):
        download_bundle(f"runs:/{'0' * 32}", uri=uri)


@pytest.mark.parametrize("inside", ["bundle", "../../../..", "nope"])
def test_a_run_without_that_folder(tmp_path: Path, inside: str) -> None:
    store = MlflowStore(uri=f"sqlite:///{tmp_path}/runs.db")
    with store.run("empty") as run:
        pass
    with pytest.raises(StoreError, match=f"left no {inside}; did its training fail"):
        download_bundle(f"runs:/{run.run_id}/{inside}", uri=store.uri)


def test_a_folder_with_a_space_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "a b" / "bundle").mkdir(parents=True)
    (tmp_path / "a b" / "bundle" / "x.txt").write_text("model")
    store = MlflowStore(uri=f"sqlite:///{tmp_path}/a b/runs.db")
    with store.run("spaced") as run:
        run.artifacts(tmp_path / "a b", ["bundle"])
    found = download_bundle(f"runs:/{run.run_id}", uri=store.uri)
    assert (found / "x.txt").read_text() == "model"


def test_a_store_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot write to the tracking store"):
        check_store(f"sqlite:///{tmp_path}/file/runs.db")


def test_a_server_that_is_not_there(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there
        uri = f"http://127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(StoreError) as caught:
            check_store(uri)
    assert str(caught.value) == (
        f"cannot write to the tracking store {uri}: Connection refused\n"
        "check that the server runs and its address is right, or name another store by "
        "tracking.uri=sqlite:///PATH"
    )
    assert not caplog.records


@pytest.mark.parametrize(("own", "tries"), [(None, 2), ("0", 1)])
def test_a_server_that_breaks_off_is_tried_twice(
    monkeypatch: pytest.MonkeyPatch, own: str | None, tries: int
) -> None:
    name = "MLFLOW_HTTP_REQUEST_MAX_RETRIES"
    monkeypatch.delenv(name, raising=False)
    if own is not None:
        monkeypatch.setenv(name, own)  # a user's own limit holds
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: list[str] = []
        threading.Thread(target=_break_off, args=(server, taken), daemon=True).start()
        with pytest.raises(StoreError, match="check that the server runs"):
            check_store(f"http://127.0.0.1:{server.getsockname()[1]}")
    assert len(taken) == tries
    assert os.environ.get(name) == own  # MLflow's patience is back for the run itself


def _break_off(server: socket.socket, taken: list[str]) -> None:
    """Hang up on every caller."""
    with contextlib.suppress(OSError):  # the server is closed at the end
        while True:
            caller, (host, _) = server.accept()
            taken.append(host)
            caller.close()


def test_telemetry_is_off(tmp_path: Path) -> None:
    check_store(f"sqlite:///{tmp_path}/runs.db")
    assert os.environ["MLFLOW_DISABLE_TELEMETRY"] == "true"
    assert os.environ["DO_NOT_TRACK"] == "true"
