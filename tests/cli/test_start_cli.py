"""Starting a command loads what it needs, and no more."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import sys
from inconcert.cli.main import main
try:
    main()
except SystemExit as ended:
    assert ended.code == 0, ended.code
heavy = ("numba", "scipy", "sklearn", "networkx", "torch", "mlflow", "sqlalchemy")
print("loaded:", *(name for name in heavy if name in sys.modules))
import sqlalchemy, dataframely
print("found later:", sqlalchemy.__name__)
"""


def test_a_network_of_a_table_loads_no_heavy_library(tmp_path: Path) -> None:
    posts = tmp_path / "posts.csv"
    lines = ["post_id,account_id,created_at,repost_id", "1,a,1769544000,x", "2,b,1769544010,x"]
    posts.write_text("\n".join(lines))
    command = [
        sys.executable,
        "-c",
        PROGRAM,
        "network",
        str(posts),
        "--out",
        str(tmp_path / "e.csv"),
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-2:] == ["loaded:", "found later: sqlalchemy"]
    assert (tmp_path / "e.csv").read_text().count("\n") == 2
