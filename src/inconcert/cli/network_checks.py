"""Which options of `inconcert network` do not go together: refused before anything is read."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from inconcert.errors import ConfigError, nearest

if TYPE_CHECKING:
    from inconcert.cli.network_request import NetworkRequest

_OF_BOTH_KINDS = ("out", "layers", "min_weight", "seed")
_PAIRS_SUFFIXES = (".parquet", ".csv")


def check_interaction(asked: NetworkRequest) -> None:
    """Refuse what an interaction graph does not have, before anything is read."""
    from inconcert.schemas import INTERACTION_KINDS

    _check_files(asked)
    for one in fields(asked):
        if one.name not in _OF_BOTH_KINDS and getattr(asked, one.name) not in (None, False, ()):
            raise ConfigError(
                f"--{one.name.replace('_', '-')} with --kind interaction: an option of co-action "
                "networks. Leave it out, or take --kind coaction."
            )
    for layer in asked.layers:
        if layer not in INTERACTION_KINDS:
            raise ConfigError(
                f"--layer {layer}: no interaction graph of that kind; "
                f"{nearest(layer, INTERACTION_KINDS)}."
            )


def check_coaction(asked: NetworkRequest) -> None:
    """Refuse, before anything is read, what could not be built, or would say nothing."""
    _check_files(asked)
    _check_engine(asked)
    _check_odds(asked)
    _check_backbone(asked)
    _check_fusion(asked)


def _check_files(asked: NetworkRequest) -> None:
    """Refuse files that could not be written."""
    from inconcert.networks.exchange import check_graph_path
    from inconcert.posts.output import check_output_file

    check_graph_path(asked.out)
    check_output_file(asked.out)
    if asked.pairs is None:
        return
    if asked.pairs.suffix.lower() not in _PAIRS_SUFFIXES:
        raise ConfigError(
            f"--pairs {asked.pairs}: cannot tell what to write by the suffix "
            f"{asked.pairs.suffix!r}; allowed: {', '.join(_PAIRS_SUFFIXES)}."
        )
    if asked.pairs == asked.out:
        raise ConfigError(f"--pairs {asked.pairs}: the file of the edges (--out); name another.")


def _check_engine(asked: NetworkRequest) -> None:
    rules, windows, limits = asked.rules, asked.windows, asked.limits
    if asked.bin_origin is not None and rules.window_rule != "tumbling":
        raise ConfigError(
            f"--bin-origin {asked.bin_origin} with --window-rule {rules.window_rule}: only "
            "tumbling windows are bins; add --window-rule tumbling, or leave it out."
        )
    if rules.window_rule == "tumbling" and windows == (None,):
        raise ConfigError(
            "--window-rule tumbling with --window none: without a limit there are no bins; give a "
            "number of seconds."
        )
    if asked.max_pairs_per_object is not None and limits.on_large_objects == "refuse":
        raise ConfigError(
            f"--max-pairs-per-object {asked.max_pairs_per_object} with --on-large-objects "
            "refuse: nothing is cut then; allowed: cap, sample."
        )


def _check_odds(asked: NetworkRequest) -> None:
    from inconcert.networks.nullmodels.odds import NULLS, TIMED

    if asked.null is None:
        for name in ("strata", "min_activity"):
            if getattr(asked, name) is not None:
                raise ConfigError(
                    f"--{name.replace('_', '-')} {getattr(asked, name)} without --null: it is "
                    f"of a null model; add --null, allowed: {', '.join(NULLS)}."
                )
        return
    if asked.null not in NULLS:
        raise ConfigError(f"--null {asked.null}: {nearest(asked.null, NULLS)}.")
    untimed = ", ".join(name for name in NULLS if name not in TIMED)
    if asked.null in TIMED and None in asked.windows:
        raise ConfigError(
            f"--null {asked.null} with --window none: it asks whether acts are closer than "
            "chance, and without a window all are close.\n"
            f"Give seconds, or another null: {untimed}."
        )
    if asked.null in TIMED and asked.window_rule == "tumbling":
        raise ConfigError(
            f"--null {asked.null} with --window-rule tumbling: it counts in a sliding window, "
            f"the edges in bins.\nTake --window-rule sliding, or another null: {untimed}."
        )


def _check_backbone(asked: NetworkRequest) -> None:
    from inconcert.networks.backbones import BACKBONES, check_backbone

    if asked.backbone is None:
        if asked.backbone_threshold is not None:
            raise ConfigError(
                f"--backbone-threshold {asked.backbone_threshold} without --backbone; allowed: "
                f"{', '.join(BACKBONES)}."
            )
        return
    check_backbone(asked.backbone, asked.backbone_threshold)
    if asked.backbone == "validated" and asked.null is None:
        raise ConfigError(
            "--backbone validated without --null: it keeps the edges that a null model does not "
            "explain; add --null cascade, or take another backbone."
        )
    if asked.backbone == "noise_corrected":
        _check_counts(asked)


def _check_counts(asked: NetworkRequest) -> None:
    from inconcert.networks.rules import COUNTS

    if asked.half_life is None and asked.rules.weight in COUNTS:
        return
    found = f"--weight {asked.weight}" if asked.half_life is None else "--half-life"
    raise ConfigError(
        f"--backbone noise_corrected with {found}: its error is that of counts; allowed: "
        f"--weight {', '.join(COUNTS)}, without --half-life."
    )


def _check_fusion(asked: NetworkRequest) -> None:
    if asked.fuse is None and asked.fuse_k is None:
        return
    _check_way_to_fuse(asked)
    if len(asked.layers) < 2:
        raise ConfigError(
            f"--fuse {asked.fuse} with --layer {asked.layers[0]} alone: nothing to fuse; give two "
            "layers or more."
        )
    if len(asked.windows) > 1:
        raise ConfigError(
            f"--fuse {asked.fuse} with --window {', '.join(asked.window)}: layers are fused within "
            "one window; give one."
        )
    if asked.null is not None and asked.backbone != "validated":
        raise ConfigError(
            f"--null {asked.null} with --fuse {asked.fuse}: odds are of layers and end with "
            "them; add --backbone validated, which uses them before, or leave --fuse out."
        )


def _check_way_to_fuse(asked: NetworkRequest) -> None:
    from inconcert.networks.fusion import FUSIONS

    ways = [way for way in FUSIONS if way != "apart"]
    if asked.fuse is not None and asked.fuse not in ways:
        raise ConfigError(f"--fuse {asked.fuse}: {nearest(asked.fuse, ways)}.")
    if asked.fuse_k is None:
        return
    if asked.fuse != "any_k":
        raise ConfigError(
            f"--fuse-k {asked.fuse_k}: only of --fuse any_k; add it, or leave it out."
        )
    if not 1 <= asked.fuse_k <= len(asked.layers):
        raise ConfigError(
            f"--fuse-k {asked.fuse_k}: give a number of layers from 1 to {len(asked.layers)}, "
            "as many as there are --layer."
        )
