"""The accounts of all files: numbered in the order of their ids as text, and counted by layer."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.errors import ColumnError
from inconcert.networks.threads import in_parts
from inconcert.networks.weights import LayerTotals
from inconcert.posts.output import output_directory

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.networks.acts import Whole
    from inconcert.networks.partitioned.job import Job

    Flags = npt.NDArray[np.bool_]

_ACTS_ON = "acts on "
_SLICE = 8
"""Accounts counted at a time, in buckets' worth of actions."""


@dataclass(frozen=True)
class Totals:
    """What no bucket can tell alone."""

    layers: tuple[str, ...]
    """Sorted."""
    of_layers: tuple[LayerTotals, ...]
    """Of the accounts that take part."""
    first_act: int
    """Microsecond of the first act of all."""
    bounds: tuple[int, ...]
    """Bucket b of edges: sources from `bounds[b]` up to `bounds[b + 1]`."""


def count_accounts(job: Job) -> None:
    """Number the accounts and count their acts on each layer; does nothing if it was done.

    Reads account, layer and time. Memory grows with the accounts.
    """
    if job.totals_file.exists():
        return
    first_act = _first_act(job)
    slices = math.ceil(job.buckets / _SLICE)
    counted = pl.concat((_counted(job, one, slices) for one in range(slices)), how="diagonal")
    layers = sorted(set(counted.columns) - {"account_id"})
    whole = counted.with_columns(pl.col(layers).fill_null(0))
    accounts = whole.sort(pl.col("account_id").cast(pl.String))
    del counted, whole
    busy = [accounts[layer].to_numpy() for layer in layers]
    totals = Totals(
        layers=tuple(layer.removeprefix(_ACTS_ON) for layer in layers),
        of_layers=tuple(_total(acts, job.rules.min_participation) for acts in busy),
        first_act=first_act,
        bounds=_bounds(busy, accounts.height, job),
    )
    with output_directory(job.totals_file.parent) as folder:
        accounts.write_parquet(folder / job.accounts_file.name, compression="lz4")
        text = json.dumps(asdict(totals))
        (folder / job.totals_file.name).write_text(text, encoding="utf-8")


def totals_of(job: Job) -> Totals:
    """Read what `count_accounts` found."""
    found = json.loads(job.totals_file.read_text(encoding="utf-8"))
    of_layers = tuple(LayerTotals(**one) for one in found["of_layers"])
    return Totals(tuple(found["layers"]), of_layers, found["first_act"], tuple(found["bounds"]))


def names_of(job: Job) -> pl.Series:
    """Return the ids of the accounts as text, sorted: an account's number is its place."""
    table = pl.read_parquet(job.accounts_file, columns=["account_id"])
    return table["account_id"].cast(pl.String)


def _first_act(job: Job) -> int:
    """Return the microsecond of the first act, 0 if there is none.

    Raises `ColumnError` where an account, a layer or a time is missing.
    """
    columns = ["account_id", "layer", "created_at"]
    first = pl.col("created_at").dt.epoch("us").min().alias("first")
    asked = job.actions.scan(columns).select(first, pl.col(columns).null_count())
    found = asked.collect(engine="streaming")
    for column in columns:
        if found[column][0]:
            raise ColumnError(
                f"actions: {found[column][0]} null values in column {column!r}.\n"
                "Drop those rows from the files."
            )
    return int(found["first"][0] or 0)


def _counted(job: Job, one: int, slices: int) -> pl.DataFrame:
    """Count the acts of one slice of the accounts, a column a layer."""
    mine = pl.col("account_id").hash() % slices == one
    acts = job.actions.scan(["account_id", "layer"]).filter(mine)
    counts = acts.group_by("account_id", "layer").len("acts").collect(engine="streaming")
    return _by_layer(counts)


def _by_layer(counts: pl.DataFrame) -> pl.DataFrame:
    accounts = counts.select("account_id").unique()
    for layer in counts["layer"].unique().sort():
        mine = counts.filter(layer=layer).select(
            "account_id", pl.col("acts").alias(_ACTS_ON + layer)
        )
        accounts = accounts.join(mine, on="account_id", how="left")
    return accounts


def _total(acts: Whole, least: int) -> LayerTotals:
    taking = acts[acts >= least]
    return LayerTotals(accounts=int(taking.size), acts=int(taking.sum(dtype=np.int64)))


def _bounds(busy: list[Whole], accounts: int, job: Job) -> tuple[int, ...]:
    """Cut the accounts so that the ranges own about the same number of pairs.

    The source is the first of two accounts by name: if a share s of the acts lies before an
    account, about 1 - (1 - s)^2 of the pairs have a source before it.
    """
    taking = sum(
        (np.where(acts >= job.rules.min_participation, acts, 0) for acts in busy),
        start=np.zeros(accounts, dtype=np.int64),
    )
    before = np.cumsum(taking)
    wanted = 1 - np.sqrt(1 - np.linspace(0, 1, job.buckets + 1))
    inner = np.searchsorted(before, wanted[1:-1] * before[-1:].sum())
    return (0, *(int(cut) for cut in inner), accounts)


@dataclass(frozen=True)
class AccountNumbers:
    """Finds the number of an id by its hash; no two ids of the job share one."""

    hashes: Whole
    slots: Whole
    seed: int
    taking_part: dict[str, Flags]
    """By layer: the accounts with enough acts on it; empty if all take part."""

    @classmethod
    def of(cls, job: Job) -> AccountNumbers:
        """Read the accounts of a job."""
        accounts = pl.read_parquet(job.accounts_file)
        taking = _taking_part(accounts, totals_of(job).layers, job.rules.min_participation)
        seed = 0
        while (found := _slots(accounts["account_id"], seed)) is None:
            seed += 1
        return cls(*found, seed, taking)

    def of_ids(self, ids: pl.Series) -> Whole:
        """Return the number of each id, all of which are accounts of the job."""
        from inconcert.networks.kernels.partitioning import find_slots

        wanted = ids.hash(self.seed).to_numpy()
        number = np.empty(len(ids), dtype=np.int32)
        in_parts(
            len(ids),
            lambda low, high, _: find_slots(wanted, low, high, self.hashes, self.slots, number),
        )
        return number


def _slots(ids: pl.Series, seed: int) -> tuple[Whole, Whole] | None:
    """Return the hashes of distinct ids and where each stands; None if two share one."""
    from inconcert.networks.kernels.partitioning import fill_slots

    hashes = ids.hash(seed).to_numpy()
    slots = np.full(1 << max((2 * len(ids)).bit_length(), 4), -1, dtype=np.int32)
    return (hashes, slots) if fill_slots(hashes, slots) else None


def _taking_part(accounts: pl.DataFrame, layers: tuple[str, ...], least: int) -> dict[str, Flags]:
    if least == 1:
        return {}
    return {layer: accounts[_ACTS_ON + layer].to_numpy() >= least for layer in layers}
