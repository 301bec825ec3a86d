"""Labelled datasets, from memory and from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.errors import ColumnError, ConfigError, InputError, MissingFileError, TooLittleError
from inconcert.pipeline.datasets import (
    Dataset,
    FileDataset,
    ShippedDataset,
    SimulatedDataset,
    read_labels,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_the_sample_ships() -> None:
    sample = ShippedDataset("sample").load()
    assert sample.labels["campaign"].drop_nulls().n_unique() >= 4
    assert set(sample.hashes) == {"posts", "labels"}
    assert sample.posts["post_id"].is_sorted()


def test_another_name_is_answered() -> None:
    with pytest.raises(ConfigError) as caught:
        ShippedDataset("sampel").load()
    assert str(caught.value) == "dataset.name=sampel: did you mean 'sample'?"


def test_a_simulated_dataset_depends_on_its_seed_alone(tiny: Dataset) -> None:
    assert SimulatedDataset("tiny").load().hashes == tiny.hashes
    assert SimulatedDataset("tiny", seed=1).load().hashes["posts"] != tiny.hashes["posts"]


def test_a_scenario_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "_target_: inconcert.simulation.scenario.Scenario\n"
        "population:\n"
        "  _target_: inconcert.simulation.population.Population\n"
        "  accounts: 40\n  days: 3\n"
    )
    assert SimulatedDataset(str(path)).load().labels.height == 40
    path.write_text("_target_: inconcert.networks.settings.NetworkSettings\n")
    with pytest.raises(ConfigError, match="it builds no Scenario"):
        SimulatedDataset(str(path)).load()


def test_files_with_labels(tmp_path: Path) -> None:
    posts, labels = tmp_path / "posts.csv", tmp_path / "labels.csv"
    posts.write_text(
        "post_id,account_id,created_at,text\n"
        "1,007,2026-01-01T00:00:00Z,hello\n2,b,2026-01-01T00:00:01Z,hello\n"
    )
    labels.write_text("account_id,campaign\n007,spring\nb,\n")
    dataset = FileDataset(paths=(posts,), labels=labels).load()
    assert dataset.labels.select("account_id", "campaign").rows() == [
        ("007", "spring"),
        ("b", None),
    ]
    assert set(dataset.hashes) == {"posts", "labels", "file/posts.csv"}
    assert dataset.counts is not None
    assert dataset.counts.kept == 2


def test_labels_of_other_accounts_are_refused(tmp_path: Path) -> None:
    posts, labels = tmp_path / "posts.csv", tmp_path / "labels.csv"
    posts.write_text("post_id,account_id,created_at,text\n1,007,2026-01-01T00:00:00Z,hello\n")
    labels.write_text("account_id,campaign\n7,spring\n")
    with pytest.raises(TooLittleError) as caught:
        FileDataset(paths=(posts,), labels=labels).load()
    assert str(caught.value) == (
        "dataset posts: none of the 1 labelled accounts wrote a post\n"
        "the ids of labels and posts must be the same text: look for lost leading zeros, "
        "handles in place of ids, or ids shortened by a spreadsheet"
    )


def test_labels_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"dataset\.labels: there is no file .*nope\.csv"):
        read_labels(tmp_path / "nope.csv")


def test_labels_without_a_campaign(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("account_id,label\na,1\n")
    with pytest.raises(
        ColumnError, match="labels need the column 'campaign'; found: account_id, label"
    ):
        read_labels(path)


def test_an_account_that_is_labelled_twice(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("account_id,campaign\na,x\na,\n")
    with pytest.raises(InputError, match="account 'a' is labelled more than once"):
        read_labels(path)


def test_ids_stored_as_decimals(tmp_path: Path) -> None:
    path = tmp_path / "labels.parquet"
    pl.DataFrame({"account_id": [1e18], "campaign": ["x"]}).write_parquet(path)
    with pytest.raises(InputError, match="account_id was stored as a decimal number"):
        read_labels(path)
