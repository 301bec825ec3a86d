"""A scenario: the background, what happens on top of it, and how it is seen."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from inconcert.errors import ConfigError
from inconcert.simulation.observation import Observation
from inconcert.simulation.population import Population

if TYPE_CHECKING:
    from inconcert.simulation.stage import Component


@dataclass(frozen=True)
class Scenario:
    """Everything that `simulate` needs but the seed.

    Raises `ConfigError` where two components have one name, where a component is none, or where
    the campaigns have more accounts than the background.

    >>> Scenario(population=Population(accounts=50)).attacks
    ()
    """

    population: Population = field(default_factory=Population)
    organic: tuple[Component, ...] = ()
    attacks: tuple[Component, ...] = ()
    observation: Observation = field(default_factory=Observation)

    def __post_init__(self) -> None:
        """Take lists as tuples, then check what no part can check alone."""
        object.__setattr__(self, "organic", tuple(self.organic or ()))
        object.__setattr__(self, "attacks", tuple(self.attacks or ()))
        _check_components(self)
        _check_sizes(self)
        _check_names(self)
        for component in (*self.organic, *self.attacks):
            _check_span(self.population, component)
            _check_language(self.population, component)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Organic scenarios, then attacks, each with the name that labels and acts give it."""
        seen: Counter[str] = Counter()
        named = []
        for number, component in enumerate((*self.organic, *self.attacks)):
            word = _snake(type(component).__name__)
            seen[word] += 1
            name = component.name or f"{word}_{seen[word]}"
            named.append(Part(name, component, number >= len(self.organic)))
        return tuple(named)


@dataclass(frozen=True)
class Part:
    """A component under its name."""

    name: str
    component: Component
    attack: bool


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _check_components(scenario: Scenario) -> None:
    for key in ("organic", "attacks"):
        for number, component in enumerate(getattr(scenario, key)):
            if not callable(getattr(component, "act", None)):
                raise ConfigError(
                    f"Scenario.{key}[{number}] is {component!r}; allowed: an object with a "
                    f"method act(stage, rng), built from a _target_ under "
                    f"inconcert.simulation.{key}"
                )


def _check_sizes(scenario: Scenario) -> None:
    planned = sum(getattr(attack, "accounts", 0) for attack in scenario.attacks)
    if planned > scenario.population.accounts:
        raise ConfigError(
            f"Scenario.attacks have {planned} accounts in all; allowed: at most the "
            f"{scenario.population.accounts} of Scenario.population.accounts"
        )


def _check_names(scenario: Scenario) -> None:
    counts = Counter(part.name for part in scenario.parts)
    for name, count in counts.items():
        if count > 1:
            raise ConfigError(
                f"{count} components of the scenario are named {name!r}; allowed: one each"
            )


def _check_span(population: Population, component: Component) -> None:
    start, days = getattr(component, "start_day", 0), getattr(component, "days", 0)
    if start + days > population.days:
        raise ConfigError(
            f"{type(component).__name__}.start_day + days is {start + days:g}; allowed: at most "
            f"the {population.days} of Population.days"
        )


def _check_language(population: Population, component: Component) -> None:
    lang = getattr(component, "lang", None)
    if lang is not None and lang not in population.languages:
        raise ConfigError(
            f"{type(component).__name__}.lang is {lang!r}; allowed: the languages of "
            f"Population.languages ({', '.join(population.languages)})"
        )
