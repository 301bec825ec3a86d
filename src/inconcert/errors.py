"""The errors a user can meet, as one tree.

::

    InconcertError                 anything below; the command line prints it and exits with 2
    ├── InputError                 a file or a table that cannot be used
    │   ├── MissingFileError       nothing lies at the path
    │   ├── ReaderError            no reader fits, or the named one does not
    │   ├── ColumnError            a column is missing, or a column map names one that is not there
    │   └── TooLittleError         too few accounts, posts or acts for what was asked
    ├── ConfigError                a key, a value or a combination that is not allowed
    ├── LeakError                  a split with the same account or campaign on both sides
    ├── ModelError                 a model, a bundle or a label set that does not fit
    └── StoreError                 an output or the tracking store cannot be written

A message says what was wrong, where, what was found, what is allowed and what to do next, in one
to four lines.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class InconcertError(Exception):
    """What every error meant for a user derives from."""


class InputError(InconcertError):
    """A file or a table that cannot be used."""


class MissingFileError(InputError):
    """Nothing lies at the path."""


class ReaderError(InputError):
    """No reader fits the file, or the one that was named does not."""


class ColumnError(InputError):
    """A column is missing, or a column map names one that is not there."""


class TooLittleError(InputError):
    """Too few accounts, posts or acts for what was asked."""


class ConfigError(InconcertError):
    """A key, a value or a combination that is not allowed."""


class LeakError(InconcertError):
    """A split has the same account or the same campaign on both sides."""


class ModelError(InconcertError):
    """A model, a bundle or a label set that does not fit."""


class StoreError(InconcertError):
    """An output or the tracking store cannot be written."""


def nearest(word: str, allowed: Iterable[str]) -> str:
    """Say which allowed word is nearest, or list them all if none is near.

    >>> nearest("graphsag", ["graphsage", "logistic"])
    "did you mean 'graphsage'?"
    >>> nearest("zzz", ["graphsage", "logistic"])
    'allowed: graphsage, logistic'
    """
    known = sorted(allowed)
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else f"allowed: {', '.join(known)}"
