"""Outputs that appear by rename, so that a killed run leaves no half file."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from inconcert.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a hidden file beside `path`, then rename it to `path`.

    The hidden file keeps the suffix of `path`, so that writers that go by it work. An existing
    file is replaced; after an error it stands as it was. Missing folders are made. Raises
    `StoreError` if the place cannot be written.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "new" / "a.txt"
    >>> write_atomically(target, lambda part: part.write_text("whole"))
    >>> target.read_text()
    'whole'
    """
    path = Path(path)
    with _store_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = _beside(path)
        try:
            write(part)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def output_directory(path: Path) -> Iterator[Path]:
    """Yield an empty hidden folder that becomes `path` if the block ends without an error.

    A `path` that does not exist, or is empty, appears as a whole. Into a folder that already
    holds something the new files are renamed one by one: they replace files of the same name and
    touch no other. Raises `StoreError` if `path` is a file or cannot be written.

    >>> import tempfile
    >>> target = Path(tempfile.mkdtemp()) / "out"
    >>> with output_directory(target) as folder:
    ...     _ = (folder / "a.txt").write_text("whole")
    >>> [entry.name for entry in target.iterdir()]
    ['a.txt']
    """
    path = Path(path)
    _refuse_file(path)
    with _store_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = _beside(path)
        part.mkdir()
    try:
        yield part
        with _store_errors(path):
            _publish(part, path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def check_output_file(path: Path) -> None:
    """Raise `StoreError` if no file could be written at `path`: to be asked before any work.

    >>> check_output_file(Path("/dev/null/edges.csv"))
    Traceback (most recent call last):
    inconcert.errors.StoreError: cannot write /dev/null/edges.csv: /dev/null is no folder; ...
    """
    path = Path(path)
    if path.is_dir():
        raise StoreError(f"{path} is a folder; a file is needed here: name one in it")
    _check_place(path)


def check_output_directory(path: Path, *, overwrite: bool) -> None:
    """Raise `StoreError` if `path` could not become a folder of outputs, before any work.

    A folder that holds files is taken with `overwrite` only.
    """
    path = Path(path)
    _refuse_file(path)
    if path.is_dir() and any(path.iterdir()) and not overwrite:
        raise StoreError(f"{path} is not empty; name another folder, or add --overwrite")
    _check_place(path)


def _refuse_file(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path} is a file; a folder is needed here: name another one")


def _check_place(path: Path) -> None:
    """Missing folders are made when it is time; the last that exists must take a new entry."""
    place = next(parent for parent in path.absolute().parents if parent.exists())
    fault = "is no folder" if not place.is_dir() else "cannot be written"
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        raise StoreError(f"cannot write {path}: {place} {fault}; name a place that can be written")


def _beside(path: Path) -> Path:
    return path.parent / f".part-{secrets.token_hex(4)}-{path.name}"


def _publish(part: Path, path: Path) -> None:
    if path.is_dir() and any(path.iterdir()):
        _move_files(part, path)
    else:
        part.replace(path)


def _move_files(part: Path, path: Path) -> None:
    for folder, _, names in sorted(os.walk(part)):
        place = path / Path(folder).relative_to(part)
        place.mkdir(parents=True, exist_ok=True)
        for name in sorted(names):
            (Path(folder) / name).replace(place / name)


@contextlib.contextmanager
def _store_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(
            f"cannot write {path}: {reason}; name a place that can be written"
        ) from error
