"""Hashtags as their users coin them: most are used once, a few by all, some for a day.

Uses go to the tag of rank r in proportion to (r + 3) ** -(1 / d), where d is the
`hashtag_discount`: of the hashtags that n uses bring, the share d is used once, as in a
Pitman-Yor process (Pitman 2006, lemma 3.11), but each use is drawn by itself. A community's own
30 tags have the first ranks; every rank beyond has a name that its number spells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.draft import or_null
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.details.catalogue import DETAILS
from inconcert.simulation.grammar.hashtags import hashtag_nouns
from inconcert.simulation.rhythm import DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.population import Population

    Ints = NDArray[np.int64]
    Codes = NDArray[np.uint64]

_MOST_TAGS = 4
_SHIFT = 3.0
_RANKS = 1 << 50
_EVENTS = 1 << 52
"""The tag of day n has the number 2 ** 52 + n."""
_NUMBERS = ("", "", *map(str, range(1, 100)), "2024", "2025", "2026", "2027")


@dataclass(frozen=True)
class Tagged:
    """Posts that may carry hashtags: one entry each."""

    communities: Ints
    at: Ints
    used: NDArray[np.bool_]


def coins_tags(population: Population) -> bool:
    """Tell whether posts carry any other than one of the community's own hashtags."""
    return (
        population.hashtag_discount > 0
        or population.event_tag_share > 0
        or population.tags_per_post > 1
    )


@dataclass(frozen=True)
class Tags:
    """The hashtags of posts: one entry each."""

    lists: pl.Series
    written: pl.Series
    """As they stand in the text, with a space between; null: none."""


def single_tags(tags: pl.Series) -> Tags:
    """Return posts with one hashtag each, or none where it is null."""
    rows = tags.alias("tag").to_frame()
    lists = rows.select(pl.concat_list("tag").list.drop_nulls()).to_series()
    return Tags(lists, "#" + tags)


def drawn_tags(
    posts: Tagged, known: pl.Series, population: Population, rng: np.random.Generator
) -> Tags:
    """Draw the hashtags of posts; none stands twice in one.

    `known` holds the tags of the communities, as many of each.
    """
    counts = _counts(posts.used, population.tags_per_post, rng)
    post = np.repeat(np.arange(len(counts)), counts)
    number = _numbers(posts.at[post], population, rng, known=len(known) // population.communities)
    tags = _named(posts.communities[post], number, known, population)
    together = (
        pl.DataFrame({"post": post, "tag": tags})
        .group_by("post", maintain_order=True)
        .agg(pl.col("tag").unique(maintain_order=True))
    )
    place = np.full(len(counts), -1)
    place[together["post"].to_numpy()] = np.arange(together.height)
    rows = or_null(place)
    written = together.select("#" + pl.col("tag").list.join(" #")).to_series().gather(rows)
    return Tags(together["tag"].gather(rows), written)


def _counts(used: NDArray[np.bool_], mean: float, rng: np.random.Generator) -> Ints:
    if mean == 1:
        return used.astype(np.int64)
    return np.where(used, np.minimum(rng.geometric(1 / mean, len(used)), _MOST_TAGS), 0)


def _numbers(at: Ints, population: Population, rng: np.random.Generator, *, known: int) -> Ints:
    """Draw the rank of each use, or the number of its day's tag."""
    drawn = 1 - rng.random(len(at))
    discount = population.hashtag_discount
    if discount == 0:
        ranks = (known + 1) ** (1 - drawn) - 1
    else:
        ranks = _SHIFT * (drawn ** (-discount / (1 - discount)) - 1)
    ranks = np.floor(np.minimum(ranks, _RANKS)).astype(np.int64)
    days = _EVENTS + (at - population.rhythm.start) // DAY
    return np.where(rng.random(len(at)) < population.event_tag_share, days, ranks)


def _named(communities: Ints, numbers: Ints, known: pl.Series, population: Population) -> pl.Series:
    each = len(known) // population.communities
    spoken = np.array(population.community_languages)[communities]
    parts = [known.gather((communities * each + numbers)[numbers < each])]
    rows = [np.flatnonzero(numbers < each)]
    for code in np.unique(spoken):
        where = np.flatnonzero((spoken == code) & (numbers >= each))
        parts.append(_spelt(str(code), communities[where], numbers[where]))
        rows.append(where)
    order = np.argsort(np.concatenate(rows), kind="stable")
    return pl.concat([part.rename("tag") for part in parts]).gather(order)


def _spelt(code: str, communities: Ints, numbers: Ints) -> pl.Series:
    """Spell numbers: a noun and a name, a name and a number, or two nouns and a number."""
    mixed = _scrambled(communities.astype(np.uint64) << np.uint64(53) | numbers.astype(np.uint64))
    first, second = (
        _nouns(code, communities, mixed),
        _nouns(code, communities, mixed >> np.uint64(9)),
    )
    names = _any(DETAILS[code].words["spot"], mixed >> np.uint64(18))
    figures = _any(_NUMBERS, mixed >> np.uint64(34))
    form = pl.Series(mixed % np.uint64(5))
    rows = pl.DataFrame({"first": first, "second": second, "name": names, "figure": figures})
    return rows.select(
        tag=pl.when(form < 2)
        .then(pl.concat_str("first", "name"))
        .when(form < 4)
        .then(pl.concat_str("name", "figure"))
        .otherwise(pl.concat_str("first", "second", "figure"))
    ).to_series()


def _nouns(code: str, communities: Ints, mixed: Codes) -> pl.Series:
    """Nouns of each community's topic."""
    by_topic = [hashtag_nouns(LANGUAGES[code], n) for n in range(len(LANGUAGES[code].topics))]
    sizes = np.array([len(nouns) for nouns in by_topic])
    topic = communities % len(by_topic)
    flat = pl.Series([re.sub(r"\W", "", noun) for nouns in by_topic for noun in nouns])
    return flat.gather(
        (np.cumsum(sizes) - sizes)[topic]
        + (mixed % sizes[topic].astype(np.uint64)).astype(np.int64)
    )


def _any(words: tuple[str, ...], mixed: Codes) -> pl.Series:
    return pl.Series(words).gather((mixed % np.uint64(len(words))).astype(np.int64))


def _scrambled(numbers: Codes) -> Codes:
    """Scramble numbers, each into another (the finaliser of SplitMix64, Steele et al. 2014)."""
    mixed = (numbers + np.uint64(0x9E3779B97F4A7C15)) ^ (numbers >> np.uint64(30))
    mixed = mixed * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    scrambled: Codes = mixed ^ (mixed >> np.uint64(31))
    return scrambled
