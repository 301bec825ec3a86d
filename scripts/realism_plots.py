"""The figures of the page on realism, as SVG."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from documents import ROOT
from realism_measured import NAMES, SIMULATED, distance, real_distances

from inconcert.evaluation.realism.catalogue import STATISTICS
from inconcert.evaluation.realism.comparison import summarise

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from realism_measured import Measured

    from inconcert.evaluation.realism.sight import Value

PLOTS = ROOT / "docs" / "realism"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito (2008): told apart without red and green."""
PANELS = (
    ("posts_per_account", "posts of an account"),
    ("gaps", "s between posts of an account"),
    ("burstiness", "burstiness of an account"),
    ("hour_profile", "hour of the place's day"),
    ("since_first", "s after the first repost"),
    ("cascade_size", "reposts of a thing"),
    ("repost_degree_any", "co-repost degree, any time"),
    ("hashtag_uses", "posts of a hashtag"),
    ("text_length", "characters of a text"),
)
TAILS = ("posts_per_account", "cascade_size", "hashtag_uses", "repost_degree_any")
LINEAR = ("burstiness", "hour_profile")
POINTS = 200


def draw_distances(measured: Measured) -> None:
    """Draw three heat maps: worlds as shipped, brought nearer, and real sets, each against life."""
    typical = {each.statistic.name: each.real for each in summarise(measured.real, measured.real)}
    tables = {
        "simulated as shipped": lambda s, n: distance(measured.simulated, s, n),
        "simulated, brought nearer": lambda s, n: distance(measured.nearer, s, n),
        "another real set (median)": lambda s, n: _median(real_distances(measured.real, s, n)),
    }
    figure, axes = _subplots(1, len(tables), size=(13.0, 0.3 * len(STATISTICS) + 2.6), sharey=True)
    for panel, (title, cell) in zip(axes.flat, tables.items(), strict=True):
        grid = np.array([[_number(cell(each.name, name)) for name in NAMES] for each in STATISTICS])
        scale = np.array([[_number(typical[each.name])] for each in STATISTICS])
        shown = _heat_map(panel, grid, scale)
        panel.set_title(title, fontsize=10)
    axes.flat[0].set_yticks(range(len(STATISTICS)), [each.title for each in STATISTICS], fontsize=8)
    bar = figure.colorbar(shown, ax=axes, shrink=0.4, ticks=[-2, -1, 0, 1, 2], pad=0.01)
    bar.ax.set_yticklabels(["1/4", "1/2", "1", "2", "4"])
    bar.set_label("distance over the median of two real sets")
    _save(figure, "distances")


def draw_distributions(measured: Measured) -> None:
    """Draw the main distributions: a colour a set, solid in life, dashed simulated."""
    figure, axes = _subplots(3, 3, size=(12.0, 10.5))
    for panel, (statistic, label) in zip(axes.flat, PANELS, strict=True):
        for name, colour in zip(NAMES, COLOURS, strict=True):
            for suffix, style in (("", "-"), (f", {SIMULATED}", "--")):
                value = measured.values[name + suffix][statistic]
                if not suffix or distance(measured.simulated, statistic, name) is not None:
                    _curve(panel, statistic, value, color=colour, linestyle=style)
        _label(panel, statistic, label)
    figure.legend(handles=_legend(), loc="outside lower center", ncols=5, fontsize=9, frameon=False)
    _save(figure, "distributions")


def _heat_map(panel: Axes, grid: np.ndarray, scale: np.ndarray) -> object:
    with np.errstate(divide="ignore", invalid="ignore"):
        heat = np.clip(np.log2(grid / scale), -2, 2)
    shown = panel.imshow(heat, cmap="PuOr_r", vmin=-2, vmax=2, aspect="auto")
    for (row, column), value in np.ndenumerate(grid):
        if np.isfinite(value):
            dark = abs(heat[row, column]) > 1.5
            colour = "white" if dark else "black"
            panel.text(
                column, row, f"{value:.2f}", ha="center", va="center", fontsize=6.5, color=colour
            )
    panel.set_xticks(range(len(NAMES)), NAMES, rotation=40, ha="right", fontsize=8)
    panel.tick_params(length=0)
    return shown


def _curve(panel: Axes, statistic: str, value: Value, **style: str) -> None:
    if isinstance(value, dict):
        value = next(iter(sorted(value.items(), key=lambda entry: -len(entry[1]))))[1]
    if not isinstance(value, np.ndarray):
        return
    if statistic == "hour_profile":
        panel.plot(np.arange(24), value, linewidth=1.2, **style)
        return
    places, below = _steps(np.sort(value))
    tail = statistic in TAILS
    panel.plot(places, 1 - below if tail else below, linewidth=1.2, **style)


def _steps(ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return values and the share strictly below each, thinned to some hundred points."""
    places, first = np.unique(ordered, return_index=True)
    chosen = np.unique(np.linspace(0, len(places) - 1, POINTS).astype(int))
    logs = np.geomspace(1, len(places), POINTS).astype(int) - 1
    chosen = np.union1d(chosen, logs)
    return places[chosen], first[chosen] / len(ordered)


def _label(panel: Axes, statistic: str, label: str) -> None:
    panel.set_xlabel(label)
    if statistic in TAILS:
        panel.set_yscale("log")
        panel.set_ylabel("share at least as large", fontsize=8)
    else:
        share = "share of posts" if statistic == "hour_profile" else "share below"
        panel.set_ylabel(share, fontsize=8)
    if statistic not in LINEAR:
        panel.set_xscale("symlog" if statistic in ("gaps", *TAILS) else "log")
        panel.set_xlim(left=1)
    panel.grid(visible=True, alpha=0.2)


def _legend() -> list[object]:
    from matplotlib.lines import Line2D

    sets = [Line2D([], [], color=c, label=n) for n, c in zip(NAMES, COLOURS, strict=True)]
    styles = [
        Line2D([], [], color="grey", linestyle=style, label=word)
        for style, word in (("-", "in life"), ("--", "simulated as shipped"))
    ]
    return [*sets, *styles]


def _subplots(
    rows: int, columns: int, *, size: tuple[float, float], sharey: bool = False
) -> tuple[Figure, np.ndarray]:
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "inconcert"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(
        rows, columns, figsize=size, layout="constrained", sharey=sharey, squeeze=False
    )
    return figure, axes


def _save(figure: Figure, name: str) -> None:
    from matplotlib import pyplot

    PLOTS.mkdir(parents=True, exist_ok=True)
    figure.savefig(PLOTS / f"{name}.svg", metadata={"Date": None})
    pyplot.close(figure)


def _median(values: list[float]) -> float | None:
    return median(values) if values else None


def _number(value: float | None) -> float:
    return np.nan if value is None else value
