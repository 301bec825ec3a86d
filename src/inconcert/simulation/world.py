"""The whole way: background, organic scenarios, attacks, ids, observation.

Each component draws from a generator of its own, derived from the seed and the component's name,
so that adding one leaves the draws of all others as they were.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from inconcert.errors import ConfigError
from inconcert.simulation.assembly import assembly
from inconcert.simulation.collection import matched
from inconcert.simulation.draft import Deed, roles_of
from inconcert.simulation.follows import ordinary_follows
from inconcert.simulation.life import Habitat, live
from inconcert.simulation.observation import observation_report, sight
from inconcert.simulation.parts import ROWS_AT_ONCE, Parts
from inconcert.simulation.people import draw_accounts
from inconcert.simulation.stage import Stage
from inconcert.simulation.wording import culture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import polars as pl

    from inconcert.simulation.assembly import Assembly
    from inconcert.simulation.observation import Observation, Sight
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

    One million posts by 100 thousand accounts take about 15 seconds of processor time and 2 GiB;
    `stream.simulate_to` writes the same and holds no table as a whole.

    >>> from inconcert.simulation.population import Population
    >>> from inconcert.simulation.scenario import Scenario
    >>> world = simulate(Scenario(population=Population(accounts=40, days=3)), seed=0)
    >>> world.accounts.height, world.acts.height
    (40, 0)
    """
    made = make(scenario, seed=seed)
    truth, seen = made.truth, made.sight.of(made.truth.posts.whole())
    return World(
        seen,
        truth.accounts.whole(),
        truth.labels.whole(),
        truth.acts.whole(),
        truth.follows().whole(),
        made.observation,
    )


@dataclass(frozen=True)
class Making:
    """A world whose tables are yet to be made, part by part."""

    truth: Assembly
    sight: Sight
    observation: pl.DataFrame

    def tables(self, rows: int) -> dict[str, Iterator[pl.DataFrame]]:
        """Return each table in parts of so many rows, as they are asked for."""
        truth = self.truth
        return {
            "posts": _seen(truth.posts, self.sight, rows),
            "accounts": truth.accounts.slices(rows),
            "labels": truth.labels.slices(rows),
            "acts": truth.acts.slices(rows),
            "follows": _late(truth.follows, rows),
        }


def _seen(posts: Parts, eyes: Sight, rows: int) -> Iterator[pl.DataFrame]:
    for number, part in enumerate(posts.slices(rows)):
        yield eyes.of(part, number * rows)


def _late(parts: Callable[[], Parts], rows: int) -> Iterator[pl.DataFrame]:
    yield from parts().slices(rows)


def make(scenario: Scenario, *, seed: int) -> Making:
    """Draw a world; what lies in memory are numbers, and each text once."""
    if seed < 0:
        raise ConfigError(f"seed is {seed}; allowed: a whole number of at least 0")
    deeds, follows = _deeds(scenario, seed)
    campaigns = {part.name for part in scenario.parts if part.attack}
    rng = generator(seed, "identifiers")
    truth = assembly(deeds, campaigns, scenario.population, rng, background_follows=follows)
    deeds.clear()
    return _observed(truth, scenario.observation, generator(seed, "observation"))


def _observed(truth: Assembly, observation: Observation, rng: np.random.Generator) -> Making:
    chronicle = truth.chronicle
    said = Parts(truth.posts.rows, chronicle.said)
    found = matched(lambda: said.slices(ROWS_AT_ONCE), observation)
    eyes = sight(chronicle.traces(), observation, rng, found=found)
    acts = chronicle.act_rows().alias("post_id").to_frame()
    return Making(truth, eyes, observation_report(eyes.fates, acts))


def _deeds(scenario: Scenario, seed: int) -> tuple[dict[str, Deed], Callable[[], pl.DataFrame]]:
    """Return what each component did, and how to draw the many follows of the background."""
    stage, background = _background(scenario.population, seed)
    deeds: dict[str, Deed] = {"background": background}
    for part in scenario.parts:
        turn = _turn(stage, deeds, scenario, attack=part.attack)
        deeds[part.name] = part.component.act(turn, generator(seed, f"component/{part.name}"))
        _log.debug("%s: %d posts", part.name, deeds[part.name].posts.height)
    follows = partial(ordinary_follows, scenario.population, stage.habitat.culture, stage.accounts)
    return deeds, lambda: follows(generator(seed, "background/follows"))


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
    roles = roles_of(accounts["account"], "background")
    return stage, Deed(accounts, life.posts, roles)


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
