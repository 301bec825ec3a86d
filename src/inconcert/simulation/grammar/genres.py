"""Texts of special kinds: headlines, alerts, giveaways, greetings, shared quizzes, word lists.

All languages have all kinds, but for `translated` and `joke`, which say what they fall back on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from inconcert.errors import ConfigError
from inconcert.simulation.grammar.hashtags import without_article
from inconcert.simulation.grammar.jokes import joke
from inconcert.simulation.grammar.language import phrases
from inconcert.simulation.grammar.phrasebooks.catalogue import PHRASEBOOKS
from inconcert.simulation.grammar.reviews import review
from inconcert.simulation.grammar.shouts import SHOUT_KINDS, short_shout
from inconcert.simulation.grammar.slogans import Slogan, slogan, slogan_posts
from inconcert.simulation.grammar.speech import any_topics, any_words, has, join_said, say, speaker
from inconcert.simulation.grammar.translation import roughened, translated

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

__all__ = [
    "SHOUT_KINDS",
    "Slogan",
    "alert",
    "giveaway",
    "has",
    "headline",
    "joke",
    "pile_on",
    "please_check",
    "quiz_result",
    "random_words",
    "review",
    "roughened",
    "short_shout",
    "slogan",
    "slogan_posts",
    "translated",
    "welcome",
]

_FACTS = ("region", "intensity", "magnitude", "hour", "minute", "month", "day", "number")
_PRESS_TOPICS = np.array([0, 1, 2, -1])
"""Politics, music, sport and, last in every language, the economy: what is in the news."""


def please_check(lang: str, count: int, rng: np.random.Generator) -> pl.Series:
    """Return requests to the press to verify something (A17)."""
    return say(lang, "please_check", _press_topics(count, rng), rng)


def pile_on(lang: str, count: int, rng: np.random.Generator) -> pl.Series:
    """Return short critical replies to a person on television, without insults (O10)."""
    return say(lang, "pile_on", any_topics(lang, count, rng), rng)


def giveaway(lang: str, count: int, rng: np.random.Generator) -> pl.Series:
    """Return posts of shops that give something to those who repost (O8)."""
    return say(lang, "giveaway", any_topics(lang, count, rng), rng)


def welcome(lang: str, count: int, rng: np.random.Generator) -> pl.Series:
    """Return greetings of newcomers and of those who follow back (O12, A10)."""
    return say(lang, "welcome", any_topics(lang, count, rng), rng)


def headline(
    lang: str,
    count: int,
    rng: np.random.Generator,
    *,
    topics: Indices | None = None,
    style: Literal["press", "bot"] = "press",
) -> pl.Series:
    """Return headlines (O6), in the style of a bot with a mark of its kind before them.

    >>> headline("ja", 9, np.random.default_rng(3), style="bot").n_unique()
    9
    """
    about = _press_topics(count, rng) if topics is None else topics
    said = say(lang, "headline", about, rng)
    if style == "press":
        return said
    return join_said([say(lang, "bot_mark", about, rng), said], "")


def alert(lang: str, count: int, rng: np.random.Generator) -> pl.Series:
    """Return what automatic accounts say of one earthquake, whose facts are drawn once (O3)."""
    words = speaker(lang).words
    held = {
        slot: any_words(words[slot], 1, rng).new_from_index(0, count)
        for slot in _FACTS
        if slot in words
    }
    return say(lang, "alert", np.zeros(count, dtype=np.int64), rng, held=held)


def quiz_result(lang: str, template: int, count: int, rng: np.random.Generator) -> pl.Series:
    """Return results of a quiz as its share button words them: one slot varies (O7).

    `template` is taken modulo the templates there are. A language without quizzes uses those in
    English.
    """
    told = lang if lang in PHRASEBOOKS and PHRASEBOOKS[lang].quizzes else "en"
    known = PHRASEBOOKS[told].quizzes
    pattern = known[template % len(known)]
    return phrases(speaker(told), (pattern,), np.zeros(count, dtype=np.int64), rng)


def random_words(
    lang: str, count: int, rng: np.random.Generator, *, least: int = 3, most: int = 8
) -> pl.Series:
    """Return lists of `least` to `most` words without sense, as lexicon bots post them (A5)."""
    if not 1 <= least <= most:
        raise ConfigError(f"least is {least} and most {most}; allowed: 1 <= least <= most")
    language = speaker(lang)
    nouns = [noun for topic in language.topics for noun in (*topic["thing"], *topic["name"])]
    lexicon = tuple(dict.fromkeys(map(without_article, (*nouns, *language.words["food"]))))
    sizes = rng.integers(least, most + 1, count)
    columns = []
    for turn in range(most):
        word = any_words(lexicon, count, rng)
        rows = pl.DataFrame({"go": sizes > turn, "word": word})
        columns.append(rows.select(pl.when("go").then("word").otherwise(pl.lit(""))).to_series())
    return join_said(columns, " ")


def _press_topics(count: int, rng: np.random.Generator) -> Indices:
    return _PRESS_TOPICS[rng.integers(len(_PRESS_TOPICS), size=count)]
