"""The datasheet of a simulated world: what is in it, how it came about, what it is not for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.simulation.catalogue import components

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inconcert.simulation.record import Record
    from inconcert.simulation.scenario import Part, Scenario
    from inconcert.simulation.world import World

_LIMITS = """## What it is not

Nothing here is about real people: names, texts and links come from a grammar, and every link leads
to a reserved domain. Ranges of the parameters are as docs/scenarios.md gives them, many of them
assumed. How far the background is from real data stands in docs/realism.md. A method that finds
these campaigns has been shown to find these campaigns, no others.
"""


def datasheet(world: World | Record, scenario: Scenario, *, seed: int) -> str:
    """Return the sheet as Markdown; the same world gives the same text."""
    return "\n".join(
        [
            "# Datasheet",
            "",
            "A simulated dataset whose truth is known, made by `inconcert simulate scenario.yaml "
            f"--out DIR --seed {seed}`.",
            "",
            "## What is in it",
            "",
            *_lines(_sizes(world)),
            "",
            *_lines(_shares(world)),
            "",
            "## What happened",
            "",
            *_lines(_parts(world, scenario)),
            "",
            "`labels.parquet` says which accounts belong to a campaign, in which role and, where "
            "several people run one, by which operator; `acts.parquet` says which posts. Both are "
            "whole, whatever was seen of the posts.",
            "",
            "## How it was seen",
            "",
            *_lines(_fates(world)),
            "",
            _LIMITS,
        ]
    )


def _sizes(world: World | Record) -> list[Sequence[object]]:
    times = pl.col("created_at")
    span = world.posts.lazy().select(times.min().alias("a"), times.max()).collect()
    first, last = (f"{at:%Y-%m-%d %H:%M}" if at else "none" for at in span.row(0))
    whats = {
        "posts": f"one a post that was seen, {first} to {last} UTC",
        "accounts": "one an account",
        "follows": "source follows target, within the world",
        "labels": "the truth on accounts",
        "acts": "the truth on posts",
    }
    rows = [(name, f"{_height(getattr(world, name)):,}", what) for name, what in whats.items()]
    return [("table", "rows", "what"), *rows]


def _height(table: pl.DataFrame | pl.LazyFrame) -> int:
    return int(table.lazy().select(pl.len()).collect().item())


def _shares(world: World | Record) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [("posts by", "value", "share")]
    for column in ("kind", "lang", "platform"):
        by_value = world.posts.lazy().group_by(pl.col(column).cast(pl.String)).len()
        counts = by_value.sort(column).collect(engine="streaming")
        total = counts["len"].sum()
        rows += [(column, name, f"{count / total:.1%}") for name, count in counts.iter_rows()]
    return rows


def _parts(world: World | Record, scenario: Scenario) -> list[Sequence[object]]:
    rows: list[Sequence[object]] = [("name", "what", "code", "accounts", "acts")]
    acts = dict(world.acts.lazy().group_by("campaign").len().collect().iter_rows())
    for part in scenario.parts:
        rows.append((*_named(part), _taking_part(world, part), acts.get(part.name, "")))
    return rows if len(rows) > 1 else [*rows, ("background", "ordinary life", "", "", "")]


def _named(part: Part) -> tuple[str, str, str]:
    side = "attacks" if part.attack else "organic"
    known = {cls: name for name, cls in components(side).items()}
    cls = type(part.component)
    word = "attack" if part.attack else "organic"
    return part.name, f"{word}: {known.get(cls, cls.__name__)}", getattr(cls, "code", "")


def _taking_part(world: World | Record, part: Part) -> int:
    role = pl.col("role").str.starts_with(f"{part.name}:")
    taking = pl.col("campaign") == part.name if part.attack else role
    return _height(world.labels.lazy().filter(taking))


def _fates(world: World | Record) -> list[Sequence[object]]:
    rows = world.observation.filter(pl.col("posts") > 0).select("fate", "posts", "acts").rows()
    return [("fate", "posts", "acts"), *rows]


def _lines(rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a Markdown table; the first row is the header."""
    table = [[str(cell) for cell in row] for row in rows]
    rule = ["---"] * len(table[0])
    return [f"| {' | '.join(row)} |" for row in (table[0], rule, *table[1:])]
