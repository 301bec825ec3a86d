"""Curves of a trial as pictures, drawn without a display."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl
    from numpy.typing import NDArray

_INCHES = (5.0, 4.0)
_DPI = 120
_BINS = 30


def write_charts(tested: pl.DataFrame, directory: Path, *, threshold: float) -> None:
    """Write precision-recall, ROC and score histogram of `score`, `positive` as PNG files.

    An account without a score ranks below all others.
    """
    truth = tested["positive"].to_numpy()
    scores = tested["score"].fill_null(-1.0).to_numpy()
    hits, misses = curve_counts(scores, truth)
    charts = {
        "precision_recall": lambda axes: _precision_recall(axes, hits, misses),
        "roc": lambda axes: _roc(axes, hits, misses),
        "scores": lambda axes: _scores(axes, tested, threshold),
    }
    directory.mkdir(parents=True, exist_ok=True)
    for name, draw in charts.items():
        _write(directory / f"{name}.png", draw)


def curve_counts(
    scores: NDArray[np.float64], truth: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count true and false positives at each distinct score, from the highest down.

    >>> hits, misses = curve_counts(np.array([0.9, 0.5, 0.5]), np.array([True, True, False]))
    >>> hits.tolist(), misses.tolist()
    ([1, 2], [0, 1])
    """
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.diff(scores[order]) != 0, True)
    return np.cumsum(truth[order])[last], np.cumsum(~truth[order])[last]


def _write(path: Path, draw: Any) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_INCHES, dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    draw(figure.add_subplot())
    figure.savefig(path, metadata={"Software": None})


def _precision_recall(axes: Any, hits: NDArray[np.int64], misses: NDArray[np.int64]) -> None:
    base = hits[-1] / (hits[-1] + misses[-1])
    axes.step(hits / hits[-1], hits / (hits + misses), where="post")
    axes.axhline(base, linestyle=":", color="grey", label=f"base rate {base:.3f}")
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend()


def _roc(axes: Any, hits: NDArray[np.int64], misses: NDArray[np.int64]) -> None:
    axes.plot(np.append(0, misses / misses[-1]), np.append(0, hits / hits[-1]))
    axes.plot([0, 1], [0, 1], linestyle=":", color="grey", label="chance")
    axes.set(xlabel="false positive rate", ylabel="true positive rate", xlim=(0, 1), ylim=(0, 1.02))
    axes.legend()


def _scores(axes: Any, tested: pl.DataFrame, threshold: float) -> None:
    scored = tested.drop_nulls("score")
    for positive, name in ((False, "organic"), (True, "in a campaign")):
        values = scored.filter(scored["positive"] == positive)["score"].to_numpy()
        axes.hist(values, bins=_BINS, range=(0, 1), alpha=0.6, label=f"{name} ({values.size})")
    axes.axvline(threshold, color="black", linewidth=1, label=f"threshold {threshold:.3g}")
    axes.set(xlabel="score", ylabel="tested accounts", yscale="symlog", ylim=(0, None))
    axes.legend()
