"""Heavy-tailed features made bounded, learned on training accounts alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from inconcert.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

LEVELS = 101
"""Quantiles that are kept of each feature: every hundredth."""


@dataclass(frozen=True)
class RankScaling:
    """Each feature as its place among the training accounts, from -1 to 1.

    ``z = 2 F(x) - 1``, where F is the training accounts' distribution, linear between its
    hundredths; ties lie in the middle of their range. So a count that is ten times larger in a
    larger dataset gives 1 and nothing beyond. A feature that is constant in training gives 0,
    whatever it is later. A missing value gives 0, the median's place, and for each feature that
    was missing for some but not all training accounts there is an indicator column of 0 and 1.
    """

    quantiles: NDArray[np.float64]
    """Shape (LEVELS, features); all NaN for a feature that no training account has."""
    indicated: NDArray[np.int64]
    """The features that have an indicator."""

    @classmethod
    def fit(cls, matrix: NDArray[np.float64]) -> Self:
        """Learn from a matrix with one row a training account and NaN where a value is missing.

        >>> scaling = RankScaling.fit(np.array([[0.0], [10.0]]))
        >>> scaling.transform(np.array([[5.0], [10.0], [999.0]])).ravel().tolist()
        [0.0, 1.0, 1.0]
        """
        absent = np.isnan(matrix)
        indicated = np.flatnonzero(absent.any(axis=0) & ~absent.all(axis=0))
        levels = np.linspace(0.0, 1.0, LEVELS)
        quantiles = np.full((LEVELS, matrix.shape[1]), np.nan)
        for feature in np.flatnonzero(~absent.all(axis=0)):
            present = matrix[~absent[:, feature], feature]
            quantiles[:, feature] = np.quantile(present, levels)
        return cls(quantiles=quantiles, indicated=indicated.astype(np.int64))

    @property
    def width(self) -> int:
        """Number of columns that `transform` returns."""
        return int(self.quantiles.shape[1] + len(self.indicated))

    def transform(self, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the scaled features and, after them, the indicators."""
        places = [
            _place(matrix[:, feature], self.quantiles[:, feature])
            for feature in range(self.quantiles.shape[1])
        ]
        absent = np.isnan(matrix[:, self.indicated]).astype(np.float64)
        return np.column_stack([*places, absent]).reshape(len(matrix), self.width)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what was learned, to be saved."""
        return {"scaling.quantiles": self.quantiles, "scaling.indicated": self.indicated}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], *, features: int) -> Self:
        """Rebuild from `arrays()`. Raises `ModelError` if they do not fit `features` columns."""
        quantiles, indicated = arrays.get("scaling.quantiles"), arrays.get("scaling.indicated")
        fits = (
            quantiles is not None
            and indicated is not None
            and quantiles.shape == (LEVELS, features)
            and indicated.dtype == np.int64
            and bool(np.isin(indicated, np.arange(features)).all())
        )
        if not fits or quantiles is None or indicated is None:
            raise ModelError(f"the bundle's scaling does not fit its {features} feature columns")
        return cls(quantiles=quantiles.astype(np.float64), indicated=indicated)


def _place(values: NDArray[np.float64], quantiles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Two times the middle of the range of levels that a value takes, minus one."""
    if not quantiles[0] < quantiles[-1]:
        return np.zeros(len(values))
    levels = np.linspace(0.0, 1.0, LEVELS)
    upper = np.interp(values, quantiles, levels)
    lower = 1.0 - np.interp(-values, -quantiles[::-1], levels)
    return np.where(np.isnan(values), 0.0, upper + lower - 1.0)
