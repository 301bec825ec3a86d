"""A table that is made piece by piece, so that it need never lie in memory as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl


ROWS_AT_ONCE = 1 << 18
"""So many rows are made, and put into one row group of a file, at once."""


@dataclass(frozen=True)
class Parts:
    """So many rows, of which any stretch can be had.

    >>> import polars as pl
    >>> table = Parts(5, pl.DataFrame({"n": range(5)}).slice)
    >>> [part["n"].to_list() for part in table.slices(2)]
    [[0, 1], [2, 3], [4]]
    """

    rows: int
    part: Callable[[int, int], pl.DataFrame]
    """Return the rows from an offset on, so many (fewer where the table ends)."""

    def whole(self) -> pl.DataFrame:
        """Return all rows."""
        return self.part(0, self.rows)

    def slices(self, rows: int) -> Iterator[pl.DataFrame]:
        """Yield all rows, `rows` at a time; a table without rows is one part without rows."""
        for start in range(0, max(self.rows, 1), rows):
            yield self.part(start, min(rows, self.rows - start))
