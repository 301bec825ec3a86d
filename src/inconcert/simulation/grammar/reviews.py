"""Reviews of a shop, honest or not (O9, A8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import ConfigError
from inconcert.simulation.grammar.language import phrases
from inconcert.simulation.grammar.phrasebooks.catalogue import PHRASEBOOKS
from inconcert.simulation.grammar.speech import any_topics, join_said, say, speaker

if TYPE_CHECKING:
    import numpy as np

_PARTS = {
    1: ("review_open", "review_bad", "review_bad", "verdict_bad"),
    2: ("review_open", "review_bad", "review_mid", "verdict_bad"),
    3: ("review_open", "review_mid", "review_mid", "verdict_mid"),
    4: ("review_open", "review_good", "review_mid", "verdict_good"),
    5: ("review_open", "review_good", "review_good", "verdict_good"),
}
_SECOND_SHARE = 0.5
"""Share of reviews that say a second thing."""


def review(
    lang: str, stars: int, count: int, rng: np.random.Generator, *, incident: int | None = None
) -> pl.Series:
    """Return `count` reviews of so many stars, 1 to 5.

    With an `incident` (a number, taken modulo those there are) each names that one incident, in
    words of its own.

    >>> import numpy as np
    >>> review("en", 5, 9, np.random.default_rng(4)).n_unique()
    9
    """
    if stars not in _PARTS:
        raise ConfigError(f"stars is {stars!r}; allowed: 1, 2, 3, 4 or 5")
    topics = any_topics(lang, count, rng)
    opening, first, second, verdict = (say(lang, genre, topics, rng) for genre in _PARTS[stars])
    if incident is not None:
        known = PHRASEBOOKS[lang].incidents
        first = phrases(speaker(lang), known[incident % len(known)], topics, rng)
    told = (pl.Series(rng.random(count) < _SECOND_SHARE)) & (first != second)
    rows = pl.DataFrame({"told": told, "second": second})
    more = rows.select(text=pl.when("told").then("second").otherwise(pl.lit(""))).to_series()
    return join_said([opening, first, more, verdict], speaker(lang).separator)
