"""The library of table contracts, loaded without what no command asks of it."""

from __future__ import annotations

import sys


def load_contracts() -> None:
    """Import dataframely, for this process, as if SQLAlchemy were not installed.

    dataframely offers contracts as SQL columns where it finds SQLAlchemy, whose import takes as
    long as all else together; commands use no SQL columns. Only for the command line, which owns
    its process. What imports SQLAlchemy for itself later, as MLflow does, finds it.
    """
    if "dataframely" in sys.modules or "sqlalchemy" in sys.modules:
        return
    sys.modules["sqlalchemy"] = None  # type: ignore[assignment]
    try:
        import dataframely  # noqa: F401
    finally:
        del sys.modules["sqlalchemy"]
