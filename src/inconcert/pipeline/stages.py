"""The stages between posts and a model, as plain functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas
from inconcert.errors import ConfigError, nearest
from inconcert.features.settings import FeatureSettings
from inconcert.features.table import account_features
from inconcert.models.base import AccountGraph
from inconcert.networks.actions import action_notes, actions
from inconcert.networks.coaction import coaction_network
from inconcert.networks.interactions import interaction_graph, interaction_notes
from inconcert.networks.settings import NetworkSettings

if TYPE_CHECKING:
    from collections.abc import Sequence


def account_graph(
    posts: pl.DataFrame,
    *,
    accounts: pl.DataFrame | None = None,
    network: NetworkSettings | None = None,
    features: FeatureSettings | None = None,
) -> AccountGraph:
    """Turn posts into what a model sees: features, co-action edges, interactions, actions.

    Raises `ConfigError` for a layer that nothing knows.

    >>> from inconcert.schemas import Posts, empty
    >>> account_graph(empty(Posts)).features.height
    0
    """
    network, features = network or NetworkSettings(), features or FeatureSettings()
    acts = actions(posts)
    coaction = coaction_of(acts, network)
    interactions = interactions_of(posts)
    return AccountGraph(
        features=account_features(
            posts,
            accounts=accounts,
            actions=acts,
            coaction=coaction,
            interactions=interactions,
            families=features.families,
        ),
        coaction=coaction,
        interactions=interactions,
        actions=acts,
        notes=graph_notes(posts, acts, network),
    )


def coaction_of(acts: pl.DataFrame, network: NetworkSettings) -> pl.DataFrame:
    """Return the co-action edges of the layers of `network`."""
    check_layers(network.layers, acts)
    chosen = acts.filter(pl.col("layer").is_in(network.layers))
    return coaction_network(
        chosen, window_seconds=network.window_seconds, min_weight=network.min_weight
    )


def interactions_of(posts: pl.DataFrame) -> pl.DataFrame:
    """Return the interactions of every kind, sorted by their key."""
    kinds: tuple[schemas.InteractionKind, ...] = ("repost", "reply", "quote", "mention")
    tables = [interaction_graph(posts, kind=kind) for kind in kinds]
    return pl.concat(tables).sort("source", "target", "kind")


def graph_notes(
    posts: pl.DataFrame, acts: pl.DataFrame, network: NetworkSettings
) -> tuple[str, ...]:
    """Return what a reader of any result must know of these posts."""
    notes = action_notes(posts, network.window_seconds, acts=acts)
    return (*notes, *interaction_notes(posts))


def check_layers(layers: Sequence[str], acts: pl.DataFrame) -> None:
    """Raise `ConfigError` for a layer that is neither a known one nor among the bare objects."""
    known = {*schemas.LAYERS, *acts["layer"].unique()}
    for layer in layers:
        if layer not in known:
            raise ConfigError(f"network.layers: no layer '{layer}'; {nearest(layer, known)}")
