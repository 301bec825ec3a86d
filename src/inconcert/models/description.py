"""`model.json` of a saved model: which class it is, its options, its columns, its threshold."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from inconcert.errors import ConfigError, ModelError
from inconcert.models.decision import Decision
from inconcert.models.persist import load_json, save_json

if TYPE_CHECKING:
    from pathlib import Path

FILE = "model.json"
FORMAT = 1
"""Raised when a bundle written before can no longer be read."""

M = TypeVar("M")


@dataclass(frozen=True)
class Description(Generic[M]):
    """A model rebuilt from its options, and what else `model.json` holds."""

    model: M
    columns: tuple[str, ...]
    decision: Decision
    rest: dict[str, Any]


def options(model: Any) -> dict[str, Any]:
    """Return the options a model was built with, as its constructor takes them."""
    return {option.name: getattr(model, option.name) for option in fields(model) if option.init}


def write_description(
    directory: Path, model: Any, *, columns: tuple[str, ...], decision: Decision, **rest: Any
) -> None:
    """Write `model.json` for a model that has learned."""
    write_options(directory, model, columns=list(columns), decision=decision.as_json(), rest=rest)


def write_options(directory: Path, model: Any, **learned: Any) -> None:
    """Write `model.json`: name, options and what was learned, if anything."""
    save_json(
        directory / FILE,
        {"format": FORMAT, "model": model.name, "options": options(model), **learned},
    )


def read_description(cls: type[M], directory: Path) -> Description[M]:
    """Read what `write_description` wrote. Raises `ModelError` where it is not as written."""
    written = load_json(directory / FILE)
    model = _rebuilt(cls, written, directory)
    columns, decision = written.get("columns"), written.get("decision")
    rest = written.get("rest")
    strings = isinstance(columns, list) and all(isinstance(name, str) for name in columns)
    if not strings or not isinstance(decision, dict) or not isinstance(rest, dict):
        raise ModelError(f"{directory / FILE}: columns, decision or rest are not as written")
    return Description(model, tuple(columns or ()), Decision.from_json(decision), rest)


def read_options(cls: type[M], directory: Path) -> M:
    """Rebuild a model that learns nothing from the options in `model.json`."""
    return _rebuilt(cls, load_json(directory / FILE), directory)


def _rebuilt(cls: type[M], written: dict[str, Any], directory: Path) -> M:
    path, name = directory / FILE, getattr(cls, "name", "")
    if written.get("model") != name:
        raise ModelError(f"{path}: holds model {written.get('model')!r}, not {name!r}")
    if written.get("format") != FORMAT:
        raise ModelError(
            f"{path}: is of format {written.get('format')!r}; this version reads {FORMAT}"
        )
    chosen = written.get("options")
    try:
        return cls(**chosen) if isinstance(chosen, dict) else cls(**{"options": chosen})
    except (ConfigError, TypeError) as error:
        raise ModelError(f"{path}: the options are not the model's: {error}") from error
