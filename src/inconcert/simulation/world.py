"""The whole way: background, organic scenarios, attacks, ids, observation.

Each component draws from a generator of its own, derived from the seed and the component's name,
so that adding one leaves the draws of all others as they were.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from inconcert.errors import ConfigError
from inconcert.simulation.assembly import assemble
from inconcert.simulation.draft import Deed, roles_of
from inconcert.simulation.follows import ordinary_follows
from inconcert.simulation.life import Habitat, live
from inconcert.simulation.observation import observation_report, view
from inconcert.simulation.people import draw_accounts
from inconcert.simulation.stage import Stage
from inconcert.simulation.wording import culture

if TYPE_CHECKING:
    import polars as pl

    from inconcert.simulation.population import Population
    from inconcert.simulation.scenario import Scenario

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class World:
    """A simulated dataset and its truth, as the tables of `schemas.py`, each sorted by its key.

    `posts` is what is seen; `accounts`, `labels` and `acts` are whole, whatever was seen.
    """

    posts: pl.DataFrame
    accounts: pl.DataFrame
    labels: pl.DataFrame
    """`campaign` is null for organic accounts; their `role` says in which organic scenario."""
    acts: pl.DataFrame
    follows: pl.DataFrame
    observation: pl.DataFrame
    """How many posts and acts were seen, and how many missed why (`observation_report`)."""


def simulate(scenario: Scenario, *, seed: int) -> World:
    """Simulate a scenario. The same seed gives the same tables, another seed another world.

    One million posts by 100 thousand accounts take 10 to 30 seconds and 1.5 GiB.

    >>> from inconcert.simulation.population import Population
    >>> from inconcert.simulation.scenario import Scenario
    >>> world = simulate(Scenario(population=Population(accounts=40, days=3)), seed=0)
    >>> world.accounts.height, world.acts.height
    (40, 0)
    """
    if seed < 0:
        raise ConfigError(f"seed is {seed}; allowed: a whole number of at least 0")
    stage, background = _background(scenario.population, seed)
    deeds: dict[str, Deed] = {"background": background}
    for part in scenario.parts:
        turn = _turn(stage, deeds, scenario, attack=part.attack)
        deeds[part.name] = part.component.act(turn, generator(seed, f"component/{part.name}"))
        _log.debug("%s: %d posts", part.name, deeds[part.name].posts.height)
    campaigns = {part.name for part in scenario.parts if part.attack}
    truth = assemble(deeds, campaigns, scenario.population, generator(seed, "identifiers"))
    seen = view(truth.posts, scenario.observation, generator(seed, "observation"))
    report = observation_report(seen.fates, truth.acts)
    return World(seen.posts, truth.accounts, truth.labels, truth.acts, truth.follows, report)


def generator(seed: int, name: str) -> np.random.Generator:
    """Return the generator of a component: it depends on the seed and the name alone."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return np.random.default_rng(np.random.SeedSequence(entropy=seed, spawn_key=(key,)))


def _background(population: Population, seed: int) -> tuple[Stage, Deed]:
    accounts = draw_accounts(
        population, generator(seed, "background/accounts"), count=population.accounts
    )
    shared = culture(population, accounts, generator(seed, "background/culture"))
    rng = generator(seed, "background/life")
    counts = np.maximum(rng.poisson(accounts["activity"].to_numpy()), 1)
    life = live(Habitat(population, shared), accounts, counts, rng, first_post=0)
    stage = Stage(
        habitat=Habitat(population, shared, life),
        accounts=accounts,
        posts=life.posts,
        first_account=population.accounts,
        first_post=int(counts.sum()),
    )
    follows = ordinary_follows(population, shared, accounts, generator(seed, "background/follows"))
    roles = roles_of(accounts["account"], "background")
    return stage, Deed(accounts, life.posts, roles, follows)


def _turn(stage: Stage, deeds: dict[str, Deed], scenario: Scenario, *, attack: bool) -> Stage:
    """Return the stage as the next component finds it: with its own free numbers."""
    later = list(deeds.values())[1:]
    posts = max([stage.first_post, *(_after(deed.posts["post"]) for deed in later)])
    accounts = max([stage.first_account, *(_after(deed.accounts["account"]) for deed in later)])
    organic = [part.name for part in scenario.parts if not part.attack]
    events = {name: deeds[name] for name in organic} if attack else {}
    return replace(stage, first_account=accounts, first_post=posts, events=events)


def _after(numbers: pl.Series) -> int:
    return -1 if numbers.is_empty() else int(numbers.max()) + 1  # type: ignore[arg-type]
