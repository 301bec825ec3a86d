"""What was measured on real sets and on their worlds, and who is nearer to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from realism_sets import SETS

if TYPE_CHECKING:
    import polars as pl

    from inconcert.evaluation.realism.comparison import Summary
    from inconcert.evaluation.realism.sight import Value

NAMES = tuple(each.name for each in SETS)
SIMULATED, NEARER, AGAIN = "simulated", "nearer", "another seed"


@dataclass(frozen=True)
class Measured:
    """Every value by set or world, the size of each, and the distances (`comparison.compare`)."""

    values: dict[str, dict[str, Value]]
    sizes: dict[str, str]
    simulated: pl.DataFrame
    nearer: pl.DataFrame
    seeds: pl.DataFrame
    real: pl.DataFrame


def is_off(measured: Measured, summary: Summary) -> bool:
    """Tell whether the simulation is further from life than life is, or mostly another set nearer.

    Where only one real set shows the statistic there is nothing to hold it against.
    """
    beaten, sets = nearer_real(measured, summary.statistic.name)
    return bool(sets) and ((summary.ratio or 0.0) > 1 or beaten > sets / 2)


def nearer_real(measured: Measured, statistic: str) -> tuple[int, int]:
    """Return for how many sets another real set is nearer than the world made for it, of how many.

    Sets without another that shows the statistic do not count.
    """
    beaten = sets = 0
    for name in NAMES:
        own = distance(measured.simulated, statistic, name)
        others = real_distances(measured.real, statistic, name)
        if own is not None and others:
            sets += 1
            beaten += min(others) < own
    return beaten, sets


def distance(table: pl.DataFrame, statistic: str, name: str) -> float | None:
    """Return the distance of a world from its set."""
    found: float | None = table.filter(statistic=statistic, other=name)["distance"].item()
    return found


def real_distances(table: pl.DataFrame, statistic: str, name: str) -> list[float]:
    """Return the distances of a set from all others that show the statistic."""
    rows = table.filter(statistic=statistic)
    of_set = rows.filter((rows["one"] == name) | (rows["other"] == name))
    found: list[float] = of_set["distance"].drop_nulls().to_list()
    return found
