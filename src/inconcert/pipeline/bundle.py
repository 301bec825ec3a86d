"""A model on disk, with all that is needed to score another dataset with it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.errors import ConfigError, ModelError, nearest
from inconcert.features.settings import FeatureSettings
from inconcert.networks.settings import NetworkSettings
from inconcert.pipeline.build import TARGET, as_config, build
from inconcert.pipeline.choices import choice, choices
from inconcert.pipeline.targets import target_class

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inconcert.models.base import Model

FILE = "bundle.json"
MODEL = "model"
FORMAT = 1
LARGEST = 16 << 20
RUNS = "runs:/"


@dataclass(frozen=True)
class Bundle:
    """A model and the settings it must be given graphs by."""

    model: Model
    target: str
    """The path of its class."""
    network: NetworkSettings = field(default_factory=NetworkSettings)
    features: FeatureSettings = field(default_factory=FeatureSettings)
    threshold: float | None = None
    rule: str = ""
    trained: Mapping[str, Any] = field(default_factory=dict)
    """On what, when, by which versions; empty for a model that learned nothing."""

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model.name


def save_bundle(bundle: Bundle, directory: Path) -> None:
    """Write a bundle into a folder that does not exist yet."""
    (directory / MODEL).mkdir(parents=True)
    bundle.model.save(directory / MODEL)
    record = {
        "format": FORMAT,
        "model": {"name": bundle.name, TARGET: bundle.target},
        "network": as_config(bundle.network),
        "features": as_config(bundle.features),
        "threshold": bundle.threshold,
        "rule": bundle.rule,
        "trained": bundle.trained,
    }
    text = json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False)
    (directory / FILE).write_text(text + "\n", encoding="utf-8")


def load_bundle(directory: Path) -> Bundle:
    """Read what `save_bundle` wrote. Raises `ModelError` on anything else.

    The class that the file names must be one that a config may name, and a model.
    """
    record = _read(directory / FILE)
    try:
        target = record["model"][TARGET]
        model_class = target_class(target, f"{directory / FILE}: model")
        network = build(record["network"], where="network")
        features = build(record["features"], where="features")
    except (KeyError, TypeError, ConfigError) as error:
        raise ModelError(f"{directory / FILE} is not as written by inconcert: {error}") from error
    if not isinstance(network, NetworkSettings) or not isinstance(features, FeatureSettings):
        raise ModelError(f"{directory / FILE}: network or features are not settings of a graph")
    return Bundle(
        model=_loader(model_class, directory)(directory / MODEL),
        target=target,
        network=network,
        features=features,
        threshold=record.get("threshold"),
        rule=str(record.get("rule", "")),
        trained=record.get("trained", {}),
    )


def resolve_model(reference: str | Path, *, tracking_uri: str | None = None) -> Bundle:
    """Return the model that a reference names: a name of `conf/model`, a folder, or `runs:/ID`.

    Raises `ModelError` for a name whose model must be trained first, and for one that is unknown.

    >>> resolve_model("corepost_similarity").name
    'corepost_similarity'
    """
    text = str(reference)
    if text.startswith(RUNS):
        from inconcert.tracking.mlflow_store import download_bundle

        return load_bundle(download_bundle(text, uri=tracking_uri))
    if text in choices("model"):
        return _untrained(text)
    path = Path(text)
    if (path / FILE).is_file():
        return load_bundle(path)
    if (path / "bundle" / FILE).is_file():
        return load_bundle(path / "bundle")
    raise _unknown(text)


def _untrained(name: str) -> Bundle:
    settings = choice("model", name).read()
    model = build(settings, where="model")
    if model.needs_labels:
        raise ModelError(
            f"the model '{name}' must be trained before it can score\n"
            f"train it: inconcert train model={name} dataset=...\n"
            "then give the runs:/ID or the folder that it prints as the model"
        )
    return Bundle(model=model, target=settings[TARGET])


def _unknown(text: str) -> ModelError:
    ready = [name for name, made in choices("model").items() if not _needs_labels(made.read())]
    folder = f"\n{text} is a folder, but holds no {FILE}" if Path(text).is_dir() else ""
    return ModelError(
        f"no model '{text}'; {nearest(text, choices('model'))}{folder}\n"
        f"a model is a name ({', '.join(ready)} needs no training), a folder of a trained "
        "one, or runs:/ID"
    )


def _needs_labels(settings: Mapping[str, Any]) -> bool:
    return bool(getattr(target_class(settings[TARGET], "model"), "needs_labels", True))


def _loader(model_class: type, directory: Path) -> Any:
    load = getattr(model_class, "load", None)
    if load is None or not hasattr(model_class, "needs_labels"):
        raise ModelError(f"{directory / FILE}: {model_class.__name__} is no model")
    return load


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ModelError(f"there is no {path}, so this folder is no model")
    if path.stat().st_size > LARGEST:
        raise ModelError(f"{path} is larger than a description of a model can be")
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        found = record.get("format") if isinstance(record, dict) else type(record).__name__
        raise ModelError(f"{path}: found format {found!r}; this version reads {FORMAT}")
    return record
