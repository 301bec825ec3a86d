"""`inconcert simulate`."""

from __future__ import annotations

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from inconcert.cli.simulate import overridden, read_scenario, simulate
from inconcert.errors import ConfigError, MissingFileError
from inconcert.hashing import hash_file
from inconcert.posts.ingest import ingest
from inconcert.posts.writers import FORMATS, format_named

TABLES = ("posts", "accounts", "labels", "acts", "follows")
FILES = {
    *(f"{name}.parquet" for name in TABLES),
    "observation.csv",
    "scenario.yaml",
    "datasheet.md",
}


def run(*arguments: str) -> str:
    app = typer.Typer()
    app.command()(simulate)
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_it_writes_tables_scenario_and_checksums(tmp_path):
    out = tmp_path / "world"
    said = run("tiny", "--out", str(out), "--seed", "3")
    assert {path.name for path in out.iterdir()} == FILES | {"SHA256SUMS"}
    sums = dict(line.split("  ")[::-1] for line in (out / "SHA256SUMS").read_text().splitlines())
    assert sums == {name: hash_file(out / name) for name in FILES}
    assert "46 accounts (16.1%) in 4 campaigns" in said  # 12 + 12 + 12 + 10 of 240 + 46
    assert "tiny_copies_english: 10 accounts" in said


def test_it_says_what_was_missed_and_why(tmp_path):
    whole = run("tiny", "--out", str(tmp_path / "whole"))
    assert "seen:" not in whole
    said = run("tiny", "--out", str(tmp_path / "part"), "observation.sample=0.5")
    report = pl.read_csv(tmp_path / "part" / "observation.csv")
    counts = {fate: (posts, acts) for fate, posts, acts in report.iter_rows()}
    posts, acts = (
        pl.read_parquet(tmp_path / "whole" / f"{name}.parquet") for name in ("posts", "acts")
    )
    (seen, seen_acts), (lost, lost_acts) = counts["seen"], counts["not_sampled"]
    assert (seen + lost, seen_acts + lost_acts) == (posts.height, acts.height)
    part = pl.read_parquet(tmp_path / "part" / "posts.parquet")
    assert seen == part.height
    assert seen_acts == part["post_id"].is_in(acts["post_id"].implode()).sum()
    assert (
        f"seen: {seen:,} of {posts.height:,} posts, {seen_acts:,} of {acts.height:,} acts" in said
    )
    assert f"  not_sampled: {lost:,} posts, {lost_acts:,} acts" in said


def test_it_writes_the_posts_in_other_formats(tmp_path):
    out = tmp_path / "world"
    wanted = [word for name in FORMATS for word in ("--format", name)]
    run("tiny", "--out", str(out), *wanted)
    posts = pl.read_parquet(out / "posts.parquet")
    sums = dict(line.split("  ")[::-1] for line in (out / "SHA256SUMS").read_text().splitlines())
    for form in map(format_named, FORMATS):
        place = f"formats/{form.name}/{form.file}"
        assert sums[place] == hash_file(out / place)
        taken = ingest(out / place)
        assert taken.files[0].reader == form.reader
        assert set(taken.posts["post_id"]) <= set(posts["post_id"])
    run("tiny", "--out", str(tmp_path / "again"), *wanted)
    assert (tmp_path / "again" / "SHA256SUMS").read_bytes() == (out / "SHA256SUMS").read_bytes()


def test_same_seed_same_bytes_and_the_written_scenario_makes_the_same_world(tmp_path):
    run("tiny", "--out", str(tmp_path / "a"), "population.posts_per_account=5")
    run(str(tmp_path / "a" / "scenario.yaml"), "--out", str(tmp_path / "b"))
    run("tiny", "--out", str(tmp_path / "c"))
    posts = [hash_file(tmp_path / name / "posts.parquet") for name in "abc"]
    assert posts[0] == posts[1] != posts[2]


def test_overrides_reach_into_lists():
    settings = overridden(
        read_scenario("tiny"), ["attacks[1].accounts=7", "observation.sample=0.5"]
    )
    assert settings["attacks"][1]["accounts"] == 7
    assert settings["observation"] == {"sample": 0.5}


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["tinny"], ConfigError, r"no scenario 'tinny' in .*; did you mean 'tiny'\?"),
        (["nowhere.yaml"], MissingFileError, "no scenario file lies at nowhere.yaml"),
        (["tiny", "--format", "x_api"], ConfigError, "no format 'x_api' to write; did you mean"),
        (["tiny", "days"], ConfigError, "'days' is no override; allowed: key=value"),
        (["tiny", "attacks[9].accounts=1"], ConfigError, "cannot be applied: list index"),
        (["tiny", "population.dayz=1"], ConfigError, "did you mean 'population.days'"),
        (["tiny", "population.accounts=0"], ConfigError, "Population.accounts is 0; allowed"),
    ],
)
def test_refusals_write_nothing(tmp_path, arguments, error, message):
    with pytest.raises(error, match=message):
        run(*arguments, "--out", str(tmp_path / "world"))
    assert not (tmp_path / "world").exists()


def test_a_file_that_is_no_scenario(tmp_path):
    path = tmp_path / "x.yaml"
    for text, message in (
        ("[1, 2]", "holds no mapping"),
        ("a: [", "is no readable YAML"),
        ("_target_: inconcert.simulation.population.Population", "builds a Population; allowed"),
    ):
        path.write_text(text)
        with pytest.raises(ConfigError, match=message):
            run(str(path), "--out", str(tmp_path / "world"))
