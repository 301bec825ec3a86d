"""An experiment: every choice that a training job takes, as objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from inconcert.errors import ConfigError, nearest
from inconcert.features.settings import FeatureSettings  # noqa: TC001 - build reads it
from inconcert.models.base import Model  # noqa: TC001 - build reads it
from inconcert.networks.settings import NetworkSettings  # noqa: TC001 - build reads it

Device = Literal["auto", "cpu", "cuda"]


@runtime_checkable
class DatasetSource(Protocol):
    """What a `conf/dataset/` choice names."""

    def load(self) -> Any:
        """Return a `datasets.Dataset`."""
        ...


@runtime_checkable
class SplitStrategy(Protocol):
    """What a `conf/evaluation/` choice names."""

    def split(self, posts: Any, labels: Any, *, seed: int) -> Any:
        """Return a `splits.Split`."""
        ...


@runtime_checkable
class RunStore(Protocol):
    """What a `conf/tracking/` choice names."""

    def run(self, name: str) -> Any:
        """Return a context manager that yields a run to record into."""
        ...


@dataclass(frozen=True)
class Experiment:
    """The root of the config: each group is a field."""

    dataset: DatasetSource
    network: NetworkSettings
    features: FeatureSettings
    model: Model
    evaluation: SplitStrategy
    tracking: RunStore
    seed: int
    device: Device

    def __post_init__(self) -> None:
        if self.seed < 0:
            raise ConfigError(f"seed: found {self.seed}; allowed: a whole number, 0 or more")
        for layer in self.network.layers:
            _check_spelling(layer)


def _check_spelling(layer: str) -> None:
    """Refuse a layer that looks like a known one misspelt; data may bring layers of their own."""
    from inconcert.schemas import LAYERS

    near = nearest(layer, LAYERS)
    if layer not in LAYERS and near.startswith("did you mean"):
        raise ConfigError(f"network.layers: no layer '{layer}'; {near}")
