"""What all organic scenarios have in common: their size, span and language, checked alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from inconcert.simulation import limits
from inconcert.simulation.grammar.catalogue import LANGUAGES


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Parameters that every organic scenario has; a scenario adds its own and its defaults.

    Raises `ConfigError` for the first that is impossible.
    """

    code: ClassVar[str] = ""
    """The scenario's code in docs/scenarios.md."""
    prescribes: ClassVar[frozenset[str]] = frozenset()
    """The fields of form (`catalogue.FORM`) that the scenario's own definition fixes."""

    accounts: int = 120
    """Who takes part, out of the background unless the scenario says otherwise."""
    start_day: float = 2.0
    days: float = 3.0
    """The event, or what follows from it, falls into these days."""
    lang: str = "ja"
    name: str | None = None

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        limits.whole(self, "accounts", least=1)
        limits.number(self, "start_day", least=0.0)
        limits.number(self, "days", least=0.01)
        limits.word(self, "lang", LANGUAGES)
