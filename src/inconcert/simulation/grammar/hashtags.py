"""What words look like as hashtags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inconcert.simulation.grammar.language import Language

_ARTICLE = re.compile(r"^(the|an?|el|la|un|una|um|uma|ein|eine|las|los|o|os|as|der|die|das) ")


def hashtag_nouns(language: Language, topic: int) -> list[str]:
    """Return the things of a topic without articles and spaces.

    >>> from inconcert.simulation.grammar.catalogue import LANGUAGES
    >>> hashtag_nouns(LANGUAGES["en"], 0)[3]
    'taxplan'
    """
    things = language.topics[topic % len(language.topics)]["thing"]
    return [without_article(thing).replace(" ", "") for thing in things]


def without_article(noun: str) -> str:
    """Cut the article off."""
    return _ARTICLE.sub("", noun)


def as_hashtag(phrase: str) -> str:
    """Write a phrase as one word, each of its words with a capital letter.

    >>> as_hashtag("hands off tax plan")
    'HandsOffTaxPlan'
    """
    words = [word[:1].upper() + word[1:] for word in phrase.split()]
    return re.sub(r"\W", "", "".join(words))
