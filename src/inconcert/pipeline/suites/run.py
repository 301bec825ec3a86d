"""Let a model go through suites: a table and a figure each, and a run in the store."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from inconcert.errors import ConfigError, nearest
from inconcert.pipeline.build import TARGET, as_config, build
from inconcert.pipeline.bundle import Bundle, resolve_model
from inconcert.pipeline.choices import choice, choices
from inconcert.pipeline.suites.base import Suite
from inconcert.pipeline.targets import target_class

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from inconcert.pipeline.suites.base import Findings, Scale
    from inconcert.tracking.mlflow_store import MlflowStore

_log = logging.getLogger(__name__)
TRAINING = "sample"
"""What a model that needs labels learns from, unless a trained one is given."""


@dataclass(frozen=True)
class Evaluated:
    """What `evaluate` leaves."""

    run_id: str
    findings: Mapping[str, Findings]
    bundle: Bundle


def suite_names() -> tuple[str, ...]:
    """Return the suites of `conf/evaluation`, sorted; the other choices there split for training.

    >>> "benign" in suite_names(), "by_account" in suite_names()
    (True, False)
    """
    return tuple(
        name
        for name, made in choices("evaluation").items()
        if hasattr(target_class(made.read()[TARGET], f"evaluation={name}"), "caption")
    )


def suite(name: str) -> Suite:
    """Build a suite by its name; raises `ConfigError` with the nearest one."""
    known = suite_names()
    if name not in known:
        raise ConfigError(f"no suite '{name}'; {nearest(name, known)}")
    built: Any = build(choice("evaluation", name).read(), where=name)
    if not isinstance(built, Suite):
        raise ConfigError(f"{name} builds a {type(built).__name__}, which is no suite")
    return built


def judge(reference: str, *, seed: int = 0, tracking_uri: str | None = None) -> Bundle:
    """Return the model that a reference names; one that must be trained learns the sample.

    A name of `conf/model`, a folder of a trained model, or `runs:/ID`.
    """
    if reference in choices("model"):
        settings = choice("model", reference).read()
        model = build(settings, where="model")
        if model.needs_labels:
            return _trained(Bundle(model=model, target=settings[TARGET]), seed)
    return resolve_model(reference, tracking_uri=tracking_uri)


def evaluate(
    bundle: Bundle,
    names: Sequence[str],
    directory: Path,
    *,
    scale: Scale = "quick",
    store: MlflowStore,
) -> Evaluated:
    """Run suites; write `NAME.csv`, `NAME.parquet` and `NAME.svg` of each into `directory`.

    The tables, the figures and their main numbers are logged as one run. Raises `ConfigError`
    for a name that is no suite, before anything is computed.
    """
    suites = {name: suite(name) for name in dict.fromkeys(names)}
    findings: dict[str, Findings] = {}
    with store.run(f"evaluate {bundle.name} {scale}") as run:
        run.params({"model": bundle.name, "size": scale, "suites": ",".join(suites)})
        for name, one in suites.items():
            _log.info("suite %s", name)
            found = one.run(bundle, scale)
            findings[name] = found
            _write(found.table, one, directory, name)
            run.metrics({f"{name}.{key}": value for key, value in found.metrics.items()})
        run.artifacts(directory, sorted(path.name for path in directory.iterdir()))
    return Evaluated(run.run_id, findings, bundle)


def _write(table: pl.DataFrame, one: Suite, directory: Path, name: str) -> None:
    table.write_csv(directory / f"{name}.csv")
    table.write_parquet(directory / f"{name}.parquet")
    one.draw(table, directory / f"{name}.svg")


def _trained(bundle: Bundle, seed: int) -> Bundle:
    """Fit on the training part of the shipped sample, split by accounts."""
    from inconcert.evaluation.protocol import run_protocol
    from inconcert.pipeline.stages import account_graph
    from inconcert.splits import RandomByAccount

    dataset = build(choice("dataset", TRAINING).read(), where="dataset").load()
    split = RandomByAccount().split(dataset.posts, dataset.labels, seed=seed)

    def graph(posts: pl.DataFrame) -> Any:
        return account_graph(
            posts, accounts=dataset.accounts, network=bundle.network, features=bundle.features
        )

    trial = run_protocol(
        dataset.posts, dataset.labels, split, model=bundle.model, build=graph, seed=seed
    )
    facts = {"dataset": dataset.name, "seed": seed, "split": as_config(RandomByAccount())}
    return replace(bundle, model=trial.model, trained=facts)
