"""Records of CSV and TSV files after RFC 4180, each with the line it starts on.

A record with a wrong number of fields, or a quote out of place, is bad; only its first line is
given up, so that one stray quote cannot swallow the lines after it.
"""

from __future__ import annotations

import csv
from collections import Counter, deque
from typing import TYPE_CHECKING

import polars as pl

from inconcert.posts.lines import LINES_OF_A_RECORD, LONGEST_LINE, Line, column_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_BATCH = 100_000


def header(line: str, delimiter: str) -> tuple[str, ...]:
    """Return the column names of a header line; empty and repeated names are numbered.

    >>> header("a,,a", ",")
    ('a', 'column_2', 'a_3')
    """
    names: list[str] = []
    for place, cell in enumerate(next(csv.reader([line], delimiter=delimiter), []), start=1):
        name = column_name(cell.strip()) or f"column_{place}"
        names.append(f"{name}_{place}" if name in names else name)
    return tuple(names)


def repeated(line: str, delimiter: str) -> tuple[str, ...]:
    """Return the names that a header line has more than once.

    >>> repeated("a,b,,a,", ",")
    ('a',)
    """
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    return tuple(column_name(name) for name, count in Counter(cells).items() if name and count > 1)


def read_delimited(lines: Iterator[Line], delimiter: str) -> tuple[pl.DataFrame, list[Line]]:
    """Return the records as a table of text with `source_line`, and the bad lines.

    The first line is the header. Empty fields are null; blank lines are no records.
    """
    first = next(lines, Line(1, ""))
    names = header(first.text, delimiter)
    records = _Records(lines, delimiter, len(names))
    frames = [_frame(names, [], [])]
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, row in records:
        numbers.append(number)
        rows.append(row)
        if len(rows) == _BATCH:
            frames.append(_frame(names, rows, numbers))
            rows, numbers = [], []
    frames.append(_frame(names, rows, numbers))
    return pl.concat(frames), records.bad


def _frame(names: tuple[str, ...], rows: list[list[str]], numbers: list[int]) -> pl.DataFrame:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    cells = [
        pl.Series(name, column, dtype=pl.String)
        for name, column in zip(names, columns, strict=True)
    ]
    table = pl.DataFrame([*cells, pl.Series("source_line", numbers, dtype=pl.UInt32)])
    return table.with_columns(pl.col(pl.String).replace("", None))


class _Records:
    """Iterates over the good records; gathers the bad lines in `bad`."""

    def __init__(self, lines: Iterator[Line], delimiter: str, width: int) -> None:
        self.bad: list[Line] = []
        self._lines = lines
        self._delimiter = delimiter
        self._width = width
        self._waiting: deque[Line] = deque()
        self._taken: list[Line] = []
        self._ended = False
        csv.field_size_limit(LONGEST_LINE)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        while not (self._ended and not self._waiting):
            yield from self._until_fault()

    def _until_fault(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._feed(), delimiter=self._delimiter, strict=True)
        while True:
            self._taken.clear()
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._give_up(f"not readable as CSV: {error}")
                return
            if len(row) == self._width:
                yield self._taken[0].number, row
            elif len(row) > 1 or (row and row[0].strip()):
                self._give_up(f"{len(row)} fields, but the header has {self._width}")
                return

    def _feed(self) -> Iterator[str]:
        while len(self._taken) < LINES_OF_A_RECORD:
            line = self._next()
            if line is None:
                return
            self._taken.append(line)
            yield line.text + line.end

    def _next(self) -> Line | None:
        while True:
            line = self._waiting.popleft() if self._waiting else next(self._lines, None)
            if line is None:
                self._ended = True
            elif line.fault:
                self.bad.append(line)
                continue
            return line

    def _give_up(self, fault: str) -> None:
        """Set the first line of the record aside, and put the others back."""
        first, *others = self._taken
        self.bad.append(first._replace(fault=fault))
        self._waiting.extendleft(reversed(others))
