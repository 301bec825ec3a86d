"""Which files of the given paths hold posts, which accounts, and which are left aside."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from inconcert.errors import ColumnError, MissingFileError, ReaderError
from inconcert.posts.accounts import describes_accounts
from inconcert.posts.columns import map_columns
from inconcert.posts.readers import reader_for, reader_named
from inconcert.posts.readers.x_api_v2 import counts_only
from inconcert.posts.scored import is_scored, refuse_scored
from inconcert.posts.sniff import has_rows, sniff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from inconcert.posts.readers.base import Source

_OF_POSTS = (
    "post_id", "text", "kind", "repost_of_post", "repost_of_account", "reply_to_post",
    "reply_to_account",
)  # fmt: skip


@dataclass
class Found:
    """Files of posts with the reader of each, files of accounts, and notes on the others."""

    posts: list[tuple[Source, str]] = field(default_factory=list)
    accounts: list[Source] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, source: Source, reader: str) -> None:
        """Take a file of posts; where two have one name, the second goes by its whole path."""
        if any(other.label == source.label for other, _ in self.posts):
            source = dataclasses.replace(source, label=str(source.path))
        self.posts.append((source, reader))

    def add_accounts(self, source: Source) -> None:
        """Take a file of accounts."""
        self.accounts.append(source)
        self.notes.append(f"{source.label}: accounts, not posts")

    def leave(self, label: str, reason: str) -> None:
        """Leave a file aside."""
        self.notes.append(f"{label}: left aside ({reason})")


def find_files(paths: str | Path | Sequence[str | Path], reader: str = "auto") -> Found:
    """Return the files to read.

    A file that is named is read, or refused. In a folder, what holds no posts is left aside with
    a note; a named `reader` reads all that it claims there. Raises `MissingFileError` for a path
    that is not there, `ReaderError` if nothing holds posts.
    """
    if reader != "auto":
        reader_named(reader)
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    found = Found()
    for path, label in _each_once(map(Path, given), found):
        if label is None:
            _named(sniff(path), reader, found)
        else:
            _of_folder(path, label, reader, found)
    if not found.posts:
        aside = "".join(f"\n  {note}" for note in found.notes)
        raise ReaderError(f"no posts in {', '.join(map(str, given))}{aside}")
    return found


def _each_once(given: Iterable[Path], found: Found) -> Iterator[tuple[Path, str | None]]:
    """Yield each file once, with its name in its folder, or None if it was itself named."""
    seen: set[Path] = set()
    for path in given:
        if not path.exists():
            raise MissingFileError(f"there is no file or folder {path}: check the spelling")
        refuse_scored(path)
        inner = ((p, p.relative_to(path).as_posix()) for p in _walk(path, found))
        for file, label in inner if path.is_dir() else [(path, None)]:
            if file.resolve() in seen:
                found.notes.append(f"{file}: given more than once, read once")
            else:
                seen.add(file.resolve())
                yield file, label


def _walk(folder: Path, found: Found) -> Iterator[Path]:
    """Yield the files of a folder and its folders, sorted, without hidden ones."""
    for place, inner, names in os.walk(folder):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for scored in [name for name in inner if is_scored(Path(place) / name)]:
            inner.remove(scored)
            label = (Path(place) / scored).relative_to(folder).as_posix()
            found.leave(label, "an output folder of `inconcert score`, no posts")
        paths = (Path(place) / name for name in sorted(names) if not name.startswith("."))
        yield from (path for path in paths if path.is_file())


def _named(source: Source, reader: str, found: Found) -> None:
    """Take up a file that was named: it is read, or refused."""
    if reader != "auto":
        found.add(source, reader)
        return
    claimed = None if counts_only(source) else reader_for(source)
    if claimed is None:
        fault = source.fault or "it holds counts of posts, no posts"
        raise ReaderError(
            f"no reader fits {source.path}: {fault}\n"
            "readable are CSV, TSV, NDJSON and Parquet tables, and X API v2 lines; "
            "--reader names one"
        )
    if claimed.name == "table" and describes_accounts(source):
        found.add_accounts(source)
    else:
        found.add(source, claimed.name)


def _of_folder(path: Path, label: str, reader: str, found: Found) -> None:
    """Take up a file of a folder, or leave it aside with a note."""
    try:
        source = sniff(path, label)
    except ReaderError as error:
        found.leave(label, str(error).splitlines()[0])
        return
    claimed = reader_for(source) if reader == "auto" else reader_named(reader)
    if source.form == "other" or claimed is None:
        found.leave(label, source.fault)
    elif counts_only(source):
        found.leave(label, "counts of posts, no posts")
    elif not has_rows(source):
        found.leave(label, "a header and no rows")
    elif claimed.name != "table" and claimed.claims(source):
        found.add(source, claimed.name)
    elif describes_accounts(source):
        found.add_accounts(source)
    elif claimed.name == "table" and _holds_posts(source):
        found.add(source, claimed.name)
    else:
        found.leave(label, "its columns describe no posts")


def _holds_posts(source: Source) -> bool:
    """Say whether the columns speak of posts: who, and a text, a kind, a target or an object."""
    try:
        mapped = map_columns(source.columns, object_layer="repost", place=source.label)
    except ColumnError:
        return False
    spoken = any(target in mapped.columns for target in _OF_POSTS) or bool(mapped.objects)
    return "account_id" in mapped.columns and spoken
