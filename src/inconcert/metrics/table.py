"""All measures of one test, with bootstrap intervals, as one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.metrics.measures import base_rate
from inconcert.metrics.ranking import Ranking, checked, grouped, ranking_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from inconcert.metrics.ranking import Bools, Floats, Ints

_CELLS = 4_000_000
"""Draws held at once in the bootstrap: 32 MB an array."""

_Row = tuple[str, float | None, float | None, float | None]


def evaluate(
    scored: pl.DataFrame,
    labels: pl.DataFrame,
    *,
    threshold: float,
    ks: Sequence[int] = (10, 20, 50, 100),
    resamples: int = 1000,
    seed: int,
) -> pl.DataFrame:
    """Return every metric with its 95 % percentile bootstrap interval, and the base rate.

    `scored` holds `account_id`, `score`; `labels` holds `account_id`, `positive`, and decides who
    counts: a labelled account without a score ranks last. Columns of the result: `metric`,
    `value`, `low`, `high`, `n`, `positives`, `abstained`,
    `note`. Resampled are accounts, positives and negatives apart, so the base rate has no
    interval. A k above n is left out; the note of the base rate says so. Precision is null if
    nothing is flagged. Raises `TooLittleError` if a class is empty.

    >>> import polars as pl
    >>> names = ["a", "b", "c", "d"]
    >>> scored = pl.DataFrame({"account_id": names, "score": [0.9, 0.8, 0.2, 0.1]})
    >>> labels = pl.DataFrame({"account_id": names, "positive": [True, True, False, False]})
    >>> evaluate(scored, labels, threshold=0.5, ks=(2,), seed=0).row(0)[:4]
    ('average_precision', 1.0, 1.0, 1.0)
    """
    import polars as pl

    joined = labels.join(scored, on="account_id", how="left").sort("account_id")
    values, truth = checked(
        joined["score"].cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        joined["positive"].to_numpy(),
    )
    kept = [k for k in ks if k <= truth.size]
    rows = _with_intervals(
        values, truth, threshold=threshold, ks=kept, resamples=resamples, seed=seed
    )
    rows.append(("base_rate", base_rate(truth), None, None))
    return pl.DataFrame(
        rows,
        schema={"metric": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    ).with_columns(
        n=pl.lit(truth.size, dtype=pl.UInt32),
        positives=pl.lit(int(truth.sum()), dtype=pl.UInt32),
        abstained=pl.lit(int(np.isnan(values).sum()), dtype=pl.UInt32),
        note=pl.when(pl.col("metric") == "base_rate").then(pl.lit(_left_out(ks, truth.size))),
    )


def _with_intervals(
    values: Floats,
    truth: Bools,
    *,
    threshold: float,
    ks: Sequence[int],
    resamples: int,
    seed: int,
) -> list[_Row]:
    """Measure the list itself and its resamples."""
    found = _measures(ranking_of(values, truth), threshold, ks)
    drawn = [
        _measures(ranking, threshold, ks)
        for ranking in _resampled(values, truth, resamples, np.random.default_rng(seed))
    ]
    return [
        (name, _number(value[0]), *_interval([part[name] for part in drawn]))
        for name, value in found.items()
    ]


def _measures(ranking: Ranking, threshold: float, ks: Sequence[int]) -> dict[str, Floats]:
    """Every measure, one value a resample."""
    return (
        {"average_precision": ranking.average_precision(), "roc_auc": ranking.roc_auc()}
        | ranking.at_threshold(threshold)
        | {f"precision_at_{k}": ranking.precision_at(k) for k in ks}
    )


def _resampled(
    values: Floats, truth: Bools, resamples: int, generator: np.random.Generator
) -> Iterator[Ranking]:
    """Yield stratified bootstrap resamples, as many at once as fit the memory."""
    thresholds, place = grouped(values)
    batch = max(1, _CELLS // values.size)
    for start in range(0, resamples, batch):
        rows = min(batch, resamples - start)
        hits = _drawn(place[truth], thresholds.size, rows, generator)
        misses = _drawn(place[~truth], thresholds.size, rows, generator)
        yield Ranking(thresholds, hits, misses)


def _drawn(place: Ints, groups: int, rows: int, generator: np.random.Generator) -> Floats:
    """Draw `rows` times as many accounts as there are; return cumulative counts by group."""
    picks = place[generator.integers(0, place.size, size=(rows, place.size))]
    cells = (picks + groups * np.arange(rows)[:, None]).ravel()
    counts = np.bincount(cells, minlength=rows * groups).reshape(rows, groups)
    return np.cumsum(counts, axis=1, dtype=np.float64)


def _interval(parts: list[Floats]) -> tuple[float | None, float | None]:
    """The 2.5 and 97.5 percentiles of the resamples in which the measure is defined."""
    drawn = np.concatenate(parts) if parts else np.empty(0)
    defined = drawn[~np.isnan(drawn)]
    if defined.size == 0:
        return None, None
    low, high = np.percentile(defined, [2.5, 97.5])
    return float(low), float(high)


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)


def _left_out(ks: Sequence[int], accounts: int) -> str | None:
    """Say which k are larger than the number of accounts."""
    beyond = [f"precision_at_{k}" for k in ks if k > accounts]
    return f"left out, only {accounts} accounts: {', '.join(beyond)}" if beyond else None
