"""Overrides are checked before Hydra sees them, so that a wrong one is answered at once.

Every value of a sweep is checked, by Hydra's own parser of overrides. A key that is an option of
the class but does not stand in the YAML is rewritten to `++key`, so that nobody needs to know
which options a YAML happens to name. An experiment overlays the whole config, which Hydra wants to
be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inconcert.errors import ConfigError, nearest
from inconcert.pipeline.build import CHOOSE, TARGET
from inconcert.pipeline.choices import choice, choices, groups
from inconcert.pipeline.keys import Key, root_keys, value_checked
from inconcert.pipeline.selection import Selection, selection

if TYPE_CHECKING:
    from pathlib import Path

    from hydra.core.override_parser.types import Override


OVERLAY = "experiment"
SUITES = "inconcert.pipeline.suites."


@dataclass(frozen=True)
class _Scene:
    """What overrides are checked against."""

    dirs: tuple[Path, ...]
    groups: tuple[str, ...]
    selected: Selection
    multirun: bool


def checked_overrides(
    overrides: Sequence[str], *, dirs: tuple[Path, ...], multirun: bool
) -> list[str]:
    """Return the overrides as Hydra shall get them. Raises `ConfigError` with the nearest right.

    >>> from inconcert.pipeline.choices import conf_dirs
    >>> checked_overrides(["network.window_seconds=60"], dirs=conf_dirs(), multirun=False)
    ['++network.window_seconds=60']
    >>> checked_overrides(["network.window_second=60"], dirs=conf_dirs(), multirun=False)
    Traceback (most recent call last):
    inconcert.errors.ConfigError: network.window_second: ... did you mean 'network.window_seconds'?
    """
    parsed = [_parse(text) for text in overrides]
    known = groups(dirs)
    sweeps = multirun or any(_is_multirun(override) for override in parsed)
    for override in parsed:
        if override.key_or_group in known and not override.is_delete():
            _check_choice(override, dirs)
    scene = _Scene(dirs, known, selection(_chosen(parsed, known, dirs), dirs), sweeps)
    return [
        _checked(override, text, scene) for override, text in zip(parsed, overrides, strict=True)
    ]


def _parse(text: str) -> Override:
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.errors import HydraException

    try:
        return OverridesParser.create().parse_override(text)
    except HydraException as error:
        raise ConfigError(
            f"'{text}' is no override; allowed: key=value, such as network.window_seconds=300\n"
            f"quote what the shell would split or read itself, as in 'network.layers=[repost,url]'"
        ) from error


def _is_multirun(override: Override) -> bool:
    return bool(override.key_or_group == "hydra.mode" and override.value() == "MULTIRUN")


def _check_choice(override: Override, dirs: tuple[Path, ...]) -> None:
    group = override.key_or_group
    names = _choice_names(override, dirs)
    if not names:
        pattern = override.get_value_element_as_str()
        known = ", ".join(choices(group, dirs))
        raise ConfigError(f"{group}={pattern}: matches no {group}; allowed: {known}")
    for name in names:
        chosen = choice(group, name, dirs)
        if str(chosen.read().get(TARGET, "")).startswith(SUITES):
            raise ConfigError(
                f"{group}={name}: a suite, which no training can be split by\n"
                f"run it: inconcert evaluate --model MODEL --suite {name}"
            )


def _choice_names(override: Override, dirs: tuple[Path, ...]) -> list[str]:
    from hydra.core.override_parser.types import Glob

    found = override.value()
    if isinstance(found, Glob):
        return list(found.filter(list(choices(override.key_or_group, dirs))))
    return [str(value) for value in values(override) if value is not None]


def _chosen(
    parsed: Sequence[Override], known: tuple[str, ...], dirs: tuple[Path, ...]
) -> dict[str, list[str]]:
    return {
        override.key_or_group: _choice_names(override, dirs)
        for override in parsed
        if override.key_or_group in known and not override.is_delete()
    }


def values(override: Override) -> Iterator[Any]:
    """Yield every value that an override takes: one, all of a sweep, the ends of an interval."""
    from hydra.core.override_parser.types import Glob, IntervalSweep, Override, Sweep

    found = override.value()
    if isinstance(found, IntervalSweep):
        yield from (found.start, found.end)
    elif isinstance(found, Sweep):
        yield from map(Override._convert_value, override.sweep_iterator())
    elif not isinstance(found, Glob):
        yield found


def _checked(override: Override, text: str, scene: _Scene) -> str:
    key = override.key_or_group
    if override.is_hydra_override() or override.package is not None or override.is_delete():
        return text
    if override.is_sweep_override() and not scene.multirun:
        raise ConfigError(
            f"'{text}' asks for several runs; add -m to run them all: inconcert train -m ...\n"
            f"a list is written in brackets: '{key}=[a,b]'"
        )
    if key == OVERLAY:
        return text.replace(OVERLAY, f"{OVERLAY}@_global_", 1)
    if key in scene.groups:
        return text
    found = _find(key, scene)
    for value in values(override):
        _check_value(value, found)
    plain = text.lstrip("+")
    return plain if all(one.written for one in found) else f"++{plain}"


def _check_value(value: Any, found: Sequence[Key]) -> None:
    open_ended = isinstance(value, str) and ("${" in value or value == CHOOSE)
    if open_ended or isinstance(value, Mapping):
        return
    for one in found:
        value_checked(value, one)


def _find(key: str, scene: _Scene) -> list[Key]:
    """Return what a dotted key means under every choice that is in play."""
    first, _, rest = key.partition(".")
    if not rest or first not in scene.groups:
        return [_root_key(key, scene)]
    named = scene.selected.get(first, [])
    if not named:
        raise ConfigError(f"{key}: nothing is chosen for '{first}', so it has no options")
    return [Key.of(key, choice(first, name, scene.dirs)) for name in named]


def _root_key(key: str, scene: _Scene) -> Key:
    root = root_keys()
    if key in root:
        return root[key]
    short = [*root, *scene.groups]
    near = nearest(key, short)
    if not near.startswith("did you mean"):
        near = nearest(key.rpartition(".")[2], _options(scene))
    raise ConfigError(f"{key}: no such key; {near}")


def _options(scene: _Scene) -> Iterator[str]:
    """Yield the dotted keys of all choices in play: somebody may have left out the group."""
    for group, names in scene.selected.items():
        for name in names:
            yield from (f"{group}.{key}" for key in Key.names(choice(group, name, scene.dirs)))
