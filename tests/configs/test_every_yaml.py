"""Every YAML file of `conf` says what it is, composes, and builds."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
import yaml

from inconcert.errors import ConfigError
from inconcert.pipeline.build import build
from inconcert.pipeline.choices import choices, conf_dirs, groups
from inconcert.pipeline.config import compose, experiment
from inconcert.pipeline.preflight import checked_overrides
from inconcert.pipeline.suites.run import suite, suite_names
from inconcert.pipeline.targets import options_of, target_class
from inconcert.resources import resource_dir
from inconcert.simulation.scenario import Scenario

if TYPE_CHECKING:
    from pathlib import Path

GROUPS = ("dataset", "network", "features", "model", "evaluation", "tracking")
CHOICES = [(g, name) for g in GROUPS for name in choices(g) if name not in suite_names()]
MUST_BE_CHOSEN = ["dataset.paths=[posts.csv]", "dataset.labels=labels.csv"]
FILES = sorted(resource_dir("conf").rglob("*.yaml"))


def test_groups_are_these() -> None:
    assert set(groups(conf_dirs())) == {*GROUPS, "scenario", "experiment"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_begins_with_a_comment_and_lies_two_levels_deep(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith("# ")
    assert len(path.relative_to(resource_dir("conf")).parts) <= 2


@pytest.mark.parametrize("override", [f"{group}={name}" for group, name in CHOICES])
def test_a_choice_composes_and_builds(override: str) -> None:
    more = MUST_BE_CHOSEN if override == "dataset=files" else []
    experiment(compose([override, *more]))


@pytest.mark.parametrize("override", [f"{group}={name}" for group, name in CHOICES])
def test_a_choice_repeats_no_default(override: str) -> None:
    group, _, name = override.partition("=")
    settings = choices(group)[name].read()
    options = options_of(target_class(settings.pop("_target_"), group))
    repeated = [key for key, value in settings.items() if options[key].default == value]
    assert repeated == []


@pytest.mark.parametrize("name", suite_names())
def test_a_suite_builds_and_is_no_split(name: str) -> None:
    assert suite(name).caption
    first = choices("evaluation")[name].path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# inconcert evaluate --model corepost_similarity --suite {name}"
    with pytest.raises(ConfigError, match=f"inconcert evaluate --model MODEL --suite {name}"):
        compose([f"evaluation={name}"])


@pytest.mark.parametrize("name", choices("experiment"))
def test_an_experiment_composes_and_begins_with_its_command(name: str) -> None:
    path = choices("experiment")[name].path
    command = path.read_text(encoding="utf-8").splitlines()[0]
    assert command.startswith("# inconcert train ")
    words = command.split()[3:]
    overrides = [word for word in words if "=" in word]
    checked_overrides(overrides, dirs=conf_dirs(), multirun="-m" in words)
    experiment(compose([word for word in overrides if word.startswith("experiment=")]))


@pytest.mark.parametrize("name", choices("experiment"))
def test_every_choice_that_an_experiment_sweeps_over_composes(name: str) -> None:
    settings = choices("experiment")[name].read()
    swept = (settings.get("hydra") or {}).get("sweeper", {}).get("params", {})
    values = [[f"{key}={value}" for value in str(swept[key]).split(",")] for key in swept]
    for job in product(*values):
        experiment(compose([f"experiment={name}", *job]))


@pytest.mark.parametrize("name", choices("scenario"))
def test_a_scenario_builds(name: str) -> None:
    assert isinstance(build(choices("scenario")[name].read(), where=name), Scenario)


def test_the_root_names_every_group() -> None:
    root = yaml.safe_load((resource_dir("conf") / "config.yaml").read_text(encoding="utf-8"))
    named = {
        key.partition("@")[0] for entry in root["defaults"] if entry != "_self_" for key in entry
    }
    assert named == {*GROUPS, "experiment"}


def test_what_must_be_chosen_is_said() -> None:
    with pytest.raises(ConfigError) as caught:
        experiment(compose(["dataset=files", "dataset.paths=[a.csv]"]))
    assert str(caught.value) == "dataset.labels must be chosen; allowed: a path"
