"""Accounts: their community, language, habits and profile, drawn alike for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.draft import ACCOUNTS
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.language import fill_bios, names
from inconcert.simulation.population import activity
from inconcert.simulation.rhythm import DAY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.population import Population

_CLIENTS = ("Twitter for iPhone", "Twitter for Android", "Twitter Web App", "Twitter for iPad")
_CLIENT_SHARES = (0.46, 0.33, 0.16, 0.05)
OLDEST = 1_300_000_000  # March 2011: every account id has the form that came in then
_SYLLABLES = ("ka", "mi", "to", "ra", "no", "yu", "shi", "ha", "ne", "so", "ri", "ma", "ku", "o")


def draw_accounts(
    population: Population,
    rng: np.random.Generator,
    *,
    count: int,
    first: int = 0,
    lang: str | None = None,
) -> pl.DataFrame:
    """Draw `count` accounts (`draft.ACCOUNTS`) numbered from `first`; no `lang`: all languages."""
    langs = _languages(population, rng, count=count, lang=lang)
    active = activity(population, count, rng)
    influence = rng.pareto(1.3, count) + 0.05
    foreign = langs != max(population.language_shares, key=population.language_shares.__getitem__)
    shift = np.where(foreign, rng.uniform(-10, 10, count), rng.normal(0, 0.7, count))
    habits = {
        "account": np.arange(first, first + count),
        "community": _communities(population, langs, rng),
        "lang": langs,
        "activity": active,
        "influence": influence,
        "shift_hours": shift,
        "repost_share": _repost_shares(population, rng, count),
        "client": rng.choice(_CLIENTS, count, p=_CLIENT_SHARES),
        "created": created(population, rng, count),
        "platform": _platforms(population, rng, count),
    }
    return pl.DataFrame(habits | _profiles(langs, active, influence, rng)).select(
        pl.col(name).cast(dtype) for name, dtype in ACCOUNTS.items()
    )


def created(population: Population, rng: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Draw when accounts were opened: the older the rarer, always before the first day."""
    start = population.rhythm.start
    age = rng.beta(1.1, 2.2, count) * (start - OLDEST)
    return (start - 1 - age).astype(np.int64)


def created_lately(
    population: Population, rng: np.random.Generator, count: int, *, days: float
) -> NDArray[np.int64]:
    """Draw when accounts were opened within the `days` before the first day."""
    ages = rng.uniform(1, max(days * DAY, 2), count)
    return (population.rhythm.start - ages).astype(np.int64)


def _languages(
    population: Population, rng: np.random.Generator, *, count: int, lang: str | None
) -> NDArray[np.str_]:
    shares = population.language_shares if lang is None else {lang: 1.0}
    return rng.choice(list(shares), count, p=list(shares.values()))


def _platforms(population: Population, rng: np.random.Generator, count: int) -> list[str]:
    names = sorted(population.platforms)
    if len(names) == 1:
        return names * count
    shares = np.array([population.platforms[name] for name in names])
    return [str(name) for name in rng.choice(names, count, p=shares / shares.sum())]


def _communities(
    population: Population, langs: NDArray[np.str_], rng: np.random.Generator
) -> NDArray[np.int64]:
    """A community of one's language; they are of unequal size, the k-th in weight 1 / sqrt(k)."""
    spoken = np.array(population.community_languages)
    communities = np.empty(len(langs), dtype=np.int64)
    for code in np.unique(langs):
        there, here = np.flatnonzero(spoken == code), np.flatnonzero(langs == code)
        weights = 1 / np.sqrt(np.arange(1, len(there) + 1))
        communities[here] = rng.choice(there, len(here), p=weights / weights.sum())
    return communities


def _repost_shares(
    population: Population, rng: np.random.Generator, count: int
) -> NDArray[np.float64]:
    share = population.repost_share
    if share in (0.0, 1.0):
        return np.full(count, share)
    most = 1 - population.reply_share - population.quote_share - 0.02
    return np.minimum(rng.beta(3 * share, 3 * (1 - share), count), most)


def _profiles(
    langs: NDArray[np.str_],
    active: NDArray[np.float64],
    influence: NDArray[np.float64],
    rng: np.random.Generator,
) -> dict[str, object]:
    count = len(langs)
    reach = influence * rng.lognormal(4.6, 0.9, count)
    shown = pl.Series("display_name", [None] * count, dtype=pl.String)
    bio = pl.Series("description", [None] * count, dtype=pl.String)
    for code in np.unique(langs):
        where = np.flatnonzero(langs == code)
        shown = shown.scatter(where, names(LANGUAGES[code], len(where), rng))
        bio = bio.scatter(where, fill_bios(LANGUAGES[code], len(where), rng))
    return {
        "handle": _handles(count, rng),
        "display_name": shown,
        "description": bio,
        "followers": np.floor(reach),
        "following": np.floor(rng.lognormal(5.2, 1.0, count)),
        "earlier_posts": np.floor(active * rng.lognormal(3.5, 1.2, count)),
        "verified": rng.random(count) < 0.04,
    }


def _handles(count: int, rng: np.random.Generator) -> pl.Series:
    syllables = pl.Series(_SYLLABLES)
    parts = [syllables.gather(rng.integers(len(_SYLLABLES), size=count)) for _ in range(4)]
    digits = pl.Series(rng.integers(0, 100_000, count)).cast(pl.String)
    tail = pl.Series(np.where(rng.random(count) < 0.5, "_", ""))
    return pl.select(pl.concat_str(*parts, tail, digits)).to_series()
