"""Times the co-action engine: beside the peer, beside a sort, and at two sizes.

    python scripts/bench_engine.py [--toolkit PYTHON] [--runs N] [--page FILE]

Prints a Markdown table and writes it into `FILE`, if one is named. Each figure is the least of
`--runs` runs in a process of its own; wall time and processor time both stand there, since a busy
machine stretches only the first. `PYTHON` is an interpreter that has coordination-network-toolkit
1.5.2 (by default this one); without it the peer's row says so.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

sys.path.insert(0, str(Path(__file__).resolve().parent))

from documents import write_section

_MILLION = 1_000_000
_WORDS = """## The co-action engine

Actions in memory (scripts/synthetic_actions.py), window 60 s; the least of several runs, compiled
code loaded before. "Against" compares with the peer's `compute` on the same rows, with the sort of
the same arrays, or with the time per action at one million.
"""
_PEER = """
import json, os, sys, tempfile, time
from coordination_network_toolkit import compute_networks as networks, preprocess
folder = tempfile.mkdtemp()
store = os.path.join(folder, "peer.db")
preprocess.preprocess_csv_files(store, [sys.argv[1]])
started = time.perf_counter()
networks.compute_co_retweet_parallel(store, 60, n_threads=2, min_edge_weight=2)
print(json.dumps({"wall": time.perf_counter() - started}))
"""


def measured(work: Callable[[], object]) -> dict[str, float]:
    """Return wall and processor seconds of one run, compiled code loaded before."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    return {**took, "rows": float(getattr(result, "height", 0)), "peak_gib": _peak_gib()}


def _peak_gib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def stage(name: str, number: int) -> dict[str, float]:
    """Run one stage on so many actions."""
    import numpy as np
    import polars as pl
    from synthetic_actions import Reposts, integer_actions, string_actions

    from inconcert.networks.coaction import coaction_network
    from inconcert.networks.edgeweights import edge_weights

    make = string_actions if name == "text" else integer_actions
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "actions.parquet"
        subprocess.run(  # a process of its own makes them, so that the peak is the engine's
            [sys.executable, __file__, "--make", f"{make.__name__} {number} {file}"], check=True
        )
        actions = pl.read_parquet(file)
    small = make(Reposts.of(600_000))
    works = {
        "text": lambda table: coaction_network(table, 60, 2),
        "edges": lambda table: coaction_network(table, 60),
        "weights": edge_weights,
        "lexsort": lambda table: np.lexsort(
            (table["created_at"].to_physical().to_numpy(), table["object_id"].to_numpy())
        ),
    }
    works[name](small)
    return measured(lambda: works[name](actions))


def best(name: str, number: int, runs: int) -> dict[str, float]:
    """Return the least wall and processor time of several processes."""
    command = [sys.executable, __file__, "--stage", f"{name} {number}"]
    found = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(runs)
    ]
    least = {key: min(one[key] for one in found) for key in ("wall", "cpu")}
    return {**found[0], **least}


def peer(python: str, runs: int) -> float | None:
    """Return the peer's least seconds from a loaded table to edges; None where it is absent."""
    from synthetic_actions import Reposts, string_actions, toolkit_rows

    known = [python, "-c", "import coordination_network_toolkit"]
    if subprocess.run(known, check=False, capture_output=True).returncode:
        return None
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.csv"
        toolkit_rows(string_actions(Reposts.of(_MILLION))).write_csv(rows)
        command = [python, "-c", _PEER, str(rows)]
        done = [
            subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(runs)
        ]
    return min(float(json.loads(one.stdout.splitlines()[-1])["wall"]) for one in done)


def report(runs: int, python: str) -> list[str]:
    """Return the lines of the table."""
    text, floor = best("text", _MILLION, runs), best("lexsort", 10 * _MILLION, runs)
    lines = [
        "| what | actions | wall s | cpu s | peak GiB | against |",
        "|---|---|---|---|---|---|",
    ]
    theirs = peer(python, runs)
    against = f"{theirs / text['wall']:.1f}x faster" if theirs else "the peer is not installed"
    if theirs:
        lines.append(f"| coordination-network-toolkit compute | 1 M | {theirs:.2f} | | | |")
    lines.append(_line("network, ids as text, weight >= 2", "1 M", text, against))
    lines.append(_line("numpy.lexsort((time, object))", "10 M", floor, ""))
    for name, label in (("weights", "pairs and weights"), ("edges", "full edge table")):
        one, ten = best(name, _MILLION, runs), best(name, 10 * _MILLION, runs)
        lines.append(_line(label, "1 M", one, ""))
        ratio = (
            f"{ten['wall'] / floor['wall']:.2f} of the sort ({ten['cpu'] / floor['cpu']:.2f} cpu)"
        )
        growth = f"{ten['wall'] / one['wall'] / 10:.2f} per action of 1 M"
        lines.append(_line(label, "10 M", ten, f"{ratio}; {growth}"))
    return [
        *lines,
        "",
        f"Load: {' '.join(f'{load:.1f}' for load in os.getloadavg())}; runs: {runs}",
    ]


def _line(label: str, size: str, took: dict[str, float], against: str) -> str:
    return (
        f"| {label} | {size} | {took['wall']:.2f} | {took['cpu']:.2f} | {took['peak_gib']:.2f} "
        f"| {against} |"
    )


def _make(kind: str, number: int, file: str) -> None:
    import synthetic_actions as made

    getattr(made, kind)(made.Reposts.of(number)).write_parquet(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--toolkit", default=sys.executable)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--stage", help=argparse.SUPPRESS)
    parser.add_argument("--make", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        kind, number, file = options.make.split(" ", 2)
        _make(kind, int(number), file)
    elif options.stage:
        name, number = options.stage.split()
        print(json.dumps(stage(name, int(number))))
    else:
        table = "\n".join(report(options.runs, options.toolkit))
        print(table)
        if options.page:
            write_section(options.page, "engine", f"{_WORDS}\n{table}", introduction="# Benchmarks")


if __name__ == "__main__":
    main()
