"""Tables written by a script into a page, between two markers; the words around them stay."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def markdown_table(rows: list[dict[str, str]]) -> str:
    """Return rows as a Markdown table; the first column is text, the others numbers."""
    columns = list(rows[0])
    lines = [
        columns,
        ["---"] + ["---:"] * (len(columns) - 1),
        *([row[c] for c in columns] for row in rows),
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def write_section(path: Path, name: str, text: str, *, introduction: str) -> None:
    """Replace what lies between the markers of `name`, or begin or extend the page."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    section = "\n".join([begin, text.strip("\n"), end])
    page = path.read_text(encoding="utf-8") if path.exists() else introduction.strip() + "\n"
    if begin in page:
        head, rest = page.split(begin, 1)
        page = head + section + rest.split(end, 1)[1]
    else:
        page = page.rstrip() + f"\n\n{section}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def machine() -> str:
    """Say what was measured on, without the machine's name."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    packages = ", ".join(
        f"{name} {installed(name)}" for name in ("polars", "numpy", "scipy", "torch")
    )
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {pages / 2**30:.0f} GiB of memory, "
        f"{platform.system()}, Python {platform.python_version()}, {packages}"
    )


def installed(package: str) -> str:
    """Return the version of a package, or say that it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
