"""Which languages there are."""

from __future__ import annotations

from inconcert.simulation.grammar.chinese import CHINESE
from inconcert.simulation.grammar.english import ENGLISH
from inconcert.simulation.grammar.german import GERMAN
from inconcert.simulation.grammar.japanese import JAPANESE
from inconcert.simulation.grammar.korean import KOREAN
from inconcert.simulation.grammar.portuguese import PORTUGUESE
from inconcert.simulation.grammar.spanish import SPANISH

LANGUAGES = {
    language.code: language
    for language in (JAPANESE, ENGLISH, SPANISH, PORTUGUESE, GERMAN, CHINESE, KOREAN)
}
"""Each grammar by its language code."""
