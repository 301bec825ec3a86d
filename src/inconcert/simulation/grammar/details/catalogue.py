"""Which languages have details: all that have a grammar."""

from __future__ import annotations

from functools import cache

from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.details.chinese import CHINESE
from inconcert.simulation.grammar.details.english import ENGLISH
from inconcert.simulation.grammar.details.german import GERMAN
from inconcert.simulation.grammar.details.japanese import JAPANESE
from inconcert.simulation.grammar.details.korean import KOREAN
from inconcert.simulation.grammar.details.portuguese import PORTUGUESE
from inconcert.simulation.grammar.details.spanish import SPANISH
from inconcert.simulation.grammar.language import Language, with_words

DETAILS = {
    "ja": JAPANESE,
    "en": ENGLISH,
    "es": SPANISH,
    "pt": PORTUGUESE,
    "de": GERMAN,
    "zh": CHINESE,
    "ko": KOREAN,
}
"""The details of each language by its code."""


@cache
def detailed_language(code: str) -> Language:
    """Return the language with the slots of its details on top of its own."""
    return with_words(LANGUAGES[code], DETAILS[code].words)
