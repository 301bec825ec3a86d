"""Small edits of a text, as copyists make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import numpy as np

_ADDED = ("。", "！", "、", "…", "!", ".", " ", "w", "🙏", "✨")


def edited(texts: pl.Series, share: float, rng: np.random.Generator) -> pl.Series:
    """Change about `share` of the characters of each text: doubled, dropped, replaced or added to.

    Hashtags and links at the end are left alone.
    """
    if share == 0:
        return texts
    return pl.Series(texts.name, [_edited(text, share, rng) for text in texts], dtype=pl.String)


def _edited(text: str, share: float, rng: np.random.Generator) -> str:
    body, mark, tail = _split(text)
    characters = list(body)
    for place in rng.integers(max(len(body), 1), size=rng.binomial(len(body), share)):
        characters[place] = _changed(characters[place], rng)
    return "".join(characters) + mark + tail


def _changed(character: str, rng: np.random.Generator) -> str:
    added = _ADDED[rng.integers(len(_ADDED))]
    return (character * 2, "", added, character + added)[rng.integers(4)]


def _split(text: str) -> tuple[str, str, str]:
    """Cut before the first hashtag or link."""
    cuts = [text.find(mark) for mark in (" #", " https://") if mark in text]
    cut = min(cuts, default=len(text))
    return text[:cut], "", text[cut:]
