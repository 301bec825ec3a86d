"""A world that is written while it is made, so that none of its tables lies in memory whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.posts.output import output_directory
from inconcert.simulation.datasheet import datasheet
from inconcert.simulation.parts import ROWS_AT_ONCE
from inconcert.simulation.record import (
    TABLES,
    Record,
    check_formats,
    open_record,
    write_beside,
    write_formats,
    write_sums,
    write_table,
)
from inconcert.simulation.world import make

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from inconcert.simulation.scenario import Scenario


def simulate_to(
    scenario: Scenario,
    directory: Path,
    *,
    seed: int,
    resolved: str,
    formats: Sequence[str] = (),
    rows_per_group: int = ROWS_AT_ONCE,
) -> Record:
    """Simulate a scenario into a folder, as `write_world` writes it; return what lies there.

    The tables are those of `simulate`. They are made and written `rows_per_group` rows at a time;
    what is kept of all posts at once are numbers, and each text once. `resolved` is the text of
    `scenario.yaml`. Each of the `formats` is written from the posts in memory. Raises `ConfigError`
    for an unknown format.
    """
    check_formats(formats)
    with output_directory(directory) as folder:
        _write_tables(scenario, seed, folder, rows_per_group)
        record = open_record(folder)
        sheet = datasheet(record, scenario, seed=seed)
        write_beside(folder, record.observation, {"scenario.yaml": resolved, "datasheet.md": sheet})
        write_formats(folder, formats)
        write_sums(folder)
    return open_record(directory)


def _write_tables(scenario: Scenario, seed: int, folder: Path, rows: int) -> None:
    """Write the tables; what one is made of is given up before the next."""
    made = make(scenario, seed=seed)
    write_beside(folder, made.observation, {})
    tables = made.tables(rows)
    del made
    for name in TABLES:
        write_table(name, tables.pop(name), folder, rows_per_group=rows)
