"""The built wheel works on its own: it carries conf, datasets and experiments, and trains."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [sys.executable, "-I"]


def _run(*command: str, cwd: Path) -> str:
    environment = {**os.environ, "HOME": str(cwd), "XDG_CONFIG_HOME": str(cwd / "config")}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(
        *PYTHON,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "-o",
        str(folder),
        str(ROOT),
        cwd=folder,
    )
    return next(folder.glob("inconcert-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment that holds the wheel alone and borrows the libraries of this one."""
    folder = tmp_path_factory.mktemp("clean")
    _run(*PYTHON, "-m", "venv", "--without-pip", str(folder / "venv"), cwd=folder)
    python = folder / "venv" / "bin" / "python"
    target = _run(
        str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
    ).strip()
    _run(
        *PYTHON,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        target,
        str(wheel),
        cwd=folder,
    )
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    # Appended after the wheel's own folder; the editable install of the checkout is a .pth file
    # there, and .pth files of a folder that a .pth names are not read: the checkout stays out.
    (Path(target) / "borrowed.pth").write_text("\n".join(borrowed) + "\n")
    return folder / "venv" / "bin"


def test_wheel_carries_configs_sample_and_studies(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "inconcert/conf/config.yaml" in names
    assert "inconcert/datasets/sample/posts.parquet" in names
    assert any(
        name.startswith("inconcert/experiments/") and name.endswith("study.yaml") for name in names
    )
    assert any("/assets/sigma-" in name for name in names)


def test_package_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    where = _run(
        str(installed / "python"), "-c", "import inconcert; print(inconcert.__file__)", cwd=tmp_path
    )
    assert str(installed.parent) in where


def test_lists_models(installed: Path, tmp_path: Path) -> None:
    listed = _run(str(installed / "python"), "-m", "inconcert", "list", "models", cwd=tmp_path)
    for name in ("logistic", "boosted_trees", "graphsage", "corepost_similarity"):
        assert name in listed


def test_trains(installed: Path, tmp_path: Path) -> None:
    printed = _run(
        str(installed / "python"),
        "-m",
        "inconcert",
        "train",
        "dataset=simulated",
        "dataset.scenario=tiny",
        "model=logistic",
        cwd=tmp_path,
    )
    assert "average_precision" in printed
    assert list(tmp_path.glob("mlruns/*.db")), "the MLflow store appears in the working folder"
