"""What holds of every model that learns from labels."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sklearn.metrics import average_precision_score

from inconcert.errors import ModelError
from inconcert.models.base import AccountGraph, Model, Targets
from inconcert.models.graphsage import GraphSage
from inconcert.models.tabular import BoostedTrees, Logistic

if TYPE_CHECKING:
    from pathlib import Path

World = tuple[AccountGraph, Targets, pl.DataFrame]
CLASSES: list[type[Any]] = [Logistic, BoostedTrees, GraphSage]
FAST: dict[str, dict[str, Any]] = {
    "logistic": {},
    "boosted_trees": {"rounds": 30},
    "graphsage": {"epochs": 40, "hidden": 16, "device": "cpu"},
}


def fresh(cls: type[Any]) -> Any:
    return cls(**FAST[cls.name])


@pytest.fixture(scope="module", params=CLASSES, ids=lambda cls: cls.name)
def fitted(request: pytest.FixtureRequest, planted: World) -> Any:
    graph, targets, _ = planted
    return fresh(request.param).fit(graph, targets, seed=3)


def test_is_a_model(fitted: Any) -> None:
    assert isinstance(fitted, Model)
    assert fitted.needs_labels


def test_learns_a_planted_campaign(fitted: Any, planted: World) -> None:
    graph, _, test = planted
    scores = test.join(fitted.score(graph).scores, on="account_id").sort("account_id")
    # base rate 0.2; the two features and edges that differ between the classes make it easy
    assert average_precision_score(scores["positive"], scores["score"]) > 0.7


def test_scores_every_account_within_bounds_and_in_order(fitted: Any, planted: World) -> None:
    graph = planted[0]
    scored = fitted.score(graph)
    assert scored.scores["account_id"].equals(graph.account_ids)
    assert scored.scores["score"].is_between(0, 1).all()
    assert scored.scores["score"].null_count() == 0


def test_rule_says_threshold_and_where_it_is_from(fitted: Any, planted: World) -> None:
    scored = fitted.score(planted[0])
    assert 0 < scored.threshold < 1
    assert scored.rule.startswith(f"flagged if the score is at least {scored.threshold:.4f}: ")
    assert "highest F1" in scored.rule
    assert scored.rule.endswith("on 75 validation accounts")  # a quarter of 300


def test_scores_another_dataset_of_another_size(fitted: Any, another_planted: AccountGraph) -> None:
    scores = fitted.score(another_planted).scores
    positive = [number % 5 == 0 for number in range(600)]
    assert average_precision_score(positive, scores["score"]) > 0.6


def test_save_and_load_give_identical_scores(fitted: Any, planted: World, tmp_path: Path) -> None:
    fitted.save(tmp_path)
    loaded = type(fitted).load(tmp_path)
    one, other = fitted.score(planted[0]), loaded.score(planted[0])
    assert_frame_equal(one.scores, other.scores, check_exact=True)
    assert (one.threshold, one.rule) == (other.threshold, other.rule)
    assert not list(tmp_path.glob("*.pkl"))
    assert loaded == fitted  # the options


def test_same_seed_same_numbers(fitted: Any, planted: World) -> None:
    graph, targets, _ = planted
    again = fresh(type(fitted)).fit(graph, targets, seed=3)
    assert_frame_equal(again.score(graph).scores, fitted.score(graph).scores, check_exact=True)


def test_rows_of_edges_and_labels_in_any_order(fitted: Any, planted: World) -> None:
    graph, targets, _ = planted
    shuffled = replace(
        graph,
        coaction=graph.coaction.sample(fraction=1.0, shuffle=True, seed=1),
        interactions=graph.interactions.sample(fraction=1.0, shuffle=True, seed=1),
    )
    mixed = Targets(targets.train.reverse(), targets.validation.reverse())
    again = fresh(type(fitted)).fit(shuffled, mixed, seed=3)
    assert_frame_equal(again.score(shuffled).scores, fitted.score(graph).scores, check_exact=True)


def test_an_isolated_account_changes_no_other_score(fitted: Any, planted: World) -> None:
    graph = planted[0]
    alone = graph.features.head(1).with_columns(account_id=pl.lit("zz"), posts=pl.lit(1e6))
    larger = replace(graph, features=pl.concat([graph.features, alone]))
    scores = fitted.score(larger).scores
    assert scores.height == graph.features.height + 1
    assert_frame_equal(scores.head(-1), fitted.score(graph).scores, abs_tol=1e-6)


def test_validation_accounts_move_the_threshold_and_not_the_scores(planted: World) -> None:
    graph, targets, _ = planted
    flipped = replace(targets, validation=targets.validation.with_columns(~pl.col("positive")))
    one = Logistic().fit(graph, targets, seed=0).score(graph)
    other = Logistic().fit(graph, flipped, seed=0).score(graph)
    assert_frame_equal(one.scores, other.scores, check_exact=True)
    assert one.threshold > other.threshold


def test_missing_feature_is_named(fitted: Any, planted: World) -> None:
    graph = planted[0]
    with pytest.raises(ModelError, match=r"has not: delay \(allowed: constant, posts, repost_sh"):
        fitted.score(replace(graph, features=graph.features.drop("delay")))
    with pytest.raises(ModelError, match=r"has not: posts, delay\nCompute the features with the"):
        fitted.score(replace(graph, features=graph.features.drop("delay", "posts")))


def test_extra_feature_is_ignored_with_a_note(fitted: Any, planted: World) -> None:
    graph = planted[0]
    more = replace(graph, features=graph.features.with_columns(novel=pl.lit(1.0)))
    scored = fitted.score(more)
    assert "1 feature that the model was not trained on is not used: novel" in scored.notes
    assert_frame_equal(scored.scores, fitted.score(graph).scores)


def test_all_values_missing_still_scores(fitted: Any, planted: World) -> None:
    graph = planted[0]
    blank = graph.features.with_columns(pl.lit(None, dtype=pl.Float64).alias("repost_share"))
    scores = fitted.score(replace(graph, features=blank)).scores
    assert scores["score"].is_finite().all()


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_a_feature_that_no_account_has(cls: type[Any], planted: World) -> None:
    graph, targets, _ = planted
    blank = pl.lit(None, dtype=pl.Float64).alias("blank")
    with_blank = replace(graph, features=graph.features.with_columns(blank))
    scores = fresh(cls).fit(with_blank, targets, seed=0).score(with_blank).scores
    assert scores["score"].is_finite().all()


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_labels_are_needed(cls: type[Any], planted: World) -> None:
    with pytest.raises(ModelError, match=rf"model {cls.name} learns from labels, and none were"):
        fresh(cls).fit(planted[0], None, seed=0)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_one_class_is_refused(cls: type[Any], planted: World) -> None:
    graph, targets, _ = planted
    organic = targets.train.filter(~pl.col("positive"))
    stranger = pl.DataFrame({"account_id": ["nobody"], "positive": [True]})
    one_class = Targets(pl.concat([organic, stranger]), targets.validation)
    with pytest.raises(ModelError) as caught:
        fresh(cls).fit(graph, one_class, seed=0)
    # 300 accounts, half of them for training, a fifth of those in the campaign: 120 organic
    assert f"model {cls.name} needs accounts of both classes to learn from" in str(caught.value)
    assert "found: 0 coordinated, 120 organic (1 labelled accounts have no posts)" in str(
        caught.value
    )


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_without_validation_accounts_the_threshold_is_one_half(
    cls: type[Any], planted: World
) -> None:
    graph, targets, _ = planted
    model = fresh(cls).fit(graph, replace(targets, validation=targets.validation.head(0)), seed=0)
    scored = model.score(graph)
    assert scored.threshold == 0.5
    assert "since no validation accounts of both classes could choose" in scored.rule


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_untrained_models_neither_score_nor_save(
    cls: type[Any], planted: World, tmp_path: Path
) -> None:
    with pytest.raises(ModelError, match=rf"model {cls.name} was not trained; call fit"):
        cls().score(planted[0])
    with pytest.raises(ModelError, match=rf"model {cls.name} was not trained; call fit"):
        cls().save(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_bundle_that_lacks_a_file(fitted: Any, tmp_path: Path) -> None:
    fitted.save(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        kept = path.read_bytes()
        path.unlink()
        with pytest.raises(ModelError, match=f"{path.name}: not found; the model's folder"):
            type(fitted).load(tmp_path)
        path.write_bytes(kept)


def test_a_bundle_with_a_damaged_file(fitted: Any, tmp_path: Path) -> None:
    fitted.save(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        kept = path.read_bytes()
        for damaged in (b"", kept[: len(kept) // 2], b"\x80\x04N.", b"\xff" * 64):
            path.write_bytes(damaged)
            with pytest.raises(ModelError, match=path.name):
                type(fitted).load(tmp_path)
        path.write_bytes(kept)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("model", "other", "holds model 'other', not '{name}'"),
        ("format", 99, "is of format 99; this version reads 1"),
        ("options", {"colour": 1}, "the options are not the model's"),
        ("options", None, "the options are not the model's"),
        ("columns", "posts", "columns, decision or rest are not as written"),
        ("columns", ["posts"], "columns"),
        ("decision", {"threshold": 7, "reason": ""}, "threshold is no number from 0 to 1"),
        ("decision", {"threshold": 0.5}, "threshold is no number from 0 to 1"),
        ("rest", None, "columns, decision or rest are not as written"),
    ],
)
def test_a_bundle_that_was_changed(
    fitted: Any, tmp_path: Path, key: str, value: Any, message: str
) -> None:
    fitted.save(tmp_path)
    path = tmp_path / "model.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))
    with pytest.raises(ModelError, match=message.format(name=fitted.name)):
        type(fitted).load(tmp_path)
