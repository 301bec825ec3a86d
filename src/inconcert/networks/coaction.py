"""Co-action networks: which accounts acted on the same objects at about the same time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert import schemas
from inconcert.errors import ConfigError
from inconcert.networks.acts import argsort_by, codes, is_new, order_acts, starts_of
from inconcert.networks.evidence import coacting_posts
from inconcert.networks.sweep import MICROSECONDS, co_acts, pairs_per_act, reach

if TYPE_CHECKING:
    import dataframely as dy
    import numpy.typing as npt

    from inconcert.networks.acts import Integers, OrderedActs
    from inconcert.networks.sweep import CoActs, Reach

__all__ = ["MAX_PAIRS", "coacting_posts", "coaction_network"]

MAX_PAIRS = 30_000_000
"""About 2 GB, or 5.5 GB where nearly every pair makes an edge of its own."""


def coaction_network(
    actions: pl.DataFrame,
    window_seconds: float | None = 60.0,
    min_weight: int = 1,
    *,
    max_pairs: int = MAX_PAIRS,
) -> dy.DataFrame[schemas.Edges]:
    """Join the accounts that acted on the same object within a time window, layer by layer.

    Two acts on one object by two accounts with |dt| <= `window_seconds` (inclusive; None: no
    limit; 0: at exactly the same time) are a co-act. An edge holds all co-acts of two accounts on
    a layer:

    - `weight` = `objects`: distinct objects; edges under `min_weight` are left out
    - `first`: the earlier act of the earliest co-act; `last`: the later act of the latest
    - `delta_median_s`: median of |dt| over the co-acts
    - `lead_share`: share of the co-acts in which `source` came first, ties counting one half

    Memory grows with the rows and the co-acts. No more than `max_pairs` pairs of acts are looked
    at, an account's pairs with itself included; raises `ConfigError` where there are more, and
    names the object that asks for most. Sorted by source, target, layer; no actions, no edges.

    >>> from datetime import UTC, datetime
    >>> at = [datetime(2026, 1, 1, 12, 0, second, tzinfo=UTC) for second in (0, 40, 59)]
    >>> actions = pl.DataFrame({
    ...     "account_id": ["b", "a", "c"], "layer": "repost", "object_id": "p1",
    ...     "created_at": at, "post_id": ["1", "2", "3"],
    ... })
    >>> edges = coaction_network(actions, window_seconds=40)
    >>> edges.select("source", "target", "delta_median_s", "lead_share").rows()
    [('a', 'b', 40.0, 0.0), ('a', 'c', 19.0, 1.0)]
    """
    _check_min_weight(min_weight)
    acts = order_acts(actions)
    within = reach(acts, window_seconds)
    _check_pairs(actions, acts, within, max_pairs=max_pairs)
    layer_names, layer = codes(actions["layer"])
    layers = _Layers(of_act=layer[acts.row], count=len(layer_names))
    groups = _group_by_edge(acts, co_acts(acts, within), layers, min_weight=min_weight)
    ends = _decode(groups.edge, acts.account_names, layer_names)
    return _edges(ends, _measure(acts, groups), window_seconds)


@dataclass(frozen=True)
class _Layers:
    of_act: Integers
    count: int


@dataclass(frozen=True)
class _EdgeGroups:
    """Co-acts grouped by edge: edge i owns the co-acts from `starts[i]` to the next start."""

    edge: Integers
    """(source * accounts + target) * layers + layer, rising."""
    starts: Integers
    objects: Integers
    co_acts: CoActs


def _group_by_edge(
    acts: OrderedActs, pairs: CoActs, layers: _Layers, *, min_weight: int
) -> _EdgeGroups:
    """Sort the co-acts by edge; those that cannot reach the weight are dropped before."""
    key = _edge_keys(acts, pairs, layers)
    if min_weight > 1:
        frequent = _in_large_groups(key, min_weight)
        key, pairs = key[frequent], pairs.take(frequent)
    order = np.argsort(key, kind="stable")
    key, pairs = key[order], pairs.take(order)
    groups = _count_objects(acts, key, pairs)
    return groups if min_weight == 1 else _of_weight(groups, min_weight)


def _edge_keys(acts: OrderedActs, pairs: CoActs, layers: _Layers) -> Integers:
    one, other = acts.account[pairs.earlier], acts.account[pairs.later]
    key = np.minimum(one, other) * len(acts.account_names) + np.maximum(one, other)
    return key * layers.count + layers.of_act[pairs.earlier]


def _in_large_groups(key: Integers, size: int) -> Integers:
    """Return the positions, rising, of the keys that occur at least `size` times."""
    order = np.argsort(key)
    lengths = np.diff(starts_of(key[order]), append=key.size)
    return np.sort(order[np.repeat(lengths >= size, lengths)])


def _count_objects(acts: OrderedActs, key: Integers, pairs: CoActs) -> _EdgeGroups:
    """Count distinct objects: within an edge, the co-acts on one object stand together."""
    starts = starts_of(key)
    new_object = is_new(key) | is_new(acts.object[pairs.earlier])
    objects = _sums(new_object.astype(np.int64), starts)
    return _EdgeGroups(edge=key[starts], starts=starts, objects=objects, co_acts=pairs)


def _of_weight(groups: _EdgeGroups, min_weight: int) -> _EdgeGroups:
    heavy = groups.objects >= min_weight
    lengths = np.diff(groups.starts, append=groups.co_acts.earlier.size)
    return _EdgeGroups(
        edge=groups.edge[heavy],
        starts=np.cumsum(lengths[heavy]) - lengths[heavy],
        objects=groups.objects[heavy],
        co_acts=groups.co_acts.take(np.flatnonzero(np.repeat(heavy, lengths))),
    )


def _measure(acts: OrderedActs, groups: _EdgeGroups) -> pl.DataFrame:
    """Return one row per edge: objects, first, last, median delay and lead."""
    pairs, starts = groups.co_acts, groups.starts
    begun, ended = acts.time[pairs.earlier], acts.time[pairs.later]
    return pl.DataFrame(
        {
            "objects": groups.objects,
            "first": _reduce(np.minimum, begun, starts),
            "last": _reduce(np.maximum, ended, starts),
            "delta_median_s": _medians(ended - begun, starts) / MICROSECONDS,
            "lead_share": _lead_share(acts, pairs, starts),
        }
    )


def _lead_share(acts: OrderedActs, pairs: CoActs, starts: Integers) -> npt.NDArray[np.float64]:
    """Return the share of co-acts in which the account that comes first by name acted first."""
    leads = 2 * (acts.account[pairs.earlier] < acts.account[pairs.later])
    leads[acts.time[pairs.earlier] == acts.time[pairs.later]] = 1
    shares: npt.NDArray[np.float64] = _sums(leads, starts) / (
        2 * np.diff(starts, append=leads.size)
    )
    return shares


def _medians(values: Integers, starts: Integers) -> npt.NDArray[np.float64]:
    lengths = np.diff(starts, append=values.size)
    ranked = values[argsort_by(np.repeat(np.arange(starts.size), lengths), values)]
    low, high = ranked[starts + (lengths - 1) // 2], ranked[starts + lengths // 2]
    medians: npt.NDArray[np.float64] = low + (high - low) / 2
    return medians


def _sums(values: Integers, starts: Integers) -> Integers:
    return _reduce(np.add, values, starts)


def _reduce(operation: np.ufunc, values: Integers, starts: Integers) -> Integers:
    reduced: Integers = operation.reduceat(values, starts) if starts.size else values[:0]
    return reduced


def _decode(edge: Integers, accounts: pl.Series, layers: pl.Series) -> pl.DataFrame:
    pair, layer = np.divmod(edge, max(len(layers), 1))
    source, target = np.divmod(pair, max(len(accounts), 1))
    return pl.DataFrame(
        {
            "source": accounts.gather(source),
            "target": accounts.gather(target),
            "layer": layers.gather(layer),
        }
    )


def _edges(
    ends: pl.DataFrame, measures: pl.DataFrame, window_seconds: float | None
) -> dy.DataFrame[schemas.Edges]:
    edges = pl.concat([ends, measures], how="horizontal").with_columns(
        pl.lit(window_seconds, dtype=pl.Float64).alias("window_seconds"),
        pl.lit(value=False).alias("directed"),
        pl.col("objects").cast(pl.Float64).alias("weight"),
        pl.from_epoch("first", time_unit="us").dt.replace_time_zone("UTC"),
        pl.from_epoch("last", time_unit="us").dt.replace_time_zone("UTC"),
    )
    return schemas.Edges.cast(edges.select(schemas.Edges.column_names()))


def _check_min_weight(min_weight: int) -> None:
    if min_weight < 1:
        raise ConfigError(
            f"min_weight = {min_weight}: give the least number of distinct objects, 1 or more."
        )


def _check_pairs(
    actions: pl.DataFrame, acts: OrderedActs, within: Reach, *, max_pairs: int
) -> None:
    counts = pairs_per_act(within)
    if int(counts.sum()) <= max_pairs:
        return
    starts = starts_of(acts.object)
    per_object = _sums(counts, starts)
    worst = int(np.argmax(per_object))
    shares = int(np.diff(starts, append=len(acts))[worst])
    example = actions.row(int(acts.row[starts[worst]]), named=True)
    raise ConfigError(
        f"co-action: {int(counts.sum()):,} pairs of acts within the window, more than max_pairs = "
        f"{max_pairs:,}.\nMost come from object {example['object_id']!r} of layer "
        f"{example['layer']!r}: {shares:,} acts, {int(per_object[worst]):,} pairs.\n"
        "Give a shorter window, leave that layer or object out, or raise max_pairs "
        "(60 bytes of memory a pair, 120 an edge)."
    )
