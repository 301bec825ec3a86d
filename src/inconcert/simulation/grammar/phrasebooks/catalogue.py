"""Which phrasebooks there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.errors import ConfigError
from inconcert.simulation.grammar.phrasebooks.english import ENGLISH
from inconcert.simulation.grammar.phrasebooks.japanese import JAPANESE

if TYPE_CHECKING:
    from inconcert.simulation.grammar.phrasebooks.phrasebook import Claims, Phrasebook

PHRASEBOOKS: dict[str, Phrasebook] = {book.code: book for book in (JAPANESE, ENGLISH)}
"""Each phrasebook by its language code."""


def claims_of(lang: str) -> Claims:
    """Return what messages in this language are made of."""
    book = PHRASEBOOKS.get(lang)
    if book is None or book.claims is None:
        allowed = ", ".join(code for code, known in PHRASEBOOKS.items() if known.claims)
        raise ConfigError(
            f"lang is {lang!r}, in which no messages can be worded; allowed: {allowed}"
        )
    return book.claims
