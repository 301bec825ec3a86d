"""The plots of the page on the calibration of the null models, as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from documents import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes

PLOTS = ROOT / "docs" / "null_calibration"


def save_plot(name: str, draw: Callable[[Axes], None]) -> None:
    """Draw on one pair of axes and write an SVG that is the same for the same figures."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams["svg.hashsalt"] = "inconcert"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
    draw(axes)
    figure.savefig(PLOTS / f"{name}.svg", metadata={"Date": None})
    pyplot.close(figure)


def draw_p_values(axes: Axes, levels: Sequence[float], shares: dict[str, np.ndarray]) -> None:
    """Draw the share of pairs over the level; the diagonal is uniform."""
    axes.plot(levels, levels, color="black", linestyle=":", label="uniform")
    for name, values in shares.items():
        some = values > 0
        axes.plot(np.array(levels)[some], values[some], marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="level", ylabel="share of all pairs with p ≤ level")
    axes.legend()


def draw_power(
    axes: Axes, counts: Sequence[int], table: dict[tuple[str, float], list[float]]
) -> None:
    """Draw power over co-acts: a colour a null, a line style a jitter."""
    nulls, jitters = (list(dict.fromkeys(names)) for names in zip(*table, strict=True))
    styles = ("-", "--", "-.", ":")
    for (null, jitter), values in table.items():
        axes.plot(
            counts,
            values,
            color=f"C{nulls.index(null)}",
            linestyle=styles[jitters.index(jitter)],
            label=f"{null}, {jitter:.0f} s",
        )
    axes.axhline(0.8, color="grey", linewidth=0.5)
    axes.set(xlabel="planted co-acts", ylabel="share of planted pairs with q < 0.05")
    axes.legend(fontsize="small", loc="upper left", bbox_to_anchor=(1.0, 1.0))
