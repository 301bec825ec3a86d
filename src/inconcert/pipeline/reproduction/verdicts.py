"""Theirs beside ours: which figures are met."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from inconcert.pipeline.reproduction.studies import Figure


@dataclass(frozen=True)
class Verdict:
    """One figure, what was measured for it, and whether that is near enough."""

    figure: Figure
    ours: float | None
    """None: the measure did not give this figure."""

    @property
    def met(self) -> bool:
        """True if ours is a number within the tolerance, the boundary included."""
        if self.ours is None or not math.isfinite(self.ours):
            return False
        return abs(self.ours - self.figure.value) <= self.figure.tolerance


def judge(figures: Iterable[Figure], measured: Mapping[str, float]) -> tuple[Verdict, ...]:
    """Return one verdict a figure, in the order of the figures.

    >>> from inconcert.pipeline.reproduction.studies import Figure
    >>> nodes = Figure("nodes", value=10, tolerance=1, source="a paper", place="p. 3")
    >>> [verdict.met for verdict in judge([nodes], {"nodes": 11.0})]
    [True]
    >>> [verdict.met for verdict in judge([nodes], {})]
    [False]
    """
    return tuple(Verdict(figure, measured.get(figure.name)) for figure in figures)
