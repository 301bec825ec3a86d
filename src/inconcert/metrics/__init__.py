"""How well scores rank and flag, beside the base rate and with bootstrap intervals.

A leaf package; numpy and ours alone at import. Throughout, higher scores mean more suspicion; an
account is flagged if its score is at least the threshold; NaN (null in tables) means the model
abstains, which ranks last and is never flagged; tied scores count as in a random order (their
expected value), so that no result hangs on the order of rows.
"""

from __future__ import annotations

from inconcert.metrics.measures import (
    average_precision,
    base_rate,
    best_f1_threshold,
    f1,
    precision,
    precision_at_k,
    precision_recall_curve,
    recall,
    roc_auc,
    roc_curve,
)
from inconcert.metrics.table import evaluate

__all__ = [
    "average_precision",
    "base_rate",
    "best_f1_threshold",
    "evaluate",
    "f1",
    "precision",
    "precision_at_k",
    "precision_recall_curve",
    "recall",
    "roc_auc",
    "roc_curve",
]
