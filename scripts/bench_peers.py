"""Time CSV to co-repost edges beside a peer, and write the section `peers` of the benchmarks' page.

`bench_peers.py --peer-python PYTHON`, where PYTHON has coordination-network-toolkit installed; part
of `make bench`. Whole processes with start-up, run in turn; the table gives the medians.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commands import Ran, inconcert, run
from documents import ROOT, markdown_table, write_section

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = ROOT / "docs" / "benchmarks.md"
POSTS_SCRIPT = Path(__file__).with_name("synthetic_posts.py")
TOOLKIT_SCRIPT = Path(__file__).with_name("toolkit_edges.py")
PEER = "coordination-network-toolkit"
POSTS, QUICK_POSTS = 1_000_000, 50_000
REPEATS, PEER_REPEATS = 5, 3
EXPORT = """
import sys
from coordination_network_toolkit.output import output_gephi_csv
output_gephi_csv(*sys.argv[1:])
"""
# its `export_network --output_format csv` ends in a TypeError in version 1.5.2


@dataclass(frozen=True)
class Took:
    """Medians over the repeats; several processes in a row are summed."""

    seconds: float
    cpu_seconds: float
    peak_mib: float


def main() -> None:
    """Measure, then write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="50 thousand posts")
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    text = peers_section(python=options.peer_python, quick=options.quick)
    write_section(options.page, "peers", text, introduction="")
    print(text)


def peers_section(*, python: str, quick: bool) -> str:
    """Measure both programs; return the section's text."""
    version = peer_version(python)
    if not version:
        return f"## Peers beside us\n\n{PEER}: not installed (`pip install {PEER}`)."
    folder = Path(tempfile.mkdtemp(prefix="inconcert-peers-"))
    try:
        return measured_section(folder, QUICK_POSTS if quick else POSTS, python, version)
    finally:
        shutil.rmtree(folder)


def measured_section(folder: Path, posts: int, python: str, version: str) -> str:
    """Generate the posts, run everything in turn and tell the times."""
    reposts = generated("reposts", posts, folder / "reposts.csv")
    messages = generated("toolkit", posts, folder / "messages.csv")
    theirs, ours, compat = (folder / f"{name}.csv" for name in ("theirs", "ours", "compat"))
    command = inconcert("network", str(reposts), "--out", str(ours), "--min-weight", "2")
    script = [sys.executable, str(TOOLKIT_SCRIPT), str(messages), str(compat)]
    peer = repeated(PEER_REPEATS, lambda: peer_runs(folder, messages, theirs, python))
    by_command = repeated(REPEATS, lambda: [run(command, quiet=True)])
    by_compat = repeated(REPEATS, lambda: [run(script, quiet=True)])
    rows = [
        row(f"{PEER} {version}", peer, peer, len(pairs(theirs))),
        row("`inconcert network`", by_command, peer, len(pairs(ours))),
        row("`inconcert.compat`", by_compat, peer, len(pairs(compat))),
    ]
    return described(posts, rows, equal=weights(compat) == weights(theirs))


def described(posts: int, rows: list[dict[str, str]], *, equal: bool) -> str:
    """Return the section: what was asked of all three, and the table."""
    sameness = "are the peer's, row by row" if equal else "DIFFER from the peer's"
    return (
        "## Peers beside us\n\n"
        f"{posts:,} generated reposts, at most one per account and object; `co_retweet`, time "
        "window 60 s, least edge weight 2. CSV in, CSV of edges out, whole processes with start-up "
        f"(scripts/bench_peers.py); medians of {REPEATS} runs, of the peer of {PEER_REPEATS}. The "
        "peer preprocesses, computes on all cores and exports in three processes, whose times are "
        "summed. `inconcert network` reads posts with all its checks, and writes each edge with "
        "its times and delays; `inconcert.compat` (scripts/toolkit_edges.py) does the peer's job "
        f"on the peer's eight columns, and its edges and weights {sameness}. Pairs are "
        "unordered.\n\n" + markdown_table(rows)
    )


def row(name: str, took: Took, peer: Took, found: int) -> dict[str, str]:
    """Return one line of the comparison."""
    return {
        "program": name,
        "wall s": f"{took.seconds:.2f}",
        "cpu s": f"{took.cpu_seconds:.2f}",
        "times faster (wall)": f"{peer.seconds / took.seconds:.1f}",
        "times faster (cpu)": f"{peer.cpu_seconds / took.cpu_seconds:.1f}",
        "peak memory of the largest process, MiB": f"{took.peak_mib:,.0f}",
        "pairs": f"{found:,}",
    }


def repeated(times: int, runs: Callable[[], list[Ran]]) -> Took:
    """Run some times; return the medians."""
    each = [runs() for _ in range(times)]
    return Took(
        seconds=statistics.median(sum(ran.seconds for ran in one) for one in each),
        cpu_seconds=statistics.median(sum(ran.cpu_seconds for ran in one) for one in each),
        peak_mib=max(ran.peak_mib for one in each for ran in one),
    )


def peer_runs(folder: Path, messages: Path, out: Path, python: str) -> list[Ran]:
    """CSV to edges with the peer's own command line, from an empty database."""
    database = folder / "peer.db"
    database.unlink(missing_ok=True)
    program = [str(Path(python).with_name("compute_networks")), str(database)]
    window = ["--time_window", "60", "--min_edge_weight", "2"]
    steps = [
        [*program, "preprocess", str(messages)],
        [*program, "compute", "co_retweet", *window],
        [python, "-c", EXPORT, str(database), "co_retweet", str(out)],
    ]
    return [run(step, quiet=True) for step in steps]


def generated(shape: str, posts: int, file: Path) -> Path:
    """Write generated posts in a process of its own; return the file."""
    run([sys.executable, str(POSTS_SCRIPT), shape, str(posts), str(file)], quiet=True)
    return file


def peer_version(python: str) -> str:
    """Return the peer's version under that Python, or nothing."""
    code = f"from importlib.metadata import version; print(version('{PEER}'))"
    asked = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def pairs(path: Path) -> set[frozenset[str]]:
    """Return the unordered pairs of an edge list in CSV."""
    return {frozenset((source, target)) for source, target, _ in weights(path) if source != target}


def weights(path: Path) -> set[tuple[str, str, float]]:
    """Return the edges of an edge list in CSV."""
    with path.open(newline="", encoding="utf-8") as lines:
        read = csv.DictReader(lines)
        return {(line["source"], line["target"], float(line["weight"])) for line in read}


if __name__ == "__main__":
    main()
