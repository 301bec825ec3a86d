"""What is particular to the two tabular models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from inconcert.errors import ConfigError, ModelError
from inconcert.models.base import AccountGraph, Targets
from inconcert.models.tabular import BoostedTrees, Logistic

if TYPE_CHECKING:
    from pathlib import Path

World = tuple[AccountGraph, Targets, pl.DataFrame]


def test_trees_stop_early_on_validation_accounts(planted: World, tmp_path: Path) -> None:
    graph, targets, _ = planted
    stopped = BoostedTrees(rounds=150, patience=3).fit(graph, targets, seed=0)
    through = BoostedTrees(rounds=150, early_stopping=False).fit(graph, targets, seed=0)
    sizes = []
    for number, model in enumerate((stopped, through)):
        folder = tmp_path / str(number)
        folder.mkdir()
        model.save(folder)
        sizes.append((folder / "estimator.skops").stat().st_size)
    assert sizes[0] < sizes[1] / 2


def test_a_count_far_beyond_training_is_no_further_than_the_largest(planted: World) -> None:
    graph, targets, _ = planted
    model = Logistic().fit(graph, targets, seed=0)
    largest, huge = (
        AccountGraph(
            graph.features.head(1).with_columns(posts=pl.lit(value)),
            graph.coaction.head(0),
            graph.interactions.head(0),
            graph.actions,
        )
        for value in (1e9, 1e300)
    )
    assert model.score(largest).scores.equals(model.score(huge).scores)


def test_infinite_values_are_missing_values(planted: World) -> None:
    graph, targets, _ = planted
    model = BoostedTrees(rounds=10).fit(graph, targets, seed=0)
    scores = []
    for value in (np.inf, np.nan, None):
        column = pl.lit(value, dtype=pl.Float64).alias("delay")
        odd = AccountGraph(
            graph.features.with_columns(column),
            graph.coaction,
            graph.interactions,
            graph.actions,
        )
        scores.append(model.score(odd).scores)
    assert scores[0].equals(scores[1])
    assert scores[1].equals(scores[2])


def test_the_estimator_of_another_model_is_refused(planted: World, tmp_path: Path) -> None:
    graph, targets, _ = planted
    (tmp_path / "trees").mkdir()
    (tmp_path / "line").mkdir()
    BoostedTrees(rounds=5).fit(graph, targets, seed=0).save(tmp_path / "trees")
    Logistic().fit(graph, targets, seed=0).save(tmp_path / "line")
    foreign = (tmp_path / "trees" / "estimator.skops").read_bytes()
    (tmp_path / "line" / "estimator.skops").write_bytes(foreign)
    with pytest.raises(ModelError, match="found a HistGradientBoostingClassifier"):
        Logistic.load(tmp_path / "line")


def test_the_estimator_of_other_columns_is_refused(planted: World, tmp_path: Path) -> None:
    graph, targets, _ = planted
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    fewer = AccountGraph(
        graph.features.drop("posts"), graph.coaction, graph.interactions, graph.actions
    )
    BoostedTrees(rounds=5).fit(graph, targets, seed=0).save(tmp_path / "one")
    BoostedTrees(rounds=5).fit(fewer, targets, seed=0).save(tmp_path / "other")
    foreign = (tmp_path / "other" / "estimator.skops").read_bytes()
    (tmp_path / "one" / "estimator.skops").write_bytes(foreign)
    with pytest.raises(ModelError, match=r"reads 3 columns, model.json names 4\nThe files of two"):
        BoostedTrees.load(tmp_path / "one")


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("left", 0),
        ("right", 10_000),
        ("feature_idx", 4),
        ("feature_idx", -1),
        ("is_categorical", 1),
    ],
)
def test_a_damaged_tree_is_refused(planted: World, tmp_path: Path, part: str, value: int) -> None:
    graph, targets, _ = planted
    model = BoostedTrees(rounds=2).fit(graph, targets, seed=0)
    assert model._learned is not None
    model._learned.estimator._predictors[1][0].nodes[part][0] = value
    model.save(tmp_path)
    with pytest.raises(ModelError, match=r"a tree is damaged: .* not there\nTrain or copy the mod"):
        BoostedTrees.load(tmp_path)


@pytest.mark.parametrize(
    ("cls", "option", "value", "message"),
    [
        (Logistic, "inverse_penalty", 0, "model.inverse_penalty: found 0; allowed: a number, abov"),
        (Logistic, "class_weight", "even", "model.class_weight: found 'even'; allowed: balanced, "),
        (Logistic, "max_iterations", 0, "model.max_iterations: found 0; allowed: a whole number"),
        (BoostedTrees, "rounds", 0, "model.rounds: found 0; allowed: a whole number, 1 or more"),
        (BoostedTrees, "learning_rate", "a", "model.learning_rate: found 'a'; allowed: a number"),
        (BoostedTrees, "leaves", 1, "model.leaves: found 1; allowed: a whole number, 2 or more"),
        (BoostedTrees, "least_accounts_per_leaf", 0, "model.least_accounts_per_leaf: found 0; "),
        (BoostedTrees, "l2_penalty", -1, "model.l2_penalty: found -1; allowed: a number, 0 or m"),
        (BoostedTrees, "early_stopping", "yes", "found 'yes'; allowed: true, false"),
        (BoostedTrees, "patience", 0, "model.patience: found 0; allowed: a whole number, 1 or mo"),
    ],
)
def test_options_are_checked(
    cls: type[Logistic | BoostedTrees], option: str, value: object, message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        cls(**{option: value})  # type: ignore[arg-type]
    assert message in str(caught.value)
