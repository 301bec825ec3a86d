"""Times the simulator as its command runs it, from start to checksums.

    python scripts/bench_simulation.py [--large] [--page FILE]

Simulates `organic_only_100k` (one million posts), with `--large` also the same with ten times the
accounts (ten million posts, several minutes), each in a process of its own; prints a Markdown
table and writes it into the section *simulation* of `FILE`, if one is named. Processor time stands
beside wall time, since a busy machine stretches only the latter.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import polars as pl
from commands import inconcert, run
from documents import markdown_table, write_section

_SCENARIO = "organic_only_100k"
_ACCOUNTS = 100_000
_WORDS = """## The simulator

`inconcert simulate organic_only_100k --out DIR --seed 0`, and the same with
`population.accounts=1000000`: the whole command from start to checksums, all tables written. *rest*
is what follows, accounts and labels take on disk beside the posts. Memory is the largest resident
size of the process.
"""


def measured(accounts: int) -> dict[str, str]:
    """Simulate with so many accounts and return one row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "world"
        arguments = ["simulate", _SCENARIO, "--out", str(out), f"population.accounts={accounts}"]
        ran = run(inconcert(*arguments), quiet=True)
        posts, written = (rows(out / f"{name}.parquet") for name in ("posts", "accounts"))
        disk = (out / "posts.parquet").stat().st_size
        rest = sum(path.stat().st_size for path in out.iterdir()) - disk
    return {
        "posts": f"{posts:,}",
        "accounts": f"{written:,}",
        "wall s": f"{ran.seconds:.1f}",
        "cpu s": f"{ran.cpu_seconds:.1f}",
        "posts a second (wall)": f"{posts / ran.seconds:,.0f}",
        "peak GiB": f"{ran.peak_mib / 1024:.2f}",
        "posts on disk, MiB": f"{disk / 2**20:,.0f}",
        "rest, MiB": f"{rest / 2**20:,.0f}",
    }


def rows(path: Path) -> int:
    """Return the number of rows of a Parquet file."""
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def main() -> None:
    """Measure and print; write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="also ten million posts")
    parser.add_argument("--page", type=Path, help="page whose section `simulation` is written")
    options = parser.parse_args()
    sizes = [_ACCOUNTS, 10 * _ACCOUNTS] if options.large else [_ACCOUNTS]
    load = os.getloadavg()[0]
    table = markdown_table([measured(accounts) for accounts in sizes])
    text = f"{_WORDS}\n{table}\n\nLoad average before the start: {load:.1f}.\n"
    print(text)
    if options.page:
        write_section(options.page, "simulation", text, introduction="# Benchmarks\n")


if __name__ == "__main__":
    main()
