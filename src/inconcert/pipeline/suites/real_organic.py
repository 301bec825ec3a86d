"""Alarms on real posts in which nothing is known to be coordinated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import polars as pl

from inconcert.errors import MissingFileError
from inconcert.pipeline.suites.base import Findings, Scale, judged
from inconcert.pipeline.suites.benign import PER

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.pipeline.bundle import Bundle


@dataclass(frozen=True)
class RealOrganic:
    """Datasets by the names of their cards; those whose files are not here are named and left out.

    Quick takes whole accounts, at random, until they have about `quick_posts` posts.
    """

    caption: ClassVar[str] = "Alarms per 10,000 accounts of real data without labels"

    datasets: tuple[str, ...]
    quick_posts: int = 100_000

    def __post_init__(self) -> None:
        """Find every card at once."""
        from inconcert.pipeline.reproduction.cards import dataset_card

        for name in self.datasets:
            dataset_card(name)

    def run(self, bundle: Bundle, scale: Scale) -> Findings:
        """Count alarms. Raises `MissingFileError` where none of the datasets is here."""
        rows, absent = [], []
        for name in self.datasets:
            posts = self._posts(name, scale)
            if posts is None:
                absent.append(name)
            else:
                rows.append(_row(bundle, name, *posts))
        if not rows:
            raise MissingFileError(
                f"none of the datasets {', '.join(self.datasets)} is here\nput one beside its card "
                "or name the folder that holds them by INCONCERT_REFERENCE"
            )
        table = pl.DataFrame(rows)
        notes = (f"not here, so left out: {', '.join(absent)}",) if absent else ()
        alarms, accounts = int(table["flagged"].sum()), int(table["accounts"].sum())
        return Findings(table, {"per_10000": PER * alarms / accounts}, notes)

    def _posts(self, name: str, scale: Scale) -> tuple[pl.DataFrame, pl.DataFrame] | None:
        from inconcert.pipeline.reproduction.cards import dataset_card, find_files
        from inconcert.posts.ingest import ingest

        card = dataset_card(name)
        try:
            files = find_files(card, card.files)
        except MissingFileError:
            return None
        taken = ingest(
            list(files.values()),
            reader=card.reader,
            columns=card.columns or None,
            object_layer=card.object_layer,
        )
        posts: pl.DataFrame = taken.posts
        return (_some(posts, self.quick_posts) if scale == "quick" else posts), taken.accounts

    def draw(self, table: pl.DataFrame, path: Path) -> None:
        """Bars: alarms per 10,000 accounts of each dataset."""
        from inconcert.pipeline.suites.figures import bars

        rows = table.sort("per_10000", "dataset", descending=[False, True])
        label = "alarms per 10,000 accounts"
        bars(path, rows["dataset"].to_list(), rows["per_10000"].to_list(), label=label)


def _some(posts: pl.DataFrame, wanted: int) -> pl.DataFrame:
    """Keep whole accounts, chosen by a hash of their ids, of about `wanted` posts in all."""
    if posts.height <= wanted:
        return posts
    share = wanted / posts.height
    chosen = pl.col("account_id").hash(seed=0) < int(share * (2**64 - 1))
    return posts.filter(chosen)


def _row(
    bundle: Bundle, name: str, posts: pl.DataFrame, accounts: pl.DataFrame
) -> dict[str, object]:
    seen, _ = judged(bundle, posts, accounts)
    flagged = int(seen["flagged"].sum())
    return {
        "dataset": name,
        "posts": posts.height,
        "accounts": seen.height,
        "with_score": int(seen["score"].count()),
        "flagged": flagged,
        "per_10000": PER * flagged / max(seen.height, 1),
    }
