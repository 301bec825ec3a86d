"""What every null model answers, and how one is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, get_args

if TYPE_CHECKING:
    from inconcert.networks.nullmodels.participation import Floats, Pairs, Participation

Null = Literal["cascade", "hypergeometric", "bicm", "shift"]
NULLS: tuple[str, ...] = get_args(Null)
TIMED = ("cascade", "shift")
"""Nulls that count within the window; the others test the objects shared at any time."""


@dataclass(frozen=True)
class Odds:
    """For each pair: the count that the null expects, and the chance of at least the one seen."""

    expected: Floats
    p_value: Floats


class NullModel(Protocol):
    """What chance would do; `odds` is pure, and the same for the pair turned round."""

    def odds(self, parts: Participation, pairs: Pairs) -> Odds:
        """Return the odds of each pair."""
        ...
