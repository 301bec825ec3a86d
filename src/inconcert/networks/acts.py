"""Acts as integers in the order of object and time: what the co-action kernel sweeps over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from inconcert.errors import ColumnError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]
    Whole = npt.NDArray[np.integer[Any]]

_LIMIT = np.iinfo(np.int64).max


@dataclass(frozen=True)
class OrderedActs:
    """Acts sorted by object and, within it, by time; only objects with two acts or more.

    The arrays run in parallel. What distinguishes two objects is the whole key (layer and object
    id; for evidence also the cluster).
    """

    account_names: pl.Series
    """Sorted, so that codes compare as names do."""
    account: Integers
    """Position in `account_names`."""
    object: Integers
    """Equal where the object is the same; of no meaning otherwise."""
    time: Integers
    """Microseconds since 1970."""
    row: Integers
    """Row of the table that the act was read from."""

    def __len__(self) -> int:
        """Return the number of acts."""
        return self.time.size


def order_acts(
    actions: pl.DataFrame,
    key: Sequence[str] = ("layer", "object_id"),
    *,
    ties_by_row: bool = False,
) -> OrderedActs:
    """Code the accounts and the objects of actions and sort the acts by object and time.

    Acts on the same object at the same microsecond come in the order of their rows if `ties_by_row`
    asks for it, else in no particular order, which is faster. Cost: that of one sort. Raises
    `ColumnError` if a column is missing, holds nulls or, for the time, is no time.
    """
    require(actions, ("account_id", "created_at", *key))
    shared = _shared_rows(actions, key)
    names, account = codes(actions["account_id"].gather(shared.row))
    time = microseconds(actions["created_at"]).gather(shared.row).to_numpy()
    order = argsort_by(shared.group, time, stable=ties_by_row)
    return OrderedActs(
        account_names=names,
        account=account[order],
        object=shared.group[order],
        time=time[order],
        row=shared.row[order],
    )


def argsort_by(major: Whole, minor: Whole, *, stable: bool = False) -> Integers:
    """Return an order that sorts by `major`, zero or more, and then by `minor`.

    Packs the two into one integer where they fit, which sorts five times faster than `lexsort`.

    >>> argsort_by(np.array([1, 0, 1]), np.array([5, 9, 2])).tolist()
    [1, 2, 0]
    """
    if major.size == 0:
        return np.empty(0, dtype=np.int64)
    low, span = int(minor.min()), int(minor.max()) - int(minor.min()) + 1
    if (int(major.max()) + 1) * span > _LIMIT:
        return np.lexsort((minor, major))
    return np.argsort(major * span + (minor - low), kind="stable" if stable else None)


def is_new(values: Whole) -> npt.NDArray[np.bool_]:
    """Tell for each value whether it differs from the one before; the first does.

    >>> is_new(np.array([4, 4, 7])).tolist()
    [True, False, True]
    """
    return np.concatenate([[True], values[1:] != values[:-1]])[: values.size]


def starts_of(values: Whole) -> Integers:
    """Return where each run of equal values begins.

    >>> starts_of(np.array([4, 4, 7])).tolist()
    [0, 2]
    """
    return np.flatnonzero(is_new(values))


@dataclass(frozen=True)
class _Shared:
    row: Integers
    group: Integers


def _shared_rows(actions: pl.DataFrame, key: Sequence[str]) -> _Shared:
    """Number the objects that have two acts or more; the acts on others can have no partner."""
    rows = actions.select(key).with_row_index("row").group_by(key).agg("row")
    several = rows.filter(pl.col("row").list.len() > 1).with_row_index("group").explode("row")
    whole = several.select(pl.col("row", "group").cast(pl.Int64))
    return _Shared(row=whole["row"].to_numpy(), group=whole["group"].to_numpy())


def codes(values: pl.Series) -> tuple[pl.Series, Integers]:
    """Return the distinct values, sorted, and each value's position among them."""
    if values.dtype != pl.String:
        distinct, inverse = np.unique(values.to_numpy(), return_inverse=True)
        return pl.Series(distinct), inverse
    names = values.unique().sort()
    return names, values.cast(pl.Enum(names)).to_physical().cast(pl.Int64).to_numpy()


def microseconds(times: pl.Series) -> pl.Series:
    if not isinstance(times.dtype, pl.Datetime):
        raise ColumnError(
            f"co-action: column 'created_at' is {times.dtype}, not a time.\n"
            "Give UTC datetimes; `inconcert.read_posts` makes them from the usual formats."
        )
    return times.dt.cast_time_unit("us").to_physical()


def require(table: pl.DataFrame, columns: Sequence[str]) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ColumnError(
            f"actions: no column {', '.join(map(repr, missing))}; found: {', '.join(table.columns)}"
            ".\nMake the table with `inconcert.actions(posts)`."
        )
    holes = [column for column in columns if table[column].null_count()]
    if holes:
        raise ColumnError(
            f"actions: {table[holes[0]].null_count()} null values in column {holes[0]!r}.\n"
            "Drop those rows, or read the source with `inconcert.read_posts`, which does so."
        )
