"""`inconcert list`, `inconcert doctor`, and the edge that all commands share."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from inconcert.cli import main as command_line
from inconcert.cli.app import run
from inconcert.errors import ConfigError


def _code(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["inconcert", *arguments])
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("readers", ["coortweet", "fivethirtyeight", "table", "x_api_v2"]),
        ("models", ["boosted_trees", "corepost_similarity", "graphsage", "logistic"]),
        ("features", ["posts"]),
        ("datasets", ["files", "sample", "simulated"]),
        ("experiments", ["experiment=quick", "righetti2022_russian_retweets"]),
        ("scenarios", ["tiny", "sample_second"]),
    ],
)
def test_lists_show_names_with_a_description(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    what: str,
    names: list[str],
) -> None:
    assert _code(monkeypatch, "list", what) == 0
    shown = capsys.readouterr().out.splitlines()
    for name in names:
        assert any(name in line.partition("  ")[0] for line in shown), name
    assert all(line.partition("  ")[2].strip() for line in shown)


def test_doctor_finds_this_installation_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INCONCERT_PSEUDONYM_KEY_FILE", str(tmp_path / "key"))
    assert _code(monkeypatch, "doctor") == 0
    shown = capsys.readouterr().out
    assert "FAILS" not in shown
    for name in ("python", "polars", "device", "configs", "sample", "tracking store"):
        assert f"ok       {name}" in shown
    assert not (tmp_path / "mlruns").exists()


def test_doctor_fails_where_the_store_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("INCONCERT_PSEUDONYM_KEY_FILE", str(tmp_path / "key"))
    (tmp_path / "file").write_text("")
    uri = f"sqlite:///{tmp_path}/file/x.db"
    assert _code(monkeypatch, "doctor", "--tracking-uri", uri) == 1
    assert "FAILS    tracking store" in capsys.readouterr().out


def test_the_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _code(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == "inconcert 0.1.0\n"


def test_help_lists_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _code(monkeypatch, "--help") == 0
    shown = capsys.readouterr().out
    for name in (*command_line.COMMANDS, "posts"):
        assert f" {name} " in shown


@pytest.mark.parametrize("name", command_line.COMMANDS)
def test_each_command_stands_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    if name != "train":  # its --help is Hydra's
        assert _code(monkeypatch, name, "--help") == 0
        assert f"inconcert {name}" in capsys.readouterr().out


def test_a_misspelt_command_is_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _code(monkeypatch, "scroe") == 2
    assert "Did you mean 'score'?" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    program = """
import sys
from inconcert.cli import main
main.application()
print(sorted({"torch", "sklearn", "mlflow", "hydra", "scipy", "matplotlib"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_config_error_is_quick() -> None:
    """The processor time of the whole command; the clock of a busy machine would say nothing."""
    program = """
import sys, time
from inconcert.cli import main
sys.argv = ["inconcert", "train", "model=grapsage"]
try:
    main.main()
except SystemExit as ended:
    print(ended.code, time.process_time())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    code, seconds = done.stdout.split()
    assert (code, done.stderr.startswith("error: model=grapsage")) == ("2", True)
    assert float(seconds) < 1.0


def test_errors_meant_for_a_user_have_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ConfigError("wrong")

    assert run(fail) == 2
    assert capsys.readouterr().err == "error: wrong\n"
    assert run(fail, debug=True) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_130(capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    assert run(stop) == 130
    assert capsys.readouterr().err == "interrupted\n"


def test_a_fault_of_ours_is_raised() -> None:
    def fault() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(fault)
