"""What the supervised models share: the features of accounts as a matrix, and their labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.errors import ModelError, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from inconcert.models.base import AccountGraph, Targets


@dataclass(frozen=True)
class Labelled:
    """Labelled accounts of a graph: their rows in `features`, and their class."""

    rows: NDArray[np.intp]
    positive: NDArray[np.bool_]
    unknown: int = 0
    """Labels of accounts that the graph does not have (they never posted)."""

    @property
    def has_both_classes(self) -> bool:
        """Whether there is at least one account of each class."""
        return bool(self.positive.any() and not self.positive.all())


def feature_columns(features: pl.DataFrame) -> tuple[str, ...]:
    """Return the names of the feature columns, in their order.

    >>> feature_columns(pl.DataFrame({"account_id": ["a"], "posts": [1.0]}))
    ('posts',)
    """
    return tuple(name for name in features.columns if name != "account_id")


def feature_matrix(features: pl.DataFrame, columns: Sequence[str]) -> NDArray[np.float64]:
    """Return the named columns as a Float64 matrix, NaN where null, NaN or infinite.

    Raises `ModelError` naming each column that is missing.

    >>> feature_matrix(pl.DataFrame({"account_id": ["a"], "posts": [2.0]}), ["posts"])
    array([[2.]])
    """
    if missing := [name for name in columns if name not in features.columns]:
        raise _missing_columns(missing, features)
    chosen = pl.col(*columns).cast(pl.Float64)
    finite = pl.when(chosen.is_finite()).then(chosen).otherwise(float("nan"))
    return features.select(finite.name.keep()).to_numpy(order="c")


def extra_columns_note(features: pl.DataFrame, columns: Sequence[str]) -> tuple[str, ...]:
    """Name the features that the model was not trained on, in one note or none.

    >>> extra_columns_note(pl.DataFrame({"account_id": [], "new": []}), [])
    ('1 feature that the model was not trained on is not used: new',)
    """
    extra = sorted(set(feature_columns(features)) - set(columns))
    if not extra:
        return ()
    what = "feature that the model was not trained on is not used"
    if len(extra) > 1:
        what = "features that the model was not trained on are not used"
    return (f"{len(extra)} {what}: {', '.join(extra)}",)


def labelled(graph: AccountGraph, labels: pl.DataFrame) -> Labelled:
    """Find the labelled accounts in a graph; those that it does not have are counted."""
    rows = pl.DataFrame({"account_id": graph.account_ids}).with_row_index("row")
    found = labels.join(rows, on="account_id").sort("row")
    return Labelled(
        rows=found["row"].to_numpy().astype(np.intp),
        positive=found["positive"].to_numpy().astype(np.bool_),
        unknown=labels.height - found.height,
    )


def training_accounts(graph: AccountGraph, targets: Targets | None, *, model: str) -> Labelled:
    """Return the accounts to learn from. Raises `ModelError` where there are not both classes."""
    if targets is None:
        raise ModelError(
            f"model {model} learns from labels, and none were given\n"
            "Give a dataset with labels, or use a model that needs none: corepost_similarity"
        )
    found = labelled(graph, targets.train)
    if not found.has_both_classes:
        raise _one_class(found, model)
    return found


def validation_accounts(graph: AccountGraph, targets: Targets | None) -> Labelled:
    """Return the accounts that choose when to stop and where to flag; there may be none."""
    if targets is None:
        return Labelled(rows=np.empty(0, np.intp), positive=np.empty(0, np.bool_))
    return labelled(graph, targets.validation)


def _one_class(found: Labelled, model: str) -> ModelError:
    positive = int(found.positive.sum())
    return ModelError(
        f"model {model} needs accounts of both classes to learn from\n"
        f"found: {positive} coordinated, {len(found.positive) - positive} organic "
        f"({found.unknown} labelled accounts have no posts)\n"
        "Use another split, more data, or a model that needs no labels: corepost_similarity"
    )


def _missing_columns(missing: Sequence[str], features: pl.DataFrame) -> ModelError:
    have = feature_columns(features)
    named = [f"{name} ({nearest(name, have)})" if len(missing) == 1 else name for name in missing]
    return ModelError(
        f"the model was trained on features that this dataset's table has not: {', '.join(named)}\n"
        "Compute the features with the settings that the model was trained with"
    )
