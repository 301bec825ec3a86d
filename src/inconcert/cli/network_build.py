"""Posts to a network: what `inconcert network` does between reading and writing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import polars as pl

from inconcert.cli.posts import printable
from inconcert.errors import InputError
from inconcert.networks.actions import action_notes, actions, unordered_actions
from inconcert.networks.coaction import coaction_network, coaction_report, network_by_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.cli.network_request import NetworkRequest
    from inconcert.networks.backbones import Backbone
    from inconcert.networks.fusion import Fusion
    from inconcert.networks.nullmodels.odds import Null
    from inconcert.schemas import InteractionKind

FALSE_DISCOVERIES = 0.05
_SHOWN = 5


@dataclass(frozen=True)
class Network:
    """A network, and what goes beside it; None where that was not asked for."""

    edges: pl.DataFrame
    notes: tuple[str, ...]
    left_out: pl.DataFrame | None = None
    pairs: pl.DataFrame | None = None


def interaction(posts: pl.DataFrame, asked: NetworkRequest) -> Network:
    """Join the accounts that act on each other."""
    from inconcert.networks.interactions import interaction_graph, interaction_notes

    graphs = [interaction_graph(posts, cast("InteractionKind", kind)) for kind in asked.layers]
    edges = pl.concat(graphs).filter(pl.col("weight") >= (asked.min_weight or 0))
    return Network(edges.sort("source", "target", "kind"), interaction_notes(posts, asked.layers))


def coaction(posts: pl.DataFrame, asked: NetworkRequest) -> Network:
    """Join the accounts that act on the same objects; then odds, backbone and fusion, in order."""
    acts = _acts(posts, asked)
    found = network_by_rules(acts, asked.windows, asked.rules, asked.limits)
    left_out = _left_out(acts, asked)
    judged = _judged(found, acts, posts, asked)
    kept = _backbone(judged, asked)
    edges = _fused(kept, asked)
    notes = (
        *action_notes(posts, asked.windows[0], layers=asked.layers, acts=acts),
        *([] if acts.height else [no_acts(actions(posts), asked.layers)]),
        *([] if left_out is None else _left_out_notes(left_out)),
        *([] if asked.null is None else _odds_notes(judged)),
        *([] if asked.backbone is None else [_kept_note(found, kept, asked.backbone)]),
    )
    evidence = None if asked.pairs is None else _pairs(acts, kept, edges, asked)
    return Network(edges, notes, left_out, evidence)


def _acts(posts: pl.DataFrame, asked: NetworkRequest) -> pl.DataFrame:
    list_actions = actions if stands_on_order(asked) else unordered_actions
    return list_actions(posts, asked.layers)


def stands_on_order(asked: NetworkRequest) -> bool:
    """Tell whether something that is asked for may go by the order of posts and actions."""
    cuts = asked.limits.on_large_objects != "refuse"
    return cuts or asked.null is not None or asked.pairs is not None


def no_acts(acts: pl.DataFrame, layers: Sequence[str]) -> str:
    """Say that nothing was done on these layers, and on which others something was."""
    counts = acts.group_by("layer").len().sort("len", "layer", descending=[True, False])
    others = ", ".join(f"{printable(name)} {count:,}" for name, count in counts.iter_rows())
    return f"no acts on {', '.join(layers)}; the posts have acts on: {others or 'no layer'}"


def _left_out(acts: pl.DataFrame, asked: NetworkRequest) -> pl.DataFrame | None:
    """List what was cut from large objects; None where nothing is."""
    limits, rules = asked.limits, asked.rules
    if limits.on_large_objects == "refuse":
        return None
    report = coaction_report(
        acts,
        asked.windows,
        window_rule=rules.window_rule,
        bin_origin=rules.bin_origin,
        min_participation=rules.min_participation,
        max_pairs=limits.max_pairs,
        on_large_objects=limits.on_large_objects,
        max_pairs_per_object=limits.max_pairs_per_object,
        seed=limits.seed,
    )
    return report if report.height else None


def _left_out_notes(report: pl.DataFrame) -> list[str]:
    """Say of the largest objects what was left out, and how many there are."""
    ranked = report.sort("pairs", "layer", "object_id", descending=[True, False, False])
    notes = [
        f"object {row['object_id']!r} on {row['layer']} ({window_text(row['window_seconds'])}): "
        f"{row['acts_kept']:,} of {row['acts']:,} acts kept ({row['rule']}), "
        f"{row['pairs_kept']:,} of {row['pairs']:,} pairs"
        for row in ranked.head(_SHOWN).iter_rows(named=True)
    ]
    more = report.height - _SHOWN
    return [*notes, *([f"{more:,} more objects were cut"] if more > 0 else [])]


def _judged(
    edges: pl.DataFrame, acts: pl.DataFrame, posts: pl.DataFrame, asked: NetworkRequest
) -> pl.DataFrame:
    """Add the odds of chance, if a null was asked for."""
    if asked.null is None:
        return edges
    from inconcert.networks.nullmodels.significance import significance

    return significance(
        edges,
        acts,
        null=cast("Null", asked.null),
        min_activity=asked.min_activity or 1,
        strata=_strata(acts, posts, asked),
        seed=asked.seed,
    )


def _strata(acts: pl.DataFrame, posts: pl.DataFrame, asked: NetworkRequest) -> pl.DataFrame | None:
    """Return the stratum of each account, as the calibration of the nulls takes them."""
    if asked.strata is None:
        return None
    if asked.strata == "language":
        from inconcert.evaluation.agreement import main_language

        strata = main_language(posts)
    else:
        from inconcert.networks.communities import communities

        strata = communities(_without_window(acts, asked), seed=asked.seed)
    if strata.is_empty():
        raise InputError(
            f"--strata {asked.strata}: none is found in these posts; leave it out, or add what "
            f"tells them apart ({_NEEDED[asked.strata]})."
        )
    return strata


_NEEDED = {
    "language": "a language of the posts",
    "community": "accounts that share objects",
}


def _without_window(acts: pl.DataFrame, asked: NetworkRequest) -> pl.DataFrame:
    limits = asked.limits
    return coaction_network(
        acts,
        None,
        max_pairs=limits.max_pairs,
        on_large_objects=limits.on_large_objects,
        max_pairs_per_object=limits.max_pairs_per_object,
        seed=limits.seed,
    )


def _odds_notes(judged: pl.DataFrame) -> list[str]:
    """Say, layer by layer and window by window, how many edges the null does not explain."""
    rejected = (pl.col("q_value") < FALSE_DISCOVERIES).sum()
    of = ("layer", "window_seconds", "null_model")
    counted = judged.group_by(*of).agg(rejected.alias("rejected"), pl.len())
    return [
        f"{null} on {layer} ({window_text(seconds)}): {count:,} of {edges:,} edges with "
        f"q < {FALSE_DISCOVERIES}"
        for layer, seconds, null, count, edges in counted.sort(*of, nulls_last=True).iter_rows()
    ]


def _backbone(edges: pl.DataFrame, asked: NetworkRequest) -> pl.DataFrame:
    if asked.backbone is None:
        return edges
    from inconcert.networks.backbones import backbone

    return backbone(edges, cast("Backbone", asked.backbone), asked.backbone_threshold)


def _kept_note(before: pl.DataFrame, after: pl.DataFrame, name: str) -> str:
    return f"{name} backbone: {after.height:,} of {before.height:,} edges kept"


def _fused(edges: pl.DataFrame, asked: NetworkRequest) -> pl.DataFrame:
    if asked.fuse is None:
        return edges
    from inconcert.networks.fusion import fuse

    return fuse(edges, cast("Fusion", asked.fuse), k=asked.fuse_k or 2)


def _pairs(
    acts: pl.DataFrame, kept: pl.DataFrame, edges: pl.DataFrame, asked: NetworkRequest
) -> pl.DataFrame:
    """List the pairs behind the edges; of fused edges, those of the layers they were made of."""
    from inconcert.networks.pairs import pairs

    ends = edges.select("source", "target").unique()
    rules, limits = asked.rules, asked.limits
    return pairs(
        acts,
        kept.join(ends, on=["source", "target"], how="semi"),
        window_rule=rules.window_rule,
        bin_origin=rules.bin_origin,
        min_participation=rules.min_participation,
        self_pairs=rules.self_pairs,
        on_large_objects=limits.on_large_objects,
        max_pairs_per_object=limits.max_pairs_per_object,
        seed=limits.seed,
    )


def window_text(seconds: float | None) -> str:
    """Say a window in words.

    >>> window_text(0.5), window_text(None)
    ('0.5 s', 'no limit')
    """
    return "no limit" if seconds is None else f"{seconds:g} s"
