"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "datasets"
_GOLDEN = _BESIDE.parent / "golden"


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Return the folder of the real datasets, which are no part of the project."""
    folder = Path(os.environ.get("INCONCERT_REFERENCE", _BESIDE))
    if not folder.is_dir():
        pytest.skip(
            "the real datasets are absent: lay them at ../shared/datasets beside the checkout, "
            "or name their folder in INCONCERT_REFERENCE"
        )
    return folder


@pytest.fixture(scope="session")
def golden() -> Path:
    """Return the folder of the peers' own results, which is no part of the project."""
    folder = Path(os.environ.get("INCONCERT_GOLDEN", _GOLDEN))
    if not folder.is_dir():
        pytest.skip(
            "the peers' own results are absent: lay them at ../shared/golden beside the checkout, "
            "or name their folder in INCONCERT_GOLDEN"
        )
    return folder
