"""The parts of scripts/ that decide what a page or the demo says."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture(autouse=True)
def scripts_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    if not SCRIPTS.is_dir():
        pytest.skip("the scripts are no part of an installed package")
    monkeypatch.syspath_prepend(str(SCRIPTS))


def test_a_section_is_replaced_and_the_words_around_it_stay(tmp_path):
    from documents import write_section

    page = tmp_path / "docs" / "page.md"
    write_section(page, "a", "one", introduction="# Title")
    write_section(page, "b", "two", introduction="")
    page.write_text(page.read_text() + "\nwritten by hand\n")
    write_section(page, "a", "three", introduction="# Other title")
    assert page.read_text() == (
        "# Title\n\n<!-- begin a -->\nthree\n<!-- end a -->\n\n"
        "<!-- begin b -->\ntwo\n<!-- end b -->\n\nwritten by hand\n"
    )


def test_a_table_is_markdown():
    from documents import markdown_table

    table = markdown_table([{"model": "a", "AP": "0.5"}])
    assert table == "| model | AP |\n| --- | ---: |\n| a | 0.5 |"


def test_the_best_cluster_is_that_with_the_best_f1():
    from demo import best_cluster

    clusters = pl.DataFrame(
        {
            "cluster_id": ["C0001", "C0002", "C0003"],
            "rank": [1, 2, 3],
            "members": [list("abcdefgh"), ["a", "b", "c"], ["x"]],
        }
    )
    # campaign abcd: C0001 2*4/(4+8) = 0.67, C0002 2*3/(4+3) = 0.86, C0003 0
    assert best_cluster(set("abcd"), clusters) == ("C0002", 3, 3)
    assert best_cluster({"z"}, clusters) == ("none", 0, 0)


def test_shares_and_spreads():
    from demo import share
    from verify import spread

    assert share(1, 3) == "0.333"
    assert share(0, 0) == "-"
    # mean 2; squares 1 + 0 + 1 over two degrees of freedom: sd 1
    assert spread(pl.Series([1.0, 2.0, 3.0])) == "2.000 ± 1.000"


def test_generated_posts_are_the_same_for_the_same_seed():
    from synthetic_posts import posts, reposts

    assert posts(500, seed=1).equals(posts(500, seed=1))
    assert not posts(500, seed=1).equals(posts(500, seed=2))
    drawn = reposts(2_000)
    assert drawn.height == 2_000
    assert drawn.select("object_id", "account_id").is_unique().all()


def test_the_run_of_a_training_is_read_from_its_output():
    from demo import trained_model

    assert trained_model("a runs:/0a1b\nmodel: runs:/2c3d\n") == "runs:/2c3d"
    with pytest.raises(SystemExit, match="printed no runs:/ID"):
        trained_model("nothing")


def test_what_is_not_measured_is_left_empty_in_the_bench(monkeypatch):
    import bench_engine

    from inconcert.errors import MissingFileError

    def absent():
        raise MissingFileError("not here")

    monkeypatch.setattr(bench_engine, "coortweet_file", absent)
    theirs, ours = bench_engine.coortweet_rows(1)
    # 9.7 s of the first function and 0.13 s of the second, measured elsewhere
    assert (theirs["wall s"], theirs["cpu s"]) == ("9.83", "")
    assert "measured elsewhere" in theirs["what"]
    assert ours["what"] == "inconcert.compat.coortweet: the data are not here"
    assert ours["wall s"] == ""


def test_a_line_of_the_bench():
    from bench_engine import amount, row

    took = {"wall": 0.0123, "cpu": 1.5, "rows": 7.0, "peak_gib": 0.25}
    assert row("x", 10_000_000, took, "2x faster") == {
        "what": "x", "rows": "10 M", "wall s": "0.012", "cpu s": "1.50", "peak GiB": "0.25",
        "against": "2x faster",
    }  # fmt: skip
    assert amount(35_125) == "35,125"


def test_every_stage_of_the_engine_runs():
    from engine_stages import STAGES, made

    for name, (work, kind) in STAGES.items():
        assert work(made(kind, 300)) is not None, name
