"""Scores as a ranking with ties: what every measure is counted from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from inconcert.errors import TooLittleError

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats: TypeAlias = npt.NDArray[np.float64]
    Bools: TypeAlias = npt.NDArray[np.bool_]
    Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ranking:
    """Counts at each distinct score, highest first, for one list or for many resamples of it.

    Each measure returns one value per resample (row).
    """

    thresholds: Floats
    """The g distinct scores; minus infinity for those on which the model abstains."""
    hits: Floats
    """Positives with at least this score: (resamples, g)."""
    misses: Floats
    """Negatives with at least this score: (resamples, g)."""

    @property
    def size(self) -> int:
        """How many accounts are ranked."""
        return int(self.hits[0, -1] + self.misses[0, -1])

    def average_precision(self) -> Floats:
        """Sum of (R_i - R_(i-1)) P_i over distinct scores."""
        ranked = self.hits + self.misses
        precision = np.divide(self.hits, ranked, out=np.zeros_like(ranked), where=ranked > 0)
        return _sum(_steps(self.hits) * precision) / self.hits[:, -1]

    def roc_auc(self) -> Floats:
        """Share of (positive, negative) pairs in the right order, ties counting one half."""
        above = self.hits - _steps(self.hits) / 2
        return _sum(_steps(self.misses) * above) / (self.hits[:, -1] * self.misses[:, -1])

    def precision_at(self, k: int) -> Floats:
        """Expected share of positives among the first k, ties in random order."""
        ranked, step = self.hits + self.misses, _steps(self.hits)
        rows = np.arange(ranked.shape[0])
        group = np.argmax(ranked >= k, axis=1)
        inside = _steps(ranked)[rows, group]
        before = ranked[rows, group] - inside
        hits_before = self.hits[rows, group] - step[rows, group]
        expected: Floats = (hits_before + (k - before) * step[rows, group] / inside) / k
        return expected

    def at_threshold(self, threshold: float) -> dict[str, Floats]:
        """Precision (NaN if none is flagged), recall and F1 of flagging from `threshold` on."""
        reached = int(np.sum(self.thresholds >= threshold))
        none = np.zeros(self.hits.shape[0])
        hits = self.hits[:, reached - 1] if reached else none
        misses = self.misses[:, reached - 1] if reached else none
        flagged, positives = hits + misses, self.hits[:, -1]
        nan = np.full_like(none, np.nan)
        return {
            "f1": 2 * hits / (flagged + positives),
            "precision": np.divide(hits, flagged, out=nan, where=flagged > 0),
            "recall": hits / positives,
        }


def checked(scores: npt.ArrayLike, positive: npt.ArrayLike) -> tuple[Floats, Bools]:
    """Return scores and truth as arrays; raise `TooLittleError` if a class is empty.

    >>> checked([0.5], [True])
    Traceback (most recent call last):
    inconcert.errors.TooLittleError: nothing to measure: 1 positive and 0 negative accounts...
    """
    values, truth = np.asarray(scores, dtype=np.float64), np.asarray(positive, dtype=np.bool_)
    hits = int(truth.sum())
    if hits in (0, truth.size):
        raise TooLittleError(
            f"nothing to measure: {hits} positive and {truth.size - hits} negative accounts;"
            " at least one of each is needed\n"
            "test on accounts of both kinds: change the split, or label more accounts"
        )
    return values, truth


def grouped(values: Floats) -> tuple[Floats, Ints]:
    """Return the distinct scores, highest first, and the place of each score among them."""
    ranks = np.where(np.isnan(values), -np.inf, values)
    distinct, place = np.unique(-ranks, return_inverse=True)
    return -distinct, place.astype(np.int64)


def ranking_of(scores: npt.ArrayLike, positive: npt.ArrayLike) -> Ranking:
    """Rank one list of scores.

    >>> ranking_of([0.9, 0.1, 0.1], [True, True, False]).hits.tolist()
    [[1.0, 2.0]]
    """
    values, truth = checked(scores, positive)
    thresholds, place = grouped(values)
    sides = (np.bincount(place[side], minlength=thresholds.size) for side in (truth, ~truth))
    hits, misses = (np.cumsum(side, dtype=np.float64)[None, :] for side in sides)
    return Ranking(thresholds, hits, misses)


def _steps(cumulative: Floats) -> Floats:
    return np.diff(cumulative, axis=1, prepend=0.0)


def _sum(terms: Floats) -> Floats:
    total: Floats = terms.sum(axis=1)
    return total
