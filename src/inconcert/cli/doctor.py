"""`inconcert doctor`: does this installation work, and what is it made of?"""

from __future__ import annotations

import importlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inconcert.errors import InconcertError

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIONAL = {
    "hydra_plugins.hydra_joblib_launcher": "for sweeps on several cores",
    "duckdb": "for tests, which check results with it",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    found: str
    works: bool = True
    essential: bool = True


def doctor(
    tracking_uri: Annotated[
        str | None, typer.Option("--tracking-uri", help="The store to try; default ./mlruns.")
    ] = None,
) -> None:
    """Print versions, device, store, configs and optional parts; exit with 1 if one fails."""
    findings = [
        *_versions(),
        _tried("device", _device),
        _tried("configs", _configs),
        _tried("sample", _sample),
        _tried("pseudonym key", _key),
        _tried("working folder", _working_folder),
        _tried("tracking store", lambda: _store(tracking_uri)),
        *(_optional(module, advice) for module, advice in OPTIONAL.items()),
    ]
    typer.echo("\n".join(map(line, findings)))
    if any(finding.essential and not finding.works for finding in findings):
        raise typer.Exit(1)


def line(finding: Finding) -> str:
    """Return a finding as a line.

    >>> line(Finding("device", "cpu"))
    'ok       device                cpu'
    """
    verdict = "ok" if finding.works else "FAILS" if finding.essential else "missing"
    return f"{verdict:<9}{finding.name:<22}{finding.found}"


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, look())
    except (InconcertError, ImportError, OSError, RuntimeError) as error:
        return Finding(name, " ".join(str(error).split()), works=False)


def _versions() -> list[Finding]:
    from inconcert.tracking.manifest import versions

    return [
        Finding(name, found, works=found != "not installed") for name, found in versions().items()
    ]


def _device() -> str:
    from inconcert.models.training import pick_device

    return str(pick_device("auto"))


def _configs() -> str:
    from inconcert.pipeline.config import compose, experiment
    from inconcert.resources import resource_dir

    experiment(compose())
    return str(resource_dir("conf"))


def _sample() -> str:
    from inconcert.pipeline.datasets import ShippedDataset

    return f"{ShippedDataset('sample').load().posts.height:,} posts"


def _key() -> str:
    from inconcert.posts.pseudonyms import user_key

    return f"{len(user_key()) * 8} bits"


def _working_folder() -> str:
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".inconcert-doctor-"):
        return f"{Path.cwd()} can be written"


def _store(uri: str | None) -> str:
    """Try the given store; without one, a new SQLite store in a folder that is thrown away."""
    from inconcert.tracking.mlflow_store import DEFAULT_URI, check_store, sqlite_path

    default = sqlite_path(DEFAULT_URI)
    if uri is None and default is not None and not default.exists():
        with tempfile.TemporaryDirectory() as folder:
            check_store(f"sqlite:///{folder}/mlflow.db")
        return "a new SQLite store can be made"
    check_store(uri or DEFAULT_URI)
    return f"{uri or DEFAULT_URI} can be written"


def _optional(module: str, advice: str) -> Finding:
    try:
        importlib.import_module(module)
    except ImportError:
        return Finding(module.rpartition(".")[2], advice, works=False, essential=False)
    return Finding(module.rpartition(".")[2], "installed", essential=False)
