"""Worlds that the null models are measured on: organic ones, and ones with planted co-acts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from inconcert.networks.actions import actions
from inconcert.networks.coaction import coaction_network
from inconcert.networks.nullmodels.significance import significance
from inconcert.simulation.organic.fan_event import FanEvent
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

WINDOWED = ("cascade", "shift")
NULLS = ("cascade", "hypergeometric", "bicm", "shift")
WINDOW = 60.0
PAIRS = 10


@cache
def organic(seed: int, *, accounts: int, fans: int = 0) -> pl.DataFrame:
    """Return the reposts of an organic world: communities and waves, with `fans` a fan event."""
    events = (FanEvent(accounts=fans),) if fans else ()
    world = simulate(Scenario(population=Population(accounts=accounts), organic=events), seed=seed)
    return actions(world.posts, ["repost"])


def dense(seed: int) -> pl.DataFrame:
    """Return acts of 60 accounts on 150 objects, so many that counts are far from 0 and 1.

    Activity and popularity are uneven; an object's acts come in a wave of its own, and people are
    awake for half of the day.
    """
    rng = np.random.default_rng(seed)
    active, popular = rng.uniform(0.1, 0.9, (60, 1)), rng.uniform(0.1, 0.9, (1, 150))
    account, item = np.nonzero(rng.random((60, 150)) < active * popular)
    begin = rng.uniform(0, 10 * 86_400, 150)
    at = begin[item] + rng.lognormal(np.log(14_400), 1.2, item.size)
    awake = np.floor(at / 86_400) * 86_400 + at % 43_200
    rows = [(f"a{a:02}", f"o{o:03}", t) for a, o, t in zip(account, item, awake, strict=True)]
    return table(rows)


def alerted(acts: pl.DataFrame, share: float, *, seed: int) -> pl.DataFrame:
    """Let a share of all accounts act on everything within a minute of the first act on it."""
    rng = np.random.default_rng(seed)
    names = acts["account_id"].unique().sort()
    quick = names.sample(round(share * len(names)), seed=seed).to_list()
    delay = pl.Series(rng.integers(0, 60_000_000, acts.height)).cast(pl.Duration("us"))
    soon = pl.col("created_at").min().over("object_id") + delay
    at = pl.when(pl.col("account_id").is_in(quick)).then(soon).otherwise("created_at")
    return acts.with_columns(at.alias("created_at"))


def judged(
    acts: pl.DataFrame, null: str, *, window: float = WINDOW, strata: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return all pairs whose count under this null is 1 or more, with their odds."""
    edges = coaction_network(acts, window if null in WINDOWED else None)
    return significance(edges, acts, null=null, strata=strata)


def pair_count(acts: pl.DataFrame) -> int:
    """Return the number of pairs of accounts."""
    accounts = acts["account_id"].n_unique()
    return accounts * (accounts - 1) // 2


@dataclass(frozen=True)
class Planted:
    """A world with pairs, or a group, that act in concert."""

    acts: pl.DataFrame
    pairs: pl.DataFrame
    """`source`, `target`: who acts with whom."""

    def power(self, null: str) -> float:
        """Return the share of the planted pairs with q < 0.05."""
        found = judged(self.acts, null).filter(pl.col("q_value") < 0.05)
        return found.join(self.pairs, on=["source", "target"], how="semi").height / len(self.pairs)


def plant_pairs(acts: pl.DataFrame, *, co_acts: int, jitter_seconds: float, seed: int) -> Planted:
    """Let ten pairs of ordinary accounts repost `co_acts` posts together, in existing waves.

    Posts are chosen as people choose them, by popularity. The first of a pair joins the wave up to
    five minutes after one of its acts, the second up to `jitter_seconds` later.
    """
    rng = np.random.default_rng(seed)
    names = rng.permutation(acts["account_id"].unique().sort().to_numpy())[: 2 * PAIRS]
    rows = []
    for one, other in names.reshape(PAIRS, 2):
        known = acts.filter(pl.col("account_id").is_in([one, other]))["object_id"]
        free = acts.filter(~pl.col("object_id").is_in(known.to_list()))
        for item, at in _waves(free, co_acts, rng):
            lead = at + rng.uniform(0, 300)
            rows += [(one, item, lead), (other, item, lead + rng.uniform(0, jitter_seconds))]
    ends = [sorted(pair) for pair in names.reshape(PAIRS, 2).tolist()]
    pairs = pl.DataFrame(ends, schema=["source", "target"], orient="row")
    return Planted(_added(acts, rows), pairs)


def plant_group(
    acts: pl.DataFrame, *, others: int, size: int = 5, co_acts: int = 8, seed: int = 0
) -> Planted:
    """Let a group repost `co_acts` posts of its own within 20 s; `others` join each, in hours."""
    rng = np.random.default_rng(seed)
    names = rng.permutation(acts["account_id"].unique().sort().to_numpy())
    group, crowd = names[:size], names[size:]
    first = acts["created_at"].min().timestamp()  # type: ignore[union-attr]
    rows = []
    for number in range(co_acts):
        at = first + rng.uniform(0, 10 * 86_400)
        rows += [(name, f"planted-{number}", at + rng.uniform(0, 20)) for name in group]
        joined = rng.choice(crowd, others, replace=False)
        delays = rng.lognormal(np.log(2_700), 1.6, others)
        rows += [(n, f"planted-{number}", at + d) for n, d in zip(joined, delays, strict=True)]
    pairs = [(a, b) for a in sorted(group) for b in sorted(group) if a < b]
    ends = pl.DataFrame(pairs, schema=["source", "target"], orient="row")
    return Planted(_added(acts, rows), ends)


def _waves(acts: pl.DataFrame, count: int, rng: np.random.Generator) -> list[tuple[str, float]]:
    """Choose distinct objects by popularity, and a moment of each: that of a random act."""
    order = rng.permutation(acts.height).tolist()
    chosen = acts[order].unique("object_id", keep="first", maintain_order=True).head(count)
    seconds = chosen["created_at"].dt.epoch("us") / 1e6
    return list(zip(chosen["object_id"], seconds, strict=True))


def _added(acts: pl.DataFrame, rows: list[tuple[str, str, float]]) -> pl.DataFrame:
    planted = table(rows)
    return pl.concat([acts.select(planted.columns), planted])


def table(rows: list[tuple[str, str, float]]) -> pl.DataFrame:
    """Return acts from account, object and seconds since 1970, cut to whole seconds."""
    whole = [(name, item, round(at) * 1_000_000) for name, item, at in rows]
    schema = {"account_id": pl.String, "object_id": pl.String, "created_at": pl.Int64}
    return pl.DataFrame(whole, schema=schema, orient="row").select(
        "account_id",
        pl.lit("repost").alias("layer"),
        "object_id",
        pl.col("created_at").cast(pl.Datetime("us", "UTC")),
        pl.format("made-{}", pl.int_range(pl.len())).alias("post_id"),
    )
