"""The graph network: its arithmetic, its seed, its options."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest
import torch
from polars.testing import assert_frame_equal
from sklearn.metrics import average_precision_score

from inconcert.errors import ConfigError, ModelError
from inconcert.models.accounts import Labelled
from inconcert.models.base import AccountGraph, Targets
from inconcert.models.graphs import Relation
from inconcert.models.graphsage import GraphSage
from inconcert.models.nets import RelationLayer, SageNet, adjacencies
from inconcert.models.persist import load_arrays, save_arrays
from inconcert.models.training import Inputs, Schedule, pick_device, train

if TYPE_CHECKING:
    from pathlib import Path

World = tuple[AccountGraph, Targets, pl.DataFrame]
Builder = Callable[[list[tuple[str, str, str, float]]], pl.DataFrame]


def relation(*edges: tuple[int, int, float]) -> Relation:
    sources, targets, weights = zip(*edges, strict=True)
    return Relation(
        np.array(sources, np.int64), np.array(targets, np.int64), np.array(weights, np.float32)
    )


def small(**options: object) -> GraphSage:
    return GraphSage(**{"epochs": 30, "hidden": 8, "device": "cpu", **options})  # type: ignore[arg-type]


def test_adjacencies_are_weighted_means_by_hand() -> None:
    # node 0 acts on 1 (weight 1) and 2 (weight 3): log(1 + w) = log 2 and log 4 = 2 log 2
    found = relation((0, 1, 1.0), (0, 2, 3.0))
    reached_by, reaches = adjacencies(found, 3, weighted=True, both_ways=True)
    assert reached_by.to_dense().tolist() == [[0, 0, 0], [1, 0, 0], [1, 0, 0]]
    torch.testing.assert_close(
        reaches.to_dense(), torch.tensor([[0, 1 / 3, 2 / 3], [0, 0, 0], [0, 0, 0]])
    )
    plain = adjacencies(found, 3, weighted=False, both_ways=True)[1]
    assert plain.to_dense()[0].tolist() == [0, 0.5, 0.5]


def test_an_absent_relation_sends_nothing() -> None:
    (nothing,) = adjacencies(None, 2, weighted=True, both_ways=False)
    assert nothing.to_dense().tolist() == [[0, 0], [0, 0]]


def test_relation_layer_by_hand() -> None:
    layer = RelationLayer(2, relations=1)
    with torch.no_grad():
        layer.own.weight.copy_(torch.eye(2))
        layer.own.bias.zero_()
        layer.of_relation[0].lin_l.weight.copy_(2 * torch.eye(2))
    adjacency = adjacencies(relation((1, 0, 1.0)), 2, weighted=True, both_ways=False)
    hidden = torch.tensor([[1.0, 0.0], [0.0, 3.0]])
    # node 0: own (1, 0) + 2 * neighbour (0, 3) = (1, 6); node 1: own (0, 3) alone;
    # the layer norm of two numbers x < y is (-1, 1), and relu leaves (0, 1)
    found = layer(hidden, adjacency)
    torch.testing.assert_close(found, torch.tensor([[0.0, 1.0], [0.0, 1.0]]), atol=1e-4, rtol=0)


def test_edges_add_to_what_features_say(planted: World) -> None:
    """Without features that differ between the classes, only the edges can tell them apart."""
    graph, targets, test = planted
    blind = replace(graph, features=graph.features.with_columns(repost_share=pl.lit(0.5)))
    rows = np.random.default_rng(0).random(300)
    signal = pl.Series("hint", np.where(rows < 0.5, [n % 5 == 0 for n in range(300)], 0.0))
    hinted = replace(blind, features=blind.features.with_columns(signal))
    # the hint is there for half of the campaign; the others are known by their company alone
    scores = test.join(
        small(epochs=60).fit(hinted, targets, seed=0).score(hinted).scores, on="account_id"
    )
    edgeless = replace(
        hinted, coaction=hinted.coaction.head(0), interactions=hinted.interactions.head(0)
    )
    alone = test.join(
        small(epochs=60).fit(edgeless, targets, seed=0).score(edgeless).scores, on="account_id"
    )
    with_edges = average_precision_score(scores["positive"], scores["score"])
    assert with_edges > 0.1 + average_precision_score(alone["positive"], alone["score"])


def test_another_seed_other_numbers_and_the_global_seed_is_left_alone(planted: World) -> None:
    graph, targets, _ = planted
    torch.manual_seed(5)
    expected = torch.rand(1).item()
    torch.manual_seed(5)
    one = small().fit(graph, targets, seed=1).score(graph).scores
    assert torch.rand(1).item() == expected
    other = small().fit(graph, targets, seed=2).score(graph).scores
    assert not one["score"].equals(other["score"])


def test_renaming_accounts_changes_no_score_of_a_trained_model(planted: World) -> None:
    graph, targets, _ = planted
    model = small().fit(graph, targets, seed=1)
    names = {old: f"z{999 - number}" for number, old in enumerate(graph.account_ids)}
    ends = [pl.col("source").replace(names), pl.col("target").replace(names)]
    renamed = replace(
        graph,
        features=graph.features.with_columns(pl.col("account_id").replace(names)).sort(
            "account_id"
        ),
        coaction=graph.coaction.with_columns(ends),
        interactions=graph.interactions.with_columns(ends),
    )
    found = model.score(renamed).scores
    wanted = model.score(graph).scores.with_columns(pl.col("account_id").replace(names))
    assert_frame_equal(found, wanted.sort("account_id"), abs_tol=1e-6)


def test_layers_and_interactions_choose_the_edges(
    planted: World, edges: Builder, tmp_path: Path
) -> None:
    graph, targets, _ = planted
    more = replace(graph, coaction=pl.concat([graph.coaction, edges([("a1", "a2", "url", 1.0)])]))
    small().fit(more, targets, seed=0).save(tmp_path)
    written = json.loads((tmp_path / "model.json").read_text())
    assert written["rest"]["relations"] == ["co_repost", "co_url", "repost"]
    small(layers=("url",), interactions=()).fit(more, targets, seed=0).save(tmp_path)
    written = json.loads((tmp_path / "model.json").read_text())
    assert written["rest"]["relations"] == ["co_url"]


def test_absent_edges_are_noted(planted: World) -> None:
    graph, targets, _ = planted
    model = small().fit(graph, targets, seed=0)
    scored = model.score(replace(graph, interactions=graph.interactions.head(0)))
    assert scored.notes == ("edges that the model was trained on and this dataset lacks: repost",)


def test_a_graph_without_any_edge_is_learned_from_features(planted: World) -> None:
    graph, targets, _ = planted
    bare = replace(graph, coaction=graph.coaction.head(0), interactions=graph.interactions.head(0))
    scored = small().fit(bare, targets, seed=0).score(bare)
    assert scored.scores.height == 300


def test_weights_of_another_network_are_refused(planted: World, tmp_path: Path) -> None:
    graph, targets, _ = planted
    small().fit(graph, targets, seed=0).save(tmp_path)
    path = tmp_path / "weights.safetensors"
    save_arrays(path, {name: part[:1] for name, part in load_arrays(path).items()})
    with pytest.raises(ModelError, match="the weights do not fit the network that model"):
        GraphSage.load(tmp_path)


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ({"relations": "repost", "training": {}}, "relations is no list of names: 'repost'"),
        ({"relations": ["co_repost", "repost"]}, "training is not as written"),
        ({"relations": ["co_repost", "repost"], "training": {"a": 1}}, "training is not as writ"),
        ({"relations": [], "training": {}}, "the weights do not fit the network"),
    ],
)
def test_a_description_that_was_changed(
    planted: World, tmp_path: Path, rest: object, message: str
) -> None:
    graph, targets, _ = planted
    small(epochs=2).fit(graph, targets, seed=0).save(tmp_path)
    path = tmp_path / "model.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "rest": rest}))
    with pytest.raises(ModelError, match=message):
        GraphSage.load(tmp_path)


def test_training_stops_early_and_keeps_the_best_epoch() -> None:
    features = torch.tensor([[1.0], [-1.0], [1.0], [-1.0]])
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        net = SageNet(inputs=1, hidden=4, depth=1, relations=0, dropout=0.0)
        known = Labelled(np.array([0, 1]), np.array([True, False]))
        # what is learned is the opposite of what the validation accounts say
        against = Labelled(np.array([2, 3]), np.array([False, True]))
        found = train(
            net,
            Inputs(features, []),
            train=known,
            validation=against,
            schedule=Schedule(epochs=100, patience=5, learning_rate=0.1, weight_decay=0.0),
        )
    assert found.epochs == found.best_epoch + 5 < 100
    assert found.validation_average_precision is not None


def test_without_cuda_cuda_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert pick_device("auto").type == "cpu"
    with pytest.raises(
        ConfigError, match=r"found 'cuda', and torch finds no CUDA device here\nUse"
    ):
        pick_device("cuda")


def test_auto_takes_cuda_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert pick_device("auto").type == "cuda"
    assert pick_device("cpu").type == "cpu"


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("interactions", ["follow"], "model.interactions: found 'follow'; allowed: mention, quote"),
        ("edge_weights", "logs", "model.edge_weights: found 'logs'; did you mean 'log'?"),
        ("hidden", 0, "model.hidden: found 0; allowed: a whole number, 1 or more, at most 4096"),
        ("depth", 99, "model.depth: found 99; allowed: a whole number, 1 or more, at most 8"),
        ("dropout", 1.0, "model.dropout: found 1.0; allowed: a number, 0 or more, at most 0.95"),
        ("learning_rate", 0, "model.learning_rate: found 0; allowed: a number, above 0"),
        ("weight_decay", -1, "model.weight_decay: found -1; allowed: a number, 0 or more"),
        ("epochs", True, "model.epochs: found True; allowed: a whole number, 1 or more"),
        ("patience", 0, "model.patience: found 0; allowed: a whole number, 1 or more"),
        ("device", "gpu", "model.device: found 'gpu'; "),
    ],
)
def test_options_are_checked(option: str, value: object, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        GraphSage(**{option: value})  # type: ignore[arg-type]
    assert message in str(caught.value)
