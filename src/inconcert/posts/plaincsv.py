"""CSV without quotes at the speed of polars: proved sound by counts alone, with no place kept.

In a file without quotes and carriage returns each line is a record. If it has the header's number
of delimiters for each line in all, then either every record has that number, or one has more; and
polars refuses a record with more. That it dropped nothing is checked by the bytes that it took.
What is not plain goes to `cleancsv`, which looks at the place of every mark.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.posts import lines as limits
from inconcert.posts.lines import is_packed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    Bytes = npt.NDArray[np.uint8]

_BLOCK = 1 << 18
_END, _SPACE, _DELETE = ord("\n"), ord(" "), 0x7F
_STOPPERS = (0, ord("\r"), ord('"'))
_OF_NUMBERS = (ord("."), ord("+"), ord(","))


@dataclass(frozen=True)
class PlainRows:
    """The records as text, and whether every cell is made of visible ASCII, no `.`, `+` or `,`.

    Of such a cell nothing is to be trimmed, no control character is in it, and it is no id that a
    spreadsheet has spoilt.
    """

    rows: pl.DataFrame
    visible: bool


@dataclass
class _Counts:
    """What the bytes looked at so far hold."""

    delimiter: int
    ends: int = 0
    delimiters: int = 0
    visible: bool = True
    size: int = 0
    """Bytes of whole blocks since the last one with a line end."""
    last: int = _END

    def take(self, block: Bytes) -> bool:
        """Count a block; False if the file is not plain."""
        count = np.count_nonzero
        ends, delimiters = int(count(block == _END)), int(count(block == self.delimiter))
        low = int(count(block <= _SPACE)) - ends
        low -= delimiters if self.delimiter <= _SPACE else 0
        if any((block == stop).any() for stop in (_STOPPERS if low else _STOPPERS[2:])):
            return False
        self.visible = self.visible and not low and self._is_visible(block)
        self.ends, self.delimiters = self.ends + ends, self.delimiters + delimiters
        self.size = 0 if ends else self.size + block.size
        self.last = int(block[-1])
        return self.size <= limits.LONGEST_LINE - 2 * _BLOCK

    def _is_visible(self, block: Bytes) -> bool:
        marks = [sign for sign in _OF_NUMBERS if sign != self.delimiter]
        return block.max() < _DELETE and not any((block == sign).any() for sign in marks)


def read_plain(path: Path, names: Sequence[str], delimiter: str) -> PlainRows | None:
    """Return the records of a UTF-8 file with `source_line`; None if it is not plain.

    `names` are the columns, two or more, that the first line names. The result is that of
    `delimited.read_delimited`. Cost: a look at the bytes, and polars' own reading.
    """
    if len(names) < 2 or is_packed(path):
        return None
    content = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    counts = _Counts(ord(delimiter))
    blocks = (content[at : at + _BLOCK] for at in range(0, content.size, _BLOCK))
    if not all(map(counts.take, blocks)):
        return None
    records = counts.ends + (counts.last != _END)
    if counts.delimiters != records * (len(names) - 1):
        return None
    rows = _parsed(path, names, delimiter)
    if rows is None or rows.height != records - 1:
        return None
    marks = counts.ends + counts.delimiters
    if _bytes_of(rows) + _header_bytes(content, len(names)) + marks != content.size:
        return None
    line = pl.int_range(2, rows.height + 2, dtype=pl.UInt32, eager=True)
    return PlainRows(rows.with_columns(source_line=line), counts.visible)


def _parsed(path: Path, names: Sequence[str], delimiter: str) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            path,
            has_header=False,
            skip_lines=1,
            schema=dict.fromkeys(names, pl.String),
            separator=delimiter,
            glob=False,
        )
    except pl.exceptions.PolarsError:
        return None


def _bytes_of(rows: pl.DataFrame) -> int:
    sizes = rows.select(pl.all().str.len_bytes().sum().cast(pl.Int64))
    return sum(sizes.row(0))


def _header_bytes(content: Bytes, width: int) -> int:
    """Return the bytes of the first line that are no delimiter."""
    at = 0
    while at < content.size and not (content[at : at + _BLOCK] == _END).any():
        at += _BLOCK
    end = np.flatnonzero(content[at : at + _BLOCK] == _END)
    return (at + int(end[0]) if end.size else content.size) - (width - 1)
