"""The pairs of posts behind some edges of one window, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.networks.edgegroups import edge_groups
from inconcert.networks.largeobjects import reach_within
from inconcert.networks.layeracts import layer_acts
from inconcert.networks.sweep import MICROSECONDS
from inconcert.networks.windows import ends_of_reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.networks.acts import Whole
    from inconcert.networks.edgegroups import EdgeGroups
    from inconcert.networks.largeobjects import PairLimits
    from inconcert.networks.layeracts import LayerActs
    from inconcert.networks.rules import CoActionRules

_UTC = pl.Datetime("us", "UTC")
PAIRS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "target": pl.String(),
    "layer": pl.String(),
    "window_seconds": pl.Float64(),
    "object_id": pl.String(),
    "source_post_id": pl.String(),
    "target_post_id": pl.String(),
    "source_at": _UTC,
    "target_at": _UTC,
    "lag_s": pl.Float64(),
    "first": pl.String(),
}
"""Columns of a table of pairs."""

_ORDER = ["source", "target", "layer", "window_seconds", "object_id", "source_at", "target_at"]
PAIR_KEY = [*_ORDER, "source_post_id", "target_post_id"]


@dataclass(frozen=True)
class WindowPlan:
    """Whose pairs are listed within one window."""

    seconds: float | None
    edges: pl.DataFrame | None
    """Source, target, layer and directed, each edge once; None: every edge there is."""


@dataclass(frozen=True)
class Listing:
    """Which pairs are asked for: the edges of each window, and the rules that made them."""

    plans: tuple[WindowPlan, ...]
    rules: CoActionRules
    limits: PairLimits


def sorted_pairs(tables: list[pl.DataFrame]) -> pl.DataFrame:
    """Return the tables as one, in the order of pairs; windows without a limit come last."""
    return pl.concat([pl.DataFrame(schema=PAIRS), *tables]).sort(PAIR_KEY, nulls_last=True)


def pair_tables(actions: pl.DataFrame, listing: Listing, *, origin: int) -> Iterator[pl.DataFrame]:
    """Yield the pairs batch by batch, an edge of one layer and window whole in one of them.

    `origin` is the microsecond of the dataset's first act.
    """
    for acts in layer_acts(actions, min_participation=listing.rules.min_participation):
        for plan in listing.plans:
            edges = None if plan.edges is None else plan.edges.filter(layer=acts.layer)
            if edges is None or edges.height:
                yield from _of_layer(
                    actions, acts, WindowPlan(plan.seconds, edges), listing, origin
                )


def _of_layer(
    actions: pl.DataFrame, acts: LayerActs, plan: WindowPlan, listing: Listing, origin: int
) -> Iterator[pl.DataFrame]:
    rules, edges = listing.rules, plan.edges
    acts, ends = _reach(acts, actions["object_id"], plan, listing, origin)
    for groups in edge_groups(acts, ends, self_pairs=rules.self_pairs):
        if edges is None:
            table = _listed(actions, acts, groups)
        else:
            table = _as_directed(_listed(actions, acts, _chosen(acts, groups, edges)), edges)
        window = pl.lit(plan.seconds, dtype=pl.Float64).alias("window_seconds")
        yield table.with_columns(window).select(*PAIRS)


def _reach(
    acts: LayerActs, objects: pl.Series, plan: WindowPlan, listing: Listing, origin: int
) -> tuple[LayerActs, Whole]:
    """Return the acts that can be in a pair, and how far each reaches ahead.

    Large objects are cut first, as the engine does it. In a sliding window the acts of others
    than the ends of the edges may go then; in bins they may have opened one.
    """
    rules = listing.rules
    if listing.limits.on_large_objects != "refuse":
        reach = reach_within(
            acts, plan.seconds, rules, listing.limits, objects=objects, first_act=origin
        )
        acts = reach.acts
    if plan.edges is not None and rules.window_rule == "sliding":
        acts = _acting(acts, plan.edges)
    return acts, ends_of_reach(acts, plan.seconds, rules, first_act=origin)


def _acting(acts: LayerActs, edges: pl.DataFrame) -> LayerActs:
    """Keep the acts of the accounts that the edges join."""
    ends = pl.concat([edges["source"], edges["target"]]).unique()
    wanted = acts.names.is_in(ends.implode()).to_numpy()
    return acts.take(np.flatnonzero(wanted[acts.account]))


def _chosen(acts: LayerActs, groups: EdgeGroups, edges: pl.DataFrame) -> EdgeGroups:
    place = pl.DataFrame({"name": acts.names}).with_row_index("code")
    ends = [
        edges.select(end).join(
            place, left_on=end, right_on="name", how="left", maintain_order="left"
        )
        for end in ("source", "target")
    ]
    codes = pl.DataFrame({"one": ends[0]["code"], "other": ends[1]["code"]}).drop_nulls()
    one, other = (codes[name].to_numpy().astype(np.int64) for name in codes.columns)
    size = max(len(acts.names), 1)
    wanted = np.minimum(one, other) * size + np.maximum(one, other)
    key = groups.source.astype(np.int64) * size + groups.target
    return groups.only(np.flatnonzero(np.isin(key, wanted)))


def _listed(actions: pl.DataFrame, acts: LayerActs, groups: EdgeGroups) -> pl.DataFrame:
    edge = np.repeat(np.arange(len(groups)), groups.lengths)
    ahead = acts.account[groups.earlier] == groups.source[edge]
    source = np.where(ahead, groups.earlier, groups.later)
    target = np.where(ahead, groups.later, groups.earlier)
    lag = acts.time[target] - acts.time[source]
    return pl.DataFrame(
        {
            "source": acts.names.gather(groups.source[edge]),
            "target": acts.names.gather(groups.target[edge]),
            "layer": pl.repeat(acts.layer, edge.size, dtype=pl.String, eager=True),
            "object_id": _text(actions, "object_id", acts.row[source]),
            "source_post_id": _text(actions, "post_id", acts.row[source]),
            "target_post_id": _text(actions, "post_id", acts.row[target]),
            "source_at": pl.Series(acts.time[source]).cast(_UTC),
            "target_at": pl.Series(acts.time[target]).cast(_UTC),
            "lag_s": lag / MICROSECONDS,
        }
    ).with_columns(first=_first())


def _first() -> pl.Expr:
    lag = pl.col("lag_s")
    other = pl.when(lag < 0).then(pl.lit("target")).otherwise(pl.lit("same"))
    return pl.when(lag > 0).then(pl.lit("source")).otherwise(other)


def _as_directed(table: pl.DataFrame, edges: pl.DataFrame) -> pl.DataFrame:
    """Of directed edges, keep the pairs that run their way, turned round where need be."""
    if not edges["directed"].any():
        return table
    turned = table.filter(pl.col("lag_s") < 0).select(
        pl.col("target").alias("source"),
        pl.col("source").alias("target"),
        "layer",
        "object_id",
        pl.col("target_post_id").alias("source_post_id"),
        pl.col("source_post_id").alias("target_post_id"),
        pl.col("target_at").alias("source_at"),
        pl.col("source_at").alias("target_at"),
        -pl.col("lag_s"),
        pl.lit("source").alias("first"),
    )
    running = pl.concat([table.filter(pl.col("lag_s") > 0), turned])
    return running.join(edges, on=["source", "target", "layer"], how="semi")


def _text(actions: pl.DataFrame, column: str, rows: Whole) -> pl.Series:
    return actions[column].gather(rows).cast(pl.String)
