"""The choices that lie in `conf`: which groups there are, and what each choice says.

Read as plain YAML, without Hydra, so that an answer takes milliseconds.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.errors import ConfigError, nearest
from inconcert.pipeline.targets import allowed_packages
from inconcert.resources import resource_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

HIDDEN = ("hydra",)


@dataclass(frozen=True)
class Choice:
    """One YAML file of a group."""

    group: str
    name: str
    path: Path

    def read(self) -> dict[str, Any]:
        """Return what the file says."""
        return read_yaml(self.path)

    @property
    def description(self) -> str:
        """The first comment that is neither a command nor a Hydra directive."""
        for line in self.path.read_text(encoding="utf-8").splitlines():
            comment = line.removeprefix("#").strip()
            if line.startswith("#") and comment and not comment.startswith(("inconcert ", "@")):
                return comment
        return ""


def conf_dirs(extra: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the folders that configs are looked for in, the first one first.

    Ours, then `extra` (the user's own), then the `conf` folders of add-on packages.
    """
    addons = (_conf_of(package) for package in allowed_packages()[1:])
    found = [resource_dir("conf"), *extra, *addons]
    return tuple(folder for folder in found if folder is not None)


def groups(dirs: tuple[Path, ...]) -> tuple[str, ...]:
    """Return the names of the groups, sorted.

    >>> "model" in groups(conf_dirs())
    True
    """
    names = {entry.name for folder in dirs for entry in folder.glob("*") if entry.is_dir()}
    return tuple(sorted(names - set(HIDDEN)))


def choices(group: str, dirs: tuple[Path, ...] | None = None) -> dict[str, Choice]:
    """Return the choices of a group by name, sorted; the first folder that has one decides.

    >>> sorted(choices("tracking"))
    ['mlflow']
    """
    found: dict[str, Choice] = {}
    for folder in dirs or conf_dirs():
        for path in sorted((folder / group).glob("*.yaml")):
            found.setdefault(path.stem, Choice(group, path.stem, path))
    return dict(sorted(found.items()))


def choice(group: str, name: str, dirs: tuple[Path, ...] | None = None) -> Choice:
    """Return a choice by its name. Raises `ConfigError` with the nearest one.

    >>> choice("model", "grapsage")
    Traceback (most recent call last):
    inconcert.errors.ConfigError: model=grapsage: no such model; did you mean 'graphsage'?
    """
    known = choices(group, dirs)
    if name not in known:
        advice = nearest(name, known) if known else f"the group '{group}' is empty"
        raise ConfigError(f"{group}={name}: no such {group}; {advice}")
    return known[name]


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a mapping from a YAML file. Raises `ConfigError` if it is none."""
    import yaml

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: cannot be read as YAML: {error}") from error
    if not isinstance(found, dict):
        raise ConfigError(f"{path}: holds a {type(found).__name__}; allowed: a mapping")
    return found


def _conf_of(package: str) -> Path | None:
    """Return the `conf` folder of an add-on package, if it has one."""
    spec = importlib.util.find_spec(package)
    places = spec.submodule_search_locations if spec else None
    folder = Path(next(iter(places))) / "conf" if places else None
    return folder if folder is not None and folder.is_dir() else None
