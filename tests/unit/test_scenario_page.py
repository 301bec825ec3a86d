"""docs/scenarios.md says of every scenario what its module says."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_what_the_modules_say(tmp_path, monkeypatch):
    if not (ROOT / "scripts").is_dir():
        pytest.skip("the scripts are no part of an installed package")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from scenario_table import write_page

    page = tmp_path / "scenarios.md"
    page.write_bytes((ROOT / "docs" / "scenarios.md").read_bytes())
    write_page(page)
    assert page.read_text(encoding="utf-8") == (ROOT / "docs" / "scenarios.md").read_text(
        "utf-8"
    ), "run scripts/scenario_table.py"
