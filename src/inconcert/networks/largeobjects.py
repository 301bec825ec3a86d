"""Objects with more pairs of acts than memory or time allow: refused, capped or sampled."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import numpy as np
import polars as pl

from inconcert.errors import ConfigError, nearest
from inconcert.networks.acts import starts_of
from inconcert.networks.rules import LargeObjects
from inconcert.networks.windows import ends_of_reach, pairs_ahead, total_pairs

if TYPE_CHECKING:
    from inconcert.networks.acts import Whole
    from inconcert.networks.layeracts import LayerActs
    from inconcert.networks.rules import CoActionRules

_LOG = logging.getLogger(__name__)

REPORT = {
    "layer": pl.String,
    "object_id": pl.String,
    "window_seconds": pl.Float64,
    "rule": pl.String,
    "acts": pl.UInt32,
    "acts_kept": pl.UInt32,
    "pairs": pl.UInt64,
    "pairs_kept": pl.UInt64,
}
"""Columns of the report on large objects."""


@dataclass(frozen=True)
class PairLimits:
    """How many pairs of acts may be looked at, and what happens to objects that ask for more."""

    max_pairs: int
    on_large_objects: LargeObjects = "refuse"
    max_pairs_per_object: int = 1_000_000
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise `ConfigError` for a choice that does not exist or a limit below one."""
        allowed = get_args(LargeObjects)
        if self.on_large_objects not in allowed:
            raise ConfigError(
                f"on_large_objects = {self.on_large_objects!r}: "
                f"{nearest(str(self.on_large_objects), allowed)}."
            )
        for name in ("max_pairs", "max_pairs_per_object"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} = {getattr(self, name)}: give a number of 1 or more.")


@dataclass(frozen=True)
class Reach:
    """The acts that take part, how far each reaches ahead, and what was left out."""

    acts: LayerActs
    kept: Whole | None
    """Places of these acts among all; None: all of them."""
    ends: Whole
    report: pl.DataFrame


def reach_within(
    acts: LayerActs,
    window_seconds: float | None,
    rules: CoActionRules,
    limits: PairLimits,
    *,
    objects: pl.Series,
    first_act: int = 0,
) -> Reach:
    """Find the reach of the acts, after large objects have been treated as `limits` says.

    `objects` are the object ids of the table of actions. Raises `ConfigError` where more than
    `max_pairs` pairs remain, and names the object that asks for most.
    """
    ends = ends_of_reach(acts, window_seconds, rules, first_act=first_act)
    kept, report = None, pl.DataFrame(schema=REPORT)
    if limits.on_large_objects != "refuse":
        kept, report = _cut(acts, ends, (window_seconds, rules, first_act), limits, objects)
    if kept is not None:
        acts = acts.take(kept)
        ends = ends_of_reach(acts, window_seconds, rules, first_act=first_act)
    _check_pairs(acts, ends, limits, objects)
    return Reach(acts, kept, ends, report)


def warn_of(report: pl.DataFrame) -> None:
    """Log what was left out, if anything was."""
    if report.height:
        left, acts = (int((report[c] - report[f"{c}_kept"]).sum()) for c in ("pairs", "acts"))
        _LOG.warning(
            "co-action: %s large objects cut (%s): %s acts and %s pairs of acts left out; "
            "`coaction_report` lists them.",
            f"{report.height:,}",
            report["rule"][0],
            f"{acts:,}",
            f"{left:,}",
        )


def _cut(
    acts: LayerActs,
    ends: Whole,
    reach: tuple[float | None, CoActionRules, int],
    limits: PairLimits,
    objects: pl.Series,
) -> tuple[Whole | None, pl.DataFrame]:
    starts, pairs = _pairs_per_object(acts, ends)
    large = np.flatnonzero(pairs > limits.max_pairs_per_object)
    if large.size == 0:
        return None, pl.DataFrame(schema=REPORT)
    stops = np.append(starts[1:], len(acts))
    kept = np.ones(len(acts), dtype=np.bool_)
    rows = []
    for number in large:
        places = np.arange(starts[number], stops[number])
        places = places[np.lexsort((acts.account[places], acts.time[places]))]
        object_id = str(objects[int(acts.row[places[0]])])
        chosen = _chosen(acts, places, reach, limits, object_id)
        kept[places] = False
        kept[chosen] = True
        left = _pairs_among(acts, chosen, reach)
        rows.append((object_id, places.size, chosen.size, int(pairs[number]), left))
    return np.flatnonzero(kept), _report(rows, acts.layer, reach[0], limits)


def _chosen(
    acts: LayerActs,
    places: Whole,
    reach: tuple[float | None, CoActionRules, int],
    limits: PairLimits,
    object_id: str,
) -> Whole:
    """Return the longest beginning of the acts, in order or shuffled, that keeps to the limit."""
    if limits.on_large_objects == "sample":
        named = f"{limits.seed} {acts.layer} {object_id}".encode()
        seed = int.from_bytes(hashlib.blake2b(named, digest_size=8).digest(), "big")
        places = np.random.default_rng(seed).permutation(places)
    low, high = 1, places.size
    while low < high:
        middle = (low + high + 1) // 2
        if _pairs_among(acts, np.sort(places[:middle]), reach) <= limits.max_pairs_per_object:
            low = middle
        else:
            high = middle - 1
    return np.sort(places[:low])


def _pairs_among(
    acts: LayerActs, places: Whole, reach: tuple[float | None, CoActionRules, int]
) -> int:
    window, rules, first_act = reach
    part = acts.take(places)
    ends = ends_of_reach(part, window, rules, first_act=first_act)
    return total_pairs(ends)


def _report(
    rows: list[tuple[str, int, int, int, int]],
    layer: str,
    window_seconds: float | None,
    limits: PairLimits,
) -> pl.DataFrame:
    names = ["object_id", "acts", "acts_kept", "pairs", "pairs_kept"]
    return (
        pl.DataFrame(rows, schema=names, orient="row")
        .with_columns(
            pl.lit(layer).alias("layer"),
            pl.lit(window_seconds, dtype=pl.Float64).alias("window_seconds"),
            pl.lit(limits.on_large_objects).alias("rule"),
        )
        .select(pl.col(name).cast(kind) for name, kind in REPORT.items())
        .sort("object_id")
    )


def _pairs_per_object(acts: LayerActs, ends: Whole) -> tuple[Whole, Whole]:
    starts = starts_of(acts.group)
    if starts.size == 0:
        return starts, starts
    return starts, np.add.reduceat(pairs_ahead(ends), starts, dtype=np.int64)


def _check_pairs(acts: LayerActs, ends: Whole, limits: PairLimits, objects: pl.Series) -> None:
    total = total_pairs(ends)
    if total <= limits.max_pairs:
        return
    starts, pairs = _pairs_per_object(acts, ends)
    worst = int(np.argmax(pairs))
    shares = int(np.diff(starts, append=len(acts))[worst])
    raise ConfigError(
        f"co-action: {total:,} pairs of acts within the window, more than max_pairs = "
        f"{limits.max_pairs:,}.\nMost come from object {objects[int(acts.row[starts[worst]])]!r} "
        f"of layer {acts.layer!r}: {shares:,} acts, {int(pairs[worst]):,} pairs.\n"
        "Give a shorter window, leave that layer or object out, raise max_pairs, or let "
        "on_large_objects = 'cap' or 'sample' keep what max_pairs_per_object allows."
    )
