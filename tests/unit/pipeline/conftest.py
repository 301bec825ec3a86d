"""What the tests of the pipeline share: a key of their own, a small world, its config."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from inconcert.pipeline.config import compose
from inconcert.pipeline.datasets import Dataset, SimulatedDataset

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the key of whoever runs the tests out of them."""
    monkeypatch.setenv("INCONCERT_PSEUDONYM_KEY_FILE", str(tmp_path / "pseudonym.key"))


@pytest.fixture(scope="session")
def tiny() -> Dataset:
    """Return the tiny scenario."""
    return SimulatedDataset("tiny").load()


@pytest.fixture
def tiny_config(tmp_path: Path) -> dict[str, Any]:
    """Return the config of a job on the tiny scenario whose store lies in a folder of its own."""
    store = f"tracking.uri=sqlite:///{tmp_path}/store/runs.db"
    return compose(["experiment=quick", store])
