"""Single measures and curves of one list of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.errors import TooLittleError
from inconcert.metrics.ranking import checked, ranking_of

if TYPE_CHECKING:
    import numpy.typing as npt
    import polars as pl


def average_precision(scores: npt.ArrayLike, positive: npt.ArrayLike) -> float:
    """Return the area under the precision-recall steps: sum of (R_i - R_(i-1)) P_i.

    One step per distinct score, no interpolation; equals scikit-learn's.

    >>> round(average_precision([0.9, 0.8, 0.7], [True, False, True]), 4)
    0.8333
    """
    return float(ranking_of(scores, positive).average_precision()[0])


def roc_auc(scores: npt.ArrayLike, positive: npt.ArrayLike) -> float:
    """Return the chance that a positive outranks a negative, ties counting one half.

    >>> roc_auc([0.9, 0.8, 0.7], [True, False, True])
    0.5
    """
    return float(ranking_of(scores, positive).roc_auc()[0])


def precision_at_k(scores: npt.ArrayLike, positive: npt.ArrayLike, k: int) -> float:
    """Return the share of positives among the first k, in expectation over the order of ties.

    Raises `TooLittleError` if k is not between 1 and the number of accounts.

    >>> precision_at_k([0.9, 0.5, 0.5], [True, True, False], 2)
    0.75
    """
    ranking = ranking_of(scores, positive)
    if not 1 <= k <= ranking.size:
        raise TooLittleError(f"precision at {k} needs k between 1 and the {ranking.size} accounts")
    return float(ranking.precision_at(k)[0])


def precision(scores: npt.ArrayLike, positive: npt.ArrayLike, threshold: float) -> float:
    """Return the share of flagged accounts that are positive; NaN if none is flagged.

    >>> precision([0.9, 0.8, 0.1], [True, False, True], 0.5)
    0.5
    """
    return float(ranking_of(scores, positive).at_threshold(threshold)["precision"][0])


def recall(scores: npt.ArrayLike, positive: npt.ArrayLike, threshold: float) -> float:
    """Return the share of positive accounts that are flagged.

    >>> recall([0.9, 0.8, 0.1], [True, False, True], 0.5)
    0.5
    """
    return float(ranking_of(scores, positive).at_threshold(threshold)["recall"][0])


def f1(scores: npt.ArrayLike, positive: npt.ArrayLike, threshold: float) -> float:
    """Return the harmonic mean of precision and recall, 0 if no positive is flagged.

    >>> f1([0.9, 0.8, 0.1], [True, False, True], 0.5)
    0.5
    """
    return float(ranking_of(scores, positive).at_threshold(threshold)["f1"][0])


def base_rate(positive: npt.ArrayLike) -> float:
    """Return the share of positives: the average precision of a random order.

    >>> base_rate([True, False, False, False])
    0.25
    """
    return float(np.asarray(positive, dtype=bool).mean())


def best_f1_threshold(scores: npt.ArrayLike, positive: npt.ArrayLike) -> float:
    """Return the score that, as threshold, gives the highest F1; of several, the highest.

    Raises `TooLittleError` if a class is empty or every score is NaN.

    >>> best_f1_threshold([0.9, 0.8, 0.3, 0.1], [True, True, False, False])
    0.8
    """
    values, truth = checked(scores, positive)
    candidates = np.unique(values[~np.isnan(values)])[::-1]
    if candidates.size == 0:
        raise TooLittleError("no threshold can be chosen: the model abstains on every account")
    flagged = np.searchsorted(np.sort(-values[~np.isnan(values)]), -candidates, side="right")
    hits = np.searchsorted(np.sort(-values[truth & ~np.isnan(values)]), -candidates, side="right")
    return float(candidates[np.argmax(2 * hits / (flagged + truth.sum()))])


def precision_recall_curve(scores: npt.ArrayLike, positive: npt.ArrayLike) -> pl.DataFrame:
    """Return `threshold`, `precision`, `recall`, one row per distinct score, highest first.

    >>> precision_recall_curve([0.9, 0.8], [True, False]).rows()
    [(0.9, 1.0, 1.0), (0.8, 0.5, 1.0)]
    """
    import polars as pl

    ranking = ranking_of(scores, positive)
    columns = {
        "threshold": ranking.thresholds,
        "precision": (ranking.hits / (ranking.hits + ranking.misses))[0],
        "recall": (ranking.hits / ranking.hits[:, -1:])[0],
    }
    return pl.DataFrame(columns).filter(pl.col("threshold").is_finite())


def roc_curve(scores: npt.ArrayLike, positive: npt.ArrayLike) -> pl.DataFrame:
    """Return `threshold`, `false_positive_rate`, `true_positive_rate`, from (0, 0) on.

    >>> roc_curve([0.9, 0.8], [True, False]).rows()
    [(inf, 0.0, 0.0), (0.9, 0.0, 1.0), (0.8, 1.0, 1.0)]
    """
    import polars as pl

    ranking = ranking_of(scores, positive)
    columns = {
        "threshold": np.r_[np.inf, ranking.thresholds],
        "false_positive_rate": np.r_[0.0, (ranking.misses / ranking.misses[:, -1:])[0]],
        "true_positive_rate": np.r_[0.0, (ranking.hits / ranking.hits[:, -1:])[0]],
    }
    return pl.DataFrame(columns)
