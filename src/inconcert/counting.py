"""Counts in sentences."""

from __future__ import annotations


def counted(number: int, one: str, several: str = "") -> str:
    """Return a count with its noun, which is in the singular for one.

    `several` is the plural, by default the noun with an s.

    >>> counted(1, "cluster"), counted(2_000, "cluster"), counted(0, "batch", "batches")
    ('1 cluster', '2,000 clusters', '0 batches')
    """
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
