"""Outputs that appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from inconcert.errors import StoreError
from inconcert.posts.output import output_directory, write_atomically


def _names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def _fail(part: Path) -> None:
    part.write_text("half")
    raise RuntimeError("killed")


def test_an_error_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_atomically(target, lambda part: part.write_text("old"))
    with pytest.raises(RuntimeError, match="killed"):
        write_atomically(target, _fail)
    assert target.read_text() == "old"
    assert _names(tmp_path) == ["a.txt"]


def test_the_hidden_file_keeps_the_suffix(tmp_path: Path) -> None:
    seen: list[str] = []
    write_atomically(tmp_path / "a.csv.gz", lambda part: (seen.append(part.name), part.touch()))
    assert seen[0].endswith("a.csv.gz")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"cannot write .*: .*; name a place that can be written"):
        write_atomically(tmp_path / "file" / "a.txt", Path.touch)
    with (
        pytest.raises(StoreError, match=r"file is a file; a folder is needed here"),
        output_directory(tmp_path / "file"),
    ):
        pass


def test_a_folder_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with pytest.raises(RuntimeError, match="killed"), output_directory(target) as part:
        _fail(part / "a.txt")
    assert _names(tmp_path) == []
    with output_directory(target) as part:
        (part / "deep").mkdir()
        (part / "deep" / "a.txt").write_text("new")
        assert not target.exists()
    assert (target / "deep" / "a.txt").read_text() == "new"
    assert _names(tmp_path) == ["out"]


def test_other_files_of_a_folder_stay(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    (target / "a.txt").write_text("old")
    with output_directory(target) as part:
        (part / "a.txt").write_text("new")
    assert (target / "mine.txt").read_text() == "mine"
    assert (target / "a.txt").read_text() == "new"
    assert _names(tmp_path) == ["out"]
