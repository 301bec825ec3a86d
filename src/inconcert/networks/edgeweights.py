"""Pairs and weights alone: the fastest way from actions to edges."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.networks.coaction import MAX_PAIRS
from inconcert.networks.edgegroups import edge_groups, pair_counts, source_ranges
from inconcert.networks.largeobjects import PairLimits, reach_within
from inconcert.networks.layeracts import COMPILED_FROM, layer_acts, places_of
from inconcert.networks.measures import objects_of
from inconcert.networks.rules import CoActionRules, windows_of
from inconcert.networks.threads import in_parts
from inconcert.networks.windows import total_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.networks.acts import Whole
    from inconcert.networks.layeracts import LayerActs

    Columns = tuple[pl.Series, pl.Series, pl.Series]

_BATCH = 1 << 24


def edge_weights(
    actions: pl.DataFrame,
    window_seconds: float | None = 60.0,
    min_weight: float = 1,
    *,
    max_pairs: int = MAX_PAIRS,
) -> pl.DataFrame:
    """Return source, target, layer and weight (distinct objects) of the co-action edges, no more.

    The edges are those of `coaction_network` with the same arguments; ids keep their type, and
    `source` < `target` in that type (numbers as numbers). Sorted by layer, source, target.

    >>> from datetime import UTC, datetime
    >>> actions = pl.DataFrame({
    ...     "account_id": [10, 9], "layer": "url", "object_id": 5, "post_id": [1, 2],
    ...     "created_at": [datetime(2026, 1, 1, tzinfo=UTC)] * 2,
    ... })
    >>> edge_weights(actions).rows()
    [(9, 10, 'url', 1)]
    """
    rules = CoActionRules(min_weight=min_weight)
    (window,) = windows_of(window_seconds, rules)
    limits = PairLimits(max_pairs)
    tables = [_no_edges(actions["account_id"].dtype)]
    least = math.ceil(min(rules.least_weight, np.iinfo(np.int64).max))
    for acts in layer_acts(actions, as_text=False):
        reach = reach_within(acts, window, rules, limits, objects=actions["object_id"])
        tables.extend(_table(acts.layer, columns) for columns in _counted(acts, reach.ends, least))
    return pl.concat(tables)


def _no_edges(ids: pl.DataType) -> pl.DataFrame:
    schema = {"source": ids, "target": ids, "layer": pl.String(), "weight": pl.UInt32()}
    return pl.DataFrame(schema=schema)


def _table(layer: str, columns: Columns) -> pl.DataFrame:
    source, target, weight = columns
    edges = pl.DataFrame({"source": source, "target": target, "weight": weight})
    return edges.select("source", "target", pl.lit(layer).alias("layer"), pl.col("weight"))


def _counted(acts: LayerActs, ends: Whole, min_weight: int) -> Iterator[Columns]:
    if total_pairs(ends) >= COMPILED_FROM:
        yield from _counted_fast(acts, ends.astype(np.int32, copy=False), min_weight)
        return
    for groups in edge_groups(acts, ends, self_pairs=False):
        objects = objects_of(acts, groups)
        heavy = objects >= min_weight
        yield _named(acts, groups.source[heavy], groups.target[heavy], objects[heavy])


def _named(acts: LayerActs, source: Whole, target: Whole, objects: Whole) -> Columns:
    weight = pl.Series(objects.astype(np.uint32, copy=False))
    return acts.names.gather(source), acts.names.gather(target), weight


def _counted_fast(acts: LayerActs, ends: Whole, min_weight: int) -> Iterator[Columns]:
    starts, places = places_of(pair_counts(acts, ends, self_pairs=False))
    for low, high in source_ranges(starts, _BATCH):
        packed = np.empty(starts[high] - starts[low], dtype=np.int64)
        _write(acts, ends, (low, high), places[:, low:high] - starts[low], packed)
        yield from _reduced(acts, starts[low : high + 1] - starts[low], low, packed, min_weight)


def _write(
    acts: LayerActs, ends: Whole, sources: tuple[int, int], place: Whole, packed: Whole
) -> None:
    from inconcert.networks.kernels.pairing import write_objects

    in_parts(
        len(acts),
        lambda low, high, part: write_objects(
            acts.account, ends, (low, high), 0, sources, place[part], acts.group, packed
        ),
    )


def _reduced(
    acts: LayerActs, starts: Whole, first: int, packed: Whole, min_weight: int
) -> list[Columns]:
    """Reduce the pairs to edges; whole-number ids are written at once, others looked up after."""
    from inconcert.networks.kernels.reducing import count_runs, gather_runs

    numbers = acts.names.dtype == pl.Int64
    names = acts.names.to_numpy() if numbers else np.arange(len(acts.names))
    names.setflags(write=False)
    edges_of = np.empty(starts.size - 1, dtype=np.int64)

    def work(low: int, high: int, _part: int) -> Columns:
        size = count_runs(starts, low, high, packed, min_weight, edges_of)
        source, target = (np.empty(size, dtype=np.int64) for _ in range(2))
        objects = np.empty(size, dtype=np.uint32)
        into = (source, target, objects)
        gather_runs(starts, low, high, names, first, (packed, edges_of), into)
        if numbers:
            return pl.Series(source), pl.Series(target), pl.Series(objects)
        return _named(acts, source, target, objects)

    return in_parts(starts.size - 1, work, ends=starts)
