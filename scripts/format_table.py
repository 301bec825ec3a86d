"""Write the tables of docs/formats.md from the registry of formats.

.venv/bin/python scripts/format_table.py
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents import ROOT, write_section

from inconcert.posts.writers import FORMATS, format_named
from inconcert.schemas import Posts

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.posts.writers.base import Format

PAGE = ROOT / "docs" / "formats.md"


def columns_table(formats: list[Format]) -> str:
    """Return one row a column of posts: what becomes of it in each format."""
    lines = [["column", *(f"`{form.name}`" for form in formats)], ["---"] * (len(formats) + 1)]
    lines += [
        [f"`{name}`", *(_fate(form, name) for form in formats)] for name in Posts.column_names()
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def formats_table(formats: list[Format]) -> str:
    """Return one row a format: its file, the reader that reads it, the posts it holds."""
    lines = [["format", "file", "read by", "rows"], ["---"] * 4]
    lines += [[f"`{f.name}`", f"`{f.file}`", f"`{f.reader}`", f.rows] for f in formats]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def write_page(path: Path) -> None:
    """Write both tables into the page; the words around them stay."""
    formats = [format_named(name) for name in FORMATS]
    write_section(path, "formats", formats_table(formats), introduction="# Formats of posts")
    write_section(path, "columns", columns_table(formats), introduction="")


def _fate(form: Format, name: str) -> str:
    if name in form.carries:
        return "same"
    return form.changes.get(name, "**lost**")


if __name__ == "__main__":
    write_page(PAGE)
