"""find_hccs: the windows added up, and each with those before it."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from inconcert.compat.columns import Mode, check_mode
from inconcert.compat.find_hccs_windows import BEHAVIOURS, LcnWindows
from inconcert.errors import ConfigError
from inconcert.networks.sweep import window_microseconds


def combine_lcns(windows: LcnWindows) -> pl.DataFrame:
    """Add up the windows: `from`, `to`, `raw_weight`, `weight`, `normalised_weight`, behaviours.

    `normalised_weight` runs from 0 (the lightest edge) to 1; where all are equal it is 1, a choice
    (the public code divides by zero). Sorted by `from`, `to`.
    """
    counts = [name for name in windows.edges.columns if name in BEHAVIOURS]
    edges = windows.edges.group_by("from", "to").agg(
        pl.col("raw_weight", "weight", *counts).sort_by("window").sum(),
        pl.col("reasons").explode().unique().sort(),
    )
    weight = pl.col("weight")
    spread = weight.max() - weight.min()
    scaled = pl.when(spread > 0).then((weight - weight.min()) / spread).otherwise(1.0)
    ordered = edges.with_columns(scaled.alias("normalised_weight")).sort("from", "to")
    return ordered.select(
        "from", "to", "raw_weight", "weight", "normalised_weight", *counts, "reasons"
    )


def apply_decaying_sliding_window(
    lcns: LcnWindows, alpha: float, windows: int = 5, *, mode: Mode = "as_published"
) -> LcnWindows:
    """Add to each window the `windows` - 1 before it, the one i steps back times `alpha`**i.

    The behaviours and reasons are added without decay. The module says what the modes differ in.
    """
    check_mode(mode, where="find_hccs")
    _check_decay(alpha, windows)
    steps = _steps(lcns, mode=mode)
    aged = lcns.edges.join(steps, on="window").join(
        pl.DataFrame({"age": range(windows)}, schema={"age": pl.Int64}), how="cross"
    )
    aged = aged.with_columns(
        (pl.col("step") + pl.col("age")).alias("step"),
        pl.lit(alpha).pow(pl.col("age")).alias("decay"),
    ).drop("window")
    return replace(lcns, edges=_faded(aged.join(steps, on="step"), mode=mode))


def _steps(lcns: LcnWindows, *, mode: Mode) -> pl.DataFrame:
    """Number the windows with posts: one after the other, or by the time between them."""
    windows = lcns.posts.select("window").sort("window")
    if mode == "as_published":
        return windows.with_row_index("step").with_columns(pl.col("step").cast(pl.Int64))
    since = (pl.col("window") - pl.col("window").min()).dt.total_microseconds()
    width = window_microseconds(lcns.window_seconds) or 1
    return windows.with_columns((since // width).alias("step"))


def _faded(aged: pl.DataFrame, *, mode: Mode) -> pl.DataFrame:
    counts = [name for name in aged.columns if name in BEHAVIOURS]
    raw, decay = pl.col("raw_weight"), pl.col("decay")
    newest = raw.sort_by("age").first() if mode == "as_published" else (raw * decay).sum()
    edges = (
        aged.sort("age")
        .group_by("window", "from", "to")
        .agg(
            newest.alias("raw_weight"),
            (pl.col("weight") * decay).sort_by("age").sum(),
            pl.col(counts).sum() if counts else pl.len().alias("rows"),
            pl.col("reasons").explode().unique().sort(),
        )
    )
    columns = ["window", "from", "to", "raw_weight", "weight", *counts, "reasons"]
    return edges.select(columns).sort("window", "from", "to")


def _check_decay(alpha: float, windows: int) -> None:
    if not 0 < alpha <= 1:
        raise ConfigError(f"find_hccs: alpha = {alpha}: give a fade factor above 0, at most 1.")
    if windows < 1:
        raise ConfigError(f"find_hccs: windows = {windows}: give 1 or more.")
