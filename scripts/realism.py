"""Compares the organic background of the simulation with real organic posts.

Writes docs/realism.md and its figures: each statistic of `inconcert.evaluation.realism` measured
on real sets and on simulated worlds of the same size, place and span, seen as the set was
collected. Where the real sets are absent it says so and leaves the page as it is.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from documents import ROOT, write_section
from realism_measured import AGAIN, NAMES, NEARER, SIMULATED, Measured
from realism_plots import draw_distances, draw_distributions
from realism_sets import SETS
from realism_tables import sections
from realism_words import INTRODUCTION

from inconcert.evaluation.realism.comparison import among, compare, measure

if TYPE_CHECKING:
    from realism_worlds import RealSet

    from inconcert.evaluation.realism.sight import Sight, Value

PAGE = ROOT / "docs" / "realism.md"


def main() -> None:
    """Measure everything, then write the page and the figures."""
    folder = arguments().datasets
    absent = [each.path for each in SETS if not (folder / each.path).is_file()]
    if absent:
        print(f"not here: {', '.join(absent)}; {PAGE.name} stays as it is")
        return
    measured = measure_all(folder)
    draw_distances(measured)
    draw_distributions(measured)
    for name, text in sections(measured).items():
        write_section(PAGE, name, text, introduction=INTRODUCTION)
    print(f"wrote {PAGE}")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    beside = os.environ.get("INCONCERT_REFERENCE", ROOT.parent / "shared" / "datasets")
    parser.add_argument("--datasets", type=Path, default=Path(beside), help="the real sets")
    return parser.parse_args()


def measure_all(folder: Path) -> Measured:
    """Measure each set and its worlds, and compare them."""
    values: dict[str, dict[str, Value]] = {}
    sizes: dict[str, str] = {}
    for each in SETS:
        for name, sight in sights(each, folder):
            values[name] = measure(sight)
            sizes[name] = size_of(sight)
            print(f"{name}: {sizes[name]}", flush=True)
    pairs = {kind: [(f"{n}, {kind}", n) for n in NAMES] for kind in (SIMULATED, NEARER)}
    seeds = [(f"{name}, {SIMULATED}", f"{name}, {AGAIN}") for name in NAMES]
    return Measured(
        values,
        sizes,
        simulated=compare(pairs[SIMULATED], values),
        nearer=compare(pairs[NEARER], values),
        seeds=compare(seeds, values),
        real=compare(among(NAMES), values),
    )


def sights(each: RealSet, folder: Path) -> list[tuple[str, Sight]]:
    """Return a set, its world as shipped with two seeds, and its world brought nearer."""
    real = each.real(folder)
    return [
        (each.name, real),
        (f"{each.name}, {SIMULATED}", each.simulated(real, seed=0, nearer=False)),
        (f"{each.name}, {AGAIN}", each.simulated(real, seed=1, nearer=False)),
        (f"{each.name}, {NEARER}", each.simulated(real, seed=0, nearer=True)),
    ]


def size_of(sight: Sight) -> str:
    """Say how many posts by how many accounts are seen."""
    return f"{sight.posts.height:,} by {len(sight.posts_per_account):,}"


if __name__ == "__main__":
    main()
