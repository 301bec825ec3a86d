"""The edge of the command line: errors meant for a user become one message and an exit code."""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING

from inconcert.errors import InconcertError

if TYPE_CHECKING:
    from collections.abc import Callable

USER_ERROR = 2
INTERRUPTED = 130


def run(function: Callable[[], object], *, debug: bool = False) -> int:
    """Call a function and return the exit code of the process.

    An `InconcertError` is printed on stderr as `error: ...` and gives 2, with its traceback only
    if `debug`; a keyboard interrupt gives 130. Any other error is a fault of ours and is raised.

    >>> run(lambda: None)
    0
    """
    try:
        function()
    except InconcertError as error:
        if debug:
            traceback.print_exception(error)
        print(f"error: {error}", file=sys.stderr)
        return USER_ERROR
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    return 0
