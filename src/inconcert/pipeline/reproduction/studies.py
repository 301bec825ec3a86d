"""A study: one published figure or table, and how this package measures it again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inconcert.errors import ConfigError, nearest
from inconcert.pipeline.reproduction.records import check_keys, read_mapping
from inconcert.resources import resource_dir

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_STUDY_KEYS = {"title", "dataset", "posts", "measure"}
_FIGURE_KEYS = {"value", "tolerance", "source", "place"}


@dataclass(frozen=True)
class Figure:
    """A number that somebody reported, and how far ours may lie from it."""

    name: str
    value: float
    tolerance: float
    """Largest absolute difference that still counts as met."""
    source: str
    """Who reports it: a paper, a program and its version, or this repository and a date."""
    place: str
    """Page, table or section; for a program, the call."""


@dataclass(frozen=True)
class Study:
    """What `study.yaml` and `expected.json` of one folder of the shelf say."""

    name: str
    title: str
    dataset: str
    posts: tuple[str, ...]
    """Files of the dataset that are read as posts."""
    extra: tuple[str, ...]
    """Files that the measure needs besides, such as labels."""
    measure: Mapping[str, Any]
    """`_target_` and options of a measure; see `measures.py`."""
    figures: tuple[Figure, ...]


def study_names(shelf: Path | None = None) -> list[str]:
    """Return the names of the studies on the shelf, sorted.

    >>> "righetti2022_russian_retweets" in study_names()
    True
    """
    shelf = shelf or resource_dir("experiments")
    return sorted(path.parent.name for path in shelf.glob("*/study.yaml"))


def read_study(name: str, *, shelf: Path | None = None) -> Study:
    """Read one study of the shelf by its name; raises `ConfigError` with the nearest name."""
    shelf = shelf or resource_dir("experiments")
    known = study_names(shelf)
    if name not in known:
        raise ConfigError(f"no study '{name}' in {shelf}; {nearest(name, known)}")
    path = shelf / name / "study.yaml"
    record = read_mapping(path)
    check_keys(record, path=path, required=_STUDY_KEYS, optional=frozenset({"extra"}))
    return Study(
        name=name,
        title=record["title"],
        dataset=record["dataset"],
        posts=tuple(record["posts"]),
        extra=tuple(record.get("extra", ())),
        measure=record["measure"],
        figures=_read_figures(shelf / name / "expected.json"),
    )


def _read_figures(path: Path) -> tuple[Figure, ...]:
    record = read_mapping(path)
    check_keys(record, path=path, required={"figures"}, optional=frozenset())
    if not record["figures"]:
        raise ConfigError(f"{path}: no figure is expected; give at least one")
    return tuple(_figure(name, entry, path=path) for name, entry in record["figures"].items())


def _figure(name: str, entry: Mapping[str, Any], *, path: Path) -> Figure:
    check_keys(entry, path=path, required=_FIGURE_KEYS, optional=frozenset())
    for key in ("value", "tolerance"):
        number = entry[key]
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ConfigError(f"{path}: {name}.{key} must be a number, found {number!r}")
    if not math.isfinite(entry["value"]) or not 0 <= entry["tolerance"] < math.inf:
        raise ConfigError(f"{path}: {name} needs a finite value and a tolerance of at least 0")
    return Figure(name=name, **entry)
