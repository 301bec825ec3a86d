"""What `inconcert score` wrote is told apart from posts: its tables name accounts and posts too."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - the example needs it

from inconcert.errors import ReaderError

MARKS = ("summary.json", "accounts.parquet", "clusters.parquet", "evidence.parquet")
"""Files that stand side by side in every output folder of `inconcert score`."""


def is_scored(folder: Path) -> bool:
    """Say whether a folder is an output of `inconcert score`.

    >>> is_scored(Path("/"))
    False
    """
    return all((folder / name).is_file() for name in MARKS)


def refuse_scored(path: Path) -> None:
    """Raise `ReaderError` if a folder is such an output, or a file lies in one."""
    folder = path if path.is_dir() else path.parent
    if is_scored(folder):
        what = "is" if path.is_dir() else "lies in"
        raise ReaderError(
            f"{path} {what} an output folder of `inconcert score`: accounts, clusters and "
            "evidence, no posts\n"
            "give the posts that were scored; summary.json in that folder names their files"
        )
