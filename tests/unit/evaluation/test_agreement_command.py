"""`inconcert agreement`, called as a function and through typer."""

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from inconcert.cli.agreement import agreement, agreement_text
from inconcert.errors import ColumnError, MissingFileError
from inconcert.evaluation.agreement import cluster_agreement


@pytest.fixture
def scored(tmp_path):
    """A folder as `inconcert score` writes it, and a file of labels beside it."""
    names = [f"u{number:02}" for number in range(12)]
    folder = tmp_path / "out"
    folder.mkdir()
    clusters = ["C0001"] * 6 + ["C0002"] * 5 + [None]
    pl.DataFrame({"account_id": names, "cluster_id": clusters}).write_parquet(
        folder / "accounts.parquet"
    )
    labels = {"author": names, "team": ["l"] * 6 + ["r"] * 6, "region": ["n", "s"] * 6}
    pl.DataFrame(labels).write_parquet(tmp_path / "labels.parquet")
    pl.DataFrame(labels).write_csv(tmp_path / "labels.csv")
    return tmp_path


def call(scored, *more: str, labels: str = "labels.parquet"):
    app = typer.Typer()
    app.command()(agreement)
    words = [str(scored / "out"), str(scored / labels), "--account", "author", *more]
    return CliRunner().invoke(app, words, catch_exceptions=False)


@pytest.mark.parametrize("labels", ["labels.parquet", "labels.csv"])
def test_prints_the_table(scored, labels):
    result = call(scored, "--label", "team", "--within", "region", labels=labels)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].split()[:4] == ["measure", "of", "within", "value"]
    assert lines[1].split()[:4] == ["adjusted_mutual_information", "clusters", "all", "1.000"]
    assert lines[1].split()[-1] == "11"
    assert any("region=n" in line for line in lines)


def test_an_undefined_figure_is_a_dash():
    clusters = pl.DataFrame({"account_id": ["a", "b"], "cluster_id": ["x", "y"]})
    labels = pl.DataFrame({"account_id": ["a", "b"], "label": ["l", "l"]})
    last = agreement_text(cluster_agreement(clusters, labels)).splitlines()[-1]
    assert last.split() == ["purity", "clusters", "all", "-", "-", "[-,", "-]", "2"]


def test_a_missing_folder_is_told(scored):
    with pytest.raises(MissingFileError, match=r"no file at .*accounts.parquet\nrun `inconcert"):
        agreement(scored / "nowhere", scored / "labels.parquet")


def test_a_missing_label_file_is_told(scored):
    with pytest.raises(MissingFileError, match="give the path of a Parquet or CSV file of labels"):
        agreement(scored / "out", scored / "none.csv")


def test_a_missing_column_is_told_with_the_nearest(scored):
    with pytest.raises(ColumnError, match="has no column 'teams': did you mean 'team'"):
        agreement(scored / "out", scored / "labels.parquet", account="author", label="teams")


def test_languages_need_posts(scored):
    with pytest.raises(
        ColumnError, match=r"--within lang: .* has no column 'lang'\ngive the posts"
    ):
        agreement(
            scored / "out", scored / "labels.parquet", account="author", label="team", within="lang"
        )
