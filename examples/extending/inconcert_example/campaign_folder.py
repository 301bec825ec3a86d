"""Archives of influence operations often come as one file of posts a campaign."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from inconcert.errors import InputError
from inconcert.pipeline.datasets import Dataset, checked_dataset
from inconcert.posts.ingest import ingest


@dataclass(frozen=True)
class CampaignFolder:
    """Labels accounts by the file their posts stand in; `organic` is the file of the others."""

    folder: Path
    organic: str = "organic"
    reader: str = "auto"

    def load(self) -> Dataset:
        """Read every file of the folder. Raises `InputError` for an account in two files."""
        taken = ingest([self.folder], reader=self.reader)
        return checked_dataset(
            self.folder.name,
            {
                "posts": taken.posts,
                "accounts": taken.accounts,
                "labels": labels_of(taken.posts, organic=self.organic),
            },
            notes=taken.notes,
            counts=taken.counts,
            hashes={f"file/{Path(file.path).name}": file.sha256 for file in taken.files},
        )


def labels_of(posts: pl.DataFrame, *, organic: str) -> pl.DataFrame:
    """Return `schemas.Labels`: the campaign of an account is the name of its file.

    >>> posts = pl.DataFrame({"account_id": ["a", "b"], "source_file": ["x/troll.csv", "o.csv"]})
    >>> labels_of(posts, organic="o").select("account_id", "campaign").rows()
    [('a', 'troll'), ('b', None)]
    """
    stem = pl.col("source_file").str.split("/").list.last().str.split(".").list.first()
    placed = posts.select("account_id", campaign=stem).unique().sort("account_id", "campaign")
    twice = placed.filter(pl.col("account_id").is_duplicated())
    if twice.height:
        raise InputError(
            f"account '{twice['account_id'][0]}' posts in {twice['campaign'][0]} and in "
            f"{twice['campaign'][1]}; an account belongs to one file\n"
            "take it out of one of them"
        )
    campaign = pl.when(pl.col("campaign") != organic).then("campaign")
    unknown = (pl.lit(None, pl.String).alias(name) for name in ("role", "operator", "source"))
    return placed.select("account_id", campaign.alias("campaign"), *unknown)
