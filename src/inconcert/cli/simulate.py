"""`inconcert simulate`: a generated dataset whose truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inconcert.counting import counted
from inconcert.errors import ConfigError, MissingFileError, nearest
from inconcert.resources import resource_dir

if TYPE_CHECKING:
    import polars as pl

    from inconcert.simulation.record import Record
    from inconcert.simulation.scenario import Scenario

FormatNames = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        help="Write the posts also as x_api_v2, fivethirtyeight, coortweet, "
        "coordination_network_toolkit or parquet, under formats/ in the folder; repeatable.",
    ),
]


def simulate(
    name: Annotated[str, typer.Argument(help="A scenario of conf/scenario, or a YAML file.")],
    overrides: Annotated[
        list[str] | None,
        typer.Argument(help="key=value, such as population.accounts=500 or attacks[0].edits=0.05"),
    ] = None,
    *,
    out: Annotated[Path, typer.Option("--out", help="Folder for the tables.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same world.", min=0)] = 0,
    formats: FormatNames = None,
) -> None:
    """Simulate a world: posts and accounts, with labels and acts as the truth."""
    import yaml

    check_formats(formats)
    settings = overridden(read_scenario(name), overrides or [])
    scenario = build_scenario(settings, name)
    from inconcert.pipeline.build import complete
    from inconcert.simulation.stream import simulate_to

    resolved = yaml.safe_dump(complete(settings), allow_unicode=True, sort_keys=False)
    command = f"# inconcert simulate scenario.yaml --out DIR --seed {seed}\n"
    written = simulate_to(
        scenario, out, seed=seed, resolved=command + resolved, formats=formats or ()
    )
    typer.echo(summary(written, out))


def check_formats(formats: list[str] | None) -> None:
    """Raise `ConfigError` for a format that there is none of, before anything is computed."""
    from inconcert.posts.writers import format_named

    for name in formats or ():
        format_named(name)


def read_scenario(name: str) -> dict[str, Any]:
    """Return the settings of a scenario by its name in `conf/scenario`, or by its path.

    >>> read_scenario("tiny")["population"]["accounts"]
    240
    """
    import yaml

    path = _scenario_path(name)
    try:
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no readable YAML: {error}") from error
    if not isinstance(settings, dict):
        raise ConfigError(f"{path} holds no mapping; allowed: keys as in conf/scenario/sample.yaml")
    return settings


def overridden(settings: dict[str, Any], overrides: list[str]) -> dict[str, Any]:
    """Return the settings with every `key=value` applied; the key must lead to a mapping or list.

    >>> overridden({"population": {"days": 3}}, ["population.days=5"])
    {'population': {'days': 5}}
    """
    import yaml
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException

    tree = OmegaConf.create(settings)
    for override in overrides:
        key, equals, value = override.partition("=")
        if not key or not equals:
            raise ConfigError(f"{override!r} is no override; allowed: key=value, days=7 for one")
        try:
            OmegaConf.update(tree, key, yaml.safe_load(value), merge=True)
        except (OmegaConfBaseException, IndexError, TypeError, ValueError, yaml.YAMLError) as error:
            raise ConfigError(f"{override!r} cannot be applied: {error}") from error
    resolved = OmegaConf.to_container(tree, resolve=True)
    return {str(key): value for key, value in dict(resolved).items()}  # type: ignore[arg-type]


def build_scenario(settings: dict[str, Any], name: str) -> Scenario:
    """Build what the settings name; raises `ConfigError` if that is no scenario."""
    from inconcert.pipeline.build import build
    from inconcert.simulation.scenario import Scenario

    built = build(settings)
    if not isinstance(built, Scenario):
        raise ConfigError(
            f"{name} builds a {type(built).__name__}; allowed: "
            "_target_: inconcert.simulation.scenario.Scenario"
        )
    return built


def summary(world: Record, out: Path) -> str:
    """Say how much was written, and how much of it belongs to campaigns."""
    import polars as pl

    tables = (world.posts, world.accounts, world.labels, world.acts)
    posts, accounts, labels, acts = (table.select(pl.len()).collect().item() for table in tables)
    sizes = world.labels.drop_nulls("campaign").group_by("campaign").len().collect()
    members = int(sizes["len"].sum())
    lines = [
        f"{counted(posts, 'post')} by {counted(accounts, 'account')} -> {out}",
        f"{counted(members, 'account')} ({members / max(labels, 1):.1%}) in "
        f"{counted(sizes.height, 'campaign')}, with {counted(acts, 'act')}",
    ]
    lines += [
        f"  {campaign}: {counted(size, 'account')}"
        for campaign, size in sizes.sort("campaign").iter_rows()
    ]
    return "\n".join([*lines, *missed(world.observation)])


def missed(observation: pl.DataFrame) -> list[str]:
    """Say how many posts and acts were seen, and why the others were not; nothing if all were.

    >>> import polars as pl
    >>> rows = [("seen", 8, 1), ("deleted", 0, 0), ("not_sampled", 2, 2)]
    >>> missed(pl.DataFrame(rows, schema=["fate", "posts", "acts"], orient="row"))
    ['seen: 8 of 10 posts, 1 of 3 acts', '  not_sampled: 2 posts, 2 acts']
    """
    total, acts = (int(observation[column].sum()) for column in ("posts", "acts"))
    counts = [row for row in observation.iter_rows() if row[1]]
    seen = next((row for row in counts if row[0] == "seen"), ("seen", 0, 0))
    if seen[1] == total:
        return []
    first = f"seen: {seen[1]:,} of {total:,} posts, {seen[2]:,} of {acts:,} acts"
    return [first, *(f"  {why}: {n:,} posts, {m:,} acts" for why, n, m in counts if why != "seen")]


def _scenario_path(name: str) -> Path:
    if name.endswith((".yaml", ".yml")):
        if not Path(name).is_file():
            raise MissingFileError(f"no scenario file lies at {name}; name another one")
        return Path(name)
    shelf = resource_dir("conf") / "scenario"
    known = [path.stem for path in shelf.glob("*.yaml")]
    if name not in known:
        raise ConfigError(f"no scenario {name!r} in {shelf}; {nearest(name, known)}")
    return shelf / f"{name}.yaml"
