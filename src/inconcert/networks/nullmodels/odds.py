"""What every null model answers, and how one is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from inconcert.networks.nullmodels.participation import Floats, Pairs, Participation


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
