"""`inconcert inject`: campaigns planted in real posts, so that their truth is known."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import available_timezones

import typer

from inconcert.cli.options import (  # noqa: TC001 - typer reads them
    ColumnsFile,
    ObjectLayer,
    ReaderName,
)
from inconcert.errors import ConfigError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from inconcert.posts.ingest import Ingest
    from inconcert.simulation.injection.inject import Injected
    from inconcert.simulation.injection.tongue import Tongue

_SHARED_DAYS = ("start_day", "days")


def inject(
    posts: Annotated[Path, typer.Argument(help="A file or a folder of real posts.")],
    overrides: Annotated[
        list[str] | None,
        typer.Argument(
            help="key=value for the attacks, such as accounts=40, or for one of them: "
            "repost_amplification.accounts=40"
        ),
    ] = None,
    *,
    attack: Annotated[
        list[str], typer.Option("--attack", help="An attack of docs/scenarios.md; repeatable.")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for the tables.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same rows.", min=0)] = 0,
    reader: ReaderName = "auto",
    columns: ColumnsFile = None,
    object_layer: ObjectLayer = "repost",
    lang: Annotated[
        str | None,
        typer.Option("--lang", help="Language of posts that name none, and of the attacks."),
    ] = None,
    timezone: Annotated[
        str, typer.Option("--timezone", help="Place whose working hours attacks keep.")
    ] = "UTC",
    renumber: Annotated[
        bool,
        typer.Option(
            "--renumber",
            help="Where ids are numbers without gaps, number all rows anew, real ones too.",
        ),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files in a folder that holds some.")
    ] = False,
) -> None:
    """Plant attacks in real posts; write the posts, and the truth beside them."""
    from inconcert.cli.posts import print_ingest
    from inconcert.posts.ingest import ingest
    from inconcert.posts.output import check_output_directory
    from inconcert.simulation.injection.inject import Real
    from inconcert.simulation.injection.inject import inject as run
    from inconcert.simulation.injection.record import write_injected

    check_output_directory(out, overwrite=overwrite)
    given = parameters(attack, overrides or [])
    _check_timezone(timezone)
    taken = ingest([posts], reader=reader, columns=columns, object_layer=object_layer)
    print_ingest(taken)
    settings = completed(given, taken.posts, lang)
    real = Real(taken.posts, taken.accounts, interacting(taken.posts), lang, timezone)
    injected = run(real, built(settings), seed=seed, renumber=renumber)
    choices = {"seed": seed, "lang": lang, "timezone": timezone, "renumber": renumber}
    record = record_of(settings, choices, injected, taken)
    write_injected(injected, out, record=record, title=f"{posts.name} with planted campaigns")
    typer.echo(summary(injected, taken, out))


def parameters(attacks: list[str], overrides: list[str]) -> list[dict[str, Any]]:
    """Return the settings of each attack: its class, and the overrides that are meant for it.

    >>> parameters(["copied_text"], ["accounts=40", "copied_text.edits=0.1"])[0]["accounts"]
    40
    """
    from inconcert.simulation.catalogue import component

    classes = {name: component("attacks", name) for name in attacks}
    settings = [
        {"_target_": f"{classes[name].__module__}.{classes[name].__name__}"} for name in attacks
    ]
    for override in overrides:
        owner, key, value = _parsed(override, attacks)
        fitting = [
            place
            for place, name in enumerate(attacks)
            if owner in (None, name) and key in classes[name].__dataclass_fields__
        ]
        if not fitting:
            raise ConfigError(f"{override!r}: {_unknown(owner, key, attacks, classes)}")
        for place in fitting:
            settings[place][key] = value
    return settings


def _parsed(override: str, attacks: list[str]) -> tuple[str | None, str, Any]:
    """Return the attack (None: all), the key and the value of `key=value`."""
    import yaml

    left, equals, value = override.partition("=")
    owner, _, key = left.rpartition(".")
    if not key or not equals:
        raise ConfigError(f"{override!r} is no override; allowed: key=value, accounts=40 for one")
    if owner and owner not in attacks:
        raise ConfigError(
            f"{override!r}: no --attack {owner!r} is given; {nearest(owner, attacks)}"
        )
    try:
        return owner or None, key, yaml.safe_load(value)
    except yaml.YAMLError as error:
        raise ConfigError(f"{override!r} cannot be read: {error}") from error


def _unknown(owner: str | None, key: str, attacks: list[str], classes: Mapping[str, Any]) -> str:
    known = {
        name for attack in attacks if owner in (None, attack)
        for name in classes[attack].__dataclass_fields__
    }  # fmt: skip
    return f"{', '.join([owner] if owner else attacks)} has no such key; {nearest(key, known)}"


def _check_timezone(timezone: str) -> None:
    if timezone not in available_timezones():
        raise ConfigError(f"--timezone {timezone}: {nearest(timezone, available_timezones())}")


def completed(
    settings: list[dict[str, Any]], posts: pl.DataFrame, lang: str | None
) -> list[dict[str, Any]]:
    """Add language and days where the attack's own are not in the data, then all defaults.

    The language is `lang`, else the attack's own where the data speak it, else their main one.
    """
    from inconcert.pipeline.build import complete
    from inconcert.pipeline.targets import target_class
    from inconcert.simulation.injection.tongue import fitted_days, span_days, tongue

    speech = tongue(posts, lang)
    whole = []
    for given in settings:
        cls: Any = target_class(given["_target_"], "attack")
        usual = cls.__dataclass_fields__["lang"].default
        spoken = _spoken(speech, lang, usual)
        days = fitted_days(cls, given, span_days(posts))
        whole.append(complete({"lang": spoken, **given, **days}))
    return whole


def _spoken(speech: Tongue, lang: str | None, usual: str) -> str:
    if lang and lang != speech.name:
        return lang
    return usual if not lang and usual in speech.spoken else speech.main


def built(settings: list[dict[str, Any]]) -> list[Any]:
    """Build the attacks; raises `ConfigError` for an impossible value."""
    from inconcert.pipeline.build import build

    return [build(given, where=given["_target_"].rpartition(".")[2]) for given in settings]


def interacting(posts: pl.DataFrame) -> pl.DataFrame:
    """Return the communities of those who repost, answer or quote one another, where there are any.

    Of each account `account_id` and `community`; none where the posts tell of no interaction.
    """
    import polars as pl

    from inconcert.networks.communities import communities
    from inconcert.networks.interactions import interaction_graph

    edges = pl.concat(
        [interaction_graph(posts, kind=kind) for kind in ("repost", "reply", "quote")]
    )
    found = communities(edges, min_size=20)
    return found.select("account_id", "community")


def record_of(
    settings: list[dict[str, Any]],
    choices: Mapping[str, Any],
    injected: Injected,
    taken: Ingest,
) -> str:
    """Return what was done as YAML: sources, attacks with all parameters, what was measured."""
    import yaml

    from inconcert.simulation.injection.surroundings import measured

    names = [given["_target_"].split(".")[-2] for given in settings]
    words = ["inconcert", "inject", "POSTS", *(f"--attack={name}" for name in names)]
    record = {
        "sources": [
            {"file": Path(file.path).name, "reader": file.reader, "rows": file.rows,
             "sha256": file.sha256} for file in taken.files
        ],
        **choices,
        "attacks": settings,
        "measured": measured(injected.surroundings),
    }  # fmt: skip
    text = yaml.safe_dump(record, allow_unicode=True, sort_keys=False)
    return f"# {shlex.join(words)} --out DIR\n{text}"


def summary(injected: Injected, taken: Ingest, out: Path) -> str:
    """Say what was planted, and what gives it away."""
    import polars as pl

    members = injected.labels.filter(pl.col("campaign").is_not_null())
    planted = injected.posts.height - taken.posts.height
    lines = [
        f"{injected.posts.height:,} posts, {planted:,} of them planted, "
        f"with {injected.acts.height:,} acts -> {out}",
        *(
            f"  {campaign}: {count:,} accounts"
            for campaign, count in members.group_by("campaign").len().sort("campaign").iter_rows()
        ),
    ]
    return "\n".join([*lines, *(f"  note: {note}" for note in injected.notes)])
