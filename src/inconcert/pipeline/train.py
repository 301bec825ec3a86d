"""One training job, from a resolved config to a recorded run."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inconcert.evaluation.protocol import run_protocol
from inconcert.pipeline.build import TARGET
from inconcert.pipeline.bundle import Bundle
from inconcert.pipeline.config import experiment
from inconcert.pipeline.record import FILES, FOLDERS, flat_config, flat_metrics, write_record
from inconcert.pipeline.stages import account_graph
from inconcert.tracking.manifest import manifest

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from inconcert.evaluation.protocol import Trial
    from inconcert.models.base import AccountGraph
    from inconcert.pipeline.datasets import Dataset
    from inconcert.pipeline.experiment import Experiment
    from inconcert.tracking.manifest import Manifest

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trained:
    """What a job leaves."""

    run_id: str
    bundle: Path
    """The folder of the model that was tested: it learned from the training part alone."""
    model: str
    dataset: str
    metrics: pl.DataFrame
    """As of `metrics.evaluate`."""
    rule: str
    notes: tuple[str, ...]


def train(config: dict[str, Any], *, directory: Path) -> Trained:
    """Train and test what a resolved config says; write into `directory` and into the store.

    The same config gives the same numbers. Raises `ConfigError` before anything is computed if
    the config cannot be built.
    """
    chosen = experiment(config)
    dataset = chosen.dataset.load()
    _log.info("%s: %d posts", dataset.name, dataset.posts.height)
    made_by = manifest(dataset.hashes)
    with chosen.tracking.run(f"{chosen.model.name} seed {chosen.seed}") as run:
        names = {"model": chosen.model.name, "dataset": dataset.name}
        run.params({**flat_config(config), **names})
        run.tags(_tags(made_by))
        trial = _trial(chosen, dataset)
        facts = _facts(chosen, dataset, made_by, trial)
        bundle = _bundle(chosen, config, trial, {**facts, "run_id": run.run_id})
        write_record(directory, config, trial=trial, bundle=bundle, made_by=made_by)
        run.metrics(flat_metrics(trial.metrics))
        run.artifacts(directory, [*FILES, *FOLDERS])
    return Trained(
        run_id=run.run_id,
        bundle=directory / "bundle",
        model=chosen.model.name,
        dataset=dataset.name,
        metrics=trial.metrics,
        rule=trial.scored.rule,
        notes=tuple(dict.fromkeys((*dataset.notes, *trial.notes))),
    )


def _trial(chosen: Experiment, dataset: Dataset) -> Trial:
    split = chosen.evaluation.split(dataset.posts, dataset.labels, seed=chosen.seed)

    def build(posts: pl.DataFrame) -> AccountGraph:
        return account_graph(
            posts, accounts=dataset.accounts, network=chosen.network, features=chosen.features
        )

    return run_protocol(
        dataset.posts, dataset.labels, split, model=chosen.model, build=build, seed=chosen.seed
    )


def _bundle(
    chosen: Experiment, config: dict[str, Any], trial: Trial, facts: dict[str, Any]
) -> Bundle:
    return Bundle(
        model=trial.model,
        target=config["model"][TARGET],
        network=chosen.network,
        features=chosen.features,
        threshold=trial.scored.threshold,
        rule=trial.scored.rule,
        trained=facts,
    )


def _facts(chosen: Experiment, dataset: Dataset, made_by: Manifest, trial: Trial) -> dict[str, Any]:
    """Return what a bundle says of its training."""
    counts = trial.split.counts
    return {
        "fitted_on": "the training part of the split; validation chose the threshold",
        "dataset": dataset.name,
        "split": trial.split.strategy,
        "train_accounts": counts.train,
        "train_positive": counts.train_positive,
        "test_accounts": counts.test,
        "seed": chosen.seed,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        **made_by.as_json(),
    }


def _tags(made_by: Manifest) -> dict[str, str]:
    versions = {f"version.{name}": text for name, text in made_by.versions.items()}
    hashes = {f"data.{name}": digest for name, digest in made_by.data_hashes.items()}
    return {**versions, **hashes, "git_commit": made_by.git_commit or "none"}
