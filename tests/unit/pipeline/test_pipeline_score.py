"""Scoring without labels, from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import inconcert
from inconcert.errors import ModelError, TooLittleError
from inconcert.pipeline.bundle import resolve_model

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.pipeline.datasets import Dataset


def test_the_default_model_needs_no_labels(tiny: Dataset) -> None:
    result = inconcert.score(tiny.posts)
    assert result.model == "corepost_similarity"
    assert result.accounts["account_id"].to_list() == sorted(tiny.posts["account_id"].unique())
    assert result.provenance.settings["network.window_seconds"] == 60.0
    assert "polars" in result.provenance.versions


def test_notes_of_the_reading_come_first(tiny: Dataset) -> None:
    result = inconcert.score(tiny.posts, notes=["read with care"])
    assert result.notes[0] == "read with care"


def test_one_account_is_too_little(tiny: Dataset) -> None:
    one = tiny.posts.filter(tiny.posts["account_id"] == tiny.posts["account_id"][0])
    with pytest.raises(TooLittleError) as caught:
        inconcert.score(one)
    assert str(caught.value) == (
        "1 account posted; at least 2 are needed to act in concert\n"
        "give the posts of everyone in the conversation, not of one account"
    )


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (
            "logistic",
            "the model 'logistic' must be trained before it can score\n"
            "train it: inconcert train model=logistic dataset=...\n"
            "then give the runs:/ID or the folder that it prints as the model",
        ),
        (
            "corepost_similarty",
            "no model 'corepost_similarty'; did you mean 'corepost_similarity'?\n"
            "a model is a name (corepost_similarity needs no training), a folder of a trained "
            "one, or runs:/ID",
        ),
    ],
)
def test_models_that_cannot_be_used(reference: str, message: str) -> None:
    with pytest.raises(ModelError) as caught:
        resolve_model(reference)
    assert str(caught.value) == message


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"is a folder, but holds no bundle\.json"):
        resolve_model(tmp_path)
