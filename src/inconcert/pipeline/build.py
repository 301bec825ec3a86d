"""A config becomes objects here, and only here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from inconcert.errors import ConfigError, nearest
from inconcert.pipeline.targets import class_path, options_of, target_class
from inconcert.pipeline.values import fitted, in_words

TARGET = "_target_"
CHOOSE = "???"
"""What a config holds where the user must choose."""


def build(config: Mapping[str, Any], *, where: str = "config") -> Any:
    """Build what `_target_` names, and whatever is nested in it.

    Built are public classes that lie under `inconcert.` or under a package that declares itself
    by an entry point of the group `inconcert.extensions`. Arguments are checked against the
    signature and the annotations of the class. `where` is the place in the config, for errors.
    Raises `ConfigError`.

    >>> build({"_target_": "inconcert.networks.settings.NetworkSettings", "min_weight": 3})
    NetworkSettings(layers=(...), window_seconds=60.0, min_weight=3, ...)
    """
    if TARGET not in config:
        raise ConfigError(f"{where}: no {TARGET}, so nothing says what to build")
    arguments = {key: value for key, value in config.items() if key != TARGET}
    return _construct(target_class(config[TARGET], where), arguments, where)


def complete(config: Mapping[str, Any], *, where: str = "config") -> dict[str, Any]:
    """Return the config with every default of every class that it names written out.

    >>> target = "inconcert.features.settings.FeatureSettings"
    >>> sorted(complete({"_target_": target}))
    ['_target_', 'families']
    """
    if TARGET not in config:
        return {key: _complete_value(value, f"{where}.{key}") for key, value in config.items()}
    options = options_of(target_class(config[TARGET], where))
    defaults = {
        key: as_config(option.default) for key, option in options.items() if not option.required
    }
    given = {
        key: _complete_value(_with_target(value, options.get(key)), _place(where, key))
        for key, value in config.items()
        if key != TARGET
    }
    return {TARGET: config[TARGET], **defaults, **given}


def as_config(value: Any) -> Any:
    """Write a value as a config holds it: a dataclass as a mapping with its `_target_`.

    >>> as_config(("repost", 60.0))
    ['repost', 60.0]
    """
    if is_dataclass(value) and not isinstance(value, type):
        options = {f.name: as_config(getattr(value, f.name)) for f in fields(value) if f.init}
        return {TARGET: class_path(type(value)), **options}
    if isinstance(value, list | tuple):
        return [as_config(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): as_config(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def build_nested(value: Any, where: str) -> Any:
    """Build what a value names by `_target_`, itself or in a list; leave all else as it is.

    >>> build_nested([60, {"_target_": "inconcert.features.settings.FeatureSettings"}], "network")
    [60, FeatureSettings(families=(...))]
    """
    if isinstance(value, Mapping):
        return build(value, where=where) if TARGET in value else value
    if isinstance(value, list):
        return [build_nested(item, f"{where}[{place}]") for place, item in enumerate(value)]
    return value


def unknown_key(where: str, key: str, cls: type) -> ConfigError:
    """Return the error for a key that is no option of a class, with the nearest one that is."""
    known = [_place(where, name) for name in options_of(cls)]
    advice = nearest(_place(where, key), known) if known else "it has none"
    return ConfigError(f"{_place(where, key)}: {cls.__name__} has no such option; {advice}")


def _construct(cls: type, arguments: Mapping[str, Any], where: str) -> Any:
    options = options_of(cls)
    for key in arguments:
        if key not in options:
            raise unknown_key(where, key, cls)
    for key, option in options.items():
        missing = key not in arguments and option.required
        if missing or arguments.get(key) == CHOOSE:
            place = _place(where, key)
            raise ConfigError(f"{place} must be chosen; allowed: {in_words(option.annotation)}")
    checked = {
        key: fitted(
            build_nested(value, _place(where, key)),
            options[key].annotation,
            _place(where, key),
            nested=_construct,
        )
        for key, value in arguments.items()
    }
    try:
        return cls(**checked)
    except ValueError as error:
        raise ConfigError(f"{where}: {error}") from error


def _complete_value(value: Any, where: str) -> Any:
    if isinstance(value, Mapping):
        return complete(value, where=where)
    if isinstance(value, list):
        return [_complete_value(item, f"{where}[{place}]") for place, item in enumerate(value)]
    return value


def _with_target(value: Any, option: Any) -> Any:
    """Name the class of a nested mapping that its annotation tells."""
    annotation = option.annotation if option else None
    if isinstance(value, Mapping) and TARGET not in value and is_dataclass(annotation):
        return {TARGET: class_path(annotation), **value}  # type: ignore[arg-type]
    return value


def _place(where: str, key: str) -> str:
    return key if where in ("", "config") else f"{where}.{key}"
