"""What share of planted co-action each null finds."""

from __future__ import annotations

import numpy as np
from documents import markdown_table
from null_page import section
from null_plots import draw_power, save_plot
from null_worlds import NULLS, organic, plant_group, plant_pairs

CO_ACTS = (2, 3, 4, 5, 6, 8, 12)
JITTERS = (5.0, 20.0, 60.0, 120.0)
OTHERS = (0, 2, 5, 10, 20, 40)


def power(worlds: int) -> dict[str, float]:
    """Plant pairs; return each null's power at eight co-acts and a jitter of at most 20 s."""
    table = {
        (null, jitter): [planted_power(null, jitter, count, worlds) for count in CO_ACTS]
        for null in NULLS
        for jitter in JITTERS
    }
    rows = [
        {"null": null, "jitter": f"{jitter:.0f} s"}
        | {f"{count} co-acts": f"{value:.2f}" for count, value in zip(CO_ACTS, line, strict=True)}
        for (null, jitter), line in table.items()
    ]
    save_plot("power", lambda axes: draw_power(axes, CO_ACTS, table))
    section(
        "power",
        "## Power over planted co-acts and jitter",
        f"Share of planted pairs with q < 0.05, window 60 s, in {worlds} worlds of 2,000 accounts "
        "with ten planted pairs each. The first of a pair joins an existing wave, chosen by "
        "popularity, within five minutes of one of its acts; the second follows within the jitter. "
        "The ten pairs help each other through the false discovery rate a little.",
        markdown_table(rows),
        "![Power over the number of planted co-acts](null_calibration/power.svg)",
    )
    return {null: table[null, 20.0][CO_ACTS.index(8)] for null in NULLS}


def planted_power(null: str, jitter: float, count: int, worlds: int) -> float:
    """Return the mean power over the worlds."""
    return float(
        np.mean(
            [
                plant_pairs(
                    organic(seed, accounts=2_000), co_acts=count, jitter_seconds=jitter, seed=seed
                ).power(null)
                for seed in range(worlds)
            ]
        )
    )


def alone(worlds: int) -> None:
    """Show how the nulls do where a campaign makes its own objects."""
    rows = []
    for null in NULLS:
        cells = {f"{others} others": group_power(null, others, worlds) for others in OTHERS}
        rows.append({"null": null, **{name: f"{value:.2f}" for name, value in cells.items()}})
    section(
        "alone",
        "## A campaign that has its objects to itself",
        "Five accounts repost eight posts of their own within 20 s each; some other accounts join "
        "each post, over hours. Share of the ten pairs of the group with q < 0.05. Where nobody "
        "else acts on an object, `cascade` finds nothing remarkable in its times: take `bicm` or "
        "`shift` beside it.",
        markdown_table(rows),
    )


def group_power(null: str, others: int, worlds: int) -> float:
    """Return the mean power over the worlds."""
    found = [
        plant_group(organic(seed, accounts=2_000), others=others, seed=seed).power(null)
        for seed in range(worlds)
    ]
    return float(np.mean(found))
