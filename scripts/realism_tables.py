"""The tables and words of the page on realism."""

from __future__ import annotations

from dataclasses import asdict
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from documents import markdown_table
from realism_measured import NAMES, NEARER, SIMULATED, distance, is_off, nearer_real
from realism_sets import LEFT_OUT, SETS, URL_NETWORK
from realism_words import HABITS, STRUCTURE, WHY

from inconcert.evaluation.realism.catalogue import STATISTICS
from inconcert.evaluation.realism.comparison import summarise
from inconcert.evaluation.realism.sight import Absent
from inconcert.simulation.population import Population

if TYPE_CHECKING:
    from realism_measured import Measured
    from realism_worlds import RealSet

    from inconcert.evaluation.realism.comparison import Summary
    from inconcert.evaluation.realism.sight import Value


TOGETHER = {
    "everything on reposts": (
        "outside_share",
        "since_first",
        "cascade_size",
        *(each.name for each in STATISTICS if each.name.startswith("repost")),
    ),
    "the network of shared urls": URL_NETWORK,
}
"""What statistics that are mostly absent together are called."""


def sections(measured: Measured) -> dict[str, str]:
    """Return the sections of the page by name."""
    shipped = summarise(measured.simulated, measured.real)
    nearer = summarise(measured.nearer, measured.real)
    off = [each for each in shipped if is_off(measured, each)]
    return {
        "worlds": worlds(measured),
        "distances": distances(measured, shipped, nearer),
        "off": where_off(measured, off, nearer),
        "parameters": parameters(shipped, nearer),
        "values": values_table(measured),
        "absent": absences(measured),
    }


def worlds(measured: Measured) -> str:
    """Return the table of what is compared."""
    rows = [
        {
            "set": each.name,
            "real posts by accounts": measured.sizes[each.name],
            "simulated": measured.sizes[f"{each.name}, {SIMULATED}"],
            "nearer": measured.sizes[f"{each.name}, {NEARER}"],
            "place": each.timezone,
            "seen": seen(each),
        }
        for each in SETS
    ]
    left = "\n".join(f"- {name}: {reason}" for name, reason in LEFT_OUT.items())
    return "\n\n".join(["## What is compared", HABITS, markdown_table(rows), "Not compared:", left])


def seen(each: RealSet) -> str:
    """Say what the collection holds of what was posted."""
    parts = ["no reposts"] if each.unseen_kinds else []
    parts += ["hours of the collection"] if each.intervals else []
    return ", ".join(parts) or "all kinds, all hours"


def distances(measured: Measured, shipped: list[Summary], nearer: list[Summary]) -> str:
    """Return the table of distances and the figures."""
    seeds = {s.statistic.name: s.simulated for s in summarise(measured.seeds, measured.real)}
    rows = [
        distance_row(measured, one, other, seeds[one.statistic.name])
        for one, other in zip(shipped, nearer, strict=True)
    ]
    return "\n\n".join(
        [
            "## Distances",
            "Median over the sets that show a statistic. `as shipped`: worlds with the defaults of "
            "`Population` but for size, span, place and language. `brought nearer`: with the "
            "parameters of the section below. `two seeds`: two worlds as shipped, which is chance. "
            "`real`: median and largest distance of two real sets. `ratio`: as shipped over the "
            "median of real; above 1 the simulation is further from life than life from itself. "
            "`ratio, nearer`: the same brought nearer. "
            "`another nearer`: for how many sets another real set lies nearer than the world made "
            "for it.",
            markdown_table(rows),
            "![Distances as heat maps](realism/distances.svg)",
            "The colour is the distance over the median distance of two real sets, the figure in "
            "the cell the distance itself; without colour where no two real sets show it.",
            "![Distributions, real and simulated](realism/distributions.svg)",
        ]
    )


def distance_row(
    measured: Measured, shipped: Summary, nearer: Summary, seeds: float | None
) -> dict[str, str]:
    """Return one line of the table of distances."""
    beaten, sets = nearer_real(measured, shipped.statistic.name)
    return {
        "statistic": shipped.statistic.title,
        "distance": shipped.statistic.distance.replace("_", " "),
        "sets": str(shipped.sets),
        "as shipped": figure(shipped.simulated),
        "brought nearer": figure(nearer.simulated),
        "two seeds": figure(seeds),
        "real": figure(shipped.real),
        "real, most": figure(shipped.real_most),
        "ratio": figure(shipped.ratio),
        "ratio, nearer": figure(nearer.ratio),
        "another nearer": f"{beaten} of {sets}" if sets else "-",
    }


def where_off(measured: Measured, off: list[Summary], nearer: list[Summary]) -> str:
    """Say where the simulation is off: what it is in life, in the simulation, and why it counts."""
    after = {each.statistic.name: each for each in nearer}
    lines = [
        off_line(measured, each, after[each.statistic.name])
        for each in sorted(off, key=lambda one: -(one.ratio or 0.0))
    ]
    return "\n\n".join(
        [
            "## Where it is off, and why that matters",
            "Statistics with a ratio above 1, or for which another real set is mostly nearer than "
            "the world made for the set; the largest ratio first. Typical "
            "values are medians over the sets (where a statistic is a distribution, of its "
            "geometric mean, or of its median if it can be negative).",
            "\n".join(lines) or "None.",
        ]
    )


def off_line(measured: Measured, shipped: Summary, nearer: Summary) -> str:
    """Return one line of what is off."""
    name = shipped.statistic.name
    beaten, sets = nearer_real(measured, name)
    return (
        f"- **{shipped.statistic.title}**: {beside(measured, shipped)}; ratio "
        f"{figure(shipped.ratio)} as shipped, {figure(nearer.ratio)} brought nearer; another real "
        f"set is nearer for {beaten} of {sets}. {WHY.get(name, '')}"
    ).rstrip()


def beside(measured: Measured, summary: Summary) -> str:
    """Return the typical value in life and in the simulation."""
    statistic = summary.statistic.name
    shown = [name for name in NAMES if distance(measured.simulated, statistic, name) is not None]
    if summary.statistic.distance == "jensen_shannon":
        return "see the figure"
    theirs, ours, near = (
        median(v for n in shown for v in centres(measured.values[n + suffix][statistic]))
        for suffix in ("", f", {SIMULATED}", f", {NEARER}")
    )
    return f"{figure(theirs)} in life, {figure(ours)} as shipped, {figure(near)} brought nearer"


def centres(value: Value) -> list[float]:
    """Return the typical value: the middle of a sample, of each language; the figure itself."""
    if isinstance(value, dict):
        return [middle(sample) for sample in value.values()]
    if isinstance(value, np.ndarray):
        return [middle(value)]
    return [] if isinstance(value, Absent) else [value]


def middle(sample: np.ndarray) -> float:
    """Return the geometric mean of 1 + x, less 1; the median where values may be negative."""
    if sample.min() < 0:
        return float(np.median(sample))
    return float(np.expm1(np.log1p(sample).mean()))


def parameters(shipped: list[Summary], nearer: list[Summary]) -> str:
    """Say what was set to bring the worlds nearer, what that did, and what no parameter can do."""
    defaults = asdict(Population())
    asked = {each.name: asdict(each.population(nearer=True)) for each in SETS}
    keys = sorted({key for each in SETS for key in each.nearer} - {"accounts"})
    rows = [
        {"parameter": f"`{key}`", "default": setting(defaults[key])}
        | {name: setting(asked[name][key]) for name in NAMES}
        for key in keys
    ]
    return "\n\n".join(
        [
            "## What would bring it nearer",
            "Parameters of the worlds brought nearer:",
            markdown_table(rows),
            changes(shipped, nearer),
            STRUCTURE,
        ]
    )


def setting(value: float | str) -> str:
    """Write the value of a parameter."""
    return value if isinstance(value, str) else f"{value:g}"


def changes(shipped: list[Summary], nearer: list[Summary]) -> str:
    """List the statistics that the parameters moved by a fifth or more, either way."""
    moved: dict[bool, list[str]] = {True: [], False: []}
    for one, other in zip(shipped, nearer, strict=True):
        if one.simulated and other.simulated is not None:
            change = other.simulated / one.simulated
            if abs(change - 1) >= 0.2:
                moved[change < 1].append(f"{one.statistic.title} (x {change:.2f})")
    return (
        "The median distance from life shrinks by a fifth or more for: "
        f"{', '.join(moved[True]) or 'none'}. It grows by as much for: "
        f"{', '.join(moved[False]) or 'none'}."
    )


def values_table(measured: Measured) -> str:
    """Return the typical values of every set, real and simulated."""
    rows = [
        {"statistic": each.title} | {name: cell(measured, each.name, name) for name in NAMES}
        for each in STATISTICS
        if each.distance != "jensen_shannon"
    ]
    return "\n\n".join(
        [
            "## Typical values",
            "In life / simulated as shipped: the figure, or the geometric mean of the distribution "
            "(of 1 + x, less 1; of burstiness the median); `-`: cannot be shown. Profiles are in "
            "the figure.",
            markdown_table(rows),
        ]
    )


def cell(measured: Measured, statistic: str, name: str) -> str:
    """Return the typical value of a set and of its world."""
    pair = (measured.values[name], measured.values[f"{name}, {SIMULATED}"])
    shown = [centres(values[statistic]) for values in pair]
    if not shown[0]:
        return "-"
    return " / ".join(figure(median(each)) if each else "-" for each in shown)


def absences(measured: Measured) -> str:
    """List what each set cannot show, and why."""
    lines = []
    for name in NAMES:
        reasons: dict[str, list[str]] = {}
        for each in STATISTICS:
            value = measured.values[name][each.name]
            if isinstance(value, Absent):
                reasons.setdefault(value.reason, []).append(each.name)
        told = "; ".join(f"{reason} ({together(what)})" for reason, what in reasons.items())
        lines.append(f"- {name}: {told or 'shows everything'}")
    return "\n\n".join(["## What the sets cannot show", "\n".join(lines)])


def together(names: list[str]) -> str:
    """Name statistics by their titles, those of a whole family by one word."""
    whole = {word: family for word, family in TOGETHER.items() if set(family) <= set(names)}
    named = {name for family in whole.values() for name in family}
    alone = [each.title for each in STATISTICS if each.name in set(names) - named]
    return ", ".join([*alone, *whole])


def figure(value: float | None) -> str:
    """Return a number with three digits that count."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
