"""Dataset cards: where a dataset comes from, its checksum, and where its files lie here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.errors import ConfigError, InputError, MissingFileError, nearest
from inconcert.hashing import hash_file
from inconcert.pipeline.reproduction.records import check_keys, read_mapping
from inconcert.resources import resource_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DATA_VARIABLE = "INCONCERT_REFERENCE"
_REQUIRED = {"name", "title", "source", "licence", "citation", "files", "labels", "known_problems"}
_OPTIONAL = frozenset({"reader", "object_layer", "columns"})


@dataclass(frozen=True)
class FileFacts:
    """What a card says of one file."""

    sha256: str
    rows: int
    what: str = ""
    accounts: int | None = None


@dataclass(frozen=True)
class DatasetCard:
    """What must be known of a dataset before it is used."""

    name: str
    title: str
    source: str
    licence: str
    citation: str
    files: Mapping[str, FileFacts]
    labels: str
    known_problems: tuple[str, ...]
    reader: str = "auto"
    object_layer: str = "repost"
    columns: Mapping[str, Any] | None = None


def read_card(path: Path) -> DatasetCard:
    """Read `datasets/<name>/card.yaml`; raises `ConfigError` on a key that is missing or unknown.

    >>> read_card(resource_dir("datasets") / "coortweet_russian_retweets/card.yaml").object_layer
    'repost'
    """
    record = read_mapping(path)
    check_keys(record, path=path, required=_REQUIRED, optional=_OPTIONAL)
    files = {name: _file_facts(facts, path=path) for name, facts in record["files"].items()}
    problems = tuple(record["known_problems"])
    return DatasetCard(**{**record, "files": files, "known_problems": problems})


def _file_facts(record: Mapping[str, Any], *, path: Path) -> FileFacts:
    check_keys(
        record, path=path, required={"sha256", "rows"}, optional=frozenset({"what", "accounts"})
    )
    return FileFacts(**record)


def dataset_card(name: str, *, shelf: Path | None = None) -> DatasetCard:
    """Return the card of a dataset by its name; raises `ConfigError` with the nearest name."""
    shelf = shelf or resource_dir("datasets")
    known = [card.parent.name for card in shelf.glob("*/card.yaml")]
    if name not in known:
        raise ConfigError(f"no dataset card '{name}' in {shelf}; {nearest(name, known)}")
    return read_card(shelf / name / "card.yaml")


def find_files(
    card: DatasetCard, names: Iterable[str], *, directory: Path | None = None
) -> dict[str, Path]:
    """Return where the named files of a dataset lie, their checksums verified.

    Looked in, in this order: `directory` (and nowhere else if it is given), the folder that the
    environment variable INCONCERT_REFERENCE names, the `datasets` folder of this installation, a
    `shared/datasets` folder beside the checkout. Raises `MissingFileError` with all of these, and
    `InputError` on another checksum.
    """
    wanted = tuple(names)
    candidates = _candidates(card.name, directory)
    for folder in candidates:
        if all((folder / name).is_file() for name in wanted):
            found = {name: folder / name for name in wanted}
            _verify(card, found)
            return found
    raise MissingFileError(_not_found(card, wanted, candidates))


def lies_here(card: DatasetCard, names: Iterable[str], *, directory: Path | None = None) -> bool:
    """Say whether `find_files` would find the files; checksums are not read."""
    wanted = tuple(names)
    return any(
        all((folder / name).is_file() for name in wanted)
        for folder in _candidates(card.name, directory)
    )


def _candidates(name: str, directory: Path | None) -> list[Path]:
    if directory is not None:
        return [directory / name, directory / "datasets" / name, directory]
    datasets = resource_dir("datasets")
    roots = [datasets, datasets.parents[1] / "shared" / "datasets"]
    if variable := os.environ.get(DATA_VARIABLE):
        roots = [Path(variable), Path(variable) / "datasets", *roots]
    return [root / name for root in roots]


def _not_found(card: DatasetCard, wanted: tuple[str, ...], candidates: list[Path]) -> str:
    looked = ", ".join(str(folder) for folder in candidates)
    return (
        f"the data of '{card.name}' were not found ({', '.join(wanted)})\n"
        f"  looked in: {looked}\n"
        f"  they come from: {' '.join(card.source.split())}\n"
        f"  point to them by --data DIR, or set {DATA_VARIABLE} to the folder that holds "
        f"'{card.name}'"
    )


def _verify(card: DatasetCard, found: Mapping[str, Path]) -> None:
    for name, path in found.items():
        if name not in card.files:
            raise ConfigError(
                f"the card of '{card.name}' knows no file '{name}'; {nearest(name, card.files)}"
            )
        digest = hash_file(path)
        if digest != card.files[name].sha256:
            raise InputError(
                f"{path} is not the file that the card of '{card.name}' describes\n"
                f"  SHA-256 found:    {digest}\n"
                f"  SHA-256 expected: {card.files[name].sha256}\n"
                f"  fetch it again from its source, or point to another copy by --data"
            )
