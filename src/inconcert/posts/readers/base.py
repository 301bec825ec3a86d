"""What a reader is, what it receives and what it returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import polars as pl

Form = Literal["parquet", "ndjson", "delimited", "other"]


@dataclass(frozen=True)
class Source:
    """A file, and what its content says of its form."""

    path: Path
    label: str
    """Its name in tables and messages."""
    form: Form
    columns: tuple[str, ...] = ()
    """Names of columns, or of the fields of the first objects."""
    objects: tuple[dict[str, Any], ...] = ()
    """The first objects of an NDJSON file."""
    delimiter: str = ","
    encoding: str = "utf-8"
    fault: str = ""
    """Why the form is `other`."""
    repeated: tuple[str, ...] = ()
    """Names that the header of a delimited file has more than once; `columns` numbers the later."""


@dataclass(frozen=True)
class ReadOptions:
    """What a user says about all files of a call."""

    columns: Mapping[str, Any] | None = None
    object_layer: str = "repost"


@dataclass(frozen=True)
class Reading:
    """What a reader made of one file: `read = posts.height + quarantine.height`.

    `posts` has the columns of `draft.DRAFT`: rows of a source, not yet one row a post.
    """

    posts: pl.DataFrame
    quarantine: pl.DataFrame
    accounts: pl.DataFrame
    notes: tuple[str, ...] = field(default=())

    @property
    def read(self) -> int:
        """How many rows of posts the file has, good and bad."""
        return self.posts.height + self.quarantine.height


class Reader(Protocol):
    """One format. A module of this package with these three names is a reader."""

    name: str

    def claims(self, source: Source) -> bool:
        """Say whether the content of the file is in this format."""
        ...

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """Read the file; bad rows go to the quarantine, an unusable file raises `InputError`."""
        ...
