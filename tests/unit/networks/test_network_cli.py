"""`inconcert network`, from a file of posts to a file of edges."""

from __future__ import annotations

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from inconcert.cli.network import network, parse_window
from inconcert.errors import ConfigError
from inconcert.networks.exchange import to_networkx

app = typer.Typer()
app.command()(network)


@pytest.fixture
def posts_csv(tmp_path):
    """Three accounts repost p1 within a minute; a and b repost p2 together too."""
    path = tmp_path / "posts.csv"
    rows = [
        "object_id,account_id,content_id,timestamp_share",
        "p1,a,1,1767225600",
        "p1,b,2,1767225610",
        "p1,c,3,1767225660",
        "p2,a,4,1767230000",
        "p2,b,5,1767230060",
        "p2,c,6,1767230200",
    ]
    path.write_text("\n".join(rows))
    return path


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_posts_become_edges(posts_csv, tmp_path):
    out = tmp_path / "out" / "edges.parquet"
    done = run(posts_csv, "--window", "60", "--min-weight", "2", "--out", out)
    assert done.exit_code == 0, done.output
    assert "read 6 = kept 6" in done.output
    assert "2 accounts, 1 edge (repost 1)" in done.output
    assert f"wrote {out}" in done.output
    assert pl.read_parquet(out).select("source", "target", "weight").rows() == [("a", "b", 2.0)]


def test_no_limit_and_another_layer_for_bare_objects(posts_csv, tmp_path):
    out = tmp_path / "edges.parquet"
    done = run(
        posts_csv, "--object-layer", "url", "--layer", "url", "--layer", "repost",
        "--window", "none", "--out", out,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    edges = pl.read_parquet(out)
    assert edges["layer"].unique().to_list() == ["url"]
    assert edges["weight"].to_list() == [2.0, 2.0, 2.0]
    assert edges["window_seconds"].null_count() == 3
    assert to_networkx(edges).number_of_edges() == 3


def test_interactions_say_what_they_cannot_know(posts_csv, tmp_path):
    done = run(posts_csv, "--kind", "interaction", "--out", tmp_path / "edges.csv")
    assert done.exit_code == 0, done.output
    assert "note: 6 reposts name no account and no post that is in the dataset" in done.output
    assert "0 accounts, 0 edges" in done.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--out", "e.xls"), "by its suffix '.xls'"),
        (("--out", "e.csv", "--window", "soon"), "--window soon: give a number of seconds"),
        (("--out", "e.csv", "--window", "-5"), "window_seconds = -5.0"),
        (("--out", "e.csv", "--kind", "interaction", "--layer", "url"), "--layer url: no "),
    ],
)  # fmt: skip
def test_wrong_choices_are_refused_before_anything_is_read(arguments, message):
    done = run("does-not-exist.csv", *arguments)
    assert isinstance(done.exception, ConfigError)
    assert message in str(done.exception)


def test_max_pairs_reaches_the_kernel(posts_csv, tmp_path):
    done = run(posts_csv, "--max-pairs", "2", "--out", tmp_path / "edges.csv")
    assert "more than max_pairs = 2" in str(done.exception)
    assert not (tmp_path / "edges.csv").exists()


def test_a_window_is_seconds_or_none():
    assert parse_window("None") is None
    assert parse_window("0") == 0.0


def test_a_layer_without_acts_is_answered_with_those_that_have_some(posts_csv, tmp_path):
    done = run(posts_csv, "--object-layer", "slogan", "--out", tmp_path / "edges.parquet")
    assert done.exit_code == 0, done.output
    assert "note: no acts on repost; the posts have acts on: slogan 6" in done.output
