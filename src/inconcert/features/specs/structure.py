"""The structure features, described."""

from __future__ import annotations

from inconcert.features.spec import FeatureSpec
from inconcert.schemas import LAYERS

_PAGERANK = "Page et al. 1999; networkx pagerank"
_SEIDMAN = "Seidman 1983; networkx core_number"
_WATTS = "Watts & Strogatz 1998; networkx clustering"


def structure_specs() -> tuple[FeatureSpec, ...]:
    """Features of the repost, reply and co-action graphs."""
    return (*_directed("repost", "reposted"), *_directed("reply", "replied to"), *_coaction())


def _directed(kind: str, verb: str) -> tuple[FeatureSpec, ...]:
    absent = f"Null where the dataset has no {kind} edge or none was given."

    def spec(name: str, unit: str, formula: str, source: str, text: str) -> FeatureSpec:
        return FeatureSpec(
            f"{kind}_{name}",
            "structure",
            unit,
            formula,
            source,
            f"{text} {absent}",
            dataset_relative=name == "pagerank",
        )

    return (
        spec("out_degree", "accounts", "k_out", "own", f"Accounts that this one {verb}."),
        spec("in_degree", "accounts", "k_in", "own", f"Accounts that {verb} this one."),
        spec("out_strength", "posts", "sum of w out", "Barrat et al. 2004", f"Its {kind} posts."),
        spec(
            "in_strength",
            "posts",
            "sum of w in",
            "Barrat et al. 2004",
            f"The {kind} posts it received.",
        ),
        spec(
            "reciprocity",
            "share",
            "2 |in and out| / (k_in + k_out)",
            "networkx reciprocity",
            "Share of its edges that are answered; null also without an edge.",
        ),
        *(spec(*row) for row in _joined("graph taken as undirected")),
    )


def _joined(graph: str) -> tuple[tuple[str, str, str, str, str], ...]:
    return (
        (
            "pagerank",
            "ratio",
            "n r, r = d (W' r + s / n) + (1 - d) / n, d = 0.85",
            _PAGERANK,
            "Weighted PageRank in multiples of the mean (1 = an average account).",
        ),
        (
            "core_number",
            "level",
            "largest k with the account in the k-core",
            _SEIDMAN,
            f"How deep in the graph's core it lies ({graph}).",
        ),
        (
            "clustering",
            "share",
            "2 T / (k (k - 1))",
            _WATTS,
            f"Share of pairs of neighbours that are joined ({graph}). Null below two"
            " neighbours, and where a graph is too dense and large to count.",
        ),
    )


def _coaction() -> tuple[FeatureSpec, ...]:
    absent = "All layers together, weights summed. Null where no co-action table was given."
    rows = (
        ("degree", "accounts", "k", "Pacheco et al. 2021", "Accounts it acts together with."),
        ("strength", "objects", "sum of w", "Pacheco et al. 2021", "Weight of its co-actions."),
        *_joined("unweighted"),
    )
    fused = tuple(
        FeatureSpec(
            f"coaction_{name}",
            "structure",
            unit,
            formula,
            source,
            f"{text} {absent}",
            dataset_relative=name == "pagerank",
        )
        for name, unit, formula, source, text in rows
    )
    return fused + tuple(_layer(layer) for layer in LAYERS)


def _layer(layer: str) -> FeatureSpec:
    return FeatureSpec(
        f"coaction_{layer}_degree",
        "structure",
        "accounts",
        f"k in layer {layer}",
        "own",
        f"Accounts it acts together with on layer `{layer}`. Null where that layer has no edge.",
    )
