"""Small edits of a text, as copyists make them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import numpy as np

_ADDED = ("。", "！", "、", "…", "!", ".", " ", "w", "🙏", "✨")
_CHANGES = 4
_CHOICES = (len(_ADDED), _CHANGES)
"""For each edit, how many there are to draw from: what is added, and how it is changed."""


def edited(texts: pl.Series, share: float, rng: np.random.Generator) -> pl.Series:
    """Change about `share` of the characters of each text: doubled, dropped, replaced or added to.

    Hashtags and links at the end are left alone; nulls stay null.
    """
    if share == 0:
        return texts
    return pl.Series(
        texts.name, [text and _edited(text, share, rng) for text in texts], dtype=pl.String
    )


def _edited(text: str, share: float, rng: np.random.Generator) -> str:
    body, tail = _split(text)
    edits = rng.binomial(len(body), share)
    if not edits:
        return text
    characters = list(body)
    places = rng.integers(len(body), size=edits).tolist()
    drawn = rng.integers(_CHOICES * edits).tolist()
    for place, added, change in zip(places, drawn[::2], drawn[1::2], strict=True):
        characters[place] = _changed(characters[place], _ADDED[added], change)
    return "".join(characters) + tail


def _changed(character: str, added: str, change: int) -> str:
    return (character * 2, "", added, character + added)[change]


def _split(text: str) -> tuple[str, str]:
    """Cut before the first hashtag or link."""
    cuts = [text.find(mark) for mark in (" #", " https://") if mark in text]
    cut = min(cuts, default=len(text))
    return text[:cut], text[cut:]
