"""The evidence behind every edge: which posts made it, on what object, how far apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks.acts import microseconds, require
from inconcert.networks.edgegroups import edge_groups
from inconcert.networks.layeracts import layer_acts
from inconcert.networks.rules import CoActionRules, windows_of
from inconcert.networks.sweep import MICROSECONDS
from inconcert.networks.windows import ends_of_reach

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.networks.acts import Whole
    from inconcert.networks.edgegroups import EdgeGroups
    from inconcert.networks.layeracts import LayerActs
    from inconcert.networks.rules import BinOrigin, WindowRule

_UTC = pl.Datetime("us", "UTC")
PAIRS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "target": pl.String(),
    "layer": pl.String(),
    "object_id": pl.String(),
    "source_post_id": pl.String(),
    "target_post_id": pl.String(),
    "source_at": _UTC,
    "target_at": _UTC,
    "lag_s": pl.Float64(),
    "first": pl.String(),
}
"""Columns of a table of pairs."""

_ORDER = ["source", "target", "layer", "object_id", "source_at", "target_at"]
_KEY = [*_ORDER, "source_post_id", "target_post_id"]
MAX_LISTED = 30_000_000


def pairs(
    actions: pl.DataFrame,
    edges: pl.DataFrame | None = None,
    window_seconds: float | None = 60.0,
    *,
    window_rule: WindowRule = "sliding",
    bin_origin: BinOrigin = "object",
    min_participation: int = 1,
    self_pairs: bool = False,
    max_pairs: int = MAX_LISTED,
) -> pl.DataFrame:
    """List the pairs of posts behind edges: object, both posts and times, lag, and who was first.

    `edges` (source, target, layer) says for which edges; None: for all. Of directed edges, as
    `coaction_network(..., directed=True)` gives them, only the pairs in which the source acted
    first are listed. The options are those of `coaction_network`; with the same ones, the pairs of
    an edge are its co-acts.

    `lag_s` is the target's time minus the source's, in seconds, negative where the target came
    first; `first` is "source", "target" or "same". Ids become strings. Sorted by source, target,
    layer, object, times, posts. Time grows with all pairs in the window, memory with those listed;
    raises `ConfigError` if these are more than `max_pairs`.

    >>> from datetime import UTC, datetime
    >>> actions = pl.DataFrame({
    ...     "account_id": ["b", "a"], "layer": "url", "object_id": "u", "post_id": ["1", "2"],
    ...     "created_at": [datetime(2026, 1, 1, 12, 0, second, tzinfo=UTC) for second in (0, 9)],
    ... })
    >>> pairs(actions).select("source", "source_post_id", "lag_s", "first").rows()
    [('a', '2', -9.0, 'target')]
    """
    rules = CoActionRules(
        window_rule=window_rule,
        bin_origin=bin_origin,
        min_participation=min_participation,
        self_pairs=self_pairs,
    )
    (window,) = windows_of(window_seconds, rules)
    require(actions, ("post_id",))
    origin = int(microseconds(actions["created_at"]).min() or 0)  # type: ignore[arg-type]
    tables, listed = [pl.DataFrame(schema=PAIRS)], 0
    for table in _tables(actions, _wanted(edges), window, rules, origin):
        listed += table.height
        _check_listed(listed, max_pairs)
        tables.append(table)
    return pl.concat(tables).sort(_KEY)


def scan_pairs(
    path: Path | str,
    edges: pl.DataFrame | None = None,
    window_seconds: float | None = 60.0,
    *,
    window_rule: WindowRule = "sliding",
    bin_origin: BinOrigin = "object",
    min_participation: int = 1,
    self_pairs: bool = False,
    buckets: int = 16,
) -> pl.LazyFrame:
    """List the same pairs lazily, from actions in Parquet, a bucket of objects at a time.

    Nothing is read until the frame is collected; memory then grows with one bucket, so that
    `.sink_parquet` writes evidence that does not fit into memory. `path` may be a pattern. The
    rows come sorted within a bucket, not over all.
    """
    rules = CoActionRules(
        window_rule=window_rule,
        bin_origin=bin_origin,
        min_participation=min_participation,
        self_pairs=self_pairs,
    )
    (window,) = windows_of(window_seconds, rules)
    if buckets < 1:
        raise ConfigError(f"buckets = {buckets}: give a number of 1 or more.")
    scan = _Scan(pl.scan_parquet(path), _wanted(edges), window, rules, buckets)
    from polars.io.plugins import register_io_source

    return register_io_source(scan.tables, schema=PAIRS)


@dataclass(frozen=True)
class _Scan:
    """Pairs of actions that lie in files, bucket by bucket."""

    actions: pl.LazyFrame
    edges: pl.DataFrame | None
    window: float | None
    rules: CoActionRules
    buckets: int

    def tables(
        self,
        columns: list[str] | None,
        predicate: pl.Expr | None,
        rows: int | None,
        _batch: int | None,
    ) -> Iterator[pl.DataFrame]:
        """Yield the pairs as polars asks for them: some columns, some rows, a limit."""
        left = rows
        for table in self._sorted_tables():
            part = table if predicate is None else table.filter(predicate)
            part = part if columns is None else part.select(columns)
            part = part if left is None else part.head(left)
            left = None if left is None else left - part.height
            yield part
            if left == 0:
                return

    def _sorted_tables(self) -> Iterator[pl.DataFrame]:
        acts = self._participating()
        first = acts.select(pl.col("created_at").dt.epoch("us").min()).collect().item() or 0
        whole = CoActionRules(
            window_rule=self.rules.window_rule,
            bin_origin=self.rules.bin_origin,
            self_pairs=self.rules.self_pairs,
        )
        for bucket in range(self.buckets):
            mine = pl.col("object_id").hash() % self.buckets == bucket
            found = _tables(acts.filter(mine).collect(), self.edges, self.window, whole, first)
            yield pl.concat([pl.DataFrame(schema=PAIRS), *found]).sort(_KEY)

    def _participating(self) -> pl.LazyFrame:
        """Leave out accounts with few acts on a layer, which no bucket alone can tell."""
        if self.rules.min_participation == 1:
            return self.actions
        busy = self.actions.group_by("account_id", "layer").len()
        busy = busy.filter(pl.col("len") >= self.rules.min_participation)
        return self.actions.join(busy, on=["account_id", "layer"], how="semi")


def _wanted(edges: pl.DataFrame | None) -> pl.DataFrame | None:
    """Return the edges as text, each once, `low` the end that comes first by name."""
    if edges is None:
        return None
    missing = [name for name in ("source", "target", "layer") if name not in edges.columns]
    if missing:
        raise ColumnError(
            f"edges: no column {', '.join(map(repr, missing))}; found: {', '.join(edges.columns)}."
            "\nGive the edges that `inconcert.coaction_network` returned, or some of their rows."
        )
    directed = pl.col("directed") if "directed" in edges.columns else pl.lit(value=False)
    ends = [pl.col(name).cast(pl.String) for name in ("source", "target", "layer")]
    return edges.select(*ends, directed.alias("directed")).unique()


def _tables(
    actions: pl.DataFrame,
    edges: pl.DataFrame | None,
    window: float | None,
    rules: CoActionRules,
    origin: int,
) -> Iterator[pl.DataFrame]:
    """Yield the pairs batch by batch, an edge of one layer whole in one of them."""
    for acts in layer_acts(actions, min_participation=rules.min_participation):
        of_layer = None if edges is None else edges.filter(layer=acts.layer)
        if of_layer is not None and of_layer.is_empty():
            continue
        if of_layer is not None and rules.window_rule == "sliding":
            acts = _acting(acts, of_layer)  # noqa: PLW2901
        ends = ends_of_reach(acts, window, rules, first_act=origin)
        for groups in edge_groups(acts, ends, self_pairs=rules.self_pairs):
            chosen = groups if of_layer is None else _chosen(acts, groups, of_layer)
            table = _listed(actions, acts, chosen)
            yield table if of_layer is None else _as_directed(table, of_layer)


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


def _check_listed(listed: int, max_pairs: int) -> None:
    if listed > max_pairs:
        raise ConfigError(
            f"pairs: more than max_pairs = {max_pairs:,} pairs of posts to list.\nGive some of the "
            "edges, a shorter window, or raise max_pairs; `scan_pairs` lists them from Parquet "
            "without holding them in memory."
        )
