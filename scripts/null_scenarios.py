"""Which organic scenario touches whom under which null: one row a scenario, O1 to O15."""

from __future__ import annotations

import numpy as np
import polars as pl
from documents import markdown_table
from null_organic import share, touches
from null_page import section
from null_worlds import NULLS, judged

from inconcert.networks.actions import actions
from inconcert.simulation.catalogue import component, components
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

LAYERS = ("repost", "reply", "url", "text")
ACCOUNTS = 1_000


def organic_scenarios(worlds: int) -> None:
    """Judge each organic scenario alone on a background, layer by layer."""
    rows = []
    for name in (None, *sorted(components("organic"), key=_number)):
        counts: dict[str, list[np.ndarray]] = {null: [] for null in NULLS}
        for seed in range(worlds):
            acts = _acts(name, seed)
            for null in NULLS:
                counts[null].append(_touches(acts, null))
        rows.append(_row(name, {null: np.array(each) for null, each in counts.items()}))
    section(
        "scenarios",
        "## On every organic scenario",
        f"Each organic scenario of the simulation with its defaults (docs/scenarios.md), {worlds} "
        f"times among {ACCOUNTS:,} accounts over 14 days, and the background alone; layers "
        f"{', '.join(LAYERS)}, each judged apart, window 60 s. In each cell: the share "
        "of the pairs with two distinct objects or more that is rejected at q < 0.05, and that "
        "of all accounts touched on any layer. Nobody is in a campaign: "
        "every rejection is false, though what people do in a fan event or before a television set "
        "is closer than chance indeed.",
        markdown_table(rows),
    )


def _number(name: str) -> tuple[int, str]:
    return int(component("organic", name).code[1:]), name


def _acts(name: str | None, seed: int) -> pl.DataFrame:
    parts = () if name is None else (component("organic", name)(),)
    scene = Scenario(population=Population(accounts=ACCOUNTS), organic=parts)
    return actions(simulate(scene, seed=seed).posts, LAYERS)


def _touches(acts: pl.DataFrame, null: str) -> np.ndarray:
    """Add up the pairs of all layers; count an account once, whatever touched it."""
    found = judged(acts, null)
    counts = touches(found, acts)
    rejected = found.filter(pl.col("q_value") < 0.05)
    counts[3] = pl.concat([rejected["source"], rejected["target"]]).n_unique()
    return counts


def _row(name: str | None, counts: dict[str, np.ndarray]) -> dict[str, str]:
    cells = {null: "{:.2%} / {:.2%}".format(*share(each)) for null, each in counts.items()}
    code = "" if name is None else component("organic", name).code
    return {"code": code, "scenario": name or "background alone", **cells}
