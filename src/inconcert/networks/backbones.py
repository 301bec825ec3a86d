"""Backbones: the edges that stand out, by weight alone or against what their ends would give.

Every backbone is taken in each layer and window by itself, and returns rows of the table it was
given, in their order and with their columns. Direction is not looked at.
"""

from __future__ import annotations

from typing import Literal, get_args

import polars as pl

from inconcert.errors import ColumnError, ConfigError, nearest

Backbone = Literal["quantile", "disparity", "noise_corrected", "validated"]
BACKBONES: tuple[str, ...] = get_args(Backbone)
_FAMILY = ("layer", "window_seconds")


def backbone(
    edges: pl.DataFrame, how: Backbone = "validated", threshold: float | None = None
) -> pl.DataFrame:
    """Take the backbone of this name; `threshold` is its one number, by default its own.

    Raises `ConfigError` for a name that is none and a threshold that does not fit it.

    >>> edges = pl.DataFrame({"source": list("abc"), "target": list("xyz"), "weight": [1.0, 2, 4]})
    >>> backbone(edges, "quantile", 0.4)["weight"].to_list()
    [2.0, 4.0]
    """
    check_backbone(how, threshold)
    given = () if threshold is None else (threshold,)
    match how:
        case "quantile":
            return quantile_backbone(edges, *given)
        case "disparity":
            return disparity_backbone(edges, *given)
        case "noise_corrected":
            return noise_corrected_backbone(edges, *given)
        case "validated":
            return validated_backbone(edges, *given)


def check_backbone(how: str, threshold: float | None) -> None:
    """Raise `ConfigError` if there is no such backbone, or no such threshold of it.

    >>> check_backbone("quantile", 0.9)
    """
    if how not in BACKBONES:
        raise ConfigError(f"backbone = {how!r}: {nearest(how, BACKBONES)}.")
    if threshold is None:
        return
    if how == "noise_corrected":
        _check_deviations(threshold)
    else:
        _check_share({"quantile": "quantile", "disparity": "alpha"}.get(how, "q"), threshold)


def quantile_backbone(
    edges: pl.DataFrame, quantile: float = 0.5, *, inclusive: bool = False
) -> pl.DataFrame:
    """Keep the edges that weigh more than a quantile of all weights (linear interpolation).

    `inclusive` keeps those that weigh as much, too (as CooRnet does; CooRTweet does not). Where
    half the edges have weight 1, the median is 1 and every edge of weight 1 goes. Raises
    `ConfigError` for a quantile outside [0, 1].

    >>> edges = pl.DataFrame({"source": list("abc"), "target": list("xyz"), "weight": [1.0, 2, 4]})
    >>> quantile_backbone(edges, 0.5)["weight"].to_list()
    [4.0]
    """
    _check_share("quantile", quantile)
    cut = pl.col("weight").quantile(quantile, "linear").over(_family(edges))
    return edges.filter(pl.col("weight") >= cut if inclusive else pl.col("weight") > cut)


def disparity(edges: pl.DataFrame) -> pl.Series:
    """Return alpha of each edge: how likely one end would give it so much of its strength.

    For an end of degree k and strength s, alpha = (1 - w / s) ** (k - 1): if the end cut its
    strength into k pieces at random, the chance of a piece of w or more. An edge has the smaller
    alpha of its two ends; an end of degree 1 says nothing (alpha = 1). Source: Serrano et al. 2009,
    eq. 2.

    >>> star = pl.DataFrame({"source": list("aaa"), "target": list("xyz"), "weight": [8.0, 1, 1]})
    >>> disparity(star).round(4).to_list()  # (1 - 8/10) ** 2 at a
    [0.04, 0.81, 0.81]
    """
    ends = _with_ends(edges)
    alphas = [
        (1 - pl.col("weight") / pl.col(f"{end}_strength")) ** (pl.col(f"{end}_degree") - 1)
        for end in ("source", "target")
    ]
    return ends.select(pl.min_horizontal(alphas).alias("disparity"))["disparity"]


def disparity_backbone(edges: pl.DataFrame, alpha: float = 0.05) -> pl.DataFrame:
    """Keep the edges whose `disparity` is under `alpha`.

    >>> star = pl.DataFrame({"source": list("aaa"), "target": list("xyz"), "weight": [8.0, 1, 1]})
    >>> disparity_backbone(star)["target"].to_list()
    ['x']
    """
    _check_share("alpha", alpha)
    return edges.filter(disparity(edges) < alpha)


def noise_corrected(edges: pl.DataFrame) -> pl.DataFrame:
    """Return `score` and `deviation` of each edge: its lift over chance, and how sure that is.

    With n the weight, n_i and n_j the strengths of its ends and N the sum of all strengths, chance
    gives n_i n_j / N, the lift is L = n N / (n_i n_j) and the score (L - 1) / (L + 1), in (-1, 1);
    0 is what chance gives. `deviation` is the standard deviation of the score, with the weight as
    binomial around a beta prior. Weights should be counts. Source: Coscia and Neffke 2017, eq. 3 to
    8; every edge stands for both its directions, as in the authors' code.

    >>> square = pl.DataFrame({"source": list("aabc"), "target": list("bdcd"), "weight": 1.0})
    >>> noise_corrected(square)["score"].round(4).to_list()  # L = 1 * 8 / (2 * 2) = 2
    [0.3333, 0.3333, 0.3333, 0.3333]
    """
    one, other = pl.col("source_strength"), pl.col("target_strength")
    total = 2 * pl.col("weight").sort().sum().over(_family(edges))
    terms = _with_ends(edges).with_columns(total.alias("total"))
    lift = pl.col("total") / (one * other)
    return terms.with_columns(
        lift.alias("lift"), _posterior_chance(one, other).alias("chance")
    ).select(
        _score(pl.col("lift") * pl.col("weight")).alias("score"),
        _variance(one, other).sqrt().alias("deviation"),
    )


def noise_corrected_backbone(edges: pl.DataFrame, deviations: float = 1.64) -> pl.DataFrame:
    """Keep the edges whose score is more than so many deviations above 0.

    1.28, 1.64 and 2.32 stand for p-values of about 0.1, 0.05 and 0.01.

    >>> ends = {"source": list("aaabx"), "target": list("bcxcy")}
    >>> edges = pl.DataFrame({**ends, "weight": [9.0, 9, 1, 9, 9]})
    >>> noise_corrected_backbone(edges).select("source", "target").rows()
    [('a', 'b'), ('a', 'c'), ('b', 'c'), ('x', 'y')]
    """
    _check_deviations(deviations)
    scored = noise_corrected(edges)
    return edges.filter(scored["score"] - deviations * scored["deviation"] > 0)


def validated_backbone(edges: pl.DataFrame, q: float = 0.05) -> pl.DataFrame:
    """Keep the edges that a null model does not explain: `q_value` under `q`.

    Takes what `significance` returns; edges that were no test (null) go. Raises `ColumnError`
    where there are no q-values.

    >>> edges = pl.DataFrame({"source": list("ab"), "target": list("xy"), "q_value": [0.01, 0.2]})
    >>> validated_backbone(edges)["source"].to_list()
    ['a']
    """
    _check_share("q", q)
    if "q_value" not in edges.columns:
        raise ColumnError(
            f"edges: no column 'q_value'; found: {', '.join(edges.columns)}.\n"
            "Add it with `inconcert.significance(edges, actions)`."
        )
    return edges.filter(pl.col("q_value") < q)


def _family(edges: pl.DataFrame) -> list[pl.Expr]:
    """Return what edges are compared within: their layer and window, where they have one."""
    given = [pl.col(column) for column in _FAMILY if column in edges.columns]
    return given or [pl.lit(0)]


def _with_ends(edges: pl.DataFrame) -> pl.DataFrame:
    """Add the degree and the strength of either end, in the order of the rows."""
    family = [column for column in _FAMILY if column in edges.columns]
    halves = [
        edges.select(*family, "weight", pl.col(end).alias("account_id"))
        for end in ("source", "target")
    ]
    sums = (
        pl.concat(halves)
        .group_by(*family, "account_id")
        .agg(pl.len().cast(pl.Int64).alias("degree"), pl.col("weight").sort().sum())
    )
    found = edges.with_row_index("row")
    for end in ("source", "target"):
        own = sums.select(
            *family,
            pl.col("account_id").alias(end),
            pl.col("degree").alias(f"{end}_degree"),
            pl.col("weight").cast(pl.Float64).alias(f"{end}_strength"),
        )
        found = found.join(own, on=[*family, end], how="left", nulls_equal=True)
    return found.sort("row")


def _score(lift: pl.Expr) -> pl.Expr:
    return (lift - 1) / (lift + 1)


def _posterior_chance(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Return the mean of the beta posterior of one unit of weight falling on the edge."""
    total, weight = pl.col("total"), pl.col("weight")
    mean = one * other / total**2
    variance = mean * (total - one) * (total - other) / (total**2 * (total - 1))
    alpha = mean**2 / variance * (1 - mean) - mean
    beta = mean / variance * (1 - mean**2) - (1 - mean)
    return (alpha + weight) / (alpha + beta + total)


def _variance(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Carry the binomial variance of the weight over to the score (delta method)."""
    total, weight, lift = pl.col("total"), pl.col("weight"), pl.col("lift")
    of_weight = pl.col("chance") * (1 - pl.col("chance")) * total
    drift = 1 / (one * other) - total * (one + other) / (one * other) ** 2
    slope = 2 * (lift + weight * drift) / (lift * weight + 1) ** 2
    return of_weight * slope**2


def _check_share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ConfigError(f"{name} = {value}: give a number from 0 to 1.")


def _check_deviations(value: float) -> None:
    if not value >= 0:
        raise ConfigError(f"deviations = {value}: give a number of 0 or more.")
