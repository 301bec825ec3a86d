"""Edges with the odds of chance: what a null expects, its p-value, and the false discovery rate."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
import polars as pl

from inconcert import schemas
from inconcert.errors import ColumnError, ConfigError, InputError, nearest
from inconcert.networks.nullmodels.bicm import BipartiteConfiguration
from inconcert.networks.nullmodels.cascade import Cascade
from inconcert.networks.nullmodels.discovery import all_pairs, benjamini_hochberg
from inconcert.networks.nullmodels.hypergeometric import Hypergeometric
from inconcert.networks.nullmodels.odds import NULLS, Null
from inconcert.networks.nullmodels.participation import Pairs, pairs_of, participation
from inconcert.networks.nullmodels.shift import Shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    import dataframely as dy

    from inconcert.networks.acts import Integers
    from inconcert.networks.nullmodels.odds import NullModel
    from inconcert.networks.nullmodels.participation import Floats, Participation

__all__ = ["ADDED", "NULLS", "Null", "significance"]

ADDED = ("null_model", "expected", "p_value", "q_value")

_log = logging.getLogger(__name__)


def significance(
    edges: pl.DataFrame,
    actions: pl.DataFrame,
    *,
    null: Null = "cascade",
    window_seconds: float | Literal["edges"] | None = "edges",
    min_activity: int = 1,
    strata: pl.DataFrame | None = None,
    seed: int = 0,
    permutations: int = 200,
) -> dy.DataFrame[schemas.EdgesWithOdds]:
    """Add to each edge what chance would give: `null_model`, `expected`, `p_value`, `q_value`.

    The count under test is taken from `actions`, not from the edge's weight: for `cascade` and
    `shift` the distinct objects that two accounts acted on within the window, for `hypergeometric`
    and `bicm` those that both acted on at any time. `expected` is its mean under the null, and
    `p_value` the chance of as many or more. The nulls are described in their modules.

    Every pair of eligible accounts is a test: those with `min_activity` distinct objects or more on
    the layer, a filter on margins alone. `q_value` is Benjamini and Hochberg's over all N(N-1)/2
    of them; a pair that is not among the edges counts with p = 1, so that a filter on weight makes
    q-values no smaller. Each layer (and window) is a family of tests of its own. Edges of
    accounts that are not eligible, and an account's edge with itself, get null.

    `window_seconds` is that of the edges; given, it must be theirs. `strata` (`account_id` and one
    more column: community, language) has each null computed within strata; accounts it leaves out
    form one of their own. `permutations` and `seed` are those of `shift`. Rows keep their order,
    and columns that are not of the schema stay. Raises `ConfigError` for an unknown null, a window
    that is not that of the edges, or a `min_activity` under 1; `ColumnError` for a table that is
    not one of edges; `InputError` for an edge whose ends have no acts.

    >>> from datetime import UTC, datetime
    >>> from inconcert.networks.coaction import coaction_network
    >>> at = [datetime(2026, 1, 1, 12, minute, tzinfo=UTC) for minute in (0, 1, 30, 50)]
    >>> acts = pl.DataFrame({
    ...     "account_id": list("abcd"), "layer": "repost", "object_id": "p1",
    ...     "created_at": at, "post_id": list("1234"),
    ... })
    >>> edges = significance(coaction_network(acts, 60), acts)
    >>> edges.select("source", "target", pl.col("p_value", "q_value").round(4)).rows()
    [('a', 'b', 0.1667, 1.0)]
    """
    _check(edges, null, window_seconds, min_activity)
    bare = edges.drop(ADDED, strict=False)
    judged = [_judged(bare.clear().with_row_index("row"), *np.empty((3, 0)))]
    for (layer,), of_layer in _split(bare.with_row_index("row"), "layer"):
        parts = participation(_of_layer(actions, str(layer)), strata)
        for (window,), family in _split(of_layer, "window_seconds"):
            model = _null_model(null, window, strata is not None, seed, permutations)
            judged.append(_family(family, parts, model, min_activity=min_activity))
    named = pl.concat(judged).sort("row").with_columns(pl.lit(null).alias("null_model"))
    return _typed(named.select(*bare.columns, *ADDED))


def _typed(edges: pl.DataFrame) -> dy.DataFrame[schemas.EdgesWithOdds]:
    """Give the columns of the schema its types, in their places; leave others as they are."""
    try:
        typed = schemas.EdgesWithOdds.cast(edges)
    except pl.exceptions.PolarsError as error:
        raise ColumnError(f"edges: a column is not of its type: {error}") from error
    whole = edges.with_columns(typed.get_columns())
    return cast("dy.DataFrame[schemas.EdgesWithOdds]", whole)


def _split(edges: pl.DataFrame, column: str) -> Iterator[tuple[tuple[Any, ...], pl.DataFrame]]:
    yield from sorted(
        edges.partition_by(column, as_dict=True).items(), key=lambda each: str(each[0])
    )


def _null_model(
    null: str, window_seconds: float | None, stratified: bool, seed: int, permutations: int
) -> NullModel:
    match null:
        case "cascade":
            return Cascade(window_seconds)
        case "hypergeometric":
            return Hypergeometric()
        case "bicm":
            return BipartiteConfiguration()
        case _:
            return Shift(window_seconds, permutations, seed, stratified)


def _family(
    edges: pl.DataFrame, parts: Participation, null: NullModel, *, min_activity: int
) -> pl.DataFrame:
    """Judge the edges of one layer and window."""
    pairs, which = _distinct(pairs_of(edges, parts.names), len(parts.names))
    eligible = parts.degree >= min_activity
    tested = eligible[pairs.source] & eligible[pairs.target] & (pairs.source != pairs.target)
    where = np.flatnonzero(tested)
    expected, p_value, q_value = np.full((3, len(pairs)), np.nan)
    odds = null.odds(parts, Pairs(pairs.source[where], pairs.target[where]))
    tests = all_pairs(int(eligible.sum()))
    _log.info("%s: %d accounts, %d tests", null, int(eligible.sum()), tests)
    expected[where], p_value[where] = odds.expected, odds.p_value
    q_value[where] = benjamini_hochberg(odds.p_value, tests)
    return _judged(edges, expected[which], p_value[which], q_value[which])


def _distinct(pairs: Pairs, accounts: int) -> tuple[Pairs, Integers]:
    """Return each pair once, whichever way round, and where each edge finds its own."""
    low, high = np.minimum(pairs.source, pairs.target), np.maximum(pairs.source, pairs.target)
    keys, which = np.unique(low * max(accounts, 1) + high, return_inverse=True)
    return Pairs(*np.divmod(keys, max(accounts, 1))), which


def _judged(edges: pl.DataFrame, *columns: Floats) -> pl.DataFrame:
    added = zip(ADDED[1:], columns, strict=True)
    return edges.with_columns(
        pl.Series(name, values, dtype=pl.Float64, nan_to_null=True) for name, values in added
    )


def _of_layer(actions: pl.DataFrame, layer: str) -> pl.DataFrame:
    found = actions.filter(pl.col("layer") == layer)
    if found.is_empty():
        raise InputError(
            f"significance: the actions have none on layer {layer!r} of the edges; found: "
            f"{', '.join(sorted(actions['layer'].unique()))}.\nGive the actions that the edges "
            "were made from, before layers are fused."
        )
    return found


def _check(edges: pl.DataFrame, null: str, window_seconds: object, min_activity: int) -> None:
    if null not in NULLS:
        raise ConfigError(f"null = {null!r}: no such null model; {nearest(null, NULLS)}.")
    if min_activity < 1:
        raise ConfigError(
            f"min_activity = {min_activity}: give the least number of distinct objects, 1 or more."
        )
    for column in schemas.Edges.column_names():
        if column not in edges.columns:
            raise ColumnError(
                f"edges: no column {column!r}; found: {', '.join(edges.columns)}.\n"
                "Give the edges that `inconcert.coaction_network` returned, or some of their rows."
            )
    others = [window for window in edges["window_seconds"].unique() if window != window_seconds]
    if window_seconds != "edges" and others:
        raise ConfigError(
            f"window_seconds = {window_seconds}: the edges were made with {others[0]}.\n"
            "Leave it out to take that of the edges, or make the edges anew."
        )
