"""An add-on outside the repository is found, chosen and run without touching it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "extending"
FAMILIES = "[activity,{_target_: inconcert_example.text_length.TextLength}]"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the example with its metadata, and nothing else."""
    target = tmp_path_factory.mktemp("addon")
    offline = ["--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip", "install", "-q", *offline, "--target", str(target)]
    done = subprocess.run([*pip, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="module")
def trained(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the example's model was trained with the example's features."""
    folder = tmp_path_factory.mktemp("trained")
    printed = run(
        installed,
        *("inconcert", "train", "dataset=simulated", "dataset.scenario=tiny"),
        *("model=single_feature", f"features.families={FAMILIES}", "hydra.run.dir=out"),
        cwd=folder,
    )
    assert "single_feature on tiny-0" in printed
    assert "note: the feature read is" in printed
    return folder


def run(installed: Path, *module: str, cwd: Path, code: int = 0) -> str:
    """Run a module in a new interpreter that sees the add-on; return what it printed."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "XDG_CONFIG_HOME": str(cwd / "config"),
        "COLUMNS": "200",
    }
    command = [sys.executable, "-m", *module]
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_its_own_tests_pass(installed: Path, tmp_path: Path) -> None:
    plain = ["-q", "-c", os.devnull, "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    printed = run(installed, "pytest", *plain, str(EXAMPLE / "tests"), cwd=tmp_path)
    assert " passed" in printed


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("models", "single_feature"),
        ("datasets", "campaign_folder"),
        ("features", "text_length_variety"),
    ],
)
def test_what_it_adds_is_listed(installed: Path, tmp_path: Path, what: str, name: str) -> None:
    listed = run(installed, "inconcert", "list", what, cwd=tmp_path)
    assert name in [line.split()[0] for line in listed.splitlines()]


def test_its_family_is_saved_with_the_model(trained: Path) -> None:
    saved = json.loads((trained / "out" / "bundle" / "bundle.json").read_text(encoding="utf-8"))
    family = {"_target_": "inconcert_example.text_length.TextLength", "least_posts": 2}
    assert saved["features"]["families"] == ["activity", family]
    assert saved["model"]["_target_"] == "inconcert_example.single_feature.SingleFeature"


def test_its_saved_model_scores_another_dataset(installed: Path, trained: Path) -> None:
    simulated = ["simulate", "tiny", "--out", "world", "--seed", "3"]
    run(installed, "inconcert", *simulated, cwd=trained)
    scoring = ["score", "world/posts.parquet", "--model", "out", "--out", "scored"]
    run(installed, "inconcert", *scoring, cwd=trained)
    assert (trained / "scored" / "report.html").is_file()


def test_its_choices_compose_by_name(installed: Path, tmp_path: Path) -> None:
    chosen = ["dataset=campaign_folder", "dataset.folder=posts", "features=with_text_length"]
    printed = run(installed, "inconcert", "train", *chosen, "--cfg", "job", cwd=tmp_path)
    assert "_target_: inconcert_example.campaign_folder.CampaignFolder" in printed
    assert "_target_: inconcert_example.text_length.TextLength" in printed


@pytest.mark.parametrize(
    ("override", "message"),
    [
        (
            "dataset.foldr=posts",
            "dataset.foldr: CampaignFolder has no such option; did you mean 'dataset.folder'?",
        ),
        (
            "features.families=[{_target_: inconcert_example.text_length.TextLength, least: 3}]",
            "features.families[0].least: TextLength has no such option; "
            "did you mean 'features.families[0].least_posts'?",
        ),
        (
            "features.families=[{_target_: os.system}]",
            "features.families[0]._target_: 'os.system' may not be built; "
            "allowed: public classes of inconcert.*, inconcert_example.*",
        ),
    ],
)
def test_wrong_choices_are_answered_in_words(
    installed: Path, tmp_path: Path, override: str, message: str
) -> None:
    chosen = ["train", "dataset=campaign_folder", override]
    assert message in run(installed, "inconcert", *chosen, cwd=tmp_path, code=2)


def test_without_its_declaration_nothing_of_it_is_built(tmp_path: Path) -> None:
    """On the path alone, the package is no add-on: no entry point names it."""
    override = f"features.families={FAMILIES}"
    printed = run(EXAMPLE, "inconcert", "train", override, cwd=tmp_path, code=2)
    assert "may not be built; allowed: public classes of inconcert.*\n" in printed
