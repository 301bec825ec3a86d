"""Tables as CSV that a spreadsheet opens without harm.

A text cell that a spreadsheet could take for a formula is written with an apostrophe before it,
and so is a cell that begins with an apostrophe itself; then `csv_escaped` is true for the row.
Almost every Japanese reply begins with `@`, so the way back matters: `undo_escape`.
"""

from __future__ import annotations

import polars as pl

_FORMULA = r"^(?:[\s\u200b\ufeff]*[=+\-@＝＋－＠]|[ \u3000]*[\t\r\n\x00]|')"
_TIME = "%Y-%m-%dT%H:%M:%S%.6fZ"


def csv_cells(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with text and numbers only, and every text cell safe in a spreadsheet.

    Lists are joined by `;`, times are written in UTC with the letter Z. The last column,
    `csv_escaped`, says whether a cell of the row was changed.

    >>> csv_cells(pl.DataFrame({"text": ["@a やあ", "plain", "'"]})).rows()
    [("'@a やあ", True), ('plain', False), ("''", True)]
    """
    flat = table.select(_flat(name, dtype) for name, dtype in table.schema.items())
    texts = [name for name, dtype in flat.schema.items() if dtype == pl.String]
    risky = {name: pl.col(name).str.contains(_FORMULA).fill_null(value=False) for name in texts}
    return flat.select(
        *(_escaped(name, risky[name]) if name in risky else pl.col(name) for name in flat.columns),
        csv_escaped=pl.any_horizontal(pl.lit(value=False), *risky.values()),
    )


def undo_escape(text: str) -> str:
    """Return what a CSV cell read before it was escaped.

    >>> undo_escape("'@a"), undo_escape("a")
    ('@a', 'a')
    """
    return text.removeprefix("'")


def _flat(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.List):
        return column.list.eval(pl.element().cast(pl.String)).list.join(";")
    if isinstance(dtype, pl.Datetime):
        return column.dt.strftime(_TIME)
    return column.cast(pl.String) if isinstance(dtype, pl.Enum | pl.Categorical) else column


def _escaped(name: str, risky: pl.Expr) -> pl.Expr:
    return pl.when(risky).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
