"""The worlds of the suites: one background, and one thing at a time on top of it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from inconcert.simulation.observation import Observation
from inconcert.simulation.population import LIFELIKE, Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

if TYPE_CHECKING:
    from inconcert.pipeline.suites.base import Size
    from inconcert.simulation.stage import Component
    from inconcert.simulation.world import World

SEED = 7_000


def scenario_of(
    size: Size,
    *,
    organic: Component | None = None,
    attack: Component | None = None,
    observation: Observation | None = None,
) -> Scenario:
    """Return the background of a size with one component on it, seen by these eyes."""
    return Scenario(
        population=Population(**LIFELIKE, accounts=size.accounts, days=size.days),
        organic=() if organic is None else (organic,),
        attacks=() if attack is None else (attack,),
        observation=observation or Observation(),
    )


def world_of(scenario: Scenario, seed: int) -> World:
    """Simulate; the seeds of suites are their own, apart from those of training sets."""
    return simulate(scenario, seed=SEED + seed)


def has(component: object, option: str) -> bool:
    """Say whether a component has a parameter."""
    return option in {f.name for f in fields(component)}  # type: ignore[arg-type]
