"""Slogans of campaigns and petitions, and what those who sign them write (O4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.grammar.hashtags import as_hashtag, without_article
from inconcert.simulation.grammar.language import phrases, with_words
from inconcert.simulation.grammar.phrasebooks.catalogue import PHRASEBOOKS
from inconcert.simulation.grammar.speech import hold, join_said, speaker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.grammar.language import Language


@dataclass(frozen=True)
class Slogan:
    """What a campaign wants, as a hashtag (without its sign) and as the text many copy."""

    lang: str
    topic: int
    tag: str
    text: str
    thing: int
    name: int
    """Numbers of the topic's words that the slogan is about."""


def slogan(lang: str, topic: int, rng: np.random.Generator) -> Slogan:
    """Draw a slogan on one of the topic's things.

    >>> from inconcert.simulation.grammar.catalogue import LANGUAGES
    >>> asked = slogan("ja", 0, np.random.default_rng(1))
    >>> LANGUAGES["ja"].topics[0]["thing"][asked.thing] in asked.tag
    True
    """
    words = speaker(lang).topics[topic % len(speaker(lang).topics)]
    thing = int(rng.integers(len(words["thing"])))
    name = int(rng.integers(len(words["name"])))
    language = _about(lang, topic, thing=thing, name=name)
    bare = with_words(language, {"thing": (without_article(words["thing"][thing]),)})
    tag = _one(bare, "slogan_tag", topic, rng)
    text = _one(language, "slogan", topic, rng)
    return Slogan(lang, topic, as_hashtag(tag), text, thing, name)


def slogan_posts(
    asked: Slogan, count: int, rng: np.random.Generator, *, same: float = 0.4
) -> pl.Series:
    """Return what signers write: the share `same` is the slogan's text to the letter.

    The others say it in words of their own, half of them with the text before or after.
    """
    language = _about(asked.lang, asked.topic, thing=asked.thing, name=asked.name)
    topics = np.full(count, asked.topic, dtype=np.int64)
    own = phrases(language, PHRASEBOOKS[asked.lang].genres["slogan_own"], topics, rng)
    copied = pl.Series([asked.text]).new_from_index(0, count)
    nothing = pl.Series([""]).new_from_index(0, count)
    kind = np.where(rng.random(count) < same, 0, rng.integers(1, 5, count))
    before = _where(kind == 2, own, _where((kind == 0) | (kind == 1), copied, nothing))
    after = _where(kind == 0, nothing, _where(kind == 2, copied, own))
    return join_said([before, after], language.separator)


def _about(lang: str, topic: int, *, thing: int, name: int) -> Language:
    language = speaker(lang)
    return with_words(language, hold(language, topic, thing=thing, name=name))


def _one(
    language: Language,
    genre: str,
    topic: int,
    rng: np.random.Generator,
) -> str:
    patterns = PHRASEBOOKS[language.code].genres[genre]
    return str(phrases(language, patterns, np.array([topic]), rng)[0])


def _where(condition: NDArray[np.bool_], yes: pl.Series, no: pl.Series) -> pl.Series:
    rows = pl.DataFrame({"c": condition, "yes": yes, "no": no})
    return rows.select(text=pl.when("c").then("yes").otherwise("no")).to_series()
