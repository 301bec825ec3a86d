"""Models that see one account's features at a time, and no edges."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, cast

from inconcert.errors import ModelError
from inconcert.models.accounts import (
    Labelled,
    extra_columns_note,
    feature_columns,
    feature_matrix,
    training_accounts,
    validation_accounts,
)
from inconcert.models.decision import UNDECIDED, Decision
from inconcert.models.description import read_description, write_description
from inconcert.models.options import require_choice, require_flag, require_number, require_whole
from inconcert.models.persist import load_arrays, load_estimator, save_arrays, save_estimator
from inconcert.models.scaling import RankScaling
from inconcert.models.trees import require_sound_trees

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from inconcert.models.base import AccountGraph, Scored, Targets

ClassWeight = Literal["balanced", "none"]
CLASS_WEIGHTS = ("balanced", "none")
MANY_ROWS = 100_000
ESTIMATOR = "estimator.skops"
SCALING = "scaling.safetensors"


@dataclass(frozen=True)
class _Learned:
    """A fitted estimator with the columns it reads and the threshold it flags from."""

    estimator: Any
    columns: tuple[str, ...]
    decision: Decision = UNDECIDED
    scaling: RankScaling | None = None

    def probabilities(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        ready = self.scaling.transform(matrix) if self.scaling else matrix
        with _threads(len(ready)):
            return cast("NDArray[np.float64]", self.estimator.predict_proba(ready)[:, 1])

    def score(self, graph: AccountGraph) -> Scored:
        matrix = feature_matrix(graph.features, self.columns)
        notes = extra_columns_note(graph.features, self.columns)
        return self.decision.apply(graph.account_ids, self.probabilities(matrix), notes)

    def save(self, directory: Path, model: Logistic | BoostedTrees) -> None:
        write_description(directory, model, columns=self.columns, decision=self.decision)
        save_estimator(directory / ESTIMATOR, self.estimator)

    def decided(self, matrix: NDArray[np.float64], validation: Labelled) -> _Learned:
        return replace(self, decision=Decision.choose(self.probabilities(matrix), validation))


def _trained(learned: _Learned | None, model: str) -> _Learned:
    if learned is None:
        raise ModelError(f"model {model} was not trained; call fit, or load a trained bundle")
    return learned


def _blanks_filled(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Put 0 where no account has a value: scikit-learn cannot bin such a column, and ignores it."""
    import numpy as np

    return np.where(np.isnan(matrix).all(axis=0), 0.0, matrix)


def _weight(choice: ClassWeight) -> str | None:
    return None if choice == "none" else choice


def _threads(rows: int) -> AbstractContextManager[Any]:
    """One thread for a small table: more only wait for each other, the more so in two jobs."""
    import threadpoolctl  # type: ignore[import-untyped]

    threads = 1 if rows < MANY_ROWS else None
    return cast("AbstractContextManager[Any]", threadpoolctl.threadpool_limits(threads))


def _require_width(estimator: Any, width: int, directory: Path) -> None:
    found = getattr(estimator, "n_features_in_", None)
    if found != width:
        raise ModelError(
            f"{directory / ESTIMATOR}: reads {found} columns, model.json names {width}\n"
            "The files of two models were mixed; train or copy the model again."
        )


@dataclass
class Logistic:
    """Logistic regression on the features of each account.

    Features enter as their place among the training accounts (`RankScaling`), so that heavy tails
    and larger datasets do no harm; a missing value is the median's place, with an indicator
    column. With `class_weight` balanced both classes weigh the same, and a score is the
    probability under that weighting, not a prevalence.
    """

    name: ClassVar[str] = "logistic"
    needs_labels: ClassVar[bool] = True

    inverse_penalty: float = 1.0
    """C of scikit-learn: the inverse of the weight of the L2 penalty."""
    class_weight: ClassWeight = "balanced"
    max_iterations: int = 2000
    _learned: _Learned | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require_number("model.inverse_penalty", self.inverse_penalty, least=0, above=True)
        require_choice("model.class_weight", self.class_weight, CLASS_WEIGHTS)
        require_whole("model.max_iterations", self.max_iterations, least=1)

    def fit(self, graph: AccountGraph, targets: Targets | None, *, seed: int) -> Self:
        """Learn from the training accounts; `seed` changes nothing, the optimum is unique."""
        from sklearn.linear_model import LogisticRegression

        train = training_accounts(graph, targets, model=self.name)
        columns = feature_columns(graph.features)
        matrix = feature_matrix(graph.features, columns)
        scaling = RankScaling.fit(matrix[train.rows])
        estimator = LogisticRegression(
            C=self.inverse_penalty,
            class_weight=_weight(self.class_weight),
            max_iter=self.max_iterations,
            random_state=seed,
        )
        with _threads(len(train.rows)):
            estimator.fit(scaling.transform(matrix[train.rows]), train.positive)
        learned = _Learned(estimator, columns, scaling=scaling)
        self._learned = learned.decided(matrix, validation_accounts(graph, targets))
        return self

    def score(self, graph: AccountGraph) -> Scored:
        """Score every account by its probability."""
        return _trained(self._learned, self.name).score(graph)

    def save(self, directory: Path) -> None:
        """Write `model.json`, `estimator.skops` and `scaling.safetensors`."""
        learned = _trained(self._learned, self.name)
        learned.save(directory, self)
        if learned.scaling is not None:
            save_arrays(directory / SCALING, learned.scaling.arrays())

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read what `save` wrote."""
        from sklearn.linear_model import LogisticRegression

        described = read_description(cls, directory)
        arrays = load_arrays(directory / SCALING)
        scaling = RankScaling.from_arrays(arrays, features=len(described.columns))
        estimator = load_estimator(directory / ESTIMATOR, LogisticRegression)
        _require_width(estimator, scaling.width, directory)
        described.model._learned = _Learned(
            estimator, described.columns, described.decision, scaling
        )
        return described.model


@dataclass
class BoostedTrees:
    """Gradient-boosted trees on the features of each account (histogram-based, NaN native).

    Where there are validation accounts of both classes, boosting stops after `patience` rounds
    without a lower log loss on them; else after `rounds`. A score is a probability under the
    class weighting, not a prevalence.
    """

    name: ClassVar[str] = "boosted_trees"
    needs_labels: ClassVar[bool] = True

    rounds: int = 200
    learning_rate: float = 0.1
    leaves: int = 15
    least_accounts_per_leaf: int = 10
    l2_penalty: float = 1.0
    class_weight: ClassWeight = "balanced"
    early_stopping: bool = True
    patience: int = 20
    _learned: _Learned | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require_whole("model.rounds", self.rounds, least=1)
        require_number("model.learning_rate", self.learning_rate, least=0, above=True)
        require_whole("model.leaves", self.leaves, least=2)
        require_whole("model.least_accounts_per_leaf", self.least_accounts_per_leaf, least=1)
        require_number("model.l2_penalty", self.l2_penalty, least=0)
        require_choice("model.class_weight", self.class_weight, CLASS_WEIGHTS)
        require_flag("model.early_stopping", self.early_stopping)
        require_whole("model.patience", self.patience, least=1)

    def fit(self, graph: AccountGraph, targets: Targets | None, *, seed: int) -> Self:
        """Learn from the training accounts; `seed` draws the quantiles of very large tables."""
        train = training_accounts(graph, targets, model=self.name)
        columns = feature_columns(graph.features)
        matrix = feature_matrix(graph.features, columns)
        validation = validation_accounts(graph, targets)
        stops = self.early_stopping and validation.has_both_classes
        held_out = {"X_val": matrix[validation.rows], "y_val": validation.positive}
        estimator = self._estimator(stops=stops, seed=seed)
        with _threads(len(train.rows)):
            estimator.fit(
                _blanks_filled(matrix[train.rows]), train.positive, **(held_out if stops else {})
            )
        learned = _Learned(estimator, columns)
        self._learned = learned.decided(matrix, validation)
        return self

    def _estimator(self, *, stops: bool, seed: int) -> Any:
        from sklearn.ensemble import HistGradientBoostingClassifier

        return HistGradientBoostingClassifier(
            max_iter=self.rounds,
            learning_rate=self.learning_rate,
            max_leaf_nodes=self.leaves,
            min_samples_leaf=self.least_accounts_per_leaf,
            l2_regularization=self.l2_penalty,
            class_weight=_weight(self.class_weight),
            early_stopping=stops,
            n_iter_no_change=self.patience,
            random_state=seed,
        )

    def score(self, graph: AccountGraph) -> Scored:
        """Score every account by its probability."""
        return _trained(self._learned, self.name).score(graph)

    def save(self, directory: Path) -> None:
        """Write `model.json` and `estimator.skops`."""
        _trained(self._learned, self.name).save(directory, self)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read what `save` wrote."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        described = read_description(cls, directory)
        estimator = load_estimator(directory / ESTIMATOR, HistGradientBoostingClassifier)
        _require_width(estimator, len(described.columns), directory)
        require_sound_trees(estimator, features=len(described.columns), path=directory / ESTIMATOR)
        described.model._learned = _Learned(estimator, described.columns, described.decision)
        return described.model
