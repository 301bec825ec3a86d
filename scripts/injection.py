"""Attacks planted in real posts: which work where, what gives them away, what the model finds.

Writes docs/injection.md. Only where the real datasets are here; nothing of them is written.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from documents import ROOT, markdown_table, write_section
from injection_words import INTRODUCTION

from inconcert.cli.inject import built, completed, interacting, parameters
from inconcert.errors import ConfigError
from inconcert.evaluation.leaks.auc import INSIDE, holm, matched_auc
from inconcert.evaluation.leaks.matching import MATCHED_ON, matched
from inconcert.pipeline.score import score
from inconcert.posts.ingest import Ingest, ingest
from inconcert.simulation.catalogue import components
from inconcert.simulation.injection.inject import Injected, Real, inject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.evaluation.leaks.auc import Auc

PAGE = ROOT / "docs" / "injection.md"
DATA = Path(os.environ.get("INCONCERT_REFERENCE", ROOT.parent / "shared" / "datasets"))
LEVEL = 0.05
_TIE = 1e-9
"""Rows of equal order fall in an order by chance, always the same."""
COUNTS = ("hashtags", "urls", "mentions", "media")


@dataclass(frozen=True)
class RealSet:
    """A real dataset, how it is read, and what its posts do not say."""

    name: str
    path: str
    columns: dict[str, Any]
    lang: str | None
    timezone: str
    overrides: tuple[str, ...] = ()
    renumber: bool = False


TWEETS = {
    "post_id": "tweet_id", "account_id": "screen_name", "created_at": "created_at", "text": "text",
    "repost_of_account": "rt_of",
}  # fmt: skip
GERMAN = {
    "account_id": "account_id", "post_id": "post_id", "created_at": "timestamp",
    "platform": "platform",
    "objects": {"url": "url_id", "domain": "domain_id", "hashtag": "hashtag_id",
                "media": "phash_id"},
}  # fmt: skip
COMMENTS = {
    "account_id": "user_id_hashed", "created_at": "datetime", "text": "text",
    "reply_to_account": "reply_to_user_hashed",
}  # fmt: skip
SETS = (
    RealSet("gop_debate_2015", "gop_debate_2015/tweets.parquet",
            TWEETS | {"reply_to_account": "reply_to"}, "en", "America/New_York",
            ("sleepers.wake_days=0.3", "late_copied_reply.delay_days=[0.02, 0.06]")),
    RealSet("paraguay_election_2018", "paraguay_election_2018/tweets.parquet",
            TWEETS | {"is_reply": "reply", "is_quote": "quote"}, "es", "America/Asuncion"),
    RealSet("coortweet_german_elections", "coortweet_german_elections/german_elections.parquet",
            GERMAN, None, "Europe/Berlin", ("cross_platform.platforms=[tw, fb]",), renumber=True),
    RealSet("vk_media_comments_2022", "vk_media_comments_2022/comments.parquet",
            COMMENTS, "ru", "Europe/Moscow", renumber=True),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Shares of accounts."""

    flagged: float
    clustered: float
    """Members of a cluster of the co-action network."""
    real_flagged: float
    real_clustered: float


@dataclass(frozen=True)
class Row:
    """One attack in one dataset."""

    dataset: str
    attack: str
    accounts: int
    acts: int
    planted: int
    worst: tuple[str, float]
    """The field of form whose AUC is furthest from 0.5."""
    leaks: tuple[str, ...]
    found: Found


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--dataset", action="append", choices=[one.name for one in SETS])
    chosen = parser.parse_args()
    for one in SETS:
        if chosen.dataset and one.name not in chosen.dataset:
            continue
        if not (DATA / one.path).is_file():
            print(f"{one.name}: not here, its part of the page stays as it is")
            continue
        rows, refused = measure(one, range(chosen.seeds))
        text = page_of(one, rows, refused, seeds=chosen.seeds)
        write_section(PAGE, one.name, text, introduction=INTRODUCTION)


def measure(one: RealSet, seeds: Sequence[int]) -> tuple[list[Row], dict[str, str]]:
    """Plant every attack; return a row of each that works, and why the others do not."""
    taken = ingest([DATA / one.path], reader="table", columns=one.columns)
    communities = interacting(taken.posts)
    real = Real(taken.posts, taken.accounts, communities, one.lang, one.timezone)
    rows, refused = [], {}
    for attack in components("attacks"):
        print(f"{one.name}: {attack}", flush=True)
        try:
            worlds = planted(one, attack, real, taken, seeds)
        except ConfigError as error:
            refused[attack] = str(error)
            continue
        rows.append(row_of(one, attack, worlds))
    return rows, refused


def planted(
    one: RealSet, attack: str, real: Real, taken: Ingest, seeds: Sequence[int]
) -> list[Injected]:
    """Return one dataset with the attack for each seed."""
    own = [part for part in one.overrides if part.startswith(f"{attack}.")]
    attacks = built(completed(parameters([attack], own), taken.posts, one.lang))
    return [inject(real, attacks, seed=seed, renumber=one.renumber) for seed in seeds]


def row_of(one: RealSet, attack: str, worlds: list[Injected]) -> Row:
    """Test the form over all seeds, and let the default model look at the first."""
    aucs = form_aucs(worlds, components("attacks")[attack].prescribes)
    corrected = holm([auc.p_inside for auc in aucs.values()])
    outside = [abs(auc.value - 0.5) > INSIDE for auc in aucs.values()]
    leaks = [n for n, p, out in zip(aucs, corrected, outside, strict=True) if out and p < LEVEL]
    worst = max(aucs, key=lambda name: abs(aucs[name].value - 0.5))
    first = worlds[0]
    members = first.labels.drop_nulls("campaign")
    return Row(
        dataset=one.name,
        attack=attack,
        accounts=members.height,
        acts=first.acts.height,
        planted=first.posts.join(members, on="account_id", how="semi").height,
        worst=(worst, aucs[worst].value),
        leaks=tuple(leaks),
        found=found(first, members),
    )


def found(world: Injected, members: pl.DataFrame) -> Found:
    """Score with the default model; return what it says of planted and of real accounts."""
    result = score(world.posts)
    told = result.accounts.select(
        "account_id", "flagged", clustered=pl.col("cluster_id").is_not_null()
    )
    mine = told.join(members, on="account_id", how="semi")
    others = told.join(members, on="account_id", how="anti")
    return Found(
        flagged=float(mine["flagged"].sum()) / members.height,
        clustered=float(mine["clustered"].sum()) / members.height,
        real_flagged=float(others["flagged"].mean() or 0.0),  # type: ignore[arg-type]
        real_clustered=float(others["clustered"].mean() or 0.0),  # type: ignore[arg-type]
    )


def form_aucs(worlds: list[Injected], prescribes: frozenset[str]) -> dict[str, Auc]:
    """Return the AUC of each field of form that the attack does not prescribe."""
    forms = pl.concat([form(world, number) for number, world in enumerate(worlds)])
    rows = matched(forms, ["planted"], MATCHED_ON["posts"])
    worded = rows.filter(pl.col("kind") != "repost", pl.col("once"))
    fields = [name for name in forms.columns if name.startswith(("id_", "at_", "missing_"))]
    aucs = {name: matched_auc(rows, name) for name in fields}
    words = {"text_length": {"text", "text_length"}} | {name: {name, "text"} for name in COUNTS}
    for name, terms in words.items():
        if not terms & prescribes:
            aucs[name] = matched_auc(worded, name)
    return {name: auc for name, auc in aucs.items() if auc is not None}


def form(world: Injected, number: int) -> pl.DataFrame:
    """Return what a post shows but for what it is about, and what posts are matched on."""
    members = world.labels.drop_nulls("campaign").select("account_id", side=pl.lit("planted"))
    at = pl.col("created_at")
    by_time = pl.col("created_at").rank("ordinal").cast(pl.Int64)
    rows = world.posts.with_row_index("row").join(members, on="account_id", how="left").sort("row")
    number_of = pl.col("post_id").str.extract(r"(\d+)$").cast(pl.Float64)
    return rows.select(
        "kind",
        pl.col("side").fill_null("background"),
        pl.lit(number).alias("world"),
        (at.dt.epoch("s") // 3600).alias("hour"),
        pl.col("lang").fill_null("") + pl.col("platform").fill_null(""),
        once=pl.col("text").is_null() | pl.struct("side", "text").is_first_distinct(),
        id_order=(number_of.rank("ordinal").cast(pl.Int64) - by_time if _rising(world)
                  else number_of) + _TIE * pl.int_range(pl.len()).shuffle(seed=number),
        id_last=number_of % 1000,
        id_length=pl.col("post_id").str.len_chars(),
        id_account_length=pl.col("account_id").str.len_chars(),
        at_second=at.dt.second(),
        at_round_second=at.dt.second() % 10 == 0,
        at_microsecond=at.dt.microsecond(),
        text_length=pl.col("text").str.len_chars(),
        **{name: pl.col(name).list.len() for name in COUNTS},
        **{
            f"missing_{name}": pl.col(name).is_null()
            for name, kind in world.posts.schema.items()
            if not isinstance(kind, pl.List)
        },
    ).with_columns(pl.col("^(id_|at_|missing_|text_length|hashtags|urls|mentions|media).*$")
                   .cast(pl.Float64))  # fmt: skip


def _rising(world: Injected) -> bool:
    """Say whether ids rise with time: then only what the time does not explain is tested."""
    number = world.posts["post_id"].str.extract(r"(\d+)$").cast(pl.Float64)
    order = pl.DataFrame({"id": number.rank(), "at": world.posts["created_at"].rank()})
    return float(order.select(pl.corr("id", "at")).item() or 0.0) > 0.99


def page_of(one: RealSet, rows: list[Row], refused: dict[str, str], *, seeds: int) -> str:
    """Return the section of a dataset."""
    table = [
        {
            "attack": row.attack,
            "accounts": f"{row.accounts:,}",
            "acts": f"{row.acts:,}",
            "planted posts": f"{row.planted:,}",
            "form AUC furthest from 0.5": f"{row.worst[1]:.2f} ({row.worst[0]})",
            "leaks": ", ".join(row.leaks) or "none",
            "recall": f"{row.found.flagged:.2f}",
            "in clusters": f"{row.found.clustered:.2f}",
            "real: flagged": f"{row.found.real_flagged:.2%}",
            "real: in clusters": f"{row.found.real_clustered:.2%}",
        }
        for row in rows
    ]
    lines = [f"## {one.name}", "", f"{seeds} seeds; accounts, acts, posts and recall of seed 0."]
    lines += ["", markdown_table(table)] if table else []
    lines += ["", "Refused:", "", *(f"- `{name}`: {why}" for name, why in sorted(refused.items()))]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
