"""Simulated against real, beside real against real."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING, cast

import polars as pl

from inconcert.evaluation.realism.catalogue import STATISTICS, Statistic
from inconcert.evaluation.realism.distances import DISTANCES
from inconcert.evaluation.realism.sight import Absent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inconcert.evaluation.realism.sight import Floats, Sight, Value

_TABLE = {
    "statistic": pl.String,
    "one": pl.String,
    "other": pl.String,
    "distance": pl.Float64,
    "reason": pl.String,
}


@dataclass(frozen=True)
class Summary:
    """One statistic in short: medians over the sets that show it, null where none does."""

    statistic: Statistic
    sets: int
    simulated: float | None
    """Median distance of the simulated worlds from the real sets they stand for."""
    real: float | None
    """Median distance of two real sets."""
    real_most: float | None

    @property
    def ratio(self) -> float | None:
        """Simulated over real: above 1 the simulation is further from life than life itself."""
        if self.simulated is None or not self.real:
            return None
        return self.simulated / self.real


def measure(sight: Sight, statistics: Sequence[Statistic] = STATISTICS) -> dict[str, Value]:
    """Return every statistic of a sight by name; `Absent` with the reason where it shows none."""
    return {each.name: _measured(sight, each) for each in statistics}


def distance_between(statistic: Statistic, one: Value, other: Value) -> float | Absent:
    """Return the distance of two values; `Absent` where either is, or no language is common.

    Of values by language: the mean over the languages that both have.
    """
    for value in (one, other):
        if isinstance(value, Absent):
            return value
    if isinstance(one, dict) and isinstance(other, dict):
        common = sorted(set(one) & set(other))
        if not common:
            return Absent("no language in common")
        return sum(_apart(statistic, one[c], other[c]) for c in common) / len(common)
    return _apart(statistic, cast("Floats | float", one), cast("Floats | float", other))


def compare(
    pairs: Sequence[tuple[str, str]],
    values: Mapping[str, Mapping[str, Value]],
    statistics: Sequence[Statistic] = STATISTICS,
) -> pl.DataFrame:
    """Return a row for each statistic and pair of names in `values`: distance, or null and why.

    Columns `statistic`, `one`, `other`, `distance`, `reason`; in the order asked for.
    """
    rows = [_row(each, pair, values) for each in statistics for pair in pairs]
    return pl.DataFrame(rows, schema=_TABLE, orient="row")


def among(names: Sequence[str]) -> list[tuple[str, str]]:
    """Return all pairs of names.

    >>> among(["a", "b", "c"])
    [('a', 'b'), ('a', 'c'), ('b', 'c')]
    """
    return list(combinations(names, 2))


def summarise(
    simulated: pl.DataFrame, real: pl.DataFrame, statistics: Sequence[Statistic] = STATISTICS
) -> list[Summary]:
    """Return each statistic in short, from two tables of `compare`."""
    found = []
    for each in statistics:
        ours, theirs = (_distances(table, each) for table in (simulated, real))
        found.append(
            Summary(
                each,
                sets=len(ours),
                simulated=median(ours) if ours else None,
                real=median(theirs) if theirs else None,
                real_most=max(theirs) if theirs else None,
            )
        )
    return found


def _measured(sight: Sight, statistic: Statistic) -> Value:
    if sight.posts.is_empty():
        return Absent("no posts")
    if statistic.name in sight.withheld:
        return Absent(sight.withheld[statistic.name])
    return statistic.measure(sight)


def _apart(statistic: Statistic, one: Floats | float, other: Floats | float) -> float:
    return DISTANCES[statistic.distance](one, other)


def _row(
    statistic: Statistic, pair: tuple[str, str], values: Mapping[str, Mapping[str, Value]]
) -> tuple[str, str, str, float | None, str | None]:
    one, other = pair
    found = distance_between(statistic, values[one][statistic.name], values[other][statistic.name])
    if isinstance(found, Absent):
        return statistic.name, one, other, None, found.reason
    return statistic.name, one, other, found, None


def _distances(table: pl.DataFrame, statistic: Statistic) -> list[float]:
    of_statistic = table.filter(pl.col("statistic") == statistic.name)
    return of_statistic["distance"].drop_nulls().to_list()
