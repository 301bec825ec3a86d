"""`inconcert observe`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
import typer
import yaml
from typer.testing import CliRunner

from inconcert.cli.observe import observe
from inconcert.cli.simulate import build_scenario, read_scenario
from inconcert.errors import ConfigError, MissingFileError, StoreError
from inconcert.simulation.record import TABLES, read_world, write_world
from inconcert.simulation.world import simulate

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("worlds") / "whole"
    tiny = simulate(build_scenario(read_scenario("tiny"), "tiny"), seed=3)
    write_world(tiny, folder, scenario="# the scenario\n")
    return folder


def run(*arguments: str) -> str:
    app = typer.Typer()
    app.command()(observe)
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_world_is_read_as_it_was_written(world):
    tiny = simulate(build_scenario(read_scenario("tiny"), "tiny"), seed=3)
    for name in (*TABLES, "observation"):
        assert getattr(read_world(world), name).equals(getattr(tiny, name)), name


def test_other_eyes_see_what_the_scenario_would_have_shown_them(world, tmp_path):
    eyes = {"sample": 0.5, "deleted": 0.1, "missing": {"client": 0.3}}
    said = run(
        str(world), "sample=0.5", "deleted=0.1", "missing={client: 0.3}",
        "--out", str(tmp_path / "seen"), "--seed", "3", "--format", "coortweet",
    )  # fmt: skip
    settings = read_scenario("tiny") | {"observation": eyes}
    meant = simulate(build_scenario(settings, "tiny"), seed=3)
    seen = read_world(tmp_path / "seen")
    for name in (*TABLES, "observation"):
        assert getattr(seen, name).equals(getattr(meant, name)), name
    whole = pl.read_parquet(world / "posts.parquet").height
    assert f"seen: {seen.posts.height:,} of {whole:,} posts" in said
    assert (tmp_path / "seen" / "formats" / "coortweet" / "shares.csv").is_file()
    assert (tmp_path / "seen" / "scenario.yaml").read_text() == "# the scenario\n"
    resolved = (tmp_path / "seen" / "observation.yaml").read_text(encoding="utf-8")
    assert resolved.startswith("# inconcert observe WORLD --out DIR --seed 3 sample=0.5 ")
    assert yaml.safe_load(resolved)["missing"] == {"client": 0.3}


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["sample=0"], ConfigError, "Observation.sample is 0.0; allowed: a share above 0"),
        (["sampel=0.5"], ConfigError, "sampel: Observation has no such option; did you mean"),
        (["drop_columns=[clinet]"], ConfigError, "'clinet' is none: did you mean 'client'"),
        (["--format", "json"], ConfigError, "there is no format 'json' to write"),
    ],
)
def test_refusals_write_nothing(world, tmp_path, arguments, error, message):
    with pytest.raises(error, match=message):
        run(str(world), "--out", str(tmp_path / "seen"), *arguments)
    assert not (tmp_path / "seen").exists()


def test_what_is_no_world_and_the_world_itself_are_refused(world, tmp_path):
    with pytest.raises(MissingFileError, match=r"is no world: posts\.parquet is missing"):
        run(str(tmp_path), "--out", str(tmp_path / "seen"))
    with pytest.raises(StoreError, match="holds the world itself; name another folder"):
        run(str(world), "--out", str(world))
