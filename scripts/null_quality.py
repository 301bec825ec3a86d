"""How good the approximations inside the null models are, as rows of a table."""

from __future__ import annotations

import polars as pl

from inconcert.networks.coaction import coaction_network
from inconcert.networks.nullmodels.bicm import BipartiteConfiguration
from inconcert.networks.nullmodels.participation import pairs_of, participation
from inconcert.networks.nullmodels.shift import Shift, poisson_quality, shifted_counts


def shift_quality(acts: pl.DataFrame) -> list[dict[str, str]]:
    """Compare shifted counts with Poisson."""
    edges = coaction_network(acts, None).sort("objects", "source", "target", descending=True)
    parts = participation(acts)
    pairs = pairs_of(edges.head(500), parts.names)
    counts = shifted_counts(parts, pairs, Shift(3_600.0, permutations=2_000))
    return [
        {
            "mean from": f"{row['mean_from']:g}",
            "pairs": f"{row['pairs']}",
            "variance / mean": f"{row['variance_ratio']:.3f}",
            "count of at least": f"{row['at_least']}",
            "share": f"{row['share']:.2e}",
            "Poisson": f"{row['poisson']:.2e}",
        }
        for row in poisson_quality(counts).iter_rows(named=True)
    ]


def bicm_quality(acts: pl.DataFrame) -> list[dict[str, str]]:
    """Compare Poisson with exact tails by the number of shared objects."""
    edges = coaction_network(acts, None)
    parts = participation(acts)
    pairs = pairs_of(edges, parts.names)
    exact, rough = (
        BipartiteConfiguration(max_exact_cells=cells).odds(parts, pairs).p_value
        for cells in (10**12, 0)
    )
    table = edges.select("objects", ratio=pl.Series(rough / exact)).group_by("objects")
    measures = table.agg(
        pl.len().alias("pairs"), *(pl.col("ratio").quantile(q).alias(f"{q}") for q in (0, 0.5, 1))
    ).sort("objects")
    return [
        {"shared objects": str(objects), "pairs": f"{pairs:,}"}
        | dict(zip(("least", "median", "most"), (f"{r:.3f}" for r in ratios), strict=True))
        for objects, pairs, *ratios in measures.rows()
    ]
