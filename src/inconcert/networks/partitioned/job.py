"""A job: what is asked for, of which files, and where each of its stages leaves its files."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from inconcert.errors import ConfigError, MissingFileError, StoreError
from inconcert.networks.largeobjects import PairLimits
from inconcert.networks.partitioned.inputs import ActionFile, Actions, Portion, find_actions
from inconcert.networks.rules import CoActionRules
from inconcert.posts.output import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS_PER_BUCKET = 2_000_000
_PORTION = 2
"""Rows read at a time, in buckets' worth."""
_FORMAT = 1
_WHY_NOT = {
    "tfidf_cosine": "the length of an account's vector takes all its objects, which lie in "
    "different buckets",
}


@dataclass(frozen=True)
class Job:
    """A partitioned co-action network; its stages take it and the number of a bucket."""

    out: Path
    actions: Actions
    windows: tuple[float | None, ...]
    rules: CoActionRules
    limits: PairLimits
    buckets: int

    def __post_init__(self) -> None:
        """Raise `ConfigError` for what cannot be done by buckets."""
        if self.buckets < 1:
            raise ConfigError(f"buckets = {self.buckets}: give a number of 1 or more.")
        if self.rules.weight in _WHY_NOT:
            raise ConfigError(
                f"weight = {self.rules.weight!r} cannot be computed by buckets: "
                f"{_WHY_NOT[self.rules.weight]}.\nChoose another weight, or "
                "`inconcert.coaction_network` on a table in memory."
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of actions that are read."""
        return _columns(self.rules)

    @property
    def counts_posts(self) -> bool:
        """Tell whether the weight needs the posts."""
        return "post_id" in self.columns

    @property
    def work(self) -> Path:
        """Return the folder of what lies between the stages; it goes when the job is done."""
        return self.out / "work"

    @property
    def accounts_file(self) -> Path:
        """Return the table of all accounts, in the order of their ids as text."""
        return self.work / "accounts" / "accounts.parquet"

    @property
    def totals_file(self) -> Path:
        """Return the layers, their totals and the ranges of accounts that edges are cut by."""
        return self.work / "accounts" / "totals.json"

    @cached_property
    def portions(self) -> tuple[Portion, ...]:
        """Return the portions that the actions are read in."""
        rows = math.ceil(_PORTION * max(self.actions.rows, 1) / self.buckets)
        return tuple(self.actions.portions(rows))

    def acts_folder(self, portion: int) -> Path:
        """Return where the acts of a portion lie, a file a bucket of objects."""
        return self.work / "acts" / f"{portion:05d}"

    def pairs_folder(self, bucket: int) -> Path:
        """Return where the pairs of acts on the objects of a bucket lie."""
        return self.work / "pairs" / f"{bucket:05d}"

    def part_file(self, bucket: int) -> Path:
        """Return the edges of a bucket of accounts."""
        return self.out / f"part-{bucket:05d}.parquet"

    def plan(self) -> dict[str, Any]:
        """Return all that the result depends on, as JSON has it."""
        asked = {
            "format": _FORMAT,
            "polars": pl.__version__,
            "windows": self.windows,
            "rules": asdict(self.rules),
            "limits": asdict(self.limits),
            "buckets": self.buckets,
            "numbers": self.actions.numbers,
            "files": [asdict(file) for file in self.actions.files],
        }
        plan: dict[str, Any] = json.loads(json.dumps(asked))
        return plan


def plan_job(
    paths: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    windows: tuple[float | None, ...],
    rules: CoActionRules,
    limits: PairLimits,
    buckets: int | None = None,
) -> Job:
    """Look at the files and write the plan into `out`, or check that it is the one there.

    `buckets`: how many of objects and of accounts; None: one per two million actions. Raises
    `ConfigError` if `out` holds another job, `StoreError` if it holds something else.
    """
    actions = find_actions(paths, _columns(rules), out=Path(out))
    buckets = max(math.ceil(actions.rows / ROWS_PER_BUCKET), 1) if buckets is None else buckets
    job = Job(Path(out), actions, windows, rules, limits, buckets)
    if _plan_file(job.out).exists():
        _check_same(job)
        return job
    _check_free(job.out)
    text = json.dumps(job.plan(), indent=1)
    write_atomically(_plan_file(job.out), lambda part: part.write_text(text, encoding="utf-8"))
    return job


def open_job(out: str | Path) -> Job:
    """Return the job that was planned in a folder, for a stage in another process or machine.

    Raises `MissingFileError` if none was, `ConfigError` if the files of actions have changed.
    """
    file = _plan_file(Path(out))
    if not file.exists():
        raise MissingFileError(f"{out}: no job was planned there; `plan_job` does so")
    plan = json.loads(file.read_text(encoding="utf-8"))
    files = tuple(ActionFile(**one) for one in plan["files"])
    job = Job(
        out=Path(out),
        actions=Actions(tuple(file.as_it_is() for file in files), tuple(plan["numbers"])),
        windows=tuple(plan["windows"]),
        rules=CoActionRules(**plan["rules"]),
        limits=PairLimits(**plan["limits"]),
        buckets=plan["buckets"],
    )
    _check_same(job)
    return job


def _columns(rules: CoActionRules) -> tuple[str, ...]:
    acts = ("account_id", "layer", "object_id", "created_at")
    return (*acts, "post_id") if rules.weight.startswith("distinct_posts") else acts


def _plan_file(out: Path) -> Path:
    return out / "plan.json"


def _check_same(job: Job) -> None:
    """Raise `ConfigError` if the folder was begun with other settings, files or polars."""
    old = json.loads(_plan_file(job.out).read_text(encoding="utf-8"))
    new = job.plan()
    differing = [key for key in new if old.get(key) != new[key]]
    if not differing:
        return
    key = differing[0]
    if isinstance(new[key], dict):
        inner = next(name for name in new[key] if new[key][name] != (old.get(key) or {}).get(name))
        found = f"{inner} = {(old.get(key) or {}).get(inner)!r}, asked for: {new[key][inner]!r}"
    elif key == "files":
        found = "the files are others, or have changed since"
    else:
        found = f"{key} = {old.get(key)!r}, asked for: {new[key]!r}"
    raise ConfigError(
        f"{job.out} holds a network that was begun differently: {found}.\n"
        "Name another folder, or remove this one to begin anew."
    )


def _check_free(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise StoreError(f"{out} is a file; a folder is needed here: name another one")
    if out.is_dir() and any(out.iterdir()):
        raise StoreError(
            f"{out} is not empty and holds no network by buckets: name an empty or a new folder"
        )
