"""From names and overrides to one resolved config, and from that to an experiment."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from inconcert.errors import ConfigError
from inconcert.pipeline.build import TARGET, build, complete
from inconcert.pipeline.choices import conf_dirs
from inconcert.pipeline.targets import options_of, target_class
from inconcert.resources import resource_dir

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from inconcert.pipeline.experiment import Experiment

NAME = "config"
VERSION_BASE = "1.3"


def compose(overrides: Sequence[str] = (), *, extra_dirs: Sequence[Path] = ()) -> dict[str, Any]:
    """Compose `conf/config.yaml` with overrides, as `inconcert train` would, and complete it.

    Raises `ConfigError`.

    >>> compose(["model=logistic", "seed=3"])["seed"]
    3
    """
    from hydra import compose as hydra_compose
    from hydra import initialize_config_dir

    from inconcert.pipeline.preflight import checked_overrides

    accepted = checked_overrides(overrides, dirs=conf_dirs(extra_dirs), multirun=False)
    path = [*accepted, *searchpath(extra_dirs)]
    with translated(), initialize_config_dir(str(resource_dir("conf")), version_base=VERSION_BASE):
        return resolved(hydra_compose(NAME, path))


def searchpath(extra_dirs: Sequence[Path] = ()) -> list[str]:
    """Return the override that makes Hydra look into further folders; empty if there are none."""
    others = conf_dirs(extra_dirs)[1:]
    places = ",".join(f"'file://{folder.resolve()}'" for folder in others)
    return [f"hydra.searchpath=[{places}]"] if others else []


def resolved(found: Any) -> dict[str, Any]:
    """Return a composed config as a plain mapping: resolved, every default written out.

    A model that has a `device` gets that of the root unless its own is set.
    """
    from omegaconf import OmegaConf

    with translated():
        plain = OmegaConf.to_container(found, resolve=True)
    if not isinstance(plain, dict):
        raise ConfigError(f"the config is a {type(plain).__name__}; a mapping is needed")
    ours = {str(key): value for key, value in plain.items() if key != "hydra"}
    return complete(_with_device(ours))


def experiment(config: dict[str, Any]) -> Experiment:
    """Build a resolved config. Raises `ConfigError`."""
    from inconcert.pipeline.experiment import Experiment

    built = build(config)
    if not isinstance(built, Experiment):
        raise ConfigError(f"the config builds a {type(built).__name__}, not an experiment")
    return built


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn what Hydra and OmegaConf raise about a config into a `ConfigError`."""
    from hydra.errors import HydraException
    from omegaconf.errors import OmegaConfBaseException

    try:
        yield
    except (HydraException, OmegaConfBaseException) as error:
        cause = f"\n{error.__cause__}" if error.__cause__ else ""
        raise ConfigError(f"{error}{cause}".strip()) from error


def _with_device(config: dict[str, Any]) -> dict[str, Any]:
    model = config.get("model")
    if not isinstance(model, dict) or TARGET not in model or "device" not in config:
        return config
    if "device" not in options_of(target_class(model[TARGET], "model")):
        return config
    return {**config, "model": {"device": config["device"], **model}}
