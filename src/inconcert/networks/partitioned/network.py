"""A co-action network of actions in Parquet that need not fit into memory, by buckets."""

from __future__ import annotations

import json
import logging
import shutil
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ConfigError, MissingFileError
from inconcert.networks.largeobjects import PairLimits, warn_of
from inconcert.networks.partitioned.accounts import (
    AccountNumbers,
    count_accounts,
    names_of,
    totals_of,
)
from inconcert.networks.partitioned.acts import deal_out_acts
from inconcert.networks.partitioned.edges import reduce_edges
from inconcert.networks.partitioned.job import plan_job
from inconcert.networks.partitioned.pairs import left_out_of, pair_acts, pair_counts_of
from inconcert.networks.rules import CoActionRules, windows_of
from inconcert.posts.output import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.networks.partitioned.job import Job
    from inconcert.networks.rules import BinOrigin, LargeObjects, Weight, WindowRule

_LOG = logging.getLogger(__name__)
MAX_PAIRS = 2_000_000_000
"""About 40 GB on disk until the edges are made."""
_MANIFEST = "manifest.json"
_LEFT_OUT = "left_out.parquet"


@dataclass(frozen=True)
class Part:
    """A file of edges, whose ends that come first are `first_account` to `last_account`."""

    file: str
    edges: int
    first_account: str | None
    """None, like `last_account`, where no account fell into the range."""
    last_account: str | None


@dataclass(frozen=True)
class PartitionedEdges:
    """What was written, and of how much."""

    folder: Path
    actions: int
    accounts: int
    pairs: int
    """Pairs of acts within the windows, an account's own included."""
    edges: int
    parts: tuple[Part, ...]

    def scan(self) -> pl.LazyFrame:
        """Return the edges of all parts lazily."""
        return pl.scan_parquet([self.folder / part.file for part in self.parts], glob=False)

    def left_out(self) -> pl.DataFrame:
        """Return what was left out of large objects, as `coaction_report` does."""
        return pl.read_parquet(self.folder / _LEFT_OUT)


def partitioned_coaction_network(
    paths: str | Path | Sequence[str | Path],
    out: str | Path,
    window_seconds: float | Sequence[float | None] | None = 60.0,
    min_weight: float | None = None,
    *,
    buckets: int | None = None,
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
) -> PartitionedEdges:
    """Write the edges of `coaction_network` for actions in Parquet, a bucket at a time.

    `paths`: a file, several, a folder or a pattern, with the columns of `schemas.Actions` (ids
    text or whole numbers; `post_id` only where the weight counts posts). `out` takes the edges in
    files `part-*.parquet`, which put one after the other are the table that `coaction_network`
    returns with the same options, row by row (directed edges lie with the end that comes first by
    name, and are sorted within a file); then `manifest.json`, and `left_out.parquet`, its
    `coaction_report`. Weight "tfidf_cosine" cannot be computed by buckets and is refused.

    The objects are dealt out to `buckets`, and so are the edges, by their source; None: a bucket
    per two million actions. Memory grows with the accounts (about 70 bytes each, and the length of
    ids that are text) and with one bucket (about 250 bytes an action; all acts on an object lie
    in one); row groups of the files are read whole. Until the edges are made `out` also holds the
    acts and the pairs, about 15 to 25 bytes each.

    A killed run goes on where it stopped when it is called again in the same way: each bucket's
    file appears when it is whole. If the files or options have changed, it raises `ConfigError`.
    `max_pairs` is for each layer and window, over all buckets. Ids of posts that are text are
    told apart by 64-bit hashes.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> folder = Path(tempfile.mkdtemp())
    >>> pl.DataFrame({
    ...     "account_id": ["b", "a"], "layer": "url", "object_id": "u",
    ...     "created_at": [datetime(2026, 1, 1, tzinfo=UTC)] * 2,
    ... }).write_parquet(folder / "actions.parquet")
    >>> done = partitioned_coaction_network(folder / "actions.parquet", folder / "edges")
    >>> done.scan().select("source", "target", "objects").collect().rows()
    [('a', 'b', 1)]
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
    windows = windows_of(window_seconds, rules)
    job = plan_job(paths, out, windows=windows, rules=rules, limits=limits, buckets=buckets)
    return run_job(job)


def run_job(job: Job) -> PartitionedEdges:
    """Do all stages of a job that are not done yet, one after the other, in this process."""
    if (job.out / _MANIFEST).exists():
        _tidy(job)
        return finished(job.out)
    _LOG.info("accounts: of %s actions", f"{job.actions.rows:,}")
    count_accounts(job)
    numbers = AccountNumbers.of(job)
    for portion in range(len(job.portions)):
        _LOG.info("acts: portion %d of %d", portion + 1, len(job.portions))
        deal_out_acts(job, portion, accounts=numbers)
    del numbers
    pairs: Counter[str] = Counter()
    for bucket in range(job.buckets):
        _LOG.info("pairs: bucket %d of %d", bucket + 1, job.buckets)
        pair_acts(job, bucket)
        pairs.update(pair_counts_of(job, bucket).looked_at)
        _check_pairs(job, pairs, bucket + 1)
    names = names_of(job)
    for bucket in range(job.buckets):
        _LOG.info("edges: bucket %d of %d", bucket + 1, job.buckets)
        reduce_edges(job, bucket, names=names)
    return finish(job)


def finish(job: Job) -> PartitionedEdges:
    """Write the manifest of a job whose edges are all made, and remove what lay between."""
    names, bounds = names_of(job), totals_of(job).bounds
    pairs: Counter[str] = Counter()
    for bucket in range(job.buckets):
        pairs.update(pair_counts_of(job, bucket).looked_at)
    _check_pairs(job, pairs, job.buckets)
    parts = tuple(_part(job, bucket, names, bounds) for bucket in range(job.buckets))
    done = PartitionedEdges(
        folder=job.out,
        actions=job.actions.rows,
        accounts=len(names),
        pairs=pairs.total(),
        edges=sum(part.edges for part in parts),
        parts=parts,
    )
    left_out = left_out_of(job)
    warn_of(left_out)
    write_atomically(job.out / _LEFT_OUT, left_out.write_parquet)
    text = json.dumps({**asdict(done), "folder": None}, indent=1, ensure_ascii=False)
    write_atomically(job.out / _MANIFEST, lambda part: part.write_text(text, encoding="utf-8"))
    _tidy(job)
    return done


def finished(folder: str | Path) -> PartitionedEdges:
    """Return the network that lies finished in a folder; raises `MissingFileError` if none does."""
    manifest = Path(folder) / _MANIFEST
    if not manifest.exists():
        raise MissingFileError(
            f"{folder}: no finished network by buckets there.\nRun the command that began it "
            "again; what is done already is kept."
        )
    found = json.loads(manifest.read_text(encoding="utf-8"))
    parts = tuple(Part(**part) for part in found.pop("parts"))
    return PartitionedEdges(**{**found, "folder": Path(folder), "parts": parts})


def _part(job: Job, bucket: int, names: pl.Series, bounds: tuple[int, ...]) -> Part:
    file = job.part_file(bucket)
    low, high = bounds[bucket : bucket + 2]
    edges = pl.scan_parquet(file, glob=False).select(pl.len()).collect().item()
    ends = (names[low], names[high - 1]) if high > low else (None, None)
    return Part(file.name, int(edges), *ends)


def _tidy(job: Job) -> None:
    """Remove what lay between the stages, and what a killed run left half written."""
    if job.work.exists():
        shutil.rmtree(job.work)
    for part in job.out.glob(".part-*"):
        part.unlink()


def _check_pairs(job: Job, pairs: Counter[str], buckets: int) -> None:
    """Raise `ConfigError` if the pairs of the first buckets, by layer and window, are too many."""
    most = max(pairs.values(), default=0)
    if most > job.limits.max_pairs:
        raise ConfigError(
            f"co-action: {most:,} pairs of acts within the window after {buckets} of "
            f"{job.buckets} buckets, more than max_pairs = {job.limits.max_pairs:,}.\n"
            "Give a shorter window, leave layers or objects out, raise max_pairs, or let "
            "on_large_objects = 'cap' or 'sample' keep what max_pairs_per_object allows."
        )
