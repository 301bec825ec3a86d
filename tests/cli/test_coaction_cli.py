"""`inconcert coaction`: actions in files to edges in files, checked against the way in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

import inconcert
from inconcert.cli.app import run
from inconcert.cli.coaction import report
from inconcert.cli.main import application
from inconcert.errors import InconcertError
from inconcert.networks.partitioned import BucketCheck


@pytest.fixture
def actions(tmp_path):
    rng = np.random.default_rng(0)
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    table = pl.DataFrame(
        {
            "account_id": [f"a{n}" for n in rng.integers(40, size=900)],
            "layer": "repost",
            "object_id": [f"o{n}" for n in rng.integers(60, size=900)],
            "created_at": [
                begin + timedelta(seconds=int(n)) for n in rng.integers(9_000, size=900)
            ],
            "post_id": [str(n) for n in range(900)],
        }
    )
    table.write_parquet(tmp_path / "actions.parquet")
    return table


def call(*arguments: str):
    return CliRunner().invoke(application("coaction"), ["coaction", *arguments])


def test_the_parts_are_the_network_in_memory(actions, tmp_path):
    out = tmp_path / "edges"
    done = call(
        str(tmp_path / "actions.parquet"),
        *("--out", str(out), "--window", "30", "--window", "300", "--buckets", "3"),
        *("--min-weight", "2", "--check", "2"),
    )
    assert done.exit_code == 0, done.output
    parts = pl.concat([pl.read_parquet(path) for path in sorted(out.glob("part-*.parquet"))])
    expected = inconcert.coaction_network(actions, [30, 300], 2)
    assert parts.equals(expected)
    assert "900 acts by 40 accounts, " in done.output
    assert done.output.count("equal to those in memory") == 2
    assert "NOT equal" not in done.output


def test_what_was_left_out_is_said(actions, tmp_path):
    out = tmp_path / "edges"
    done = call(
        str(tmp_path / "actions.parquet"),
        *("--out", str(out), "--window", "none", "--max-pairs", "1"),
    )
    assert isinstance(done.exception, InconcertError)
    assert not list(out.glob("part-*.parquet"))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--window", "soon"], "--window soon: give a number of seconds"),
        (["--weight", "tfidf_cosine"], "tfidf_cosine"),
        (["--weight", "idff"], "did you mean 'idf'?"),
        (["--half-life", "-1"], "half_life_seconds"),
    ],
)
def test_what_cannot_be_is_refused(actions, tmp_path, options, said, capsys):
    assert actions.height == 900
    arguments = ["coaction", str(tmp_path / "actions.parquet"), "--out", str(tmp_path / "e")]
    app = application("coaction")
    code = run(lambda: app(args=[*arguments, *options], prog_name="inconcert"), debug=False)
    assert code == 2
    assert said in capsys.readouterr().err


def test_a_bucket_that_differs_is_an_error(capsys):
    with pytest.raises(InconcertError, match=r"part-1: the edges differ"):
        report([BucketCheck("part-1", 5, 3, 4, equal=False)])
    assert "3 edges, NOT equal to those in memory" in capsys.readouterr().out
