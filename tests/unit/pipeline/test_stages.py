"""Posts to a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from polars.testing import assert_frame_equal

from inconcert import schemas
from inconcert.errors import ConfigError
from inconcert.features.settings import FeatureSettings
from inconcert.networks.settings import NetworkSettings
from inconcert.pipeline.stages import account_graph

if TYPE_CHECKING:
    from inconcert.pipeline.datasets import Dataset


def test_a_graph_holds_every_account_that_posted(tiny: Dataset) -> None:
    graph = account_graph(tiny.posts, accounts=tiny.accounts)
    assert graph.account_ids.to_list() == sorted(tiny.posts["account_id"].unique())
    schemas.Edges.validate(graph.coaction)
    schemas.Interactions.validate(graph.interactions)
    schemas.Actions.validate(graph.actions)


def test_rows_in_another_order_change_nothing(tiny: Dataset) -> None:
    one = account_graph(tiny.posts)
    other = account_graph(tiny.posts.sample(fraction=1, shuffle=True, seed=3))
    assert one.coaction.equals(other.coaction)
    assert one.interactions.equals(other.interactions)
    assert_frame_equal(one.features, other.features, check_exact=True)


def test_settings_reach_the_network(tiny: Dataset) -> None:
    settings = NetworkSettings(layers=("text",), window_seconds=None, min_weight=3)
    edges = account_graph(tiny.posts, network=settings).coaction
    assert edges["layer"].unique().to_list() == ["text"]
    assert edges["weight"].min() == 3  # the copied-text attacks repeat more than three messages
    assert edges["window_seconds"].null_count() == edges.height


def test_settings_reach_the_features(tiny: Dataset) -> None:
    few = account_graph(tiny.posts, features=FeatureSettings(families=("timing",))).features
    everything = account_graph(tiny.posts).features
    assert 1 < few.width < everything.width


def test_an_unknown_layer_is_answered(tiny: Dataset) -> None:
    with pytest.raises(ConfigError) as caught:
        account_graph(tiny.posts, network=NetworkSettings(layers=("repots",)))
    assert str(caught.value) == "network.layers: no layer 'repots'; did you mean 'repost'?"
