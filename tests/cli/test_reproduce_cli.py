"""`inconcert reproduce`: what it prints, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
import yaml

from inconcert.cli.reproduce import reproduce
from inconcert.errors import ConfigError, InputError, MissingFileError
from inconcert.hashing import hash_file
from inconcert.pipeline.reproduction import cards, studies

# Two accounts repost o1 within 60 s, a third 61 s after the second: with a window of 60 s one edge.
POSTS = """object_id,account_id,content_id,timestamp_share
o1,a,p1,1625000000
o1,b,p2,1625000060
o1,c,p3,1625000121
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_dataset(tmp_path / "datasets" / "tiny")
    write_study(tmp_path / "experiments" / "tiny_study", edges=1)
    for module in (cards, studies):
        monkeypatch.setattr(module, "resource_dir", lambda name: tmp_path / name)
    monkeypatch.delenv(cards.DATA_VARIABLE, raising=False)
    return tmp_path


def write_dataset(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "posts.csv").write_text(POSTS)
    card = {
        "name": folder.name,
        "title": "Three reposts",
        "source": "written by a test",
        "licence": "none",
        "citation": "none",
        "files": {"posts.csv": {"sha256": hash_file(folder / "posts.csv"), "rows": 3}},
        "reader": "coortweet",
        "labels": "none",
        "known_problems": ["small"],
    }
    (folder / "card.yaml").write_text(yaml.safe_dump(card))


def write_study(folder: Path, *, edges: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    study = {
        "title": "One edge",
        "dataset": "tiny",
        "posts": ["posts.csv"],
        "measure": {
            "_target_": "inconcert.pipeline.reproduction.measures.CoactionCounts",
            "layer": "repost",
            "window_seconds": 60,
        },
    }
    figure = {"value": edges, "tolerance": 0, "source": "by hand", "place": "the comment above"}
    (folder / "study.yaml").write_text(yaml.safe_dump(study))
    (folder / "expected.json").write_text(json.dumps({"figures": {"edges": figure}}))


def test_a_figure_that_is_met(shelf, capsys):
    reproduce("tiny_study")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "tiny_study: One edge"
    assert lines[2].split() == ["figure", "theirs", "ours", "tolerance", "verdict"]
    assert lines[3].split() == ["edges", "1", "1", "0", "met"]
    # a and b, weight one object
    assert "also measured, with nothing to compare: accounts 2, weight 1" in lines[4]
    assert lines[-2:] == ["edges: by hand (the comment above)", "1 of 1 figures met"]


def test_a_miss_exits_with_1(shelf, capsys):
    write_study(shelf / "experiments" / "tiny_study", edges=2)
    with pytest.raises(typer.Exit) as caught:
        reproduce("tiny_study")
    assert caught.value.exit_code == 1
    out = capsys.readouterr().out
    assert "MISSED" in out
    assert "0 of 1 figures met" in out


def test_the_shelf_is_listed(shelf, capsys):
    reproduce(list_studies=True)
    header, row = capsys.readouterr().out.splitlines()
    assert header.split() == ["study", "dataset", "data", "title"]
    assert row.split() == ["tiny_study", "tiny", "here", "One", "edge"]
    (shelf / "datasets" / "tiny" / "posts.csv").unlink()
    reproduce(list_studies=True)
    assert "not here" in capsys.readouterr().out


def test_user_errors(shelf):
    with pytest.raises(ConfigError, match="which study"):
        reproduce()
    with pytest.raises(ConfigError, match="did you mean 'tiny_study'"):
        reproduce("tiny_studi")
    with pytest.raises(MissingFileError, match="the data of 'tiny' were not found"):
        reproduce("tiny_study", data=shelf / "nowhere")


def test_changed_data_are_refused(shelf):
    (shelf / "datasets" / "tiny" / "posts.csv").write_text(POSTS + "o1,d,p4,1625000122\n")
    with pytest.raises(InputError, match="is not the file that the card of 'tiny' describes"):
        reproduce("tiny_study")
