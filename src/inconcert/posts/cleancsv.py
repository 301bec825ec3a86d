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
    following = np.append(block[1:], np.uint8(after))
    preceding = np.insert(block[:-1], 0, np.uint8(scan.before))
    quotes = block == _QUOTE
    inside = (np.cumsum(quotes, dtype=np.uint8) + np.uint8(scan.quoted)) & np.uint8(1)
    outside = inside == 0
    if not (
        _returns_end_lines(block, following, outside)
        and _quotes_stand_right(quotes, inside, (preceding, following), scan.delimiter)
    ):
        return False
    clean = _count_records(block, outside, scan)
    scan.quoted, scan.before = int(inside[-1]), int(block[-1])
    return clean


def _returns_end_lines(block: Bytes, following: Bytes, outside: Mask) -> bool:
    """Say whether no byte is NUL and every carriage return belongs to a line end."""
    returns = block == _RETURN
    return not (block == _NUL).any() and bool(((following == _END) & outside)[returns].all())


def _quotes_stand_right(
    quotes: Mask, inside: Bytes, beside: tuple[Bytes, Bytes], delimiter: int
) -> bool:
    """Say whether quotes open after and close before a border of fields, or are doubled."""
    preceding, following = beside
    opening, closing = quotes & (inside == 1), quotes & (inside == 0)
    borders = np.array([delimiter, _END, _QUOTE], dtype=np.uint8)
    ends = np.append(borders, np.uint8(_RETURN))
    return bool(np.isin(preceding[opening], borders).all()) and bool(
        np.isin(following[closing], ends).all()
    )


def _count_records(block: Bytes, outside: Mask, scan: _Scan) -> bool:
    """Count fields and lines up to the end of each record; False if a record has another width."""
    line_ends = block == _END
    ends = np.flatnonzero(line_ends & outside)
    delimiters = np.cumsum((block == scan.delimiter) & outside, dtype=np.int64)
    lines = np.cumsum(line_ends, dtype=np.int64)
    sizes = np.diff(ends, prepend=-1 - scan.size)
    counts = np.diff(delimiters[ends], prepend=-scan.fields)
    scan.ends.append(scan.lines + lines[ends])
    last = int(ends[-1]) if ends.size else -1
    scan.size = block.size - 1 - last + (0 if ends.size else scan.size)
    scan.fields = (
        int(delimiters[-1] - delimiters[last]) if ends.size else scan.fields + int(delimiters[-1])
    )
    scan.lines += int(lines[-1])
    longest = max(int(sizes.max(initial=0)), scan.size)
    return bool((counts == scan.width - 1).all()) and longest <= limits.LONGEST_LINE
