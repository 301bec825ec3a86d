"""Clean CSV at the speed of polars; what is not clean is left to the careful reader.

polars fills short records with nulls and says nothing, so a file goes this way only after a look
at every byte has shown that all its records have the header's number of fields and that every
quote stands where RFC 4180 has it. The result is then that of `delimited.read_delimited`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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
    Mask = npt.NDArray[np.bool_]
    Counts = npt.NDArray[np.int64]

_BLOCK = 1 << 24
_NUL, _END, _RETURN, _QUOTE = 0, ord("\n"), ord("\r"), ord('"')


def read_clean(path: Path, names: Sequence[str], delimiter: str) -> pl.DataFrame | None:
    """Return the records of a UTF-8 file as text, with `source_line`; None if it is not clean.

    `names` are the columns that the first line names. Cost: two passes over the bytes.
    """
    if is_packed(path):
        return None
    starts = _record_starts(path, width=len(names), delimiter=ord(delimiter))
    if starts is None:
        return None
    try:
        rows = pl.read_csv(
            path,
            has_header=False,
            skip_lines=1,
            schema=dict.fromkeys(names, pl.String),
            separator=delimiter,
            glob=False,
        )
    except pl.exceptions.PolarsError:
        return None
    if rows.height != starts.size:
        return None
    numbered = rows.with_columns(source_line=pl.Series(starts, dtype=pl.UInt32))
    return numbered.with_columns(pl.col(pl.String).replace("", None))


@dataclass
class _Scan:
    """What is known at the border of two blocks."""

    width: int
    delimiter: int
    quoted: int = 0
    """1 inside quotes."""
    before: int = _END
    """The byte before the block."""
    fields: int = 0
    """Delimiters since the last record ended."""
    size: int = 0
    """Bytes since the last record ended."""
    lines: int = 0
    """Line ends so far."""
    ends: list[Counts] = field(default_factory=list)
    """For each record, the number of the line it ends on."""


def _record_starts(path: Path, *, width: int, delimiter: int) -> Counts | None:
    """Return the line on which each record after the header starts, None if not clean."""
    content = np.memmap(path, dtype=np.uint8, mode="r")
    scan = _Scan(width, delimiter)
    for start in range(0, content.size, _BLOCK):
        block = np.asarray(content[start : start + _BLOCK])
        after = int(content[start + _BLOCK]) if start + _BLOCK < content.size else _END
        if not _is_clean(block, after, scan):
            return None
    if scan.before != _END and not _is_clean(np.array([_END], dtype=np.uint8), _END, scan):
        return None
    ends = np.concatenate(scan.ends) if scan.ends else np.empty(0, dtype=np.int64)
    whole = not scan.quoted and not scan.size and ends.size > 0
    if not whole or ends[0] != 1 or np.diff(ends, prepend=0).max() > limits.LINES_OF_A_RECORD:
        return None
    return ends[:-1] + 1


def _is_clean(block: Bytes, after: int, scan: _Scan) -> bool:
    """Look at one block and carry the count on; `after` is the byte that follows it."""
    quotes = np.flatnonzero(block == _QUOTE)
    clean = (
        not (block == _NUL).any()
        and _returns_end_lines(block, after, quotes, scan)
        and _quotes_stand_right(block, after, quotes, scan)
        and _count_records(block, quotes, scan)
    )
    scan.quoted, scan.before = (scan.quoted + quotes.size) & 1, int(block[-1])
    return clean


def _outside(places: Counts, quotes: Counts, scan: _Scan) -> Mask:
    """Say which places lie outside quotes: after an even number of them."""
    if not quotes.size:
        return np.full(places.size, scan.quoted == 0)
    outside: Mask = (np.searchsorted(quotes, places) + scan.quoted) & 1 == 0
    return outside


def _following(block: Bytes, after: int, places: Counts) -> Bytes:
    """Return the bytes behind the places."""
    bytes_behind = block[np.minimum(places + 1, block.size - 1)]
    bytes_behind[places == block.size - 1] = after
    return bytes_behind


def _returns_end_lines(block: Bytes, after: int, quotes: Counts, scan: _Scan) -> bool:
    """Say whether every carriage return belongs to a line end outside quotes."""
    returns = np.flatnonzero(block == _RETURN)
    line_ends = _following(block, after, returns) == _END
    return bool((line_ends & _outside(returns, quotes, scan)).all())


def _quotes_stand_right(block: Bytes, after: int, quotes: Counts, scan: _Scan) -> bool:
    """Say whether quotes open after and close before a border of fields, or are doubled."""
    opening, closing = quotes[scan.quoted :: 2], quotes[1 - scan.quoted :: 2]
    preceding = block[np.maximum(opening - 1, 0)]
    preceding[opening == 0] = scan.before
    borders = [scan.delimiter, _END, _QUOTE]
    return bool(np.isin(preceding, borders).all()) and bool(
        np.isin(_following(block, after, closing), [*borders, _RETURN]).all()
    )


def _count_records(block: Bytes, quotes: Counts, scan: _Scan) -> bool:
    """Count fields and lines up to the end of each record; False if a record has another width."""
    marks = np.flatnonzero((block == _END) | (block == scan.delimiter))
    line_ends = block[marks] == _END
    lines = scan.lines + np.cumsum(line_ends)
    outside = _outside(marks, quotes, scan)
    ending = np.flatnonzero(line_ends[outside])
    fields = np.diff(ending, prepend=-1 - scan.fields) - 1
    ends = marks[outside][ending]
    sizes = np.diff(ends, prepend=-1 - scan.size)
    scan.ends.append(lines[outside][ending])
    _carry(scan, block.size, ends, marks=int(outside.sum()), ending=ending)
    scan.lines = int(lines[-1]) if lines.size else scan.lines
    longest = max(int(sizes.max(initial=0)), scan.size)
    return bool((fields == scan.width - 1).all()) and longest <= limits.LONGEST_LINE


def _carry(scan: _Scan, size: int, ends: Counts, *, marks: int, ending: Counts) -> None:
    """Remember how much of a record the block leaves open."""
    if ends.size:
        scan.size = size - 1 - int(ends[-1])
        scan.fields = marks - 1 - int(ending[-1])
    else:
        scan.size += size
        scan.fields += marks
