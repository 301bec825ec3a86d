"""The bipartite configuration model: the random graph that keeps both sides' degrees on average."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.errors import InconcertError

if TYPE_CHECKING:
    from inconcert.networks.acts import Integers
    from inconcert.networks.nullmodels.participation import Floats

TOLERANCE = 1e-8
_STEPS = 200
_FARTHEST = 4.0


@dataclass(frozen=True)
class Fitted:
    """Chances by degree class: `chance[a, c]` that an account of class a acts on an object of c."""

    chance: Floats
    account_class: Integers
    """Class of each account."""
    object_class: Integers
    """Class of each object."""


def fit(degree: Integers, popularity: Integers, *, tolerance: float = TOLERANCE) -> Fitted:
    """Find p_io = x_i y_o / (1 + x_i y_o) whose sums are the degrees given.

    Accounts of one degree have one x, objects of one popularity one y, so that Newton's method
    runs on classes only. Ends where every degree is met within `tolerance` of itself. Degrees must
    be above 0 and have one sum. Source: Saracco et al. 2015, eq. 3.

    >>> fitted = fit(np.array([1, 1]), np.array([1, 1]))
    >>> fitted.chance.round(6).tolist()  # each of two accounts acts on each of two objects
    [[0.5]]
    """
    rows, account_class, row_count = np.unique(degree, return_inverse=True, return_counts=True)
    columns, object_class, column_count = np.unique(
        popularity, return_inverse=True, return_counts=True
    )
    fitness = _Classes(rows, row_count, columns, column_count).solve(tolerance)
    return Fitted(fitness, account_class, object_class)


@dataclass(frozen=True)
class _Classes:
    rows: Integers
    row_count: Integers
    columns: Integers
    column_count: Integers

    def solve(self, tolerance: float) -> Floats:
        """Climb the concave likelihood in the logarithms of the fitnesses."""
        total = float(self.rows @ self.row_count)
        a, b = np.log(self.rows / np.sqrt(total)), np.log(self.columns / np.sqrt(total))
        for _ in range(_STEPS):
            chance = self._chance(a, b)
            short_rows = self.rows - chance @ self.column_count
            short_columns = self.columns - self.row_count @ chance
            if self._met(short_rows, short_columns, tolerance):
                return chance
            step = self._step(chance, short_rows, short_columns)
            a, b = self._walk(a, b, step)
        raise InconcertError(
            f"bicm: the degrees were not met within {tolerance:g} after {_STEPS} steps.\n"
            "Take null=hypergeometric, or leave out the accounts that acted on nearly everything."
        )

    def _chance(self, a: Floats, b: Floats) -> Floats:
        chance: Floats = 1 / (1 + np.exp(-(a[:, None] + b[None, :])))
        return chance

    def _met(self, rows: Floats, columns: Floats, tolerance: float) -> bool:
        worst_row = np.max(np.abs(rows) / self.rows)
        return bool(max(worst_row, np.max(np.abs(columns) / self.columns)) <= tolerance)

    def _likelihood(self, a: Floats, b: Floats) -> float:
        own = a @ (self.rows * self.row_count) + b @ (self.columns * self.column_count)
        pairs = self.row_count @ np.logaddexp(0, a[:, None] + b[None, :]) @ self.column_count
        return float(own - pairs)

    def _step(self, chance: Floats, rows: Floats, columns: Floats) -> Floats:
        """Solve the Newton equations; a trace of ridge settles the one free scale."""
        weight = chance * (1 - chance) * self.row_count[:, None] * self.column_count[None, :]
        hessian = np.block(
            [[np.diag(weight.sum(axis=1)), weight], [weight.T, np.diag(weight.sum(axis=0))]]
        )
        diagonal = np.diag(hessian)
        hessian[np.diag_indices_from(hessian)] += 1e-10 * diagonal + 1e-14
        gradient = np.concatenate([rows * self.row_count, columns * self.column_count])
        step: Floats = np.linalg.solve(hessian, gradient)
        return step * min(1.0, _FARTHEST / float(np.max(np.abs(step))))

    def _walk(self, a: Floats, b: Floats, step: Floats) -> tuple[Floats, Floats]:
        """Go as far along the step as the likelihood does not fall."""
        before = self._likelihood(a, b)
        slack = 1e-12 * abs(before)
        share = 1.0
        while share > 1e-6:
            to = a + share * step[: a.size], b + share * step[a.size :]
            if self._likelihood(*to) >= before - slack:
                return to
            share /= 2
        return to
