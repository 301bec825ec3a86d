"""The evidence behind every edge: which posts made it, on what object, how far apart."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import polars as pl

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks.acts import microseconds, require
from inconcert.networks.largeobjects import PairLimits
from inconcert.networks.pairlists import PAIRS, Listing, WindowPlan, pair_tables, sorted_pairs
from inconcert.networks.rules import CoActionRules, windows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.networks.rules import BinOrigin, LargeObjects, WindowRule

__all__ = ["MAX_LISTED", "PAIRS", "pairs", "scan_pairs"]

MAX_LISTED = 30_000_000
WINDOW_SECONDS = 60.0
"""The window where neither the call nor the edges name one."""


def pairs(
    actions: pl.DataFrame,
    edges: pl.DataFrame | None = None,
    window_seconds: float | Literal["edges"] | None = "edges",
    *,
    window_rule: WindowRule = "sliding",
    bin_origin: BinOrigin = "object",
    min_participation: int = 1,
    self_pairs: bool = False,
    max_pairs: int = MAX_LISTED,
    on_large_objects: LargeObjects = "refuse",
    max_pairs_per_object: int = 1_000_000,
    seed: int = 0,
) -> pl.DataFrame:
    """List the pairs of posts behind edges: object, both posts and times, lag, and who was first.

    `edges` (source, target, layer) says for which edges; None: for all. Of directed edges, as
    `coaction_network(..., directed=True)` gives them, only the pairs in which the source acted
    first are listed. `window_seconds` is by default that of the edges, each its own (60 where they
    name none, or there are no edges); given, it holds for all. The other options are those of
    `coaction_network`; with the same ones, the pairs of an edge are its co-acts, one by one, so
    that acts which `on_large_objects` "cap" or "sample" left out make no pair here either.

    `lag_s` is the target's time minus the source's, in seconds, negative where the target came
    first; `first` is "source", "target" or "same". Ids become strings. Sorted by source, target,
    layer, window, object, times, posts. Time grows with all pairs in the window, memory with those
    listed; raises `ConfigError` if these are more than `max_pairs`.

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
    limits = PairLimits(sys.maxsize, on_large_objects, max_pairs_per_object, seed)
    listing = Listing(_plans(edges, window_seconds, rules), rules, limits)
    require(actions, ("post_id",))
    origin = int(microseconds(actions["created_at"]).min() or 0)  # type: ignore[arg-type]
    tables, listed = [], 0
    for table in pair_tables(actions, listing, origin=origin):
        listed += table.height
        _check_listed(listed, max_pairs)
        tables.append(table)
    return sorted_pairs(tables)


def scan_pairs(
    path: Path | str,
    edges: pl.DataFrame | None = None,
    window_seconds: float | Literal["edges"] | None = "edges",
    *,
    window_rule: WindowRule = "sliding",
    bin_origin: BinOrigin = "object",
    min_participation: int = 1,
    self_pairs: bool = False,
    on_large_objects: LargeObjects = "refuse",
    max_pairs_per_object: int = 1_000_000,
    seed: int = 0,
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
    limits = PairLimits(sys.maxsize, on_large_objects, max_pairs_per_object, seed)
    listing = Listing(_plans(edges, window_seconds, rules), rules, limits)
    if buckets < 1:
        raise ConfigError(f"buckets = {buckets}: give a number of 1 or more.")
    from polars.io.plugins import register_io_source

    scan = _Scan(pl.scan_parquet(path), listing, buckets)
    return register_io_source(scan.tables, schema=PAIRS)


@dataclass(frozen=True)
class _Scan:
    """Pairs of actions that lie in files, bucket by bucket."""

    actions: pl.LazyFrame
    listing: Listing
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
        first = self.actions.select(pl.col("created_at").dt.epoch("us").min()).collect().item()
        whole = replace(self.listing, rules=replace(self.listing.rules, min_participation=1))
        for bucket in range(self.buckets):
            mine = pl.col("object_id").hash() % self.buckets == bucket
            found = pair_tables(acts.filter(mine).collect(), whole, origin=first or 0)
            yield sorted_pairs(list(found))

    def _participating(self) -> pl.LazyFrame:
        """Leave out accounts with few acts on a layer, which no bucket alone can tell."""
        least = self.listing.rules.min_participation
        if least == 1:
            return self.actions
        busy = self.actions.group_by("account_id", "layer").len().filter(pl.col("len") >= least)
        return self.actions.join(
            busy, on=["account_id", "layer"], how="semi", maintain_order="left"
        )


def _plans(
    edges: pl.DataFrame | None,
    window_seconds: float | Literal["edges"] | None,
    rules: CoActionRules,
) -> tuple[WindowPlan, ...]:
    """Say which edges are asked for within which window."""
    wanted = None if edges is None else _wanted(edges)
    if window_seconds == "edges" and wanted is not None and "window_seconds" in wanted.columns:
        windows = (
            windows_of(wanted["window_seconds"].unique().to_list(), rules) if len(wanted) else ()
        )
        return tuple(
            WindowPlan(window, wanted.filter(pl.col("window_seconds").eq_missing(window)))
            for window in windows
        )
    asked = WINDOW_SECONDS if window_seconds == "edges" else window_seconds
    (window,) = windows_of(asked, rules)
    if wanted is not None:
        wanted = wanted.drop("window_seconds", strict=False).unique()
    return (WindowPlan(window, wanted),)


def _wanted(edges: pl.DataFrame) -> pl.DataFrame:
    """Return the edges as text, each once, with their direction and, if they have it, window."""
    missing = [name for name in ("source", "target", "layer") if name not in edges.columns]
    if missing:
        raise ColumnError(
            f"edges: no column {', '.join(map(repr, missing))}; found: {', '.join(edges.columns)}."
            "\nGive the edges that `inconcert.coaction_network` returned, or some of their rows."
        )
    directed = pl.col("directed") if "directed" in edges.columns else pl.lit(value=False)
    ends = [pl.col(name).cast(pl.String) for name in ("source", "target", "layer")]
    window = [pl.col("window_seconds").cast(pl.Float64)] * ("window_seconds" in edges.columns)
    return edges.select(*ends, directed.alias("directed"), *window).unique()


def _check_listed(listed: int, max_pairs: int) -> None:
    if listed > max_pairs:
        raise ConfigError(
            f"pairs: more than max_pairs = {max_pairs:,} pairs of posts to list.\nGive some of the "
            "edges, a shorter window, or raise max_pairs; `scan_pairs` lists them from Parquet "
            "without holding them in memory."
        )
