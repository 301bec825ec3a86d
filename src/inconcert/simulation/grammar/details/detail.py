"""What a detail is: sentences about times, sums, names and places that nobody else will name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CLOCKS = tuple(f"{hour}:{minute:02d}" for hour in range(6, 24) for minute in range(60))
NUMBERS = tuple(str(number) for number in range(2, 990))
SHARES = tuple(f"{number / 10:.1f}" for number in range(11, 989))


@dataclass(frozen=True)
class Details:
    """The sentences of one language that hold a detail, and the words of their slots.

    The patterns use the slots of the grammar, too; `words` come on top of its own.
    """

    patterns: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]


def coined(*parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return every combination of the parts, put together.

    >>> coined(("Ash", "Elm"), ("ford", "ton"))
    ('Ashford', 'Ashton', 'Elmford', 'Elmton')
    """
    return tuple("".join(chosen) for chosen in product(*parts))


def dates(pattern: str, months: tuple[str, ...]) -> tuple[str, ...]:
    """Return the days of a year as a language writes them.

    >>> dates("{day} {month}", ("January", "February"))[31]
    '1 February'
    """
    return tuple(
        pattern.format(day=day, month=month)
        for month in months
        for day in range(1, 32 if month == months[0] else 29)
    )


def sums(pattern: str, *, mark: str, cents: tuple[str, ...], most: int = 240) -> tuple[str, ...]:
    """Return sums of money from 2 to below `most`; `mark` stands before the `cents`.

    >>> sums("{sum} €", mark=",", cents=("50",))[0]
    '2,50 €'
    """
    return tuple(
        pattern.format(sum=f"{whole}{mark}{cent}") for whole in range(2, most) for cent in cents
    )
