"""A training job: the same numbers again, everything recorded, nobody named."""

from __future__ import annotations

import copy
import json
import sqlite3
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
import yaml

from inconcert.errors import ConfigError, ModelError
from inconcert.pipeline.bundle import load_bundle, resolve_model
from inconcert.pipeline.record import FILES, flat_config
from inconcert.pipeline.score import score
from inconcert.pipeline.train import Trained, train

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.pipeline.datasets import Dataset


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trained, Path, dict[str, Any]]:
    """Train once: what came out, the folder, the config."""
    from inconcert.pipeline.config import compose

    folder = tmp_path_factory.mktemp("train")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INCONCERT_PSEUDONYM_KEY_FILE", str(folder / "key"))
        config = compose(["experiment=quick", f"tracking.uri=sqlite:///{folder}/store/runs.db"])
        return train(config, directory=folder / "job"), folder, config


def _rows(store: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(store)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_one_run_holds_params_metrics_and_tags(done: tuple[Trained, Path, dict[str, Any]]) -> None:
    trained, folder, config = done
    store = folder / "store" / "runs.db"
    assert _rows(store, "select run_uuid, status from runs") == [(trained.run_id, "FINISHED")]
    params = dict(_rows(store, "select key, value from params"))
    assert params["model"] == "logistic"
    assert params["network.window_seconds"] == "60.0"
    assert set(params) == {*flat_config(config)}
    metrics = dict(_rows(store, "select key, value from metrics"))
    assert {"average_precision", "average_precision_low", "base_rate"} <= set(metrics)
    tags = dict(_rows(store, "select key, value from tags"))
    assert {"data.posts", "data.labels", "git_commit", "version.polars"} <= set(tags)


def test_the_run_holds_what_lies_in_the_folder(done: tuple[Trained, Path, dict[str, Any]]) -> None:
    trained, folder, config = done
    artifacts = folder / "store" / "artifacts" / trained.run_id / "artifacts"
    for name in (*FILES, "curves/roc.png", "curves/precision_recall.png", "curves/scores.png"):
        assert (artifacts / name).read_bytes() == (folder / "job" / name).read_bytes()
    assert yaml.safe_load((artifacts / "config.yaml").read_text())["model"] == config["model"]
    counts = json.loads((artifacts / "split.json").read_text())["accounts"]
    assert counts["test"] == trained.metrics["n"][0]


def test_no_account_is_named_in_the_record(
    done: tuple[Trained, Path, dict[str, Any]], tiny: Dataset
) -> None:
    _, folder, _ = done
    ids = [value.encode() for value in tiny.posts["account_id"].unique()]
    texts = [
        value.encode() for value in tiny.posts["text"].drop_nulls().unique() if len(value) > 12
    ]
    for path in [*(folder / "store").rglob("*"), *(folder / "job").rglob("*")]:
        content = path.read_bytes() if path.is_file() else b""
        assert not any(needle in content for needle in ids + texts), path
    tested = pl.read_parquet(folder / "job" / "tested.parquet")
    assert tested["pseudonym"].str.starts_with("acct-").all()


def test_the_same_config_gives_the_same_numbers(
    done: tuple[Trained, Path, dict[str, Any]], tiny_config: dict[str, Any], tmp_path: Path
) -> None:
    again = train(tiny_config, directory=tmp_path / "again")
    assert again.metrics.equals(done[0].metrics)


def test_the_bundle_says_how_it_was_trained(done: tuple[Trained, Path, dict[str, Any]]) -> None:
    trained, _, _ = done
    record = json.loads((trained.bundle / "bundle.json").read_text())
    assert record["model"]["_target_"] == "inconcert.models.tabular.Logistic"
    assert record["rule"] == trained.rule
    assert record["trained"]["run_id"] == trained.run_id
    assert record["trained"]["fitted_on"].startswith("the training part of the split")
    assert set(record["trained"]["data_hashes"]) == {"posts", "labels"}


def test_a_trained_model_scores_from_folder_and_run(
    done: tuple[Trained, Path, dict[str, Any]], tiny: Dataset
) -> None:
    trained, folder, _ = done
    uri = f"sqlite:///{folder}/store/runs.db"
    from_run = resolve_model(f"runs:/{trained.run_id}", tracking_uri=uri)
    one = score(tiny.posts, trained.bundle, accounts=tiny.accounts)
    other = score(tiny.posts, from_run, accounts=tiny.accounts)
    assert one.accounts.equals(other.accounts)
    assert one.rule == trained.rule
    assert one.model == "logistic"


def test_a_changed_network_is_said(
    done: tuple[Trained, Path, dict[str, Any]], tiny: Dataset
) -> None:
    from inconcert.networks.settings import NetworkSettings

    result = score(tiny.posts, done[0].bundle, network=NetworkSettings(window_seconds=300))
    assert result.notes[0] == (
        "the network differs from that of the model's training: window_seconds 300 in place of 60.0"
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 99}, "found format 99; this version reads 1"),
        ({"model": {"name": "x", "_target_": "os.system"}}, "'os.system' may not be built"),
        (
            {"model": {"name": "x", "_target_": "inconcert.networks.settings.NetworkSettings"}},
            "NetworkSettings is no model",
        ),
        ({"network": {}}, "is not as written by inconcert"),
        (
            {"features": {"_target_": "inconcert.networks.settings.NetworkSettings"}},
            "are not settings",
        ),
    ],
)
def test_a_changed_bundle_is_refused(
    done: tuple[Trained, Path, dict[str, Any]],
    tmp_path: Path,
    change: dict[str, Any],
    message: str,
) -> None:
    record = json.loads((done[0].bundle / "bundle.json").read_text())
    (tmp_path / "bundle.json").write_text(json.dumps({**record, **change}))
    with pytest.raises(ModelError) as caught:
        load_bundle(tmp_path)
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 1}'])
def test_a_broken_bundle_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bundle.json").write_text(text)
    with pytest.raises(ModelError, match=r"bundle\.json"):
        load_bundle(tmp_path)


def test_a_config_that_cannot_be_built_leaves_nothing(
    tiny_config: dict[str, Any], tmp_path: Path
) -> None:
    config = copy.deepcopy(tiny_config)
    config["model"]["inverse_penalty"] = -1
    with pytest.raises(ConfigError, match=r"model\.inverse_penalty"):
        train(config, directory=tmp_path / "job")
    assert not (tmp_path / "job").exists()
    assert not (tmp_path / "store").exists()


def test_a_job_that_fails_is_a_failed_run(tiny_config: dict[str, Any], tmp_path: Path) -> None:
    config = copy.deepcopy(tiny_config)
    config["evaluation"]["test_share"] = 5.0
    with pytest.raises(ConfigError):
        train(config, directory=tmp_path / "job")
    assert _rows(tmp_path / "store" / "runs.db", "select status from runs") == [("FAILED",)]
