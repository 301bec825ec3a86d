"""Runs in an MLflow store: by default a SQLite file, made under a lock, never a network call.

Several jobs write into one store at a time. The first use of a SQLite store creates its tables,
which two processes must not do at once, so every write waits for a file lock beside the store.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from inconcert.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from filelock import BaseFileLock

DEFAULT_URI = "sqlite:///mlruns/mlflow.db"
BUNDLE = "bundle"
"""The folder of a run's artifacts that holds the model."""
LOCK_SECONDS = 600
BUSY_SECONDS = 60
LONGEST_PARAM = 500
_BATCH = 100
_FIRST_REQUEST = {
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "6",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1",
    "MLFLOW_HTTP_REQUEST_BACKOFF_JITTER": "0",
}
"""Two tries of six seconds; MLflow's own limits come to several minutes."""
_NETWORK_FAULT = re.compile(
    r"Connection refused|timed out|Name or service not known|No route to host|"
    r"Network is unreachable|Temporary failure in name resolution|certificate verify failed"
)
_LONGEST_REASON = 200
_SQLITE = "sqlite:///"
_REFERENCE = re.compile(r"runs:/(?P<run_id>[0-9a-f]{32})(/(?P<path>.+))?")


@dataclass(frozen=True)
class MlflowStore:
    """Where runs are kept: `uri` (None: `mlruns/mlflow.db` in the working folder)."""

    uri: str | None = None
    experiment: str = "inconcert"

    @contextlib.contextmanager
    def run(self, name: str) -> Iterator[Run]:
        """Yield a new run; it ends as FINISHED, on an error as FAILED, interrupted as KILLED.

        Raises `StoreError` if the store cannot be written.
        """
        store = _Store.open(self.uri or DEFAULT_URI)
        run = store.start(self.experiment, name)
        try:
            yield run
        except KeyboardInterrupt:
            store.end(run.run_id, "KILLED")
            raise
        except BaseException:
            store.end(run.run_id, "FAILED")
            raise
        store.end(run.run_id, "FINISHED")


@dataclass(frozen=True)
class Run:
    """A run that is being recorded."""

    run_id: str
    store: _Store

    def params(self, values: Mapping[str, Any]) -> None:
        """Record what was chosen; a long value is cut, with a sign that it was."""
        from mlflow.entities import Param

        entries = [Param(key, cut(str(value))) for key, value in sorted(values.items())]
        self.store.log(self.run_id, params=entries)

    def metrics(self, values: Mapping[str, float]) -> None:
        """Record what was measured."""
        from mlflow.entities import Metric

        now = int(time.time() * 1000)
        self.store.log(self.run_id, metrics=[Metric(k, v, now, 0) for k, v in values.items()])

    def tags(self, values: Mapping[str, str]) -> None:
        """Record what else must be known."""
        from mlflow.entities import RunTag

        self.store.log(self.run_id, tags=[RunTag(k, cut(v)) for k, v in sorted(values.items())])

    def artifacts(self, directory: Path, names: Sequence[str]) -> None:
        """Copy files and folders of a folder into the run."""
        with self.store.writing() as client:
            for name in names:
                path = directory / name
                if path.is_dir():
                    client.log_artifacts(self.run_id, str(path), artifact_path=name)
                else:
                    client.log_artifact(self.run_id, str(path))


@dataclass(frozen=True)
class _Store:
    """An open store."""

    uri: str
    client: Any
    lock: BaseFileLock | contextlib.nullcontext[None]

    @classmethod
    def open(cls, uri: str) -> _Store:
        """Connect, and create the tables of a new SQLite store."""
        path = sqlite_path(uri)
        lock: BaseFileLock | contextlib.nullcontext[None] = contextlib.nullcontext()
        if path is not None:
            lock = _lock_beside(path)
        with lock, _translated(uri):
            client = _client(uri)
            with _soon():
                client.search_experiments(max_results=1)
        return cls(uri, client, lock)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Any]:
        """Yield the client while nobody else writes."""
        with self.lock, _translated(self.uri):
            yield self.client

    def start(self, experiment: str, name: str) -> Run:
        with self.writing() as client:
            found = client.get_experiment_by_name(experiment)
            if found is not None and found.lifecycle_stage == "deleted":
                raise StoreError(
                    f"the experiment '{experiment}' of {self.uri} was deleted; restore it, or "
                    "name another one by tracking.experiment=NAME"
                )
            known = found.experiment_id if found else self._create(experiment)
            return Run(client.create_run(known, run_name=name).info.run_id, self)

    def _create(self, experiment: str) -> str:
        path = sqlite_path(self.uri)
        place = (path.resolve().parent / "artifacts").as_uri() if path else None
        return str(self.client.create_experiment(experiment, artifact_location=place))

    def log(self, run_id: str, **entries: list[Any]) -> None:
        """Log params, metrics or tags, in batches as small as MLflow wants them."""
        with self.writing() as client:
            for kind, rows in entries.items():
                for start in range(0, len(rows), _BATCH):
                    client.log_batch(run_id, **{kind: rows[start : start + _BATCH]})

    def end(self, run_id: str, status: str) -> None:
        with self.writing() as client:
            client.set_terminated(run_id, status)


def download_bundle(reference: str, *, uri: str | None = None) -> Path:
    """Return the folder of the model that a run left, such as `runs:/ID`.

    Raises `StoreError` if there is no such store, run or bundle.
    """
    uri = uri or DEFAULT_URI
    matched = _REFERENCE.fullmatch(reference.strip())
    if matched is None:
        raise StoreError(f"'{reference}' names no run; allowed: runs:/ followed by 32 hex digits")
    path = sqlite_path(uri)
    if path is not None and not path.is_file():
        raise StoreError(
            f"there is no tracking store at {path}, so no {reference}\n"
            "run where it was trained, or name the store by --tracking-uri sqlite:///PATH"
        )
    store = _Store.open(uri)
    with _translated(uri, doing=f"find {reference} in"):
        place = store.client.get_run(matched["run_id"]).info.artifact_uri
        inside = matched["path"] or BUNDLE
        local = _local_folder(place)
        if local is None:
            return Path(store.client.download_artifacts(matched["run_id"], inside))
    found = (local / inside).resolve()
    if not found.is_dir() or not found.is_relative_to(local.resolve()):
        raise StoreError(f"the run {reference} left no {inside}; did its training fail?")
    return found


def _local_folder(uri: str) -> Path | None:
    """Return the folder of artifacts that lie on this machine; None if they lie elsewhere."""
    parts = urlsplit(uri)
    return Path(url2pathname(parts.path)) if parts.scheme in ("", "file") else None


def check_store(uri: str) -> None:
    """Raise `StoreError` if the store cannot be opened; a missing SQLite store is made."""
    _Store.open(uri)


def sqlite_path(uri: str) -> Path | None:
    """Return the file of a SQLite store; None for a store of another kind.

    >>> sqlite_path("sqlite:////tmp/a.db?timeout=5").as_posix()
    '/tmp/a.db'
    """
    if not uri.startswith(_SQLITE):
        return None
    return Path(uri.removeprefix(_SQLITE).partition("?")[0])


def cut(text: str) -> str:
    """Cut a text to what every MLflow store takes; the whole stands in `config.yaml`.

    >>> cut("a" * 600)[-7:], len(cut("a" * 600))
    ('a [cut]', 500)
    """
    end = " [cut]"
    return text if len(text) <= LONGEST_PARAM else text[: LONGEST_PARAM - len(end)] + end


def _lock_beside(path: Path) -> BaseFileLock:
    from filelock import FileLock

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(str(path), error.strerror) from error
    return FileLock(path.with_name(f".{path.name}.lock"), timeout=LOCK_SECONDS)


def _client(uri: str) -> Any:
    """Import MLflow with its telemetry off and its chatter out of sight."""
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    os.environ["DO_NOT_TRACK"] = "true"
    os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "WARNING")
    os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
    for name in ("mlflow", "alembic", "alembic.runtime.migration"):
        logging.getLogger(name).setLevel(logging.WARNING)
    from mlflow.tracking import MlflowClient

    patient = sqlite_path(uri) is not None and "timeout=" not in uri
    mark = "&" if "?" in uri else "?"
    return MlflowClient(tracking_uri=f"{uri}{mark}timeout={BUSY_SECONDS}" if patient else uri)


@contextlib.contextmanager
def _translated(uri: str, *, doing: str = "write to") -> Iterator[None]:
    """Raise a `StoreError` for what goes wrong in the store; keep its deprecations unseen."""
    from filelock import Timeout

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        from mlflow.exceptions import MlflowException
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except (MlflowException, SQLAlchemyError, OSError, Timeout) as error:
            raise _unwritable(uri, str(error).splitlines()[0], doing=doing) from error


def _unwritable(where: str, reason: str | None, *, doing: str = "write to") -> StoreError:
    remedy = "name another one by tracking.uri=sqlite:///PATH, or restore its folder"
    if urlsplit(where).scheme in ("http", "https"):
        found = _NETWORK_FAULT.search(reason or "")
        reason = found[0] if found else (reason or "")[:_LONGEST_REASON]
        remedy = (
            "check that the server runs and its address is right, or name another store by "
            "tracking.uri=sqlite:///PATH"
        )
    return StoreError(f"cannot {doing} the tracking store {where}: {reason}\n{remedy}")


@contextlib.contextmanager
def _soon() -> Iterator[None]:
    """Let the first request to a server fail within about 15 s, unless the user set other limits.

    Later ones keep MLflow's patience (minutes), so that a pause of the server loses no run.
    """
    own = {name: value for name, value in _FIRST_REQUEST.items() if name not in os.environ}
    os.environ.update(own)
    chatter = logging.getLogger("urllib3.connectionpool")
    level = chatter.level
    chatter.setLevel(logging.ERROR)  # it warns of each try; the error says it once
    try:
        yield
    finally:
        chatter.setLevel(level)
        for name in own:
            os.environ.pop(name, None)
