"""The figures of the suites, drawn without a display; readable in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_BLUE, _GREY = "#2166ac", "#777777"


def bars(
    path: Path,
    names: Sequence[str],
    values: Sequence[float | None],
    *,
    label: str,
    most: float | None = None,
    marks: Sequence[float | None] = (),
) -> None:
    """Write horizontal bars, the last on top, each with its number; `marks` as circles on them."""
    figure = _figure(7.0, 0.9 + 0.27 * len(names))
    axes = figure.add_subplot()
    known = [0.0 if value is None else value for value in values]
    axes.barh(range(len(names)), known, color=_BLUE, height=0.7)
    circles = [(mark, place) for place, mark in enumerate(marks) if mark is not None]
    top = most or max([*known, *(mark for mark, _ in circles), 1e-9])
    if circles:
        axes.plot(*zip(*circles, strict=True), "o", mfc="white", mec="black", ms=6)
    for place, value in enumerate(values):
        text = "none" if value is None else f"{value:.2f}" if most else f"{value:.1f}"
        axes.text(known[place] + 0.02 * top, place, text, va="center", fontsize=8, color=_GREY)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    axes.set(xlabel=label, xlim=(0, 1.12 * top), ylim=(-0.6, len(names) - 0.4))
    axes.spines[["top", "right"]].set_visible(False)
    _write(figure, path)


def panels(
    path: Path,
    curves: Mapping[str, tuple[Sequence[float], Sequence[float | None]]],
    *,
    label: str,
) -> None:
    """Write one small panel a curve; rungs stand at equal distances."""
    columns = min(len(curves), 3)
    lines = -(-len(curves) // columns)
    figure = _figure(3.0 * columns, 2.4 * lines)
    for place, (name, (rungs, values)) in enumerate(curves.items(), start=1):
        axes = figure.add_subplot(lines, columns, place)
        known = [float("nan") if value is None else value for value in values]
        axes.plot(range(len(rungs)), known, marker="o", color=_BLUE)
        axes.set_xticks(range(len(rungs)), [f"{rung:g}" for rung in rungs], fontsize=8)
        axes.set_ylim(-0.03, 1.03)
        axes.set_title(name, fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
    figure.supylabel(label, fontsize=9)
    _write(figure, path)


def _figure(width: float, height: float) -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _write(figure: Any, path: Path) -> None:
    """Write SVG or PNG by the name, the same bytes for the same figure."""
    import matplotlib as mpl

    with mpl.rc_context({"svg.hashsalt": path.stem, "svg.fonttype": "none"}):
        metadata = {"Date": None} if path.suffix == ".svg" else {"Software": None}
        figure.savefig(path, metadata=metadata, dpi=120)
