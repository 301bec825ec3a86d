"""Time the main stages and write docs/benchmarks.md: `make bench`, or with `--quick` a small part.

Every stage runs in a fresh process, so that its peak memory is its own. The table gives the median
of the repeats. Figures only: they hold for the machine that the page names.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench_peers import generated, peers_section
from commands import inconcert, run
from documents import ROOT, machine, markdown_table, write_section

PAGE = ROOT / "docs" / "benchmarks.md"
STAGES_SCRIPT = Path(__file__).with_name("bench_stages.py")
SIZES = {50_000: 3, 500_000: 3, 2_000_000: 1}
"""Posts, and how often each stage is repeated."""
INTRODUCTION = """
# Benchmarks

Written by `make bench` (scripts/bench.py); the posts are generated (scripts/synthetic_posts.py,
seed 0): heavy-tailed objects and accounts, bursts, 55 % reposts, 12 words a post. *read*,
*coaction* and *features* are the seconds of the stage alone, in a fresh process each, with what it
stands on already read; *score* is the whole command `inconcert score posts.csv --out DIR` from
start to report. Memory is the largest resident size of the process, what it read and Python's own
included.
"""


@dataclass(frozen=True)
class Measured:
    """Median seconds, largest memory and the rows that came of a stage."""

    seconds: float
    peak_mib: float
    rows: int | None


def main() -> None:
    """Measure, then write the page."""
    options = arguments()
    load = os.getloadavg()[0]
    folder = Path(tempfile.mkdtemp(prefix="inconcert-bench-"))
    try:
        stages = measure_stages(folder, {50_000: 1} if options.quick else SIZES)
    finally:
        shutil.rmtree(folder)
    peers = peers_section(python=options.peer_python, quick=options.quick)
    report(stages, peers, page=options.page, load=load)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="50 thousand posts, once")
    parser.add_argument(
        "--peer-python", default=sys.executable, help="the Python that has the peer installed"
    )
    parser.add_argument("--page", type=Path, default=PAGE)
    return parser.parse_args()


def measure_stages(folder: Path, sizes: dict[int, int]) -> list[dict[str, str]]:
    """Measure all stages at all sizes; return the rows of the table."""
    rows = []
    for posts, repeats in sizes.items():
        here = folder / str(posts)
        here.mkdir()
        file = generated("posts", posts, here / "posts.csv")
        for stage in ("read", "coaction", "features", "score"):
            measured = repeated(stage, file, here, repeats)
            print(f"{posts:>9,} posts  {stage:<9}  {measured.seconds:8.2f} s", flush=True)
            rows.append(table_row(posts, stage, measured))
    return rows


def table_row(posts: int, stage: str, measured: Measured) -> dict[str, str]:
    """Return one line of the table."""
    return {
        "posts": f"{posts:,}",
        "stage": stage,
        "seconds": f"{measured.seconds:.2f}",
        "posts a second": f"{posts / measured.seconds:,.0f}",
        "peak memory, MiB": f"{measured.peak_mib:,.0f}",
        "rows out": "" if measured.rows is None else f"{measured.rows:,}",
    }


def repeated(stage: str, file: Path, folder: Path, repeats: int) -> Measured:
    """Run a stage some times, each in a fresh process."""
    runs = [once(stage, file, folder) for _ in range(repeats)]
    return Measured(
        seconds=statistics.median(measured.seconds for measured in runs),
        peak_mib=max(measured.peak_mib for measured in runs),
        rows=runs[0].rows,
    )


def once(stage: str, file: Path, folder: Path) -> Measured:
    """Run a stage in a fresh process; `score` is the whole command."""
    if stage == "score":
        ran = run(inconcert("score", str(file), "--out", str(folder / "scored")), quiet=True)
        shutil.rmtree(folder / "scored")
        return Measured(ran.seconds, ran.peak_mib, None)
    ran = run([sys.executable, str(STAGES_SCRIPT), stage, str(file), str(folder)], quiet=True)
    line = json.loads(ran.output.splitlines()[-1])
    return Measured(line["seconds"], ran.peak_mib, line["rows"])


def report(stages: list[dict[str, str]], peers: str, *, page: Path, load: float) -> None:
    """Write the sections of the page."""
    today = datetime.now(tz=UTC).date().isoformat()
    facts = f"Measured on {today}: {machine()}. Load average before the start: {load:.1f}."
    write_section(page, "machine", facts, introduction=INTRODUCTION)
    write_section(page, "stages", "## Stages\n\n" + markdown_table(stages), introduction="")
    write_section(page, "peers", peers, introduction="")
    print(f"wrote {page}")


if __name__ == "__main__":
    main()
