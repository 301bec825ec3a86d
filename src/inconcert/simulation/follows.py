"""Who follows whom within the simulated world.

The counters of an account (`followers`, `following`) speak of the whole platform; the follows here
join accounts of the world alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.draft import FOLLOWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.population import Population
    from inconcert.simulation.wording import Culture

    Ints = NDArray[np.int64]

_SIGMA = 1.0


def ordinary_follows(
    population: Population, culture: Culture, accounts: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Draw whom accounts follow among the background (`draft.FOLLOWS`), and who follows back.

    The number is log-normal with the mean `follows_per_account`; whom one follows goes by
    community and influence. Follows are spread over the time in which both accounts exist.
    """
    source, target = _drawn_pairs(population, culture, accounts, rng)
    return drafted_follows(population, source, target, rng)


def _drawn_pairs(
    population: Population, culture: Culture, accounts: pl.DataFrame, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    mean = population.follows_per_account
    counts = rng.poisson(mean * rng.lognormal(-(_SIGMA**2) / 2, _SIGMA, accounts.height))
    row = np.repeat(np.arange(accounts.height), counts)
    away = rng.random(len(row)) < population.mixing
    home = accounts["community"].to_numpy()[row]
    where = np.where(away, rng.integers(population.communities, size=len(row)), home)
    chosen = culture.prominent.pick(where, rng)
    follower = accounts["account"].to_numpy()[row[chosen >= 0]]
    followed = culture.prominent.items[chosen[chosen >= 0]]
    back = rng.random(len(follower)) < population.follow_back_share
    source = np.concatenate([follower, followed[back]])
    return source, np.concatenate([followed, follower[back]])


def follows_of_newcomers(
    population: Population,
    background: pl.DataFrame,
    newcomers: pl.DataFrame,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Draw who of the background follows newcomers, and whom of them these follow back.

    An account of influence w, in a community of n accounts with the influence W in all, is chosen
    as any there would be: m (n (1 - x) + N x / C) w / W times, where m is `follows_per_account`,
    x `mixing`, N the number of accounts and C that of communities.
    """
    home = background["community"].to_numpy()
    sizes = np.bincount(home, minlength=population.communities)
    reach = np.bincount(home, background["influence"].to_numpy(), population.communities)
    near = sizes * (1 - population.mixing)
    far = background.height * population.mixing / population.communities
    theirs = newcomers["community"].to_numpy()
    # at most as heavy as a whole community; where nobody lives, nobody is chosen
    share = np.minimum(newcomers["influence"] / np.maximum(reach[theirs], 1e-9), 1.0)
    expected = population.follows_per_account * (near[theirs] + far) * share
    row = np.repeat(np.arange(len(theirs)), rng.poisson(np.where(reach[theirs] > 0, expected, 0)))
    away = rng.random(len(row)) < far / np.maximum(near + far, 1e-9)[theirs[row]]
    source = _residents(background, sizes, np.where(away, -1, theirs[row]), rng)
    target = newcomers["account"].to_numpy()[row]
    back = rng.random(len(row)) < population.follow_back_share
    return drafted_follows(
        population,
        np.concatenate([source, target[back]]),
        np.concatenate([target, source[back]]),
        rng,
    )


def _residents(
    background: pl.DataFrame, sizes: Ints, communities: Ints, rng: np.random.Generator
) -> Ints:
    """Draw one account of each community, all alike; of any where the community is -1."""
    first = np.where(communities < 0, 0, (np.cumsum(sizes) - sizes)[communities])
    there = np.where(communities < 0, background.height, sizes[communities])
    sorted_accounts = background.sort("community", maintain_order=True)["account"].to_numpy()
    drawn: Ints = sorted_accounts[first + np.floor(rng.random(len(there)) * there).astype(int)]
    return drawn


def drafted_follows(
    population: Population, source: Ints, target: Ints, rng: np.random.Generator
) -> pl.DataFrame:
    """Return each follow once, none of oneself; its time lies somewhere before the span's end.

    The age of a follow is beta-distributed over the years before: most are of the last ones.
    `in_time` brings it behind the opening of both accounts.
    """
    age = rng.beta(1.1, 4.0, len(source)) * (population.rhythm.end - _FIRST)
    at = (population.rhythm.end - 1 - age).astype(np.int64)
    table = pl.DataFrame({"source": source, "target": target, "at": at}, schema=FOLLOWS)
    pair = pl.col("source") * (pl.col("target").max() + 1) + pl.col("target")
    return table.filter((pl.col("source") != pl.col("target")) & pair.is_first_distinct())


def in_time(follows: pl.DataFrame, created: pl.Series, end: int) -> pl.DataFrame:
    """Bring follows that are older than one of the two accounts behind its opening.

    `created` holds the opening of account i at row i, in Unix seconds.
    """
    opened = pl.max_horizontal(
        created.gather(follows["source"]).alias("source_opened"),
        created.gather(follows["target"]).alias("target_opened"),
    )
    too_old = pl.col("at") <= opened
    share = (pl.col("at") - _FIRST) / max(end - _FIRST, 1)
    later = (opened + 1 + share * (end - 1 - opened)).cast(pl.Int64)
    return follows.with_columns(at=pl.when(too_old).then(later).otherwise("at"))


_FIRST = 1_300_000_000
"""March 2011: the oldest account of the simulation."""
