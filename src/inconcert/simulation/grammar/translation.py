"""Texts that read as translated by a machine, or typed on a foreign keyboard (A12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.simulation.grammar.language import compose
from inconcert.simulation.grammar.speech import begin_large, has, say, speaker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]

_HALF_WIDTH = {
    "。": ".",
    "、": ",",
    "！": "!",
    "？": "?",
    "「": '"',
    "」": '"',
    "，": ",",
    "：": ":",
}
_FULL_WIDTH = {", ": "，", "! ": "！", "? ": "？", ". ": "。", ": ": "："}
_FULL_WIDTH_WRITERS = frozenset({"ja", "zh"})


def translated(lang: str, topics: Indices, rng: np.random.Generator) -> pl.Series:
    """Return a text for each entry of `topics` that reads as translated from another language.

    Word order, register and punctuation are off. A language without such phrases composes, and
    only the punctuation is off.
    """
    if not has(lang, "translated"):
        return roughened(compose(speaker(lang), topics, rng), lang, rng, share=1.0)
    return roughened(begin_large(say(lang, "translated", topics, rng)), lang, rng)


def roughened(
    texts: pl.Series, lang: str, rng: np.random.Generator, *, share: float = 0.5
) -> pl.Series:
    """Give the share of the texts the punctuation of a foreign keyboard.

    Japanese and Chinese get half-width marks, the others full-width ones. A text without such
    marks stays as it is.

    >>> import numpy as np
    >>> said = pl.Series(["はい、そうです。"])
    >>> roughened(said, "ja", np.random.default_rng(0), share=1).to_list()
    ['はい,そうです.']
    """
    marks = _HALF_WIDTH if lang in _FULL_WIDTH_WRITERS else _FULL_WIDTH
    rows = pl.DataFrame({"rough": rng.random(len(texts)) < share, "text": texts})
    foreign = pl.col("text").str.replace_many(list(marks), list(marks.values()))
    return rows.select(text=pl.when("rough").then(foreign).otherwise("text")).to_series()
