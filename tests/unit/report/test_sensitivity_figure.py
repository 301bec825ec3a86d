"""The heat map: what it says, in both formats, and that it can be read without colour."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from itertools import pairwise

import polars as pl
import pytest

from inconcert.errors import ConfigError
from inconcert.networks.sensitivity import SENSITIVITY
from inconcert.report.sensitivity import check_figure_path, sensitivity_figure, write_sensitivity

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def table():
    """Two layers, two weights, two windows, two thresholds; a point without groups in each."""
    rows = [
        {
            "layer": layer,
            "window_seconds": window,
            "weight": weight,
            "threshold": threshold,
            "threshold_kind": "quantile",
            "groups": 0 if threshold == 0.9 and window else 1_234,
            "accounts": 56_789,
            "stability": {0.5: 0.95, 0.9: 0.05}[threshold],
            "is_reference": (window, weight, threshold) == (60.0, "idf", 0.5),
        }
        for layer in ("repost", "スローガン$x$<b>&")
        for window in (60.0, None)
        for weight in ("distinct_objects", "idf")
        for threshold in (0.5, 0.9)
    ]
    full = pl.DataFrame(rows).with_columns(
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in SENSITIVITY.items()
        if name not in rows[0]
    )
    return full.select(pl.col(name).cast(kind) for name, kind in SENSITIVITY.items())


def words(path):
    return [" ".join(element.itertext()) for element in ET.parse(path).iter(f"{SVG}text")]


def test_an_svg_says_everything_in_words(table, tmp_path):
    write_sensitivity(table, tmp_path / "map.svg")
    said = words(tmp_path / "map.svg")
    assert said.count("1,234 / 56,789") == 12
    assert said.count("no groups") == 4
    for title in ("repost: distinct_objects", "repost: idf", "スローガン$x$<b>&: idf"):
        assert title in said
    text = " ".join(said)
    for label in ("window (s)", "no limit", "threshold (quantile of edge weights)", "0.5", "0.9",
                  "stability: mean adjusted Rand index", "groups / accounts in them",
                  "White frame: the point of reference"):  # fmt: skip
        assert label in text
    assert [path.name for path in tmp_path.iterdir()] == ["map.svg"]


def test_a_png_is_one(table, tmp_path):
    write_sensitivity(table, tmp_path / "new" / "map.png")
    assert (tmp_path / "new" / "map.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_same_table_gives_the_same_bytes(table, tmp_path, suffix):
    for name in ("one", "other"):
        write_sensitivity(table, tmp_path / f"{name}{suffix}")
    one, other = (tmp_path / f"{name}{suffix}" for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_scale_reads_in_grey(table):
    mesh = sensitivity_figure(table).axes[0].collections[0]
    steps = [luminance(mesh.cmap(step / 50)) for step in range(51)]
    assert all(later > earlier for earlier, later in pairwise(steps))
    assert (mesh.norm.vmin, mesh.norm.vmax) == (0, 1)


@pytest.mark.parametrize("stability", [0.0, 0.25, 0.4, 0.45, 0.5, 0.6, 1.0])
def test_the_words_in_a_cell_stand_out(table, stability):
    axes = sensitivity_figure(table.with_columns(stability=stability, groups=1)).axes[0]
    mesh = axes.collections[0]
    behind = luminance(mesh.cmap(mesh.norm(stability)))
    for text in axes.texts:
        ink = {"white": 1.0, "black": 0.0}[text.get_color()]
        contrast = (max(ink, behind) + 0.05) / (min(ink, behind) + 0.05)
        assert contrast >= 4.5, "as WCAG 2 asks of small text"


def test_one_panel_a_layer_and_weight_with_the_shortest_window_below(table):
    figure = sensitivity_figure(table)
    *panels, bar = figure.axes
    assert len(panels) == 4
    assert [label.get_text() for label in panels[0].get_yticklabels()] == ["60", "no limit"]
    values = panels[0].collections[0].get_array()
    assert values[0, 0] == pytest.approx(0.95)
    assert math.isnan(values.filled(math.nan)[0, 1]), "a point without groups has no colour"
    assert [len(panel.patches) for panel in panels] == [1, 3, 1, 3], "hatch, and the frame in two"
    assert "stability" in bar.get_ylabel()


def test_agreement_below_zero_is_marked_on_the_scale(table):
    below = table.with_columns(stability=-0.1)
    assert sensitivity_figure(below).axes[3].collections[0].colorbar.extend == "min"
    assert sensitivity_figure(table).axes[3].collections[0].colorbar.extend == "neither"


def test_weights_as_thresholds_are_labelled_so(table, tmp_path):
    write_sensitivity(table.with_columns(threshold_kind=pl.lit("weight")), tmp_path / "map.svg")
    assert "threshold (least edge weight)" in " ".join(words(tmp_path / "map.svg"))


def test_refusals(table, tmp_path):
    with pytest.raises(ConfigError, match=r"its suffix '\.pgn'; did you mean '\.png'"):
        check_figure_path(tmp_path / "map.pgn")
    with pytest.raises(ConfigError, match="the table has no rows"):
        write_sensitivity(table.clear(), tmp_path / "map.svg")
    assert list(tmp_path.iterdir()) == []
