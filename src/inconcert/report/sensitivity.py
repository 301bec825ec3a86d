"""The heat map of a sensitivity table: where on the grid the groups stay what they are.

One panel a weight (and a row of panels a layer), windows against thresholds; the colour is the
stability, which the scale of cividis shows to colour-blind readers and in grey alike.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from inconcert.errors import ConfigError, nearest
from inconcert.posts.output import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from matplotlib.figure import Figure

FIGURES = (".svg", ".png")
_CELL = (1.05, 0.5)
_MARGIN = (2.6, 1.6)
_BETWEEN = (0.35, 0.75)
_DPI = 150
_SCALE = "cividis"
_NOTHING = "#f0f0f0"
_THRESHOLD = {
    "quantile": "threshold (quantile of edge weights)",
    "weight": "threshold (least edge weight)",
}
_TITLE = "Sensitivity of groups to window, weight and threshold"
_NOTE = (
    "In a cell: groups / accounts in them. White frame: the point of reference.\n"
    "Hatched: no groups, or no neighbour to compare with."
)


def write_sensitivity(table: pl.DataFrame, path: Path) -> None:
    """Write the heat map of what `networks.sensitivity` returns, as .svg or .png.

    The same table gives the same bytes. Names of layers in any script stay text in an SVG; a PNG
    shows those that the fonts of the machine hold. Raises `ConfigError` for another suffix.
    """
    check_figure_path(path)
    import matplotlib as mpl

    plain = {"svg.hashsalt": "inconcert", "svg.fonttype": "none"}
    with mpl.rc_context(plain), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = sensitivity_figure(table)
        about = {"Title": _TITLE, **_undated(path)}
        write_atomically(path, lambda part: figure.savefig(part, dpi=_DPI, metadata=about))


def check_figure_path(path: Path) -> None:
    """Raise `ConfigError` if the suffix does not say what to draw."""
    if path.suffix.lower() not in FIGURES:
        raise ConfigError(
            f"cannot tell what to draw into {str(path)!r} by its suffix {path.suffix!r}; "
            f"{nearest(path.suffix.lower(), FIGURES)}."
        )


def _undated(path: Path) -> dict[str, str | None]:
    return {"Date": None} if path.suffix.lower() == ".svg" else {"Software": None}


def sensitivity_figure(table: pl.DataFrame) -> Figure:
    """Draw the heat map; raises `ConfigError` for a table without rows."""
    if table.is_empty():
        raise ConfigError("sensitivity: the table has no rows; there is nothing to draw.")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    layers, weights = (_values(table, axis) for axis in ("layer", "weight"))
    figure = Figure(figsize=_size(table, len(layers), len(weights)), layout="constrained")
    FigureCanvasAgg(figure)
    grid = figure.subplots(len(layers), len(weights), squeeze=False, sharex=True, sharey=True)
    for axes, (layer, weight) in zip(
        grid.flat, ((one, other) for one in layers for other in weights), strict=True
    ):
        part = table.filter(pl.col("layer").eq_missing(layer), weight=weight)
        image = _panel(axes, part)
        axes.set_title(_name(layer, weight, len(layers)), fontsize=9, parse_math=False)
    figure.supxlabel(f"{_THRESHOLD[table['threshold_kind'][0]]}\n{_NOTE}", fontsize=8)
    figure.supylabel("window (s)", fontsize=9)
    bar = figure.colorbar(image, ax=grid, fraction=0.05, extend=_below(table))
    bar.set_label("stability: mean adjusted Rand index\nwith the neighbouring points", fontsize=8)
    return figure


def _size(table: pl.DataFrame, down: int, across: int) -> tuple[float, float]:
    """Return inches: as many as the cells need, and what stands around them."""
    wide, high = (len(_values(table, axis)) for axis in ("threshold", "window_seconds"))
    width = across * (wide * _CELL[0] + _BETWEEN[0]) + _MARGIN[0]
    height = down * (high * _CELL[1] + _BETWEEN[1]) + _MARGIN[1]
    return max(width, 7.0), max(height, 3.0)


def _panel(axes: Any, part: pl.DataFrame) -> Any:
    """Draw the points of one layer and weight; return the picture that the scale belongs to."""
    windows, thresholds = (_values(part, axis) for axis in ("window_seconds", "threshold"))
    shown = np.full((len(windows), len(thresholds)), np.nan)
    axes.set_facecolor(_NOTHING)
    for (y, x), point in _points(part, windows, thresholds):
        if point["groups"] and point["stability"] is not None:
            shown[y, x] = point["stability"]
    edges = (np.arange(size + 1) - 0.5 for size in reversed(shown.shape))
    image = axes.pcolormesh(*edges, shown, cmap=_SCALE, vmin=0, vmax=1, edgecolors="white", lw=1)
    for place, point in _points(part, windows, thresholds):
        _cell(axes, place, point, image.cmap(image.norm(shown[place])))
    axes.set_xticks(range(len(thresholds)), [f"{value:g}" for value in thresholds], fontsize=8)
    axes.set_yticks(range(len(windows)), [_seconds(value) for value in windows], fontsize=8)
    return image


def _cell(axes: Any, place: tuple[int, int], point: dict[str, Any], colour: Any) -> None:
    """Write into a cell how many groups there are; hatch it where no stability is shown."""
    from matplotlib.patches import Rectangle

    y, x = place
    corner = (x - 0.5, y - 0.5)
    bare = not point["groups"] or point["stability"] is None
    if bare:
        axes.add_patch(Rectangle(corner, 1, 1, fill=False, hatch="////", edgecolor="#c8c8c8", lw=0))
    if point["is_reference"]:
        inset = (x - 0.45, y - 0.42)
        for width, edge in ((4.0, "black"), (2.0, "white")):
            axes.add_patch(Rectangle(inset, 0.9, 0.84, fill=False, edgecolor=edge, lw=width))
    text = f"{point['groups']:,} / {point['accounts']:,}" if point["groups"] else "no groups"
    ink = "black" if bare or _is_light(colour) else "white"
    axes.text(x, y, text, ha="center", va="center", fontsize=8, color=ink)


def _is_light(colour: Any) -> bool:
    """Tell whether black reads better than white: relative luminance as WCAG 2 counts it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722))) > 0.179


def _points(
    part: pl.DataFrame, windows: list[Any], thresholds: list[Any]
) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
    for point in part.iter_rows(named=True):
        place = (windows.index(point["window_seconds"]), thresholds.index(point["threshold"]))
        yield place, point


def _values(table: pl.DataFrame, column: str) -> list[Any]:
    return table[column].unique(maintain_order=True).to_list()


def _name(layer: str | None, weight: str, layers: int) -> str:
    return f"{layer}: {weight}" if layers > 1 else weight


def _seconds(value: float | None) -> str:
    return "no limit" if value is None else f"{value:g}"


def _below(table: pl.DataFrame) -> str:
    """Say on the scale that some points lie under it."""
    lowest = table.filter(pl.col("groups") > 0)["stability"].min()
    return "min" if lowest is not None and float(lowest) < 0 else "neither"  # type: ignore[arg-type]
