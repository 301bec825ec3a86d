"""What a phrasebook is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Words = tuple[str, ...]

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "few": tuple(str(number) for number in range(2, 10)),
    "number": tuple(str(number) for number in range(11, 100)),
    "hundreds": tuple(str(number) for number in range(120, 990, 10)),
    "minute": tuple(f"{minute:02d}" for minute in range(60)),
    "hour": tuple(str(hour) for hour in range(24)),
    "month": tuple(str(month) for month in range(1, 13)),
    "day": tuple(str(day) for day in range(1, 29)),
    "tenth": tuple(str(digit) for digit in range(10)),
}
"""Slots of digits, the same in every language."""


@dataclass(frozen=True)
class Claims:
    """What a message can say of a thing, for it or against it, in many wordings.

    A text is a lead, a core, a reason and a call; each is a pattern. In cores and reasons the
    slot `pred` stands for the predicates of the message's claim, which all say the same.
    """

    leads: Words
    cores: Words
    reasons: Words
    calls: Mapping[str, Words]
    """By stance, `for` or `against`."""
    predicates: Mapping[str, Mapping[str, Words]]
    """By stance and claim."""


@dataclass(frozen=True)
class Phrasebook:
    """Patterns of one language by genre, and the words of their slots.

    Slots not in `words` or `NUMBERS` are those of the language's grammar.
    """

    code: str
    genres: Mapping[str, Words]
    words: Mapping[str, Words]
    shouts: Mapping[str, Words]
    """By kind; the first is the commonest. Every phrasebook has the same kinds."""
    claims: Claims
    quizzes: Words
    """Templates of share buttons: one slot each."""
    incidents: tuple[Words, ...]
    """What went wrong in a shop: each incident in many wordings."""
