"""The dataset with its planted rows on disk: tables, the record of what was done, checksums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.hashing import hash_file
from inconcert.posts.output import output_directory

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.simulation.injection.inject import Injected

TABLES = ("posts", "accounts", "labels", "acts")
_LEVEL = 12


def write_injected(injected: Injected, directory: Path, *, record: str, title: str) -> None:
    """Write the tables, `inject.yaml` (the text `record`), `datasheet.md` and `SHA256SUMS`.

    They appear together. Where ids were numbered anew there is also `renumbered.parquet`.
    """
    with output_directory(directory) as folder:
        for name in TABLES:
            _write(getattr(injected, name), folder / f"{name}.parquet")
        if injected.renumbered.height:
            _write(injected.renumbered, folder / "renumbered.parquet")
        (folder / "inject.yaml").write_text(record, encoding="utf-8")
        (folder / "datasheet.md").write_text(datasheet(injected, title=title), encoding="utf-8")
        files = sorted(path for path in folder.iterdir() if path.is_file())
        sums = "".join(f"{hash_file(path)}  {path.name}\n" for path in files)
        (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")


def _write(table: pl.DataFrame, path: Path) -> None:
    table.write_parquet(path, compression="zstd", compression_level=_LEVEL)


def datasheet(injected: Injected, *, title: str) -> str:
    """Say what the dataset is, what is true in it, and what gives the planted rows away."""
    members = injected.labels.filter(pl.col("campaign").is_not_null())
    sizes = members.group_by("campaign").len().sort("campaign")
    acts = dict(injected.acts.group_by("campaign").len().sort("campaign").iter_rows())
    planted = injected.posts.join(members, on="account_id", how="semi").height
    rows = [f"| {name} | {count:,} | {acts.get(name, 0):,} |" for name, count in sizes.iter_rows()]
    return "\n".join([f"# {title}", "", *_ABOUT, "", "| campaign | accounts | acts |",
        "| --- | ---: | ---: |", *rows, "",
        f"{injected.posts.height:,} posts by "
        f"{injected.posts['account_id'].n_unique():,} accounts; {planted:,} posts are planted.",
        "", "## What to know before using it", "",
        *(f"- {note}" for note in (*_ALWAYS, *injected.notes)), ""])  # fmt: skip


_ABOUT = (
    "Real posts, and campaigns planted among them. Labels and acts tell what was planted.",
    "Of the real accounts nothing is known: the role `real` does not say that they are organic.",
)
_ALWAYS = (
    "The real posts are those of real people: keep to the licence of their source.",
    "Nothing was invented that a real account did: no real account reacts to a planted post.",
    "What planted accounts say in their own words repeats real posts of the dataset word for word, "
    "unless the attack composes its texts; methods that compare texts find these pairs.",
    "Facts of planted profiles come from real ones, each from another account, counts changed by a "
    "tenth; handles and names are put together from two.",
    "Recall of planted accounts can be measured, precision cannot: a real account that is flagged "
    "may well act together with others.",
)
