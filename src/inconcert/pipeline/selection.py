"""Which choice of each group is in play, before Hydra composes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.pipeline.choices import choice, choices, read_yaml
from inconcert.resources import resource_dir

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

Selection = dict[str, list[str]]
"""Group to the names of its choices; several in a sweep."""


def selection(given: Mapping[str, Sequence[str]], dirs: tuple[Path, ...]) -> Selection:
    """Return the choices of config.yaml, changed by the experiments, changed by those given.

    >>> from inconcert.pipeline.choices import conf_dirs
    >>> selection({"experiment": ["quick"]}, conf_dirs())["dataset"]
    ['simulated']
    """
    config = read_yaml(resource_dir("conf") / "config.yaml")
    found = dict(_defaults(config))
    experiments = [choice("experiment", name, dirs).read() for name in given.get("experiment", ())]
    for settings in experiments:
        found.update(_defaults(settings))
        found.update(_swept(settings, dirs))
    return {**found, **{group: list(names) for group, names in given.items()}}


def _defaults(settings: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Read a defaults list: `- model: logistic`, `- override /model: graphsage`."""
    for entry in settings.get("defaults", ()):
        if isinstance(entry, dict):
            for key, name in entry.items():
                group = str(key).split()[-1].lstrip("/").partition("@")[0]
                yield group, [] if name is None else [str(name)]


def _swept(settings: Mapping[str, Any], dirs: tuple[Path, ...]) -> Iterator[tuple[str, list[str]]]:
    """Read the groups that an experiment sweeps over by `hydra.sweeper.params`."""
    params = (((settings.get("hydra") or {}).get("sweeper") or {}).get("params")) or {}
    for group, names in params.items():
        known = choices(str(group), dirs)
        named = [name.strip() for name in str(names).split(",") if name.strip() in known]
        if named:
            yield str(group), named
