"""`inconcert sensitivity`, from a file of posts to a table, a heat map and a few lines."""

from __future__ import annotations

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from inconcert.cli.sensitivity import grid_of, sensitivity
from inconcert.errors import ConfigError, StoreError, TooLittleError
from inconcert.networks.sensitivity import SENSITIVITY, THRESHOLDS, WEIGHTS, WINDOWS

app = typer.Typer()
app.command()(sensitivity)
START = 1_767_225_600


@pytest.fixture
def posts_csv(tmp_path):
    """abc repost three posts within 4 s; xyz one within 50 s; abx one more, an hour apart."""
    waves = [(f"p{n}", 10_000 * n, "abc", 2) for n in range(3)]
    waves += [("q", 50_000, "xyz", 25), ("r", 90_000, "abx", 3_600)]
    rows = ["object_id,account_id,content_id,timestamp_share"]
    for item, begin, names, apart in waves:
        rows += [
            f"{item},{name},{item}{name},{START + begin + apart * place}"
            for place, name in enumerate(names)
        ]
    path = tmp_path / "posts.csv"
    path.write_text("\n".join(rows))
    return path


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_posts_become_a_table_a_picture_and_a_summary(posts_csv, tmp_path):
    out = tmp_path / "grid"
    done = run(
        posts_csv, "--window", "10", "--window", "60", "--window", "300", "--window", "none",
        "--weight", "distinct_objects", "--threshold", "0", "--threshold", "0.9", "--out", out,
    )  # fmt: skip
    assert done.exit_code == 0, (done.output, done.exception)
    assert sorted(path.name for path in out.iterdir()) == ["sensitivity.csv", "sensitivity.svg"]
    table = pl.read_csv(out / "sensitivity.csv")
    assert table.columns == [*SENSITIVITY, "csv_escaped"]
    # abc alone; from 60 s on xyz, too; at the 0.9 quantile (of 1 1 1 3 3 3: 3) abc alone again.
    assert table["groups"].to_list()[:6] == [1, 1, 2, 1, 2, 1]
    assert table["is_reference"].to_list() == [False, False, True, *[False] * 5]
    expected = [
        "repost: at the point of reference (distinct_objects, 60 s, quantile 0) 2 groups of 6 "
        "accounts, stability",
        "  much the same groups (adjusted Rand index with it 0.8 or more):",
        "    distinct_objects, 60 s: 0\n    distinct_objects, 300 s: 0\n",
        "  most stable region (stability 0.8 or more, connected):",
        f"wrote {out / 'sensitivity.csv'}\nwrote {out / 'sensitivity.svg'}\n",
    ]
    for line in expected:
        assert line in done.output


def test_thresholds_as_weights_a_png_and_layers_without_acts(posts_csv, tmp_path):
    out = tmp_path / "grid"
    done = run(
        posts_csv, "--object-layer", "url", "--layer", "url", "--layer", "reply",
        "--threshold-kind", "weight", "--threshold", "1", "--threshold", "2", "--window", "60",
        "--weight", "newman", "--figure", "png", "--out", out,
    )  # fmt: skip
    assert done.exit_code == 0, (done.output, done.exception)
    assert "note: no acts on reply; the posts have acts on: url 15" in done.output
    assert "url: at the point of reference (newman, 60 s, weight 1)" in done.output
    table = pl.read_csv(out / "sensitivity.csv")
    # abc share three objects that three accounts know: 3 / (3 - 1) = 1.5; xyz one: 0.5.
    assert table.select("layer", "threshold", "edges").rows() == [("url", 1.0, 3), ("url", 2.0, 0)]
    assert (out / "sensitivity.png").is_file()


def test_no_acts_at_all_are_an_error_and_nothing_is_written(posts_csv, tmp_path):
    done = run(posts_csv, "--layer", "reply", "--out", tmp_path / "grid")
    assert isinstance(done.exception, TooLittleError)
    assert "no acts on reply; the posts have acts on: repost 15" in str(done.exception)
    assert not (tmp_path / "grid").exists()


def test_a_folder_that_holds_something_is_left_alone(posts_csv, tmp_path):
    done = run(posts_csv, "--window", "60", "--out", tmp_path)
    assert isinstance(done.exception, StoreError)
    assert "is not empty" in str(done.exception)
    done = run(posts_csv, "--window", "60", "--out", tmp_path, "--overwrite")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "sensitivity.svg").is_file()
    assert posts_csv.is_file()


def test_a_lone_point_has_no_stability(posts_csv, tmp_path):
    done = run(
        posts_csv, "--window", "60", "--weight", "idf", "--threshold", "0", "--out", tmp_path / "g"
    )
    assert "stability unknown (no neighbours)" in done.output
    assert "connected): 0 of 1 points" in done.output


def test_the_grid_by_default():
    grid = grid_of(None, None, None, "quantile")
    assert grid.axes == (WINDOWS, WEIGHTS, THRESHOLDS)
    assert grid.reference == (60, "distinct_objects", 0.0)
    other = grid_of(["none", "5"], ["idf"], [0.5, 0.1], "quantile")
    assert other.reference == (None, "idf", 0.5), "the first of each where the default is not there"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--window", "soon"), "--window soon: give a number of seconds"),
        (("--window", "60", "--window", "60"), "windows: [60.0, 60.0] holds a value twice"),
        (("--weight", "idff"), "weight = 'idff': did you mean 'idf'"),
        (("--threshold", "2"), "quantile = 2.0: give a number from 0 to 1"),
        (("--threshold-kind", "weight"), "--threshold-kind weight without --threshold"),
        (("--threshold-kind", "weight", "--threshold", "-1"), "threshold = -1.0: give the least"),
    ],
)
def test_wrong_grids_are_refused_before_anything_is_read(tmp_path, arguments, message):
    done = run("does-not-exist.csv", *arguments, "--out", tmp_path / "grid")
    assert isinstance(done.exception, ConfigError), done.output
    assert message in str(done.exception)
    assert not (tmp_path / "grid").exists()


def test_the_command_is_mounted():
    from inconcert.cli.main import application

    done = CliRunner().invoke(application("sensitivity"), ["sensitivity", "--help"])
    assert "--threshold-kind" in done.output
