"""Wrong overrides are answered before Hydra, with the nearest right one."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from inconcert.errors import ConfigError
from inconcert.pipeline.choices import conf_dirs
from inconcert.pipeline.preflight import checked_overrides

if TYPE_CHECKING:
    from pathlib import Path


def check(*overrides: str, multirun: bool = False) -> list[str]:
    return checked_overrides(overrides, dirs=conf_dirs(), multirun=multirun)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("model=grapsage", "model=grapsage: no such model; did you mean 'graphsage'?"),
        ("experiment=quik", "experiment=quik: no such experiment; did you mean 'quick'?"),
        ("modle=logistic", "modle: no such key; did you mean 'model'?"),
        ("sed=3", "sed: no such key; did you mean 'seed'?"),
        ("window_second=3", "window_second: no such key; did you mean 'network.window_seconds'?"),
        (
            "network.window_second=5",
            "network.window_second: NetworkSettings has no such option; "
            "did you mean 'network.window_seconds'?",
        ),
        (
            "network.window_seconds=abc",
            "network.window_seconds: found 'abc'; allowed: a number or null",
        ),
        ("seed=x", "seed: found 'x'; allowed: a whole number"),
        ("device=gpu", "device: found 'gpu'; did you mean 'cpu'? (allowed: auto, cpu, cuda)"),
        ("network.layers=[url,3]", "network.layers[1]: found 3; allowed: text"),
        (
            "network.min_weight.x=3",
            "network.min_weight.x: network.min_weight is one value and has no parts",
        ),
        (
            "seed=1,2",
            "'seed=1,2' asks for several runs; add -m to run them all: inconcert train -m ...\n"
            "a list is written in brackets: 'seed=[a,b]'",
        ),
        (
            "a b=",
            "'a b=' is no override; allowed: key=value, such as network.window_seconds=300\n"
            "quote what the shell would split or read itself, as in 'network.layers=[repost,url]'",
        ),
    ],
)
def test_wrong_overrides_are_answered(override: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check(override)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("seed=1,x", "seed: found 'x'; allowed: a whole number"),
        ("model=logistic,grapsage", "model=grapsage: no such model; did you mean 'graphsage'?"),
        (
            "model=glob(z*)",
            "model={include:[z*],exclude:[]}: matches no model; "
            "allowed: boosted_trees, corepost_similarity, graphsage, logistic",
        ),
        (
            "network.min_weight=range(0.5,2)",
            "network.min_weight: found 0.5; allowed: a whole number",
        ),
        ("network.min_weight=interval(a,2)", "'network.min_weight=interval(a,2)' is no override"),
    ],
)
def test_every_value_of_a_sweep_is_checked(override: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check(override, multirun=True)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    "override",
    [
        "seed=1,2,3",
        "seed=range(0,3)",
        "model=glob(*)",
        "model=choice(logistic,graphsage)",
        "device=auto",
        "hydra/launcher=joblib",
        "hydra.launcher.n_jobs=2",
        "~tracking",
        "model@other=logistic",
        "dataset.name=sample",
    ],
)
def test_right_overrides_pass_unchanged(override: str) -> None:
    assert check(override, multirun=True) == [override]


def test_an_option_that_the_yaml_does_not_name_needs_no_plus() -> None:
    assert check("network.window_seconds=5") == ["++network.window_seconds=5"]
    assert check("+network.window_seconds=5") == ["++network.window_seconds=5"]
    assert check("network=wide", "network.window_seconds=5")[1] == "network.window_seconds=5"
    assert check("network.layers=[url,repost]") == ["++network.layers=[url,repost]"]
    assert check("network.window_seconds=${seed}") == ["++network.window_seconds=${seed}"]


def test_options_are_those_of_the_chosen_class() -> None:
    assert check("model=graphsage", "model.hidden=8")[1] == "++model.hidden=8"
    with pytest.raises(ConfigError, match=r"model\.hidden: Logistic has no such option; allowed: "):
        check("model=graphsage,logistic", "model.hidden=8", multirun=True)


def test_an_experiment_changes_what_is_chosen() -> None:
    assert check("experiment=quick", "dataset.scenario=tiny") == [
        "experiment@_global_=quick",
        "dataset.scenario=tiny",
    ]
    with pytest.raises(ConfigError, match=r"did you mean 'dataset\.scenario'"):
        check("experiment=quick", "dataset.scenarios=tiny")


def test_an_experiment_that_sweeps_counts_all_its_choices() -> None:
    with pytest.raises(ConfigError, match=r"model\.hidden: Logistic"):
        check("experiment=four_models_three_seeds", "model.hidden=3", multirun=True)


def test_a_folder_of_the_users_own_adds_choices(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "mine.yaml").write_text(
        "_target_: inconcert.models.tabular.Logistic\ninverse_penalty: 0.1\n"
    )
    dirs = conf_dirs([tmp_path])
    mine = ["model=mine", "model.inverse_penalty=2"]
    assert checked_overrides(mine, dirs=dirs, multirun=False) == mine
    with pytest.raises(ConfigError, match="no such model"):
        check("model=mine")


def test_checking_imports_nothing_heavy() -> None:
    program = """
import sys
from inconcert.pipeline.choices import conf_dirs
from inconcert.pipeline.preflight import checked_overrides
for model in ("logistic", "boosted_trees", "graphsage", "corepost_similarity"):
    checked_overrides([f"model={model}", "network.window_seconds=5", "tracking.experiment=a"],
                      dirs=conf_dirs(), multirun=False)
print(sorted({"torch", "sklearn", "mlflow", "scipy", "matplotlib", "networkx"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_wrong_word_is_answered_with_the_model_that_was_chosen() -> None:
    with pytest.raises(ConfigError) as caught:
        check("model=logistic", "model.class_weight=balance")
    assert str(caught.value) == (
        "model.class_weight: found 'balance'; did you mean 'balanced'? (allowed: balanced, none)"
    )
