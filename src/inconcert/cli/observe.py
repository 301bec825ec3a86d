"""`inconcert observe`: a simulated world seen through other eyes."""

from __future__ import annotations

import shlex
from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated

import typer

from inconcert.cli.simulate import FormatNames, check_formats, missed, overridden
from inconcert.counting import counted
from inconcert.errors import StoreError

if TYPE_CHECKING:
    from inconcert.simulation.observation import Observation
    from inconcert.simulation.world import World

_OBSERVATION = "inconcert.simulation.observation.Observation"


def observe(
    world: Annotated[Path, typer.Argument(help="Folder that simulate wrote.")],
    overrides: Annotated[
        list[str] | None,
        typer.Argument(help="key=value, such as sample=0.1 or keywords=[vote]"),
    ] = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder for the tables.")],
    seed: Annotated[int, typer.Option("--seed", help="Of what is drawn by chance.", min=0)] = 0,
    formats: FormatNames = None,
) -> None:
    """See a simulated world through other eyes; its accounts, labels and acts stay whole."""
    import yaml

    from inconcert.pipeline.build import build, complete
    from inconcert.simulation.record import read_world, write_world

    check_formats(formats)
    settings = overridden({"_target_": _OBSERVATION}, overrides or [])
    observation = build(settings)
    if out.resolve() == world.resolve():
        raise StoreError(f"{out} holds the world itself; name another folder with --out")
    seen = seen_through(read_world(world), observation, seed=seed)
    words = ["inconcert", "observe", "WORLD", "--out", "DIR", "--seed", str(seed)]
    resolved = yaml.safe_dump(complete(settings), allow_unicode=True, sort_keys=False)
    write_world(
        seen,
        out,
        scenario=(world / "scenario.yaml").read_text(encoding="utf-8"),
        observation=f"# {shlex.join([*words, *(overrides or [])])}\n{resolved}",
        formats=formats or (),
    )
    posts, accounts = counted(seen.posts.height, "post"), counted(seen.accounts.height, "account")
    typer.echo(f"{posts} by {accounts} -> {out}")
    for line in missed(seen.observation):
        typer.echo(line)


def seen_through(world: World, observation: Observation, *, seed: int) -> World:
    """Return the world with the posts that are seen; its report counts from what was there."""
    from dataclasses import replace

    from inconcert.simulation.observation import observation_report, view
    from inconcert.simulation.world import generator

    seen = view(world.posts, observation, generator(seed, "observation"))
    report = observation_report(seen.fates, world.acts)
    return replace(world, posts=seen.posts, observation=report)
