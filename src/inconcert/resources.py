"""Where `conf`, `datasets` and `experiments` lie: in the wheel, or beside `src` in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def resource_dir(name: Literal["conf", "datasets", "experiments"]) -> Path:
    """Return the folder of that name that belongs to this installation.

    >>> (resource_dir("conf") / "config.yaml").is_file()
    True
    """
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name
