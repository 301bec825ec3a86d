"""Times the co-action engine beside peers and beside a sort, and text families.

    python scripts/bench_engine.py [--toolkit PYTHON] [--runs N] [--page FILE] [--quick]

Prints Markdown tables and writes them into `FILE`, if one is named. Each figure is the least of
`--runs` runs in a process of its own (engine_stages.py); wall time and processor time both stand
there, since a busy machine stretches only the first. `PYTHON` is an interpreter that has
coordination-network-toolkit 1.5.2 (by default this one); without it the peer's row says so.
`--quick` takes a twentieth of the rows, to see that all works.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from documents import markdown_table, write_section
from engine_stages import coortweet_file

from inconcert.errors import MissingFileError

_MILLION = 1_000_000
_STAGES = Path(__file__).with_name("engine_stages.py")
_ENGINE_WORDS = """## The co-action engine

Actions in memory (scripts/synthetic_actions.py), window 60 s; the least of several runs, compiled
code loaded before. "Against" compares with the peer's `compute` on the same rows, with the sort of
the same arrays, or with the time per action at one million.
"""
_COORTWEET_WORDS = """## CooRTweet's own reposts

Its 35,125 reposts (dataset card `coortweet_russian_retweets`), in memory, time window 60 s, its
other options as they are by default: `detect_groups` and `generate_coordinated_network` of
`inconcert.compat.coortweet`, which give its pairs and edges row by row (tests/golden). **The peer's
figure was not measured by this script and not on this machine**: it is the best run of CooRTweet
2.1.3 on R 4.2, on two cores of a shared machine, timed by the authors of the reference notes that
the golden results come from (9.7 s for the first function, 0.13 s for the second). R is no part of
this project's set-up.
"""
_TEXT_WORDS = """## Text families

Posts with made texts in memory (scripts/synthetic_texts.py: half Japanese, a third English, the
rest Spanish; half of the posts repeat, edit or fill a template), `text_families` with its defaults.
"""
_COORTWEET_SECONDS = 9.7 + 0.13
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


def best(name: str, number: int, runs: int) -> dict[str, float]:
    """Return the least wall and processor time of several processes."""
    command = [sys.executable, str(_STAGES), name, str(number)]
    found = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(runs)
    ]
    least = {key: min(one[key] for one in found) for key in ("wall", "cpu")}
    return {**found[0], **least}


def toolkit(python: str, actions: int, runs: int) -> float | None:
    """Return the peer's least seconds from a loaded table to edges; None where it is absent."""
    from synthetic_actions import Reposts, string_actions, toolkit_rows

    known = [python, "-c", "import coordination_network_toolkit"]
    if subprocess.run(known, check=False, capture_output=True).returncode:
        return None
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.csv"
        toolkit_rows(string_actions(Reposts.of(actions))).write_csv(rows)
        command = [python, "-c", _PEER, str(rows)]
        done = [
            subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(runs)
        ]
    return min(float(json.loads(one.stdout.splitlines()[-1])["wall"]) for one in done)


def engine_rows(python: str, million: int, runs: int) -> list[dict[str, str]]:
    """Return the co-action engine beside the toolkit, beside a sort, and at two sizes."""
    text, floor = best("text", million, runs), best("lexsort", 10 * million, runs)
    theirs = toolkit(python, million, runs)
    against = f"{theirs / text['wall']:.1f}x faster" if theirs else "the peer is not installed"
    rows = [
        row("network, ids as text, weight >= 2", million, text, against),
        row("numpy.lexsort((time, object))", 10 * million, floor),
    ]
    if theirs:
        rows.insert(0, row("coordination-network-toolkit compute", million, {"wall": theirs}))
    for name, label in (("weights", "pairs and weights"), ("edges", "full edge table")):
        one, ten = best(name, million, runs), best(name, 10 * million, runs)
        ratio = (
            f"{ten['wall'] / floor['wall']:.2f} of the sort ({ten['cpu'] / floor['cpu']:.2f} cpu)"
        )
        growth = f"{ten['wall'] / one['wall'] / 10:.2f} per action of {amount(million)}"
        rows.append(row(label, million, one))
        rows.append(row(label, 10 * million, ten, f"{ratio}; {growth}"))
    return rows


def coortweet_rows(runs: int) -> list[dict[str, str]]:
    """Return the peer's own reposts with its functions on our kernel; the peer's own figure."""
    theirs = row(
        "CooRTweet 2.1.3 (R), measured elsewhere, two cores", 35_125, {"wall": _COORTWEET_SECONDS}
    )
    try:
        coortweet_file()
    except MissingFileError:
        return [theirs, row("inconcert.compat.coortweet: the data are not here", 35_125, {})]
    ours = best("coortweet", 0, runs)
    against = f"{_COORTWEET_SECONDS / ours['wall']:.0f}x faster; {ours['rows']:,.0f} edges"
    return [theirs, row("inconcert.compat.coortweet", 35_125, ours, against)]


def text_rows(million: int, runs: int) -> list[dict[str, str]]:
    """Return text families at a tenth of a million posts and at a million."""
    tenth, whole = (best("text_families", number, runs) for number in (million // 10, million))
    growth = f"{whole['wall'] / tenth['wall'] / 10:.2f} per post of {amount(million // 10)}"
    return [
        row("text families", million // 10, tenth, f"{tenth['rows']:,.0f} posts in families"),
        row("text families", million, whole, f"{whole['rows']:,.0f} posts in families; {growth}"),
    ]


def row(label: str, number: int, took: dict[str, float], against: str = "") -> dict[str, str]:
    """Return one line of a table; what was not measured is left empty."""
    names = {"wall": "wall s", "cpu": "cpu s", "peak_gib": "peak GiB"}
    figures = {name: _figure(took[key]) if key in took else "" for key, name in names.items()}
    return {"what": label, "rows": amount(number), **figures, "against": against}


def _figure(value: float) -> str:
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def amount(number: int) -> str:
    """Return a number of rows as it is said.

    >>> amount(10_000_000), amount(35_125)
    ('10 M', '35,125')
    """
    return f"{number // _MILLION} M" if number % _MILLION == 0 else f"{number:,}"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--toolkit", default=sys.executable)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Measure, print, and write the sections."""
    options = arguments()
    million = _MILLION // 20 if options.quick else _MILLION
    load = f"Load before: {os.getloadavg()[0]:.1f}; runs: {options.runs}."
    sections = {
        "engine": (_ENGINE_WORDS, engine_rows(options.toolkit, million, options.runs)),
        "coortweet": (_COORTWEET_WORDS, coortweet_rows(options.runs)),
        "text_families": (_TEXT_WORDS, text_rows(million, options.runs)),
    }
    for name, (words, rows) in sections.items():
        text = f"{words}\n{markdown_table(rows)}\n\n{load}"
        print(f"{text}\n")
        if options.page:
            write_section(options.page, name, text, introduction="# Benchmarks")


if __name__ == "__main__":
    main()
