"""Second stage: the pairs of acts on the objects of a bucket, in the order of their sources."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from inconcert.networks.edgegroups import edge_groups
from inconcert.networks.largeobjects import REPORT, reach_within
from inconcert.networks.layeracts import layer_acts
from inconcert.networks.partitioned.accounts import Totals, totals_of
from inconcert.networks.partitioned.acts import acts_of
from inconcert.networks.weights import ActValues, act_values
from inconcert.networks.windows import total_pairs
from inconcert.posts.output import output_directory

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.networks.acts import Whole
    from inconcert.networks.edgegroups import EdgeGroups
    from inconcert.networks.largeobjects import Reach
    from inconcert.networks.layeracts import LayerActs
    from inconcert.networks.partitioned.job import Job

_OBJECT_BITS = 32
_COUNTS = "counts.json"
_LEFT_OUT = "left_out.parquet"


@dataclass(frozen=True)
class Place:
    """A layer and a window, by their numbers."""

    layer: int
    window: int

    @property
    def name(self) -> str:
        """Return what files of it begin with."""
        return f"{self.layer:03d}-{self.window:03d}"


@dataclass(frozen=True)
class PairCounts:
    """How many pairs of acts the objects of a bucket make, by place."""

    looked_at: dict[str, int]
    """Within the window, an account's own included."""
    by_range: dict[str, list[int]]
    """Written, by bucket of edges."""


def pair_acts(job: Job, bucket: int) -> None:
    """Write the pairs of acts within the windows; does nothing if it was done.

    All portions must have been dealt out. Memory grows with the acts of the bucket. Raises
    `ConfigError` if they make more than `max_pairs` on one layer and window.
    """
    folder = job.pairs_folder(bucket)
    if folder.exists():
        return
    totals = totals_of(job)
    counts, left_out = PairCounts({}, {}), [pl.DataFrame(schema=REPORT)]
    with output_directory(folder) as place:
        writer = _Writer(job, bucket, totals, place, counts)
        actions = acts_of(job, bucket)
        for acts in layer_acts(actions, as_text=False):
            left_out.extend(writer.write_layer(actions, acts))
        pl.concat(left_out).write_parquet(place / _LEFT_OUT)
        (place / _COUNTS).write_text(json.dumps(asdict(counts)), encoding="utf-8")


def pair_counts_of(job: Job, bucket: int) -> PairCounts:
    """Read how many pairs a bucket made."""
    text = (job.pairs_folder(bucket) / _COUNTS).read_text(encoding="utf-8")
    return PairCounts(**json.loads(text))


def left_out_of(job: Job) -> pl.DataFrame:
    """Read what was left out of large objects, over all buckets."""
    files = [job.pairs_folder(bucket) / _LEFT_OUT for bucket in range(job.buckets)]
    whole = pl.concat([pl.read_parquet(file) for file in files])
    return whole.sort("layer", "object_id", "window_seconds", nulls_last=True)


def pair_files(job: Job, place: Place) -> list[Path]:
    """Return the files of pairs of a place, in the order of the buckets."""
    folders = (job.pairs_folder(bucket) for bucket in range(job.buckets))
    return [file for folder in folders for file in sorted(folder.glob(f"{place.name}-*.parquet"))]


@dataclass(frozen=True)
class _Writer:
    job: Job
    bucket: int
    totals: Totals
    folder: Path
    counts: PairCounts

    def write_layer(self, actions: pl.DataFrame, acts: LayerActs) -> list[pl.DataFrame]:
        """Write the pairs of a layer, window by window; return what was left out."""
        layer = self.totals.layers.index(acts.layer)
        values = self._values(actions, acts, layer)
        reports = []
        for number, window in enumerate(self.job.windows):
            reach = reach_within(
                acts,
                window,
                self.job.rules,
                self.job.limits,
                objects=actions["object_id"],
                first_act=self.totals.first_act,
            )
            reports.append(reach.report)
            self._write_place(Place(layer, number), reach, values)
        return reports

    def _values(self, actions: pl.DataFrame, acts: LayerActs, layer: int) -> ActValues:
        if self.job.counts_posts:
            return ActValues(post=actions["post_id"].to_numpy()[acts.row])
        return act_values(acts, actions, self.job.rules, self.totals.of_layers[layer])

    def _write_place(self, place: Place, reach: Reach, values: ActValues) -> None:
        values = values if reach.kept is None else values.take(reach.kept)
        bounds = np.asarray(self.totals.bounds)
        written = np.zeros(bounds.size - 1, dtype=np.int64)
        groups = edge_groups(reach.acts, reach.ends, self_pairs=self.job.rules.self_pairs)
        for number, batch in enumerate(groups):
            table = _pairs(reach.acts, batch, values, self.bucket)
            written += np.diff(np.searchsorted(table["source"].to_numpy(), bounds))
            table.write_parquet(
                self.folder / f"{place.name}-{number:05d}.parquet",
                compression="lz4",
                row_group_size=max(table.height // self.job.buckets, 1 << 14),
            )
        self.counts.looked_at[place.name] = total_pairs(reach.ends)
        self.counts.by_range[place.name] = written.tolist()


def _pairs(acts: LayerActs, groups: EdgeGroups, values: ActValues, bucket: int) -> pl.DataFrame:
    """Return the pairs by source and target, those on one object together."""
    number = acts.names.to_numpy()
    edge = np.repeat(np.arange(len(groups)), groups.lengths)
    source = groups.source[edge]
    columns: dict[str, Any] = {
        "source": number[source],
        "target": number[groups.target[edge]],
        "object": (bucket << _OBJECT_BITS) + acts.group[groups.earlier].astype(np.int64),
        "at": acts.time[groups.earlier],
        "delay": acts.time[groups.later] - acts.time[groups.earlier],
        "source_first": acts.account[groups.earlier] == source,
        **_brought(values, groups.earlier, groups.later),
    }
    return pl.DataFrame(columns)


def _brought(values: ActValues, earlier: Whole, later: Whole) -> dict[str, Whole]:
    if values.post is not None:
        return {"post": values.post[earlier], "later_post": values.post[later]}
    return {} if values.value is None else {"value": values.value[earlier]}  # type: ignore[dict-item]
