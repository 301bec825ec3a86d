"""Which languages there are."""

from __future__ import annotations

from inconcert.simulation.grammar.english import ENGLISH
from inconcert.simulation.grammar.japanese import JAPANESE
from inconcert.simulation.grammar.spanish import SPANISH

LANGUAGES = {language.code: language for language in (JAPANESE, ENGLISH, SPANISH)}
"""Each grammar by its language code."""
