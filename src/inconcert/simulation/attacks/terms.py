"""What all attacks have in common: their size, span, language and camouflage, checked alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from inconcert.simulation import limits
from inconcert.simulation.grammar.catalogue import LANGUAGES


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Parameters that every attack has; an attack adds its own and its defaults.

    Raises `ConfigError` for the first that is impossible.
    """

    code: ClassVar[str] = ""
    """The attack's code in docs/scenarios.md."""
    prescribes: ClassVar[frozenset[str]] = frozenset()
    """The fields of form (`catalogue.FORM`) that the attack's own definition fixes."""
    composes: ClassVar[bool] = False
    """Some of its texts or names come from the grammar, not from `stage.write`."""

    accounts: int = 30
    """All accounts of the campaign together."""
    start_day: float = 1.0
    days: float = 7.0
    """Acts begin within these days."""
    camouflage: float = 0.5
    """Share of ordinary posts among all posts of the accounts."""
    jitter_hours: float = 0.0
    """Each act comes up to so much later than it would, by chance."""
    lang: str = "ja"
    created_within_days: float | None = None
    """Where set, the accounts were opened in the last days before the span begins."""
    name: str | None = None

    def __post_init__(self) -> None:
        """Refuse impossible parameters."""
        limits.whole(self, "accounts", least=2)
        limits.number(self, "start_day", least=0.0)
        limits.number(self, "days", least=0.01)
        limits.number(self, "jitter_hours", least=0.0, most=24 * 14.0)
        limits.share(self, "camouflage", most=0.95)
        limits.word(self, "lang", LANGUAGES)
        if self.created_within_days is not None:
            limits.number(self, "created_within_days", least=0.01)
