"""Which phrasebooks there are."""

from __future__ import annotations

from inconcert.simulation.grammar.phrasebooks.chinese import CHINESE
from inconcert.simulation.grammar.phrasebooks.english import ENGLISH
from inconcert.simulation.grammar.phrasebooks.german import GERMAN
from inconcert.simulation.grammar.phrasebooks.japanese import JAPANESE
from inconcert.simulation.grammar.phrasebooks.korean import KOREAN
from inconcert.simulation.grammar.phrasebooks.portuguese import PORTUGUESE
from inconcert.simulation.grammar.phrasebooks.spanish import SPANISH

PHRASEBOOKS = {
    book.code: book for book in (JAPANESE, ENGLISH, SPANISH, PORTUGUESE, GERMAN, CHINESE, KOREAN)
}
"""Each phrasebook by its language code; there is one for each grammar."""
