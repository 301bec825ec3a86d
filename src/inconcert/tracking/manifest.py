"""What made a result: versions, commit, data."""

from __future__ import annotations

import platform
import shutil
import subprocess
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from inconcert.resources import resource_dir

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PACKAGES = (
    "inconcert",
    "dataframely",
    "graspologic-native",
    "hydra-core",
    "mlflow",
    "networkx",
    "numpy",
    "omegaconf",
    "polars",
    "scikit-learn",
    "scipy",
    "skops",
    "sparse-dot-topn",
    "torch",
    "torch-geometric",
)
_SECONDS = 5


@dataclass(frozen=True)
class Manifest:
    """Enough to make the same result again."""

    versions: Mapping[str, str]
    git_commit: str | None
    """Of the checkout that this package runs from, `-dirty` behind it if files were changed; None
    for an installed package."""
    data_hashes: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the same as plain mappings."""
        return asdict(self)


def manifest(data_hashes: Mapping[str, str]) -> Manifest:
    """Return the manifest of a result that was made here and now of these data."""
    return Manifest(versions(), git_commit(), dict(data_hashes))


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that decide a result.

    >>> "polars" in versions()
    True
    """
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def git_commit() -> str | None:
    """Return the commit of the checkout that the package runs from; None without one."""
    root = resource_dir("conf").parent
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return None
    commit = _git(git, root, "rev-parse", "--verify", "HEAD")
    if not commit:
        return None
    return f"{commit}-dirty" if _git(git, root, "status", "--porcelain") else commit


def _git(git: str, root: Path, *arguments: str) -> str:
    """Return what git says, empty where it fails."""
    command = [git, "-C", str(root), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, no shell
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
