from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from inconcert.errors import ModelError
from inconcert.models.base import AccountGraph, Model, Targets
from inconcert.schemas import Actions, Edges, Interactions, empty

from inconcert_example.single_feature import SingleFeature

if TYPE_CHECKING:
    from pathlib import Path

# `speed` tells the two classes apart (low is suspicious), `noise` does not.
FEATURES = pl.DataFrame(
    {
        "account_id": list("abcdefg"),
        "noise": [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0],
        "speed": [1.0, 2.0, 3.0, 7.0, 8.0, 9.0, None],
    }
)
LABELS = pl.DataFrame({"account_id": list("abcdef"), "positive": [True] * 3 + [False] * 3})


@pytest.fixture
def graph() -> AccountGraph:
    return AccountGraph(FEATURES, empty(Edges), empty(Interactions), empty(Actions))


@pytest.fixture
def targets() -> Targets:
    return Targets(train=LABELS, validation=LABELS)


def test_it_is_a_model() -> None:
    assert isinstance(SingleFeature(), Model)


def test_it_finds_the_feature_and_its_direction(graph: AccountGraph, targets: Targets) -> None:
    scored = SingleFeature().fit(graph, targets, seed=0).score(graph)
    assert scored.notes == ("the feature read is speed: low values are suspicious",)
    flagged = scored.scores.filter(pl.col("score") >= scored.threshold)["account_id"]
    assert flagged.to_list() == ["a", "b", "c"]
    assert scored.scores["score"].to_list()[-1] is None, "no feature, no score"


def test_saved_and_loaded_it_scores_the_same(
    graph: AccountGraph, targets: Targets, tmp_path: Path
) -> None:
    model = SingleFeature().fit(graph, targets, seed=0)
    model.save(tmp_path)
    assert SingleFeature.load(tmp_path).score(graph).scores.equals(model.score(graph).scores)


def test_untrained_it_scores_nothing(graph: AccountGraph) -> None:
    with pytest.raises(ModelError, match="model single_feature was not trained"):
        SingleFeature().score(graph)
