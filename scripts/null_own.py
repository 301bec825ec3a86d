"""How each null judges data drawn from itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from documents import markdown_table
from null_page import section
from null_plots import draw_p_values, save_plot
from null_worlds import NULLS, dense, judged, organic, pair_count
from scipy.stats import binomtest

from inconcert.networks.nullmodels import samplers

if TYPE_CHECKING:
    import polars as pl

LEVELS = (0.0001, 0.001, 0.01, 0.05, 0.1, 0.2)
OWN_WINDOW = 600.0
DRAW = {
    "cascade": samplers.draw_cascade,
    "hypergeometric": samplers.draw_hypergeometric,
    "bicm": samplers.draw_bicm,
    "shift": samplers.draw_shift,
}


def own_nulls(seeds: int) -> None:
    """Draw from each null and judge by it."""
    bases = {"organic": organic(0, accounts=250), "dense": dense(0)}
    found = {(n, of): own_shares(n, base, seeds) for of, base in bases.items() for n in NULLS}
    shares = {f"{null}, {of}": under for (null, of), (under, _) in found.items()}
    save_plot("p_values", lambda axes: draw_p_values(axes, LEVELS, shares))
    sizes = "; ".join(
        f"`{name}`: {base.height:,} reposts, {base['account_id'].n_unique()} accounts, "
        f"{pair_count(base):,} pairs"
        for name, base in bases.items()
    )
    section(
        "own",
        "## On data drawn from each null itself",
        f"{seeds} draws of each null from the margins of two tables ({sizes}; `organic` is of the "
        "simulation, sparse as such data are, `dense` is made so that counts are far from 0 and "
        f"1). Window of `cascade` and `shift`: {OWN_WINDOW:.0f} s. Share of all pairs, those "
        "without an edge included, whose p-value is at most the level: at or under the level is "
        "uniform or conservative (counts are whole numbers, so that in sparse data most pairs have "
        "p = 1). Last: share of draws with any rejection at q = 0.05, with its exact 95 % "
        "interval; the bound is 0.05.",
        markdown_table([own_row(*key, *found[key], seeds) for key in found]),
        "![Share of pairs with a p-value of at most the level](null_calibration/p_values.svg)",
    )


def own_shares(null: str, base: pl.DataFrame, seeds: int) -> tuple[np.ndarray, int]:
    """Return the share of pairs under each level, and the number of draws with a rejection."""
    under, worlds = np.zeros(len(LEVELS)), 0
    for seed in range(seeds):
        drawn = DRAW[null](base, seed=seed)
        found = judged(drawn, null, window=OWN_WINDOW)
        p_values = found["p_value"].to_numpy()
        under += [np.sum(p_values <= level) / pair_count(drawn) for level in LEVELS]
        worlds += bool((found["q_value"] < 0.05).any())
    return under / seeds, worlds


def own_row(null: str, of: str, shares: np.ndarray, worlds: int, draws: int) -> dict[str, str]:
    """Return one line of the table."""
    bounds = binomtest(worlds, draws).proportion_ci(0.95, "exact")
    levels = {f"p ≤ {level:g}": f"{share:.5f}" for level, share in zip(LEVELS, shares, strict=True)}
    any_share = f"{worlds / draws:.2f} ({bounds.low:.2f} to {bounds.high:.2f})"
    return {"null": f"{null}, {of}", **levels, "any rejection": any_share}
