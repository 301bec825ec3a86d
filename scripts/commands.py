"""Run the command line as a user would: print the command, then run it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

INCONCERT = Path(sys.executable).with_name("inconcert")


@dataclass(frozen=True)
class Ran:
    """How a process went."""

    seconds: float
    peak_mib: float
    """Of the largest process, in MiB."""
    output: str
    cpu_seconds: float


def run(
    command: list[str], *, quiet: bool = False, environment: dict[str, str] | None = None
) -> Ran:
    """Run a command and wait for it; its errors go to ours. Exits with its code if it fails."""
    if not quiet:
        print(f"\n$ {shown(command)}", flush=True)
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}
    ) as process:
        output = _echo(process, quiet=quiet)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"this command failed with exit code {process.returncode}: {shown(command)}")
    seconds = time.perf_counter() - started
    return Ran(seconds, usage.ru_maxrss / 1024, output, usage.ru_utime + usage.ru_stime)


def _echo(process: subprocess.Popen[str], *, quiet: bool) -> str:
    lines = []
    for line in process.stdout or ():
        lines.append(line)
        if not quiet:
            print(f"  {line}", end="", flush=True)
    return "".join(lines)


def shown(command: list[str]) -> str:
    """Return a command as one would type it, without the folder of the program."""
    return shlex.join([Path(command[0]).name, *command[1:]])


def inconcert(*arguments: str) -> list[str]:
    """Return the command line of this environment."""
    return [str(INCONCERT), *arguments]
