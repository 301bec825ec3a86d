"""The page on the calibration of the null models."""

from __future__ import annotations

from documents import ROOT, write_section

PAGE = ROOT / "docs" / "null_calibration.md"
WORDS = """
# Calibration of the null models

Written by `make verify` (scripts/calibrate_nulls.py). A null model says what a co-action edge would
weigh if nobody acted in concert. Its p-values are worth something only if they are right where it
holds, quiet where people behave as people do, and loud where somebody does act in concert. The
definitions are in the modules of `inconcert.networks.nullmodels`.
"""


def section(name: str, *blocks: str) -> None:
    """Write a section of the page."""
    write_section(PAGE, name, "\n\n".join(blocks), introduction=WORDS)
    print(f"\n{name}\n" + "\n\n".join(blocks[1:]), flush=True)
