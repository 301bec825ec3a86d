"""Small edits: as many as asked, and the same draws as one at a time would make."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.grammar.language import compose

ADDED = ("。", "！", "、", "…", "!", ".", " ", "w", "🙏", "✨")


def one_at_a_time(text: str, share: float, rng: np.random.Generator) -> str:
    """Edit as the definition says: a place, what is added, how it is changed, edit by edit."""
    cut = min((text.find(mark) for mark in (" #", " https://") if mark in text), default=len(text))
    characters = list(text[:cut])
    for place in rng.integers(max(cut, 1), size=rng.binomial(cut, share)):
        was, added = characters[place], ADDED[rng.integers(10)]
        characters[place] = (was * 2, "", added, was + added)[rng.integers(4)]
    return "".join(characters) + text[cut:]


@pytest.mark.parametrize("share", [0.01, 0.2, 1.0])
def test_edits_are_drawn_as_one_at_a_time(share):
    texts = compose(LANGUAGES["ja"], np.arange(300), np.random.default_rng(0))
    texts = pl.concat([texts, pl.Series("text", ["", " #a", "a #b https://c.example"])])
    rng, other = np.random.default_rng(5), np.random.default_rng(5)
    expected = [one_at_a_time(text, share, other) for text in texts]
    assert edited(texts, share, rng).to_list() == expected
    assert rng.random() == other.random()


def test_tags_and_links_are_left_alone():
    text = "今日は投票に行ってきました #選挙 https://a.example/1"
    changed = edited(pl.Series([text] * 200), 0.5, np.random.default_rng(0))
    assert changed.str.ends_with(" #選挙 https://a.example/1").all()
    assert (changed != text).mean() > 0.95


def test_no_share_changes_nothing():
    texts = pl.Series(["おはよう"])
    assert edited(texts, 0.0, np.random.default_rng(0)) is texts
