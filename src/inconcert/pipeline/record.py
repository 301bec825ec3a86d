"""What a trial leaves on disk and in the store: no id of an account, no text of a post."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from inconcert.pipeline.build import TARGET
from inconcert.pipeline.bundle import save_bundle
from inconcert.pipeline.charts import write_charts
from inconcert.posts.pseudonyms import Pseudonyms, user_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import polars as pl

    from inconcert.evaluation.protocol import Trial
    from inconcert.pipeline.bundle import Bundle
    from inconcert.tracking.manifest import Manifest

FILES = ("config.yaml", "versions.json", "split.json", "metrics.json", "tested.parquet")
FOLDERS = ("curves", "bundle")
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+(?=@)")


def write_record(
    directory: Path, config: Mapping[str, Any], *, trial: Trial, bundle: Bundle, made_by: Manifest
) -> None:
    """Write the resolved config, versions, split, metrics, tested scores, curves and the bundle."""
    import yaml

    directory.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(redacted(config), sort_keys=False, allow_unicode=True)
    (directory / "config.yaml").write_text(text, encoding="utf-8")
    _write_json(directory / "versions.json", made_by.as_json())
    _write_json(directory / "split.json", _split(trial))
    _write_json(directory / "metrics.json", trial.metrics.to_dicts())
    pseudonymous(trial.tested).write_parquet(directory / "tested.parquet")
    write_charts(trial.tested, directory / "curves", threshold=trial.scored.threshold)
    save_bundle(bundle, directory / "bundle")


def pseudonymous(tested: pl.DataFrame) -> pl.DataFrame:
    """Return the table with a pseudonym in place of `account_id`, sorted by it."""
    names = Pseudonyms(user_key()).of(tested["account_id"])
    return tested.drop("account_id").insert_column(0, names.alias("pseudonym")).sort("pseudonym")


def flat_metrics(metrics: pl.DataFrame) -> dict[str, float]:
    """Return one number a key: a metric, and `_low` and `_high` of its interval.

    >>> import polars as pl
    >>> row = {"metric": "f1", "value": 0.5, "low": 0.25, "high": None}
    >>> flat_metrics(pl.DataFrame([row]))
    {'f1': 0.5, 'f1_low': 0.25}
    """
    found = {
        f"{row['metric']}{end}": row[column]
        for row in metrics.iter_rows(named=True)
        for column, end in (("value", ""), ("low", "_low"), ("high", "_high"))
    }
    return {key: value for key, value in found.items() if value is not None}


def flat_config(config: Mapping[str, Any], *, prefix: str = "") -> dict[str, Any]:
    """Return one leaf a key, joined by dots; a group's own key holds the name of its class.

    >>> flat_config({"model": {"_target_": "a.b.Tree", "leaves": 3}, "seed": 0})
    {'model': 'Tree', 'model.leaves': 3, 'seed': 0}
    """
    return dict(_leaves(redacted(config), prefix))


def redacted(value: Any) -> Any:
    """Return a config without the credentials that an address may hold.

    >>> redacted({"uri": "postgresql://me:secret@host/db"})
    {'uri': 'postgresql://***@host/db'}
    """
    if isinstance(value, dict):
        return {key: redacted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [redacted(item) for item in value]
    return _CREDENTIALS.sub("***", value) if isinstance(value, str) else value


def _leaves(value: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict) or not value:
        yield prefix, json.dumps(value) if isinstance(value, list | dict) else value
        return
    for key, item in value.items():
        if key == TARGET:
            yield prefix or TARGET, str(item).rpartition(".")[2]
        else:
            yield from _leaves(item, f"{prefix}.{key}" if prefix else str(key))


def _split(trial: Trial) -> dict[str, Any]:
    split = trial.split
    until = split.train_until.isoformat() if split.train_until else None
    return {
        "strategy": split.strategy,
        "accounts": asdict(split.counts),
        "train_until": until,
        "notes": list(trial.notes),
    }


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
