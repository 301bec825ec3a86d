"""The one contract of all models, and what they receive and return."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol, Self, runtime_checkable

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl


@dataclass(frozen=True)
class AccountGraph:
    """What a model sees of a dataset: accounts with features, their edges and their actions.

    `features` has one row per account that posted, sorted by `account_id`, and Float64 columns
    (null or NaN where a feature is not defined); the ends of edges may lie outside it.
    """

    features: pl.DataFrame
    """`account_id` and one Float64 column per feature."""
    coaction: pl.DataFrame
    """`schemas.Edges`, all layers."""
    interactions: pl.DataFrame
    """`schemas.Interactions`, all kinds."""
    actions: pl.DataFrame
    """`schemas.Actions`, all layers."""
    notes: tuple[str, ...] = ()
    """What a reader of any result must know, such as "times are to the minute"."""

    @property
    def account_ids(self) -> pl.Series:
        """The accounts, sorted: row i of `features` is account i."""
        return self.features["account_id"]


@dataclass(frozen=True)
class Targets:
    """Labels to learn from: `account_id`, `positive` (Boolean), sorted by `account_id`."""

    train: pl.DataFrame
    validation: pl.DataFrame
    """Used for early stopping and for the choice of the threshold, never for fitting."""


@dataclass(frozen=True)
class Scored:
    """Scores and the rule that flags."""

    scores: pl.DataFrame
    """`account_id`, `score` in [0, 1] (null: the model abstains), sorted by `account_id`."""
    threshold: float
    """An account is flagged if its score is at least this."""
    rule: str
    """The same in words, with the numbers; printed and put into every report."""
    notes: tuple[str, ...] = field(default=())


@runtime_checkable
class Model(Protocol):
    """A method that scores accounts.

    A class that satisfies this and has a YAML file in `conf/model/` is a model; there is no
    registry. Its constructor takes keyword options only and imports nothing heavy; torch and
    scikit-learn are imported inside the methods.
    """

    name: ClassVar[str]
    needs_labels: ClassVar[bool]

    def fit(self, graph: AccountGraph, targets: Targets | None, *, seed: int) -> Self:
        """Learn from the accounts in `targets`; return self.

        A model that needs no labels ignores `targets`. Raises `ModelError` if labels are needed
        and missing, or if one class is empty.
        """
        ...

    def score(self, graph: AccountGraph) -> Scored:
        """Score every account of the graph. Raises `ModelError` if not fitted but must be."""
        ...

    def save(self, directory: Path) -> None:
        """Write what was learned into an existing, empty directory (no pickle)."""
        ...

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Read what `save` wrote. Raises `ModelError` on a file that is not as written."""
        ...
