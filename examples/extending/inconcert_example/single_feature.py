"""One feature alone: what any larger model must beat (after Holte 1993, Machine Learning 11)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar, Self

import numpy as np
import polars as pl
from inconcert.errors import ModelError
from inconcert.metrics import average_precision
from inconcert.models.accounts import (
    feature_columns,
    feature_matrix,
    training_accounts,
    validation_accounts,
)
from inconcert.models.decision import UNDECIDED, Decision
from inconcert.models.description import read_description, write_description

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.models.accounts import Labelled
    from inconcert.models.base import AccountGraph, Scored, Targets
    from numpy.typing import NDArray

LEVELS = np.linspace(0.0, 1.0, 101)


@dataclass(frozen=True)
class Rule:
    """A feature, whether high or low is suspicious, and how the training accounts spread."""

    column: str
    sign: int
    quantiles: NDArray[np.float64]
    decision: Decision = UNDECIDED

    def scores(self, graph: AccountGraph) -> NDArray[np.float64]:
        """Return each account's place among the training accounts; NaN without the feature."""
        values = self.sign * feature_matrix(graph.features, [self.column])[:, 0]
        places = np.searchsorted(self.quantiles, values, side="right") / len(LEVELS)
        return np.where(np.isnan(values), np.nan, places)


@dataclass
class SingleFeature:
    """The one feature that ranks the training accounts best, up or down, and nothing else.

    The score of an account is the share of training accounts that the feature makes no more
    suspicious; null, and never flagged, where the feature is not defined.
    """

    name: ClassVar[str] = "single_feature"
    needs_labels: ClassVar[bool] = True

    feature: str | None = None
    """Its name; None: the one with the highest average precision on the training accounts."""
    _rule: Rule | None = field(default=None, init=False, repr=False, compare=False)

    def fit(self, graph: AccountGraph, targets: Targets | None, *, seed: int) -> Self:  # noqa: ARG002
        """Choose the feature and its direction; `seed` changes nothing."""
        known = training_accounts(graph, targets, model=self.name)
        columns = (self.feature,) if self.feature else feature_columns(graph.features)
        rule = best_rule(feature_matrix(graph.features, columns)[known.rows], columns, known)
        validation = validation_accounts(graph, targets)
        self._rule = replace(rule, decision=Decision.choose(rule.scores(graph), validation))
        return self

    def score(self, graph: AccountGraph) -> Scored:
        """Score every account."""
        rule = self._trained()
        direction = "high" if rule.sign > 0 else "low"
        note = f"the feature read is {rule.column}: {direction} values are suspicious"
        found = rule.decision.apply(graph.account_ids, rule.scores(graph), (note,))
        return replace(found, scores=found.scores.with_columns(pl.col("score").fill_nan(None)))

    def save(self, directory: Path) -> None:
        """Write `model.json`."""
        rule = self._trained()
        write_description(
            directory,
            self,
            columns=(rule.column,),
            decision=rule.decision,
            sign=rule.sign,
            quantiles=rule.quantiles.tolist(),
        )

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read what `save` wrote."""
        found = read_description(cls, directory)
        sign, quantiles = found.rest.get("sign"), found.rest.get("quantiles")
        if sign not in (-1, 1) or not isinstance(quantiles, list) or len(found.columns) != 1:
            raise ModelError(f"{directory}: the rule is not as written; train the model again")
        numbers = np.asarray(quantiles, dtype=np.float64)
        found.model._rule = Rule(found.columns[0], sign, numbers, found.decision)
        return found.model

    def _trained(self) -> Rule:
        if self._rule is None:
            raise ModelError(f"model {self.name} was not trained; call fit, or load a trained one")
        return self._rule


def best_rule(matrix: NDArray[np.float64], columns: tuple[str, ...], known: Labelled) -> Rule:
    """Return the rule with the highest average precision; of equals the first, `high` first."""
    rated = [
        (average_precision(sign * matrix[:, place], known.positive), place, sign)
        for place in range(len(columns))
        for sign in (1, -1)
    ]
    if not rated:
        raise ModelError("model single_feature needs a feature; choose families in features=...")
    _, place, sign = max(rated, key=lambda rating: rating[0])
    values = sign * matrix[:, place]
    present = values[~np.isnan(values)]
    quantiles = np.quantile(present, LEVELS) if present.size else np.zeros(len(LEVELS))
    return Rule(columns[place], sign, quantiles)
