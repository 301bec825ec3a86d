"""The threshold of a supervised model: chosen on validation accounts, and told in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import polars as pl

from inconcert.errors import ModelError
from inconcert.metrics import best_f1_threshold, f1
from inconcert.models.base import Scored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from inconcert.models.accounts import Labelled

UNCHOSEN = 0.5
"""The threshold where the validation accounts cannot choose one."""


@dataclass(frozen=True)
class Decision:
    """From which score on an account is flagged, and why from there."""

    threshold: float
    reason: str

    @classmethod
    def choose(cls, scores: NDArray[np.float64], validation: Labelled) -> Self:
        """Choose the threshold with the highest F1 on the validation accounts.

        `scores` has one entry a row of the graph. Among equal F1 the highest threshold is taken,
        so the fewest are flagged. The threshold lies midway between the lowest flagged score and
        the next lower one, since other accounts will fall in between.
        """
        if not validation.has_both_classes:
            return cls(UNCHOSEN, "0.5, since no validation accounts of both classes could choose")
        of_validation = scores[validation.rows]
        threshold, reached = _highest_f1(of_validation, validation.positive)
        count = len(of_validation)
        reason = f"the threshold with the highest F1 ({reached:.3f}) on {count} validation accounts"
        return cls(threshold, reason)

    def apply(
        self, account_ids: pl.Series, scores: NDArray[np.float64], notes: tuple[str, ...] = ()
    ) -> Scored:
        """Put scores, threshold and the rule in words together."""
        return Scored(
            scores=pl.DataFrame({"account_id": account_ids, "score": np.clip(scores, 0.0, 1.0)}),
            threshold=self.threshold,
            rule=f"flagged if the score is at least {self.threshold:.4f}: {self.reason}",
            notes=notes,
        )

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return {"threshold": self.threshold, "reason": self.reason}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Rebuild from a bundle. Raises `ModelError` if it is not as written."""
        threshold, reason = value.get("threshold"), value.get("reason")
        number = isinstance(threshold, int | float) and not isinstance(threshold, bool)
        if not number or not 0.0 <= float(threshold or 0) <= 1.0 or not isinstance(reason, str):
            raise ModelError(
                f"the bundle's threshold is no number from 0 to 1 with a reason: {dict(value)!r}"
            )
        return cls(float(threshold or 0), reason)


UNDECIDED = Decision(UNCHOSEN, "0.5, not chosen on any account")


def _highest_f1(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the midpoint below the lowest flagged score, and the F1 that it gives."""
    lowest = best_f1_threshold(scores, positive)
    below = scores[scores < lowest].max(initial=0.0)
    return float((lowest + below) / 2), f1(scores, positive, lowest)
