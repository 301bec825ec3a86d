"""First stage: the acts of a portion of the actions, dealt out to buckets by object."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.networks.partitioned.accounts import AccountNumbers
from inconcert.posts.output import output_directory

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.networks.partitioned.job import Job

_SEED = 7
"""Of the hash that deals out objects: any will do, if it is not that of the accounts."""


def deal_out_acts(job: Job, portion: int, *, accounts: AccountNumbers | None = None) -> None:
    """Write the acts of a portion, a file a bucket of objects; does nothing if it was done.

    Accounts become numbers; those that do not take part are left out. `count_accounts` must have
    been done; `accounts` spares reading what it left again.
    """
    folder = job.acts_folder(portion)
    if folder.exists():
        return
    acts = _acts(job, portion, accounts or AccountNumbers.of(job))
    bucket = pl.col("object_id").hash(_SEED) % job.buckets
    dealt = acts.with_columns(bucket.alias("bucket")).partition_by(
        "bucket", maintain_order=True, include_key=False, as_dict=True
    )
    with output_directory(folder) as place:
        for (number,), mine in dealt.items():
            mine.write_parquet(_file(place, number), compression="lz4")
        (place / "done").touch()


def acts_of(job: Job, bucket: int) -> pl.DataFrame:
    """Read the acts on the objects of a bucket, in the order of the files' rows."""
    files = [_file(job.acts_folder(portion), bucket) for portion in range(len(job.portions))]
    found = [pl.read_parquet(file) for file in files if file.exists()]
    return pl.concat(found) if found else pl.DataFrame(schema=_empty(job))


def _acts(job: Job, portion: int, accounts: AccountNumbers) -> pl.DataFrame:
    table = job.actions.read(job.portions[portion], job.columns)
    number = accounts.of_ids(table["account_id"])
    acts = table.with_columns(pl.Series("account_id", number))
    if job.counts_posts:
        acts = acts.with_columns(_as_number(acts["post_id"]))
    if accounts.taking_part:
        acts = acts.filter(_takes_part(accounts, acts["layer"], number))
    return acts


def _as_number(posts: pl.Series) -> pl.Series:
    """Return ids as they are if numbers, else 64-bit hashes that stand for them within an edge."""
    hashes = posts.hash(_SEED) if posts.dtype == pl.String else posts.cast(pl.UInt64, strict=False)
    return hashes.alias(posts.name)


def _takes_part(accounts: AccountNumbers, layers: pl.Series, number: np.ndarray) -> pl.Series:
    taking = np.zeros(number.size, dtype=np.bool_)
    for layer, flags in accounts.taking_part.items():
        mine = (layers == layer).to_numpy()
        taking[mine] = flags[number[mine]]
    return pl.Series(taking)


def _file(folder: Path, bucket: int) -> Path:
    return folder / f"{bucket:05d}.parquet"


def _empty(job: Job) -> dict[str, pl.DataType]:
    ids = pl.Int64() if "object_id" in job.actions.numbers else pl.String()
    return {
        "account_id": pl.Int32(),
        "layer": pl.String(),
        "object_id": ids,
        "created_at": pl.Datetime("us", "UTC"),
        **({"post_id": pl.UInt64()} if job.counts_posts else {}),
    }
