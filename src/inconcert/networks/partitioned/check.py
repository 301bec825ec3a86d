"""Whether buckets of edges are what `coaction_network` gives in memory, from the files anew."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from inconcert.errors import ConfigError
from inconcert.networks.coaction import coaction_network
from inconcert.networks.partitioned.job import open_job
from inconcert.networks.partitioned.network import finished
from inconcert.networks.rules import COUNTS
from inconcert.networks.sweep import window_microseconds

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.networks.partitioned.job import Job
    from inconcert.networks.partitioned.network import Part


@dataclass(frozen=True)
class BucketCheck:
    """A part beside what the same acts give in memory."""

    file: str
    acts: int
    """Acts that were recomputed from."""
    edges: int
    expected: int
    """Edges in memory."""
    equal: bool
    """Every column of every row, in order."""


def check_buckets(folder: str | Path, number: int = 3, *, seed: int = 0) -> list[BucketCheck]:
    """Recompute a random choice of the parts of a finished network in memory, and compare.

    The files of actions are read again, and nothing of the network's own files but the names of
    the accounts that a part begins and ends with. Where the weight counts and windows slide, the
    acts that any of a part's accounts acts near to are enough; other weights, bins, no limit and
    large objects that are cut take all acts, in the memory that `coaction_network` needs.

    Raises `MissingFileError` where no finished network lies, `ConfigError` if the files of actions
    have changed.
    """
    if number < 1:
        raise ConfigError(f"buckets to check = {number}: give a number of 1 or more.")
    job, done = open_job(folder), finished(folder)
    parts = [part for part in done.parts if part.first_account is not None]
    chosen = np.random.default_rng(seed).permutation(len(parts))[:number]
    return [_checked(job, parts[place]) for place in sorted(chosen)]


def _checked(job: Job, part: Part) -> BucketCheck:
    acts = _near(job, part) if _local(job) else _all(job)
    expected = _lower_in(coaction_network(acts, job.windows, **_options(job)), part)
    found = pl.read_parquet(job.out / part.file)
    return BucketCheck(
        part.file, acts.height, found.height, expected.height, found.equals(expected)
    )


def _options(job: Job) -> dict[str, Any]:
    options = {**asdict(job.rules), **asdict(job.limits)}
    return {**options, "min_participation": 1} if _local(job) else options


def _local(job: Job) -> bool:
    """Tell whether an edge is made by acts near to its own and nothing else."""
    return (
        job.rules.window_rule == "sliding"
        and job.rules.weight in COUNTS
        and job.limits.on_large_objects == "refuse"
        and None not in job.windows
    )


def _lower_in(edges: pl.DataFrame, part: Part) -> pl.DataFrame:
    """Keep the edges whose end that comes first by name is an account of the part."""
    source, target = pl.col("source"), pl.col("target")
    lower = pl.when(source <= target).then(source).otherwise(target)
    return edges.filter(_is_of(part, lower))


def _is_of(part: Part, account: pl.Expr) -> pl.Expr:
    return account.is_between(pl.lit(part.first_account), pl.lit(part.last_account))


def _all(job: Job) -> pl.DataFrame:
    return job.actions.scan(job.columns).collect(engine="streaming")


def _near(job: Job, part: Part) -> pl.DataFrame:
    """Return the acts in the same or the next time bin, as wide as a window, on the same object."""
    width = max(window_microseconds(window) or 1 for window in job.windows)
    time = pl.col("created_at").dt.epoch("us")
    acts = _taking_part(job).with_columns((time // width).alias("bin"))
    mine = _is_of(part, pl.col("account_id").cast(pl.String))
    places = acts.filter(mine).select("layer", "object_id", "bin").unique()
    around = pl.concat([places.with_columns(pl.col("bin") + step) for step in (-1, 0, 1)]).unique()
    keys = around.collect(engine="streaming")
    near = acts.join(keys.lazy(), on=["layer", "object_id", "bin"], how="semi")
    return near.drop("bin").collect(engine="streaming")


def _taking_part(job: Job) -> pl.LazyFrame:
    acts = job.actions.scan(job.columns)
    if job.rules.min_participation == 1:
        return acts
    busy = acts.group_by("account_id", "layer").len()
    busy = busy.filter(pl.col("len") >= job.rules.min_participation)
    return acts.join(busy, on=["account_id", "layer"], how="semi")
