"""Small YAML and JSON records (cards, studies, expected figures), read with their keys checked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml

from inconcert.errors import ConfigError, MissingFileError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read_mapping(path: Path) -> dict[str, Any]:
    """Return the mapping that a `.yaml` or `.json` file holds; no YAML tags are followed.

    Raises `MissingFileError` if nothing lies there, `ConfigError` if it is no mapping.
    """
    if not path.is_file():
        raise MissingFileError(f"{path} is missing\n  it belongs to the record in {path.parent}")
    content = _parse(path)
    if not isinstance(content, dict):
        raise ConfigError(f"{path}: expected a mapping of keys, found {type(content).__name__}")
    return content


def _parse(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    try:
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (json.JSONDecodeError, yaml.YAMLError) as error:
        where = " ".join(str(error).split())
        raise ConfigError(f"{path} cannot be read: {where}") from error


def check_keys(
    record: Mapping[str, Any], *, path: Path, required: set[str], optional: frozenset[str]
) -> None:
    """Raise `ConfigError` if a key is missing or is not one that is known.

    >>> from pathlib import Path
    >>> check_keys({"a": 1}, path=Path("x.yaml"), required={"a"}, optional=frozenset({"b"}))
    """
    missing = sorted(required - record.keys())
    if missing:
        raise ConfigError(f"{path}: missing {', '.join(missing)}")
    known = required | optional
    for key in record:
        if key not in known:
            raise ConfigError(f"{path}: unknown key '{key}'; {nearest(str(key), known)}")
