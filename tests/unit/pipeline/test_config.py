"""Composing gives one resolved mapping that shows every value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inconcert.errors import ConfigError
from inconcert.pipeline.choices import choice, read_yaml
from inconcert.pipeline.config import compose, experiment

if TYPE_CHECKING:
    from pathlib import Path


def test_defaults_of_the_classes_are_filled_in() -> None:
    config = compose()
    assert config["network"] == {
        "_target_": "inconcert.networks.settings.NetworkSettings",
        "layers": ["repost", "quote", "url", "text", "media"],
        "window_seconds": 60.0,
        "min_weight": 2,
        "resolution": 1.0,
        "min_cluster_size": 3,
        "min_amplified_reposts": 3,
        "min_amplified_share": 0.1,
    }
    assert config["evaluation"]["test_share"] == 0.3
    assert "hydra" not in config


def test_the_device_of_the_root_reaches_a_model_that_has_one() -> None:
    assert compose(["model=graphsage", "device=cpu"])["model"]["device"] == "cpu"
    assert compose(["model=graphsage", "model.device=cpu"])["model"]["device"] == "cpu"
    assert "device" not in compose(["model=logistic"])["model"]


def test_an_experiment_overlays_choices() -> None:
    assert compose(["experiment=quick"])["dataset"]["scenario"] == "tiny"
    assert compose(["experiment=quick", "dataset=sample"])["dataset"]["name"] == "sample"


def test_built_experiments_hold_objects() -> None:
    built = experiment(compose(["network.window_seconds=300", "seed=4"]))
    assert (built.network.window_seconds, built.seed) == (300.0, 4)


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (["seed=-1"], "seed: found -1; allowed: a whole number, 0 or more"),
        (
            ["network.layers=[repos]"],
            "network.layers: no layer 'repos'; did you mean 'repost'?",
        ),
        (["dataset=files"], "dataset.paths must be chosen; allowed: a list of: a path"),
        (
            ["dataset=simulated", "dataset.scenario=tny"],
            "dataset.scenario: no scenario 'tny'; did you mean 'tiny'?",
        ),
    ],
)
def test_wrong_values_are_answered_when_built(overrides: list[str], message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        experiment(compose(overrides))
    assert str(caught.value) == message


def test_a_group_that_is_no_experiment_is_refused() -> None:
    config = compose()
    with pytest.raises(ConfigError, match="the config builds a NetworkSettings, not an experiment"):
        experiment(config["network"])


def test_overlays_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "mine.yaml").write_text(
        "# mine\ndefaults:\n  - override /network: wide\nseed: 9\nmodel:\n  max_iterations: 50\n"
    )
    config = compose(["experiment=mine"], extra_dirs=[tmp_path])
    assert (config["seed"], config["network"]["window_seconds"]) == (9, 3600)
    assert config["model"]["max_iterations"] == 50


def test_a_wrong_key_in_an_overlay_is_answered(tmp_path: Path) -> None:
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "mine.yaml").write_text("model:\n  max_iteration: 50\n")
    config = compose(["experiment=mine", "model=logistic"], extra_dirs=[tmp_path])
    with pytest.raises(ConfigError, match=r"did you mean 'model\.max_iterations'"):
        experiment(config)


def test_what_hydra_cannot_compose_is_a_config_error(tmp_path: Path) -> None:
    (tmp_path / "experiment").mkdir()
    (tmp_path / "experiment" / "mine.yaml").write_text("defaults:\n  - override /model: nope\n")
    with pytest.raises(ConfigError, match="nope"):
        compose(["experiment=mine"], extra_dirs=[tmp_path])


@pytest.mark.parametrize("text", ["a: [", "- a\n", "!!python/object/apply:os.system [ls]\n"])
def test_a_yaml_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=r"bad\.yaml: "):
        read_yaml(path)


def test_descriptions_skip_the_command() -> None:
    assert choice("experiment", "quick").description.startswith("The whole way on a small")
