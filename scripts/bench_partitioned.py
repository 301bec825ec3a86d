"""Times the co-action network by buckets, from Parquet to edges, and checks some of its buckets.

    python scripts/bench_partitioned.py [--actions N ...] [--large] [--buckets N]
        [--check-buckets N] [--folder DIR] [--page FILE]

Prints a Markdown table and writes it into `FILE`, if one is named. The actions are made
(scripts/synthetic_actions.py), and lie with all that is written in `DIR`, which is emptied of it
afterwards; 100 million take about 8 GB there. Each run is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from documents import machine, markdown_table, write_section

_SIZES = (1_000_000, 10_000_000)
_LARGEST = 100_000_000
_STAGES = ("accounts", "acts", "pairs", "edges")
_WORDS = """## Partitioned: more actions than memory holds

One Parquet file of generated actions (`scripts/synthetic_actions.py N FILE --integers`) to edges
in Parquet by `partitioned_coaction_network`, window 60 s, full edge table, one process; written by
`python scripts/bench_partitioned.py --page docs/benchmarks.md`. Seconds of the stages: counting
accounts, dealing out acts by object, pairing, reducing to edges; processor time stands beside,
since a busy machine stretches only the wall time. *Memory* is the largest resident
size of the process; *disk* what lies in the folder before the edges are made. *Checked*: buckets
of edges, chosen at random, that were computed anew in memory by `coaction_network` from the same
file, and how many of them were equal in every column of every row.
"""


class StageTimes(logging.Handler):
    """Notes when the first record of each stage comes, and the disk used when edges begin."""

    def __init__(self, folder: Path) -> None:
        """Watch what is written into `folder`."""
        super().__init__()
        self.folder, self.began, self.disk = folder, {}, 0

    def emit(self, record: logging.LogRecord) -> None:
        """Take the stage from the words before the colon."""
        stage = str(record.msg).split(":", 1)[0]
        if stage in _STAGES and stage not in self.began:
            self.began[stage] = time.perf_counter()
            self.disk = size_of(self.folder) if stage == "edges" else 0

    def seconds(self, end: float) -> dict[str, float]:
        """Return how long each stage took, the last until `end`."""
        times = [*(self.began[stage] for stage in _STAGES), end]
        return {stage: times[i + 1] - times[i] for i, stage in enumerate(_STAGES)}


def size_of(folder: Path) -> int:
    """Return the bytes of all files under a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def run(actions: str, out: str, buckets: str) -> dict[str, Any]:
    """Make the network; return what it took."""
    from inconcert.networks.partitioned import partitioned_coaction_network

    stages = StageTimes(Path(out))
    logger = logging.getLogger("inconcert")
    logger.setLevel(logging.INFO)
    logger.addHandler(stages)
    wall, cpu = time.perf_counter(), time.process_time()
    done = partitioned_coaction_network(actions, out, 60.0, buckets=int(buckets) or None)
    end = time.perf_counter()
    return {
        "wall": end - wall,
        "cpu": time.process_time() - cpu,
        "peak": _peak(),
        "disk": stages.disk,
        "out": size_of(Path(out)),
        "stages": stages.seconds(end),
        **{name: getattr(done, name) for name in ("actions", "pairs", "edges")},
        "buckets": len(done.parts),
    }


def check(out: str, number: str) -> dict[str, Any]:
    """Compare some buckets with the network in memory; return how many are equal."""
    from inconcert.networks.partitioned import check_buckets

    wall = time.perf_counter()
    found = check_buckets(out, int(number))
    return {
        "checked": len(found),
        "equal": sum(one.equal for one in found),
        "edges": sum(one.expected for one in found),
        "wall": time.perf_counter() - wall,
        "peak": _peak(),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure(actions: int, folder: Path, buckets: int, checked: int) -> dict[str, str]:
    """Make the actions, then the network, then the check; return a row of the table."""
    file, out = folder / "actions.parquet", folder / "edges"
    generator = Path(__file__).with_name("synthetic_actions.py")
    subprocess.run(
        [sys.executable, str(generator), str(actions), str(file), "--integers"], check=True
    )
    try:
        took = child("run", str(file), str(out), str(buckets))
        same = child("check", str(out), str(checked))
    finally:
        shutil.rmtree(out, ignore_errors=True)
        file.unlink()
    row = table_row(took, same)
    print(json.dumps(row), file=sys.stderr)
    return row


def child(name: str, *given: str) -> dict[str, Any]:
    """Run one step in a process of its own."""
    command = [sys.executable, __file__, "--step", name, *given]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def table_row(took: dict[str, Any], same: dict[str, Any]) -> dict[str, str]:
    """Return the figures of a size as text."""
    stages = " + ".join(f"{took['stages'][stage]:.0f}" for stage in _STAGES)
    return {
        "actions": f"{took['actions']:,}",
        "buckets": str(took["buckets"]),
        "pairs": f"{took['pairs']:,}",
        "edges": f"{took['edges']:,}",
        "wall s": f"{took['wall']:.1f}",
        "cpu s": f"{took['cpu']:.1f}",
        "stages s": stages,
        "cpu µs an action": f"{took['cpu'] / took['actions'] * 1e6:.2f}",
        "memory GiB": f"{took['peak'] / 2**30:.2f}",
        "disk GiB": f"{took['disk'] / 2**30:.2f}",
        "edges GiB": f"{took['out'] / 2**30:.2f}",
        "checked": f"{same['equal']} of {same['checked']} equal, {same['edges']:,} edges",
    }


def main() -> None:
    """Measure the sizes, or do one step of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, nargs="+", default=_SIZES)
    parser.add_argument("--large", action="store_true", help="100 million actions, too")
    parser.add_argument("--buckets", type=int, default=0, help="0: one per two million actions")
    parser.add_argument("--check-buckets", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="by default a temporary one")
    parser.add_argument("--page", type=Path)
    parser.add_argument("--step", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.large:
        options.actions = [*options.actions, _LARGEST]
    if options.step:
        name, *given = options.step
        print(json.dumps({"run": run, "check": check}[name](*given)))
        return
    load = " ".join(f"{load:.1f}" for load in os.getloadavg())
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        rows = [
            measure(actions, Path(folder), options.buckets, options.check_buckets)
            for actions in options.actions
        ]
    text = f"{markdown_table(rows)}\n\nLoad before: {load}. {machine()}."
    print(text)
    if options.page:
        write_section(options.page, "partitioned", f"{_WORDS}\n{text}", introduction="# Benchmarks")


if __name__ == "__main__":
    main()
