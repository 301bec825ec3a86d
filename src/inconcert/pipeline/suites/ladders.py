"""Ladders: one thing gets harder rung by rung, until a method breaks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import polars as pl

from inconcert.errors import ConfigError
from inconcert.pipeline.suites.attacks import check_rate, measured
from inconcert.pipeline.suites.base import Findings, Scale, Size, judged_world
from inconcert.pipeline.suites.worlds import has, scenario_of, world_of
from inconcert.simulation.catalogue import component
from inconcert.simulation.observation import Observation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from inconcert.pipeline.bundle import Bundle

Of = Literal["attack", "prevalence", "per_act", "missing", "observation"]


@dataclass(frozen=True)
class Ladder:
    """One ladder: an attack, and what changes from rung to rung.

    `of` says what a rung is: a value of the attack's parameter `key` ("attack"); the share of the
    accounts that belong to the campaign ("prevalence"); how many accounts join in each act
    ("per_act", through the attack's `participation`); the share of posts whose target is unknown
    ("missing"); a value of the observation's parameter `key` ("observation").
    """

    name: str
    attack: str
    rungs: tuple[float, ...]
    of: Of = "attack"
    key: str = ""
    unit: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of the attack that stay the same."""

    def __post_init__(self) -> None:
        """Refuse a ladder that cannot be climbed."""
        if len(self.rungs) < 2:
            raise ConfigError(f"Ladder.rungs is {self.rungs!r}; allowed: two rungs or more")
        cls = component("attacks", self.attack)
        if self.of == "attack" and not has(cls, self.key):
            raise ConfigError(f"Ladder.key is {self.key!r}; allowed: a parameter of {self.attack}")
        if self.of == "observation" and not has(Observation, self.key):
            raise ConfigError(f"Ladder.key is {self.key!r}; allowed: a parameter of Observation")
        if self.of == "per_act" and not has(cls, "participation"):
            raise ConfigError(f"Ladder.attack is {self.attack!r}; it has no participation")

    def at(self, rung: float, accounts: int) -> tuple[Any, Observation]:
        """Return the attack and the eyes at a rung, in a world of so many accounts."""
        options = {**self.options, "name": self.name}
        observation: Any = Observation()
        if self.of == "attack":
            options[self.key] = rung
        elif self.of == "prevalence":
            options["accounts"] = max(round(rung * accounts), 5)
        elif self.of == "per_act":
            size = options.get("accounts", component("attacks", self.attack)().accounts)
            options["participation"] = min(rung / size, 1.0)
        elif self.of == "missing":
            columns = ("repost_of_post", "repost_of_account", "reply_to_post", "quote_of_post")
            observation = Observation(missing=dict.fromkeys((*columns, "text"), rung))
        else:
            observation = replace(observation, **{self.key: rung})
        return component("attacks", self.attack)(**options), observation


@dataclass(frozen=True)
class Ladders:
    """Every ladder; what breaks is told by recall at the false-positive rate `fpr`."""

    caption: ClassVar[str] = "Recall at a fixed false-positive rate as an attack gets harder to see"

    ladders: tuple[Ladder, ...]
    fpr: float = 0.01
    quick: Size = field(default_factory=lambda: Size(days=28))
    full: Size = field(default_factory=lambda: Size(accounts=4_000, days=28, seeds=3))

    def __post_init__(self) -> None:
        """Refuse what is no suite."""
        check_rate(self, self.fpr)
        names = [ladder.name for ladder in self.ladders]
        if not names or len(set(names)) < len(names):
            raise ConfigError(
                f"Ladders.ladders are {names}; allowed: at least one, each with a name of its own"
            )

    def run(self, bundle: Bundle, scale: Scale) -> Findings:
        """Climb every ladder; quickly: its ends and its middle alone."""
        size: Size = getattr(self, scale)
        rows = []
        for ladder in self.ladders:
            for rung in _rungs(ladder, scale):
                attack, observation = ladder.at(rung, size.accounts)
                scene = scenario_of(size, attack=attack, observation=observation)
                seen = [judged_world(bundle, world_of(scene, seed)) for seed in range(size.seeds)]
                step = {
                    "ladder": ladder.name,
                    "attack": ladder.attack,
                    "unit": ladder.unit,
                    "rung": rung,
                }
                rows.append({**step, **measured(seen, self.fpr)})
        table = pl.DataFrame(rows, infer_schema_length=None)
        table = table.with_columns(holds=_holds())
        share = {
            f"holds.{name}": float(part["holds"].mean() or 0.0)  # type: ignore[arg-type]
            for (name,), part in table.group_by("ladder", maintain_order=True)
        }
        return Findings(table, share)

    def draw(self, table: pl.DataFrame, path: Path) -> None:
        """One panel a ladder: recall over the rungs."""
        from inconcert.pipeline.suites.figures import panels

        curves = {
            f"{name} ({part['unit'][0]})": (
                part["rung"].to_list(),
                part["recall_at_fpr"].to_list(),
            )
            for (name,), part in table.group_by("ladder", maintain_order=True)
        }
        panels(path, curves, label=f"recall at a false-positive rate of {self.fpr:g}")


def _rungs(ladder: Ladder, scale: Scale) -> tuple[float, ...]:
    if scale == "full" or len(ladder.rungs) <= 3:
        return ladder.rungs
    return (ladder.rungs[0], ladder.rungs[len(ladder.rungs) // 2], ladder.rungs[-1])


def _holds() -> pl.Expr:
    """A method holds as long as it finds at least half of what it finds on the easiest rung."""
    best = pl.col("recall_at_fpr").max().over("ladder")
    return (pl.col("recall_at_fpr") >= best / 2) & (best > 0)
