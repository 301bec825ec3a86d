"""Opens pages in a headless Chromium that has no profile and asks nobody for anything."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--virtual-time-budget=5000",
]


@dataclass(frozen=True)
class Opened:
    """What a browser made of a page."""

    dom: str
    console: str

    def root(self, name: str) -> str | None:
        """The value of a `data-` attribute that the script set on the root element."""
        found = re.search(rf'<html[^>]*\bdata-{name}="([^"]*)"', self.dom)
        return found[1] if found else None


@pytest.fixture(scope="session")
def chromium() -> str:
    paths = [path for name in _BROWSERS if (path := shutil.which(name))]
    if not paths:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    return paths[0]


@pytest.fixture
def open_page(chromium: str, tmp_path: Path) -> Callable[..., Opened]:
    def opened(page: Path, *options: str) -> Opened:
        profile = tmp_path / "profile"
        command = [chromium, *_OPTIONS, *options, f"--user-data-dir={profile}"]
        done = subprocess.run(
            [*command, "--dump-dom", page.as_uri()],
            capture_output=True, text=True, timeout=90, check=True,
        )  # fmt: skip
        return Opened(dom=done.stdout, console=done.stderr)

    return opened


def _report_samples() -> ModuleType:
    path = Path(__file__).parents[1] / "unit" / "report" / "conftest.py"
    spec = importlib.util.spec_from_file_location("report_samples", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def samples() -> Any:
    """The module that makes the small invented dataset."""
    return _report_samples()
