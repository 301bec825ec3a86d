"""`inconcert train` as a user types it."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from inconcert.cli import main as command_line

STORE = Path("mlruns") / "mlflow.db"


def _train(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run in a process of its own, as Hydra takes over logging."""
    return subprocess.run(
        [sys.executable, "-m", "inconcert", "train", *arguments],
        cwd=folder,
        env={**os.environ, "INCONCERT_PSEUDONYM_KEY_FILE": str(folder / "key")},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def _runs(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / STORE)
    try:
        return [status for (status,) in connection.execute("select status from runs")]
    finally:
        connection.close()


def _code(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["inconcert", *arguments])
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    return int(ended.value.code or 0)


def test_a_job_prints_metrics_run_and_bundle(tmp_path: Path) -> None:
    done = _train(tmp_path, "experiment=quick", "model.inverse_penalty=0.5")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"average_precision +[01]\.\d{3}  \[", done.stdout)
    assert "base_rate" in done.stdout
    run_id = re.findall(r"runs:/([0-9a-f]{32})", done.stdout)[-1]
    bundle = Path(re.findall(r"bundle: (.+)", done.stdout)[0])
    assert (tmp_path / bundle / "bundle.json").is_file()
    assert (tmp_path / "mlruns" / "artifacts" / run_id / "artifacts" / "bundle").is_dir()
    assert _runs(tmp_path) == ["FINISHED"]
    shown = (tmp_path / bundle).parent / "config.yaml"
    assert "inverse_penalty: 0.5" in shown.read_text()


@pytest.mark.slow
def test_two_jobs_at_a_time_lose_nothing(tmp_path: Path) -> None:
    done = _train(
        tmp_path,
        "-m",
        "dataset=simulated",
        "model=logistic,corepost_similarity",
        "seed=1,2",
        "hydra/launcher=joblib",
        "hydra.launcher.n_jobs=2",
    )
    assert done.returncode == 0, done.stderr
    assert _runs(tmp_path) == ["FINISHED"] * 4
    assert len(set(re.findall(r"runs:/[0-9a-f]{32}", done.stdout))) == 4


@pytest.mark.slow
def test_one_failed_job_of_a_sweep_stops_no_other(tmp_path: Path) -> None:
    done = _train(
        tmp_path, "-m", "experiment=quick", "evaluation=by_account", "evaluation.test_share=5.0,0.4"
    )
    assert done.returncode == 2
    assert sorted(_runs(tmp_path)) == ["FAILED", "FINISHED"]
    assert "error in job 0 (" in done.stderr
    assert "\nerror: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["model=grapsage"], "error: model=grapsage: no such model; did you mean 'graphsage'?\n"),
        (
            ["-m", "seed=1,x"],
            "error: seed: found 'x'; allowed: a whole number\n",
        ),
        (
            ["--experimental-rerun", "x.pickle"],
            "error: --experimental-rerun reads a pickle, which can run any code; it is not "
            "supported\n"
            "repeat the run by its overrides, which lie in its .hydra/overrides.yaml\n",
        ),
        (
            ["-m", "--cfg", "job"],
            "error: --multirun and --cfg cannot stand together; give one of them\n",
        ),
        (
            ["--resolve"],
            "error: --resolve goes with --cfg: inconcert train --cfg job --resolve\n",
        ),
    ],
)
def test_errors_come_before_anything_is_made(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _code(monkeypatch, "train", *arguments) == 2
    assert capsys.readouterr().err == message
    assert list(tmp_path.iterdir()) == []


def test_hydra_shows_the_config(tmp_path: Path) -> None:
    done = _train(tmp_path, "network.window_seconds=300", "--cfg", "job", "model=graphsage")
    assert done.returncode == 0, done.stderr
    assert "window_seconds: 300" in done.stdout
    assert "inconcert.models.graphsage.GraphSage" in done.stdout
    assert not (tmp_path / "mlruns").exists()


def test_a_config_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "mine" / "experiment").mkdir(parents=True)
    (tmp_path / "mine" / "experiment" / "ours.yaml").write_text("seed: 77\n")
    done = _train(tmp_path, "--config-dir", "mine", "experiment=ours", "--cfg", "job")
    assert done.returncode == 0, done.stderr
    assert "seed: 77" in done.stdout


def test_a_traceback_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _code(monkeypatch, "train", "seed=x", "--debug") == 2
    assert "Traceback" in capsys.readouterr().err
