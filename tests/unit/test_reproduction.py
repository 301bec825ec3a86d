"""The reproduction shelf: records, verdicts, and the studies themselves."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.errors import ConfigError, MissingFileError
from inconcert.pipeline.reproduction.cards import dataset_card
from inconcert.pipeline.reproduction.measures import count_edges
from inconcert.pipeline.reproduction.run import reproduce
from inconcert.pipeline.reproduction.studies import Figure, read_study, study_names
from inconcert.pipeline.reproduction.verdicts import Verdict, judge
from inconcert.resources import resource_dir

if TYPE_CHECKING:
    from pathlib import Path

SHELF = resource_dir("experiments")
FOLDERS = sorted(path for path in SHELF.iterdir() if path.is_dir())
FIRST = "righetti2022_russian_retweets"


@pytest.fixture(params=FOLDERS, ids=[path.name for path in FOLDERS])
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


def figure(value: float = 10.0, tolerance: float = 0.0) -> Figure:
    return Figure("nodes", value=value, tolerance=tolerance, source="a paper", place="p. 3")


def write_study(shelf: Path, *, expected: object, study: str | None = None) -> None:
    (shelf / "tiny").mkdir(parents=True)
    text = "title: t\ndataset: d\nposts: [p.csv]\nmeasure: {_target_: inconcert.x}\n"
    (shelf / "tiny" / "study.yaml").write_text(study or text)
    (shelf / "tiny" / "expected.json").write_text(json.dumps(expected))


def test_each_study_has_its_three_files(folder):
    assert {"study.yaml", "expected.json", "README.md"} <= {path.name for path in folder.iterdir()}
    assert folder.name in study_names()


def test_the_first_line_of_a_study_is_its_command(folder):
    first = (folder / "study.yaml").read_text().splitlines()[0]
    assert first == f"# inconcert reproduce {folder.name}"
    assert f"inconcert reproduce {folder.name}" in (folder / "README.md").read_text()


def test_each_study_reads_and_names_a_card_and_its_files(folder):
    study = read_study(folder.name)
    card = dataset_card(study.dataset)
    assert set(study.posts) | set(study.extra) <= set(card.files)
    assert study.measure["_target_"].startswith("inconcert.")
    assert study.figures
    assert all(entry.source and entry.place for entry in study.figures)


def test_unknown_study_gives_the_nearest():
    with pytest.raises(ConfigError, match=f"did you mean '{FIRST}'"):
        read_study("righetti2022_russian_retweet")


def test_a_study_with_a_missing_or_unknown_key_is_refused(tmp_path):
    write_study(tmp_path, expected={"figures": {}}, study="title: t\nmesure: {}\n")
    with pytest.raises(ConfigError, match="missing dataset, measure, posts"):
        read_study("tiny", shelf=tmp_path)
    (tmp_path / "tiny" / "study.yaml").write_text(
        "title: t\ndataset: d\nposts: [p.csv]\nmeasure: {}\nwindow: 3\n"
    )
    with pytest.raises(ConfigError, match="unknown key 'window'"):
        read_study("tiny", shelf=tmp_path)


def test_a_study_without_expected_figures_is_refused(tmp_path):
    write_study(tmp_path, expected={"figures": {}})
    with pytest.raises(ConfigError, match="no figure is expected; give at least one"):
        read_study("tiny", shelf=tmp_path)
    (tmp_path / "tiny" / "expected.json").unlink()
    with pytest.raises(MissingFileError, match=r"expected\.json is missing"):
        read_study("tiny", shelf=tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"value": "3,954"}, "nodes.value must be a number, found '3,954'"),
        ({"value": True}, "nodes.value must be a number, found True"),
        ({"tolerance": -1}, "nodes needs a finite value and a tolerance of at least 0"),
        ({"value": math.inf}, "nodes needs a finite value and a tolerance of at least 0"),
        ({"page": 3}, "unknown key 'page'"),
    ],
)
def test_a_figure_that_is_no_number_is_refused(tmp_path, change, message):
    entry = {"value": 1, "tolerance": 0, "source": "a", "place": "b", **change}
    write_study(tmp_path, expected={"figures": {"nodes": entry}})
    with pytest.raises(ConfigError, match=message):
        read_study("tiny", shelf=tmp_path)


@pytest.mark.parametrize(
    ("ours", "met"),
    [
        (10.0, True),
        (10.5, True),  # |10.5 - 10| = 0.5, the tolerance itself
        (9.5, True),
        (10.51, False),
        (math.nan, False),
        (math.inf, False),
        (None, False),
    ],
)
def test_a_figure_is_met_within_its_tolerance(ours, met):
    assert Verdict(figure(tolerance=0.5), ours).met is met


@given(st.integers(-(10**6), 10**6), st.integers(0, 10**3))
def test_a_zero_tolerance_wants_the_same_number(value, off):
    assert Verdict(figure(value=value), float(value + off)).met is (off == 0)


def test_judge_keeps_the_order_and_marks_what_was_not_measured():
    figures = [figure(), Figure("edges", value=3, tolerance=0, source="a", place="b")]
    verdicts = judge(figures, {"nodes": 10.0, "weight": 7.0})
    assert [verdict.figure.name for verdict in verdicts] == ["nodes", "edges"]
    assert [verdict.ours for verdict in verdicts] == [10.0, None]
    assert [verdict.met for verdict in verdicts] == [True, False]


def test_counts_of_an_empty_and_of_a_small_network():
    edges = pl.DataFrame({"source": ["a", "a"], "target": ["b", "c"], "weight": [1.0, 3.0]})
    # accounts a, b, c; two edges; 1 + 3 = 4
    assert count_edges(edges) == {"accounts": 3, "edges": 2, "weight": 4, "largest_weight": 3}
    assert count_edges(edges.clear())["edges"] == 0
    assert count_edges(edges.clear())["largest_weight"] == 0


@pytest.mark.reference
def test_the_first_study_meets_its_figures(reference_data):
    result = reproduce(FIRST, data=reference_data)
    assert {verdict.figure.name: verdict.ours for verdict in result.verdicts} == {
        "accounts": 3954,
        "edges": 6206,
    }
    assert result.met
