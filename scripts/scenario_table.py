"""Write the tables of docs/scenarios.md from the modules of organic scenarios and attacks.

.venv/bin/python scripts/scenario_table.py
"""

from __future__ import annotations

import ast
import inspect
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any

from documents import ROOT, write_section

from inconcert.pipeline.choices import choices
from inconcert.simulation.catalogue import components

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from inconcert.simulation.catalogue import Side

PAGE = ROOT / "docs" / "scenarios.md"
_WORDS = """# Scenarios

Written by scripts/scenario_table.py from the modules themselves. *Prescribed* are the fields of
form that a scenario's own definition fixes; in all others a campaign must look like anybody
(docs/leaks.md). Published ranges and assumed ones are told apart in each entry. Every parameter can
be set on the command line: `inconcert simulate NAME --out DIR attacks[0].accounts=80`.
"""


def ready_table() -> str:
    """Return the scenario files: name and what they are."""
    rows = [("file", "what")]
    rows += [(f"`{name}`", made.description) for name, made in choices("scenario").items()]
    return _table(rows)


def overview(side: Side) -> str:
    """Return one row a module: code, module, what it is, what it prescribes."""
    rows = [("code", "module", "what", "prescribed")]
    for name, cls in _by_code(side):
        first = inspect.getdoc(inspect.getmodule(cls)) or ""
        said = " ".join(first.split("\n\n")[0].split())
        rows.append((cls.code, f"`{name}`", said, ", ".join(sorted(cls.prescribes))))
    return _table(rows)


def details(side: Side) -> str:
    """Return an entry a module: ranges, then parameters with their defaults."""
    parts = []
    for name, cls in _by_code(side):
        said = " ".join((cls.__doc__ or "").split())
        rows = [("parameter", "default", "meaning"), *_parameters(cls)]
        parts.append(f"### {cls.code} {name}\n\n{said}\n\n{_table(rows)}")
    return "\n\n".join(parts)


def write_page(path: Path) -> None:
    """Write the sections of the page; the words around them stay."""
    write_section(path, "ready", f"## Ready scenario files\n\n{ready_table()}", introduction=_WORDS)
    for side, title in (("organic", "Organic scenarios"), ("attacks", "Attacks")):
        text = f"## {title}\n\n{overview(side)}\n\n{details(side)}"  # type: ignore[arg-type]
        write_section(path, side, text, introduction="")


def _by_code(side: Side) -> list[tuple[str, type[Any]]]:
    found = components(side).items()
    return sorted(found, key=lambda item: (int(item[1].code[1:]), item[0]))


def _parameters(cls: type[Any]) -> list[tuple[str, ...]]:
    meanings = {
        key: text for base in reversed(cls.__mro__) for key, text in _meanings(base).items()
    }
    rows = []
    for option in fields(cls):
        default = "" if option.default is MISSING else repr(option.default)
        rows.append((f"`{option.name}`", f"`{default}`", meanings.get(option.name, "")))
    return rows


def _meanings(cls: type[Any]) -> dict[str, str]:
    """Read the docstrings below the fields of a class."""
    if cls.__module__ == "builtins":
        return {}
    (body,) = ast.parse(inspect.getsource(cls)).body
    found, last = {}, None
    for node in getattr(body, "body", []):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            last = node.target.id
        elif last and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[last] = " ".join(str(node.value.value).split())
            last = None
        else:
            last = None
    return found


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines: list[Sequence[str]] = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    write_page(PAGE)
