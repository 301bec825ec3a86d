"""Pairs of rows by two accounts in one group: what windows in bins are counted from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.errors import ConfigError
from inconcert.networks.acts import order_acts, starts_of
from inconcert.networks.sweep import co_acts, pairs_per_act, reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.networks.acts import OrderedActs

MAX_PAIRS = 30_000_000
"""About 2 GB."""


def pairs_in_groups(
    acts: pl.DataFrame, key: Sequence[str], *, max_pairs: int = MAX_PAIRS, where: str
) -> pl.DataFrame:
    """List the unordered pairs of rows by different accounts that have the same key.

    `acts` holds `account_id`, `created_at` and the columns of the key. Returns `source`, `target`
    (names, source < target), `row` and `other_row` (positions in `acts`, row < other_row). Raises
    `ConfigError` before it starts where there are more than `max_pairs` pairs; memory grows with
    the rows and the pairs.

    >>> from datetime import datetime
    >>> acts = pl.DataFrame({"account_id": ["b", "a", "b"], "url": "u"})
    >>> acts = acts.with_columns(created_at=datetime(2026, 1, 1))
    >>> pairs_in_groups(acts, ["url"], where="example").rows()
    [('a', 'b', 0, 1), ('a', 'b', 1, 2)]
    """
    ordered = order_acts(acts, key, ties_by_row=True)
    within = reach(ordered, None)
    _check(acts, ordered, key, pairs_per_act(within), max_pairs=max_pairs, where=where)
    pairs = co_acts(ordered, within)
    ends = ordered.account[pairs.earlier], ordered.account[pairs.later]
    rows = ordered.row[pairs.earlier], ordered.row[pairs.later]
    found = pl.DataFrame(
        {
            "source": ordered.account_names.gather(np.minimum(*ends)),
            "target": ordered.account_names.gather(np.maximum(*ends)),
            "row": np.minimum(*rows),
            "other_row": np.maximum(*rows),
        }
    )
    return found.sort("row", "other_row")


def _check(
    acts: pl.DataFrame,
    ordered: OrderedActs,
    key: Sequence[str],
    counts: np.ndarray,
    *,
    max_pairs: int,
    where: str,
) -> None:
    if int(counts.sum()) <= max_pairs:
        return
    starts = starts_of(ordered.object)
    worst = int(np.argmax(np.add.reduceat(counts, starts)))
    shares = int(np.diff(starts, append=len(ordered))[worst])
    example = acts.select(key).row(int(ordered.row[starts[worst]]), named=True)
    said = ", ".join(
        f"{name} {value!r}" if isinstance(value, str) else f"{name} {value}"
        for name, value in example.items()
    )
    raise ConfigError(
        f"{where}: {int(counts.sum()):,} pairs of rows, more than max_pairs = {max_pairs:,}.\n"
        f"The largest group ({said}) has {shares:,} rows.\n"
        "Give a shorter window, leave that object out, or raise max_pairs (60 bytes a pair)."
    )
