"""Third stage: the pairs whose source lies in a range of accounts, reduced to edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.networks.acts import is_new
from inconcert.networks.coaction import edges_of_groups, named_edges
from inconcert.networks.edgegroups import EdgeGroups, grouped, source_ranges
from inconcert.networks.layeracts import COMPILED_FROM, LayerActs
from inconcert.networks.partitioned.accounts import names_of, totals_of
from inconcert.networks.partitioned.pairs import Place, pair_counts_of, pair_files
from inconcert.networks.weights import ActValues
from inconcert.posts.output import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.networks.partitioned.job import Job

MOST_PAIRS = 1 << 22
"""Pairs reduced at a time, unless one account alone has more."""


def reduce_edges(job: Job, bucket: int, *, names: pl.Series | None = None) -> None:
    """Write the edges whose source is in a bucket of accounts; does nothing if it was done.

    All buckets of objects must have been paired. Memory grows with the edges of the bucket;
    `names`, those of `names_of(job)`, spare reading them again.
    """
    file = job.part_file(bucket)
    if file.exists():
        return
    names = names_of(job) if names is None else names
    edges = named_edges(list(_coded_edges(job, bucket, names)), names)
    write_atomically(file, lambda part: edges.write_parquet(part, compression="lz4"))


def _coded_edges(job: Job, bucket: int, names: pl.Series) -> Iterator[pl.DataFrame]:
    totals = totals_of(job)
    low, high = totals.bounds[bucket : bucket + 2]
    counts = [pair_counts_of(job, one).by_range for one in range(job.buckets)]
    for layer, name in enumerate(totals.layers):
        for number, window in enumerate(job.windows):
            place = {"layer": name, "layer_rank": layer, "window_seconds": window}
            of_place = Place(layer, number)
            size = sum(found[of_place.name][bucket] for found in counts if of_place.name in found)
            for pairs in _portions(pair_files(job, of_place), (low, high), size):
                taken = _Taken.of(pairs, names, name)
                yield edges_of_groups(taken.acts, taken.groups, taken.values, job.rules, place)


def _portions(files: list[Path], sources: tuple[int, int], size: int) -> Iterator[pl.DataFrame]:
    """Yield the pairs of these sources, all those of one together, sources rising."""
    if size == 0:
        return
    scan = pl.scan_parquet(files, glob=False)
    for first, last in _cuts(scan, *sources) if size > MOST_PAIRS else [sources]:
        yield scan.filter(_within(first, last)).collect()


def _cuts(pairs: pl.LazyFrame, low: int, high: int) -> Iterator[tuple[int, int]]:
    sources = pairs.filter(_within(low, high)).select("source").collect()["source"].to_numpy()
    starts = np.concatenate([[0], np.cumsum(np.bincount(sources - low, minlength=high - low))])
    for first, last in source_ranges(starts, MOST_PAIRS):
        yield low + first, low + last


def _within(low: int, high: int) -> pl.Expr:
    return pl.col("source").is_between(low, high - 1)


@dataclass(frozen=True)
class _Taken:
    """Pairs as the engine has them: pair i is of the acts at 2 i and, later, 2 i + 1."""

    acts: LayerActs
    groups: EdgeGroups
    values: ActValues

    @classmethod
    def of(cls, pairs: pl.DataFrame, names: pl.Series, layer: str) -> _Taken:
        """Take pairs that come object by object to those of each edge."""
        source, target = (pairs[name].to_numpy() for name in ("source", "target"))
        ahead, at = (pairs[name].to_numpy() for name in ("source_first", "at"))
        acts = LayerActs(
            layer=layer,
            names=names,
            account=_both(np.where(ahead, source, target), np.where(ahead, target, source)),
            group=np.repeat(pairs["object"].to_numpy(), 2),
            time=_both(at, at + pairs["delay"].to_numpy()),
            row=np.empty(0, dtype=np.int64),
        )
        return cls(acts, _groups(source, target, len(names)), _values(pairs))


def _both(earlier: np.ndarray, later: np.ndarray) -> np.ndarray:
    return np.stack([earlier, later], axis=1).ravel()


def _values(pairs: pl.DataFrame) -> ActValues:
    if "post" in pairs.columns:
        posts = _both(pairs["post"].to_numpy(), pairs["later_post"].to_numpy())
        return ActValues(post=np.unique(posts, return_inverse=True)[1].astype(np.int64))
    if "value" in pairs.columns:
        return ActValues(np.repeat(pairs["value"].to_numpy(), 2))
    return ActValues()


def _groups(source: np.ndarray, target: np.ndarray, accounts: int) -> EdgeGroups:
    """Group the pairs by edge; within an edge they keep their order."""
    if source.size >= COMPILED_FROM:
        return _groups_fast(source, target)
    order = np.argsort(source.astype(np.int64) * accounts + target, kind="stable")
    source, target = source[order], target[order]
    opens = np.flatnonzero(is_new(source) | is_new(target))
    starts = np.append(opens, source.size)
    return EdgeGroups(source[opens], target[opens], starts, 2 * order, 2 * order + 1)


def _groups_fast(source: np.ndarray, target: np.ndarray) -> EdgeGroups:
    from inconcert.networks.kernels.partitioning import place_by_source

    first = int(source.min())
    starts = np.concatenate([[0], np.cumsum(np.bincount(source - first))])
    ends, earlier, later = (np.empty(source.size, dtype=np.int32) for _ in range(3))
    pairs = (ends, earlier, later)
    place_by_source(source, target, first, starts[:-1].copy(), pairs)
    return grouped(starts, first, pairs)
