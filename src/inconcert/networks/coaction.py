"""Co-action networks: which accounts acted on the same objects at about the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from inconcert import schemas
from inconcert.networks.acts import microseconds
from inconcert.networks.directed import directions
from inconcert.networks.edgegroups import EdgeGroups, edge_groups
from inconcert.networks.evidence import coacting_posts
from inconcert.networks.largeobjects import REPORT, PairLimits, Reach, reach_within, warn_of
from inconcert.networks.layeracts import LayerActs, layer_acts
from inconcert.networks.measures import measures_of, objects_of
from inconcert.networks.recurring import recurring_groups
from inconcert.networks.rules import CoActionRules, windows_of
from inconcert.networks.sweep import MICROSECONDS
from inconcert.networks.weights import ActValues, act_values, weights_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import dataframely as dy
    import numpy.typing as npt

    from inconcert.networks.rules import BinOrigin, LargeObjects, Weight, WindowRule

__all__ = ["MAX_PAIRS", "coacting_posts", "coaction_network", "coaction_report"]

MAX_PAIRS = 30_000_000
"""About 3 GB where nearly every pair makes an edge of its own; little where few edges are kept."""


def coaction_network(
    actions: pl.DataFrame,
    window_seconds: float | Sequence[float | None] | None = 60.0,
    min_weight: float | None = None,
    *,
    window_rule: WindowRule = "sliding",
    bin_origin: BinOrigin = "object",
    weight: Weight = "distinct_objects",
    half_life_seconds: float | None = None,
    min_participation: int = 1,
    self_pairs: bool = False,
    directed: bool = False,
    max_pairs: int = MAX_PAIRS,
    on_large_objects: LargeObjects = "refuse",
    max_pairs_per_object: int = 1_000_000,
    seed: int = 0,
) -> dy.DataFrame[schemas.Edges]:
    """Join the accounts that acted on the same object within a time window, layer by layer.

    Two acts on one object by two accounts with |dt| <= `window_seconds` (inclusive; None: no
    limit; 0: at exactly the same time) are a co-act. An edge holds all co-acts of two accounts on
    a layer:

    - `weight`: see below; edges under `min_weight` are left out
    - `objects`: distinct objects
    - `first`: the earlier act of the earliest co-act; `last`: the later act of the latest
    - `delta_median_s`: median of |dt| over the co-acts
    - `lead_share`: share of the co-acts in which `source` came first, ties counting one half

    Several windows may be given at once; the acts are coded and sorted once, and the edges of each
    window are those of a call with it alone, told apart by `window_seconds`.

    `window_rule` "tumbling" cuts time into bins of the window's width (the end not included)
    and joins acts in one bin; bins begin at the first act on the object or, with `bin_origin`
    "dataset", at the first act of the table. `weight` and `half_life_seconds`: the formulae are in
    `inconcert.networks.weights`. `min_weight` is in the unit of the weight: by default 1 for
    weights that count, no bound for the others. Accounts with fewer than `min_participation` acts
    on a layer do not take part in it. With `self_pairs` an account's own acts make pairs, too
    (`source` = `target`).

    With `directed` an edge holds the co-acts in which `source` acted first, strictly; up to two
    edges join two accounts. `lead_share` is then of all co-acts of the two, those at the same time
    included.

    Memory grows with the rows and the edges. No more than `max_pairs` pairs of acts are looked
    at, an account's pairs with itself included; raises `ConfigError` where there are more, and
    names the object that asks for most. `on_large_objects` "cap" keeps of an object with more than
    `max_pairs_per_object` its first acts, "sample" a random choice of them (by `seed`), so many
    that the limit holds; what is left out is logged, and `coaction_report` lists it. Sorted by
    source, target, layer, window; no actions, no edges. Ids may be strings or whole numbers;
    those of edges are strings.

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
    rules = CoActionRules(
        min_weight=min_weight,
        window_rule=window_rule,
        bin_origin=bin_origin,
        weight=weight,
        half_life_seconds=half_life_seconds,
        min_participation=min_participation,
        self_pairs=self_pairs,
        directed=directed,
    )
    limits = PairLimits(max_pairs, on_large_objects, max_pairs_per_object, seed)
    return network_by_rules(actions, windows_of(window_seconds, rules), rules, limits)


def network_by_rules(
    actions: pl.DataFrame,
    windows: Sequence[float | None],
    rules: CoActionRules,
    limits: PairLimits,
) -> dy.DataFrame[schemas.Edges]:
    """Do what `coaction_network` does, its options given as objects."""
    tables, names = _coded_edges(actions, windows, rules, limits)
    return named_edges(tables, names)


def _coded_edges(
    actions: pl.DataFrame,
    windows: Sequence[float | None],
    rules: CoActionRules,
    limits: PairLimits,
) -> tuple[list[pl.DataFrame], pl.Series]:
    """Return the edges with accounts as numbers, batch by batch, and the accounts' names."""
    found = recurring_groups(actions, windows, rules, limits)
    if found is not None:
        acts, groups = found
        place = {"layer": acts.layer, "layer_rank": 0, "window_seconds": windows[0]}
        return [edges_of_groups(acts, groups, ActValues(), rules, place)], acts.names
    tables: list[pl.DataFrame] = []
    reports = [pl.DataFrame(schema=REPORT)]
    names = pl.Series([], dtype=pl.String)
    for layer, acts in enumerate(layer_acts(actions, min_participation=rules.min_participation)):
        names = acts.names
        values = act_values(acts, actions, rules)
        for window, reach in _reaches(actions, acts, windows, rules, limits):
            reports.append(reach.report)
            place = {"layer": acts.layer, "layer_rank": layer, "window_seconds": window}
            tables.extend(_window_edges(reach, values, rules, place))
    warn_of(pl.concat(reports))
    return tables, names


def coaction_report(
    actions: pl.DataFrame,
    window_seconds: float | Sequence[float | None] | None = 60.0,
    *,
    window_rule: WindowRule = "sliding",
    bin_origin: BinOrigin = "object",
    min_participation: int = 1,
    max_pairs: int = MAX_PAIRS,
    on_large_objects: LargeObjects = "cap",
    max_pairs_per_object: int = 1_000_000,
    seed: int = 0,
) -> pl.DataFrame:
    """List what `coaction_network` leaves out of large objects with the same options.

    One row per layer, object and window of which acts are left out: `acts` and `acts_kept`, and
    the pairs of acts within the window, `pairs` and `pairs_kept`. Empty where nothing is.

    >>> from inconcert.schemas import Actions, empty
    >>> coaction_report(empty(Actions)).height
    0
    """
    rules = CoActionRules(
        window_rule=window_rule, bin_origin=bin_origin, min_participation=min_participation
    )
    limits = PairLimits(max_pairs, on_large_objects, max_pairs_per_object, seed)
    windows = windows_of(window_seconds, rules)
    reports = [
        reach.report
        for acts in layer_acts(actions, min_participation=min_participation)
        for _, reach in _reaches(actions, acts, windows, rules, limits)
    ]
    whole = pl.concat([pl.DataFrame(schema=REPORT), *reports])
    return whole.sort("layer", "object_id", "window_seconds", nulls_last=True)


def _reaches(
    actions: pl.DataFrame,
    acts: LayerActs,
    windows: Sequence[float | None],
    rules: CoActionRules,
    limits: PairLimits,
) -> Iterator[tuple[float | None, Reach]]:
    first_act = int(microseconds(actions["created_at"]).min() or 0)  # type: ignore[arg-type]
    for window in windows:
        yield (
            window,
            reach_within(
                acts, window, rules, limits, objects=actions["object_id"], first_act=first_act
            ),
        )


def _window_edges(
    reach: Reach, values: ActValues, rules: CoActionRules, place: dict[str, Any]
) -> Iterator[pl.DataFrame]:
    acts = reach.acts
    values = values if reach.kept is None else values.take(reach.kept)
    for groups in edge_groups(acts, reach.ends, self_pairs=rules.self_pairs):
        yield edges_of_groups(acts, groups, values, rules, place)


def edges_of_groups(
    acts: LayerActs,
    groups: EdgeGroups,
    values: ActValues,
    rules: CoActionRules,
    place: dict[str, Any],
) -> pl.DataFrame:
    """Reduce pairs grouped by edge to edges, accounts as numbers; `place`: layer and window."""
    if rules.directed:
        turned = directions(acts, groups)
        table = _batch_edges(acts, turned.groups, values, rules, turned.lead)
    else:
        table = _batch_edges(acts, groups, values, rules)
    return table.with_columns(
        pl.lit(place["layer"], dtype=pl.String).alias("layer"),
        pl.lit(place["layer_rank"], dtype=pl.UInt16).alias("layer_rank"),
        pl.lit(place["window_seconds"], dtype=pl.Float64).alias("window_seconds"),
        pl.lit(rules.directed).alias("directed"),
    )


def _batch_edges(
    acts: LayerActs,
    groups: EdgeGroups,
    values: ActValues,
    rules: CoActionRules,
    lead: npt.NDArray[np.float64] | None = None,
) -> pl.DataFrame:
    objects = objects_of(acts, groups)
    weight = objects if rules.counts_objects else weights_of(acts, groups, values, rules)
    kept = np.flatnonzero(weight >= rules.least_weight)
    measures = measures_of(acts, groups, kept)
    return pl.DataFrame(
        {
            "source": groups.source[kept].astype(np.int32),
            "target": groups.target[kept].astype(np.int32),
            "weight": weight[kept].astype(np.float64),
            "objects": objects[kept].astype(np.uint32),
            "first": measures.first,
            "last": measures.last,
            "delta_median_s": measures.median / MICROSECONDS,
            "lead_share": measures.lead if lead is None else lead[kept],
        }
    )


def named_edges(tables: list[pl.DataFrame], names: pl.Series) -> dy.DataFrame[schemas.Edges]:
    """Join the tables of `edges_of_groups`, which are emptied, sort them and name the accounts."""
    if not tables:
        return schemas.Edges.cast(schemas.empty(schemas.Edges))
    whole = pl.concat(tables)
    if _is_mixed(tables):
        whole = whole.sort("source", "target", "layer_rank", "window_seconds", nulls_last=True)
    tables.clear()
    named = whole.with_columns(
        names.gather(whole["source"]).alias("source"),
        names.gather(whole["target"]).alias("target"),
        *(_utc(name) for name in ("first", "last")),
    )
    return schemas.Edges.cast(named.select(schemas.Edges.column_names()))


def _is_mixed(tables: list[pl.DataFrame]) -> bool:
    """Tell whether the batches are not simply one after the other: each is of one place."""
    heads = pl.concat([table.head(1) for table in tables])
    several = heads.select("layer_rank", "window_seconds").n_unique() > 1
    return several or bool(heads["directed"].any())


def _utc(name: str) -> pl.Expr:
    return pl.from_epoch(name, time_unit="us").dt.replace_time_zone("UTC")
