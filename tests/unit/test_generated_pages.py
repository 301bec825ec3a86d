"""Pages that a script writes from the code say what the code says."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"formats.md": "format_table", "scenarios.md": "scenario_table"}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_what_its_script_writes(page, tmp_path, monkeypatch):
    if not (ROOT / "scripts").is_dir():
        pytest.skip("the scripts are no part of an installed package")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    written = ROOT / "docs" / page
    copy = tmp_path / page
    copy.write_bytes(written.read_bytes())
    importlib.import_module(PAGES[page]).write_page(copy)
    told = f"run scripts/{PAGES[page]}.py"
    assert copy.read_text(encoding="utf-8") == written.read_text(encoding="utf-8"), told
