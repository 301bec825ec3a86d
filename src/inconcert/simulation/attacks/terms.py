"""What all attacks have in common: their size, span, language and camouflage, checked alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from inconcert.simulation import limits
from inconcert.simulation.grammar.catalogue import LANGUAGES

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Terms(Protocol):
    """Parameters that every attack has."""

    @property
    def accounts(self) -> int: ...
    @property
    def start_day(self) -> float: ...
    @property
    def days(self) -> float: ...
    @property
    def camouflage(self) -> float: ...
    @property
    def lang(self) -> str: ...
    @property
    def created_within_days(self) -> float | None: ...


def check_terms(attack: Terms) -> None:
    """Raise `ConfigError` for the first of the common parameters that is impossible."""
    limits.whole(attack, "accounts", least=2)
    limits.number(attack, "start_day", least=0.0)
    limits.number(attack, "days", least=0.01)
    limits.share(attack, "camouflage", most=0.95)
    limits.word(attack, "lang", LANGUAGES)
    if attack.created_within_days is not None:
        limits.number(attack, "created_within_days", least=0.01)


def participants(
    participation: float, *, messages: int, accounts: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw who joins in which message; return the message and the account of each act.

    Accounts differ in zeal: each has its own chance, from a beta distribution of that mean. An
    account that joined in none joins in one, for it would be no part of the campaign.
    """
    zeal = np.full(accounts, participation)
    if 0 < participation < 1:
        zeal = rng.beta(4 * participation, 4 * (1 - participation), accounts)
    joins = rng.random((messages, accounts)) < zeal
    idle = np.flatnonzero(~joins.any(axis=0))
    joins[rng.integers(messages, size=len(idle)), idle] = True
    message, account = np.nonzero(joins)
    return message, account
