"""Reviews of any number of stars at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.grammar.reviews import review

if TYPE_CHECKING:
    from numpy.typing import NDArray


def rated_texts(lang: str, stars: NDArray[np.int64], rng: np.random.Generator) -> pl.Series:
    """Return a review for each number of stars, 1 to 5.

    >>> rated_texts("en", np.array([5, 1, 5]), np.random.default_rng(0)).len()
    3
    """
    parts, places = [pl.Series("text", [], dtype=pl.String)], [np.empty(0, dtype=np.int64)]
    for number in np.unique(stars):
        where = np.flatnonzero(stars == number)
        parts.append(review(lang, int(number), len(where), rng).alias("text"))
        places.append(where)
    return pl.concat(parts).gather(np.argsort(np.concatenate(places), kind="stable"))
