"""Labelled datasets: the one that ships, simulated ones, and files of the user's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.errors import (
    ColumnError,
    ConfigError,
    InputError,
    MissingFileError,
    TooLittleError,
    nearest,
)
from inconcert.resources import resource_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from inconcert.posts.ingest import IngestCounts
    from inconcert.simulation.world import World


@dataclass(frozen=True)
class Dataset:
    """What an experiment runs on: tables of `schemas`, and where they come from."""

    name: str
    posts: pl.DataFrame
    accounts: pl.DataFrame
    labels: pl.DataFrame
    acts: pl.DataFrame | None = None
    """Which posts belong to a campaign; None: nobody says."""
    notes: tuple[str, ...] = ()
    counts: IngestCounts | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the tables, and of the files they were read from."""


@dataclass(frozen=True)
class ShippedDataset:
    """A dataset whose tables lie in the `datasets` folder of this installation."""

    name: str

    def load(self) -> Dataset:
        """Read its tables."""
        import polars as pl

        folder = resource_dir("datasets") / self.name
        if not (folder / "posts.parquet").is_file():
            raise ConfigError(f"dataset.name={self.name}: {nearest(self.name, shipped_names())}")
        tables = {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
        return checked_dataset(self.name, tables)


@dataclass(frozen=True)
class SimulatedDataset:
    """A scenario of `conf/scenario`, simulated in memory."""

    scenario: str
    """Its name there, or the path of a YAML file."""
    seed: int = 0
    """Of the simulation; the seed of the experiment leaves the world as it is."""

    def __post_init__(self) -> None:
        """Find the scenario at once, so that a wrong name is answered before any work."""
        self._settings()

    def load(self) -> Dataset:
        """Simulate."""
        return checked_dataset(f"{self.scenario}-{self.seed}", _tables(self.world()))

    def world(self) -> World:
        """Return the simulated world."""
        from inconcert.pipeline.build import build
        from inconcert.simulation.scenario import Scenario
        from inconcert.simulation.world import simulate

        scenario = build(self._settings(), where="scenario")
        if not isinstance(scenario, Scenario):
            raise ConfigError(f"dataset.scenario={self.scenario}: it builds no Scenario")
        return simulate(scenario, seed=self.seed)

    def _settings(self) -> dict[str, Any]:
        from inconcert.pipeline.choices import choices, read_yaml

        if self.scenario.endswith((".yaml", ".yml")):
            return read_yaml(Path(self.scenario))
        known = choices("scenario")
        if self.scenario not in known:
            raise ConfigError(
                f"dataset.scenario: no scenario '{self.scenario}'; {nearest(self.scenario, known)}"
            )
        return known[self.scenario].read()


@dataclass(frozen=True)
class FileDataset:
    """Posts in files of any supported form, and a table of labels."""

    paths: tuple[Path, ...]
    labels: Path
    """CSV or Parquet with `account_id` and `campaign` (empty: organic)."""
    accounts: Path | None = None
    """CSV or Parquet with further facts on accounts."""
    reader: str = "auto"
    columns: Mapping[str, Any] | Path | None = None
    object_layer: str = "repost"

    def load(self) -> Dataset:
        """Read the files. Raises `InputError` where one cannot be used."""
        from inconcert.posts.ingest import ingest

        paths = [*self.paths, *([self.accounts] if self.accounts else [])]
        taken = ingest(
            paths, reader=self.reader, columns=self.columns, object_layer=self.object_layer
        )
        tables = {
            "posts": taken.posts,
            "accounts": taken.accounts,
            "labels": read_labels(self.labels),
        }
        return checked_dataset(
            self.paths[0].stem,
            tables,
            notes=taken.notes,
            counts=taken.counts,
            hashes={f"file/{Path(file.path).name}": file.sha256 for file in taken.files},
        )


def shipped_names() -> list[str]:
    """Return the datasets whose tables ship.

    >>> "sample" in shipped_names()
    True
    """
    return sorted(path.parent.name for path in resource_dir("datasets").glob("*/posts.parquet"))


def read_labels(path: Path) -> pl.DataFrame:
    """Read labels from CSV or Parquet: `account_id`, `campaign`, and what else Labels has.

    Raises `MissingFileError`, `ColumnError`, and `InputError` where an account comes twice.
    """
    import polars as pl

    from inconcert.schemas import Labels

    if not path.is_file():
        raise MissingFileError(f"dataset.labels: there is no file {path}; check its spelling")
    parquet = path.suffix == ".parquet"
    table = pl.read_parquet(path) if parquet else pl.read_csv(path, infer_schema=False)
    for column in ("account_id", "campaign"):
        if column not in table.columns:
            raise ColumnError(
                f"{path}: labels need the column '{column}'; found: {', '.join(table.columns)}"
            )
    _check_ids(table, path)
    missing = [
        pl.lit(None).alias(name) for name in Labels.column_names() if name not in table.columns
    ]
    texts = table.with_columns(missing).select(pl.col(Labels.column_names()).cast(pl.String))
    empty = pl.col("campaign").str.strip_chars() == ""
    organic = pl.when(empty).then(None).otherwise("campaign").alias("campaign")
    return texts.with_columns(organic).sort("account_id")


def _check_ids(labels: pl.DataFrame, path: Path) -> None:
    if labels.schema["account_id"].is_float():
        raise InputError(
            f"{path}: account_id was stored as a decimal number, which loses the last digits of "
            "long ids\nwrite the ids as text and try again"
        )
    twice = labels.filter(labels["account_id"].is_duplicated())["account_id"].sort()
    if twice.len():
        raise InputError(f"{path}: account '{twice[0]}' is labelled more than once; keep one row")


def _tables(world: World) -> dict[str, pl.DataFrame]:
    return {name: getattr(world, name) for name in ("posts", "accounts", "labels", "acts")}


def checked_dataset(
    name: str,
    tables: Mapping[str, pl.DataFrame],
    *,
    notes: tuple[str, ...] = (),
    counts: IngestCounts | None = None,
    hashes: Mapping[str, str] | None = None,
) -> Dataset:
    """Check the tables `posts`, `accounts`, `labels`, `acts` and hash them.

    `posts` and `labels` must be there. Raises `TooLittleError` where no labelled account posts.
    """
    from inconcert import schemas
    from inconcert.hashing import hash_table

    posts = schemas.Posts.validate(tables["posts"], cast=True).sort("post_id")
    labels = schemas.Labels.validate(tables["labels"], cast=True).sort("account_id")
    _check_overlap(name, posts, labels)
    return Dataset(
        name=name,
        posts=posts,
        accounts=tables.get("accounts", schemas.empty(schemas.Accounts)),
        labels=labels,
        acts=tables.get("acts"),
        notes=notes,
        counts=counts,
        hashes={"posts": hash_table(posts), "labels": hash_table(labels), **(hashes or {})},
    )


def _check_overlap(name: str, posts: pl.DataFrame, labels: pl.DataFrame) -> None:
    """Labels that name none of the accounts are nearly always ids written in another way."""
    known = labels.join(posts.select("account_id").unique(), on="account_id", how="semi").height
    if known == 0:
        raise TooLittleError(
            f"dataset {name}: none of the {labels.height:,} labelled accounts wrote a post\n"
            "the ids of labels and posts must be the same text: look for lost leading zeros, "
            "handles in place of ids, or ids shortened by a spreadsheet"
        )
