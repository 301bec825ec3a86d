"""A place that cannot be written is refused before anything is read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from inconcert.cli import main as command_line
from inconcert.errors import StoreError
from inconcert.posts.output import check_output_directory, check_output_file

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    (tmp_path / "edges.csv").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("command", "out", "said"),
    [
        ("score", "file", "{out} is a file; a folder is needed here: name another one"),
        ("score", "full", "{out} is not empty; name another folder, or add --overwrite"),
        (
            "score",
            "file/out",
            "cannot write {out}: {folder}/file is no folder; name a place that can be written",
        ),
        ("network", "edges.csv", "{out} is a folder; a file is needed here: name one in it"),
        (
            "network",
            "file/new/edges.csv",
            "cannot write {out}: {folder}/file is no folder; name a place that can be written",
        ),
    ],
)
def test_out_is_checked_before_reading(
    command: str,
    out: str,
    said: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = folder / out
    # What shall be read is not there either: the first fault that is found is that of --out.
    arguments = [command, str(folder / "no_posts.csv"), "--out", str(target)]
    monkeypatch.setattr(sys, "argv", ["inconcert", *arguments])
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    assert ended.value.code == 2
    said = said.format(out=target, folder=folder)
    assert capsys.readouterr().err.splitlines() == [f"error: {said}"]


def test_places_that_can_be_written(folder: Path) -> None:
    check_output_file(folder / "new" / "deep" / "edges.csv")
    check_output_file(folder / "file")  # is replaced, as ever
    check_output_directory(folder / "new" / "deep", overwrite=False)
    check_output_directory(folder / "full", overwrite=True)
    (folder / "empty").mkdir()
    check_output_directory(folder / "empty", overwrite=False)
    assert not (folder / "new").exists()


def test_a_folder_that_takes_no_new_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: str(path) != str(folder))
    with pytest.raises(StoreError) as caught:
        check_output_file(folder / "edges.parquet")
    assert str(caught.value) == (
        f"cannot write {folder / 'edges.parquet'}: {folder} cannot be written; name a place that "
        "can be written"
    )
