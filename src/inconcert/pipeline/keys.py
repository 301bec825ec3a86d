"""What a dotted key of the config configures: an option of a class, with its annotation."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args, get_origin

from inconcert.errors import ConfigError
from inconcert.pipeline.build import TARGET, build_nested, unknown_key
from inconcert.pipeline.choices import read_yaml
from inconcert.pipeline.targets import options_of, target_class
from inconcert.pipeline.values import fitted
from inconcert.resources import resource_dir

if TYPE_CHECKING:
    from inconcert.pipeline.choices import Choice

ROOT = ("seed", "device")


@dataclass(frozen=True)
class Key:
    """One key under one choice."""

    name: str
    annotation: Any
    written: bool
    """Whether the YAML names it, so that Hydra lets it be changed without `++`."""

    @classmethod
    def of(cls, key: str, chosen: Choice) -> Key:
        """Find `group.option[.option]`. Raises `ConfigError` with the nearest option."""
        group, *path = key.split(".")
        settings = chosen.read()
        if TARGET not in settings:
            return cls(key, Any, written=path[0] in settings)
        target = target_class(settings[TARGET], group)
        return cls._in(target, settings, key, path=path, where=group)

    @classmethod
    def _in(cls, target: type, settings: Any, key: str, *, path: list[str], where: str) -> Key:
        options = options_of(target)
        name, rest = path[0], path[1:]
        if name not in options:
            raise unknown_key(where, name, target)
        inner = settings.get(name) if isinstance(settings, Mapping) else None
        written = isinstance(settings, Mapping) and name in settings
        annotation = options[name].annotation
        if not rest:
            return cls(key, annotation, written)
        nested = _nested_class(annotation, inner, f"{where}.{name}")
        if nested is not None:
            return cls._in(nested, inner or {}, key, path=rest, where=f"{where}.{name}")
        if not _holds_more(annotation):
            raise ConfigError(f"{key}: {where}.{name} is one value and has no parts")
        return cls(key, Any, written=False)

    @staticmethod
    def names(chosen: Choice) -> list[str]:
        """Return the options of a choice."""
        settings = chosen.read()
        return list(options_of(target_class(settings[TARGET], ""))) if TARGET in settings else []


def root_keys() -> dict[str, Key]:
    """Return the keys at the top that are no group.

    >>> sorted(root_keys())
    ['device', 'seed']
    """
    config = read_yaml(resource_dir("conf") / "config.yaml")
    options = options_of(target_class(config[TARGET], "config"))
    return {name: Key(name, options[name].annotation, written=True) for name in ROOT}


def value_checked(value: Any, key: Key) -> Any:
    """Return the value as the class would get it. Raises `ConfigError`."""
    built = build_nested(value, key.name)
    return fitted(built, key.annotation, key.name, nested=lambda _cls, found, _where: found)


def _nested_class(annotation: Any, settings: Any, where: str) -> type | None:
    """Return the class that a nested mapping configures: the one it names, or the annotation's."""
    if isinstance(settings, Mapping) and TARGET in settings:
        return target_class(settings[TARGET], where)
    return annotation if dataclasses.is_dataclass(annotation) else None  # type: ignore[return-value]


def _holds_more(annotation: Any) -> bool:
    parts = get_args(annotation) if isinstance(annotation, types.UnionType) else (annotation,)
    return any(part is Any or get_origin(part) in (Mapping, dict) for part in parts)
