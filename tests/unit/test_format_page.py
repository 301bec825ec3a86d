"""docs/formats.md says of every format what its registry says."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_what_the_registry_says(tmp_path, monkeypatch):
    if not (ROOT / "scripts").is_dir():
        pytest.skip("the scripts are no part of an installed package")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from format_table import write_page

    page = tmp_path / "formats.md"
    page.write_bytes((ROOT / "docs" / "formats.md").read_bytes())
    write_page(page)
    assert page.read_text(encoding="utf-8") == (ROOT / "docs" / "formats.md").read_text("utf-8"), (
        "run scripts/format_table.py"
    )
