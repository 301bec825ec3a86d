"""From drafts to tables: all deeds together, ids in the order of time, truth beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert import schemas
from inconcert.simulation.chronicle import Chronicle, chronicled
from inconcert.simulation.contract import fitted, instant
from inconcert.simulation.follows import in_time
from inconcert.simulation.identifiers import in_text_order, snowflakes
from inconcert.simulation.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from numpy.typing import NDArray

    from inconcert.simulation.draft import Deed
    from inconcert.simulation.population import Population

    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Truth:
    """Everything that happened, as the tables of `schemas.py`."""

    posts: pl.DataFrame
    accounts: pl.DataFrame
    labels: pl.DataFrame
    acts: pl.DataFrame
    follows: pl.DataFrame


@dataclass(frozen=True)
class Assembly:
    """The same, to be made in parts; each table sorted by its key."""

    chronicle: Chronicle
    posts: Parts
    accounts: Parts
    labels: Parts
    acts: Parts
    follows: Callable[[], Parts]
    """They are drawn and put into order when they are asked for."""


def assemble(
    deeds: Mapping[str, Deed],
    campaigns: Collection[str],
    population: Population,
    rng: np.random.Generator,
) -> Truth:
    """Join the deeds of all components; the first is the background."""
    joined = assembly(deeds, campaigns, population, rng)
    return Truth(
        joined.posts.whole(),
        joined.accounts.whole(),
        joined.labels.whole(),
        joined.acts.whole(),
        joined.follows().whole(),
    )


def assembly(
    deeds: Mapping[str, Deed],
    campaigns: Collection[str],
    population: Population,
    rng: np.random.Generator,
    *,
    background_follows: Callable[[], pl.DataFrame] | None = None,
) -> Assembly:
    """Join the deeds likewise; nothing but numbers is put into order, the tables are yet to make.

    The deeds are needed no more when this returns. `background_follows` draws follows that are in
    no deed.
    """
    people = _people(deeds, rng)
    chronicle = chronicled(deeds, campaigns, people, population, rng)
    acts = chronicle.acted()
    known = [deed.follows for deed in deeds.values()]

    def follows() -> Parts:
        drafted = list(known)
        if background_follows:
            drafted.append(background_follows())
        return _follows(drafted, people, population)

    return Assembly(
        chronicle,
        posts=Parts(chronicle.numbers.height, chronicle.posts),
        accounts=_accounts(chronicle),
        labels=_labels(deeds, campaigns, people),
        acts=Parts(acts.height, acts.slice),
        follows=follows,
    )


def _people(deeds: Mapping[str, Deed], rng: np.random.Generator) -> pl.DataFrame:
    """All accounts in the order of their numbers, so that number i stands in row i."""
    accounts = pl.concat([deed.accounts for deed in deeds.values()]).sort("account")
    ids = snowflakes(accounts["created"].to_numpy(), rng)
    return accounts.with_columns(account_id=pl.Series(ids).cast(pl.String))


def _accounts(chronicle: Chronicle) -> Parts:
    people, authors = chronicle.people, chronicle.numbers["author"].to_numpy()
    written = pl.Series(np.bincount(authors, minlength=people.height), dtype=pl.Int64)
    order = people["account_id"].arg_sort()

    def part(start: int, rows: int) -> pl.DataFrame:
        here = order.slice(start, rows)
        accounts = people.select(pl.all().gather(here)).select(
            "account_id",
            "handle",
            "display_name",
            "followers",
            "following",
            "description",
            "verified",
            created_at=instant("created"),
            posts_total=pl.col("earlier_posts") + written.gather(here),
            platform="platform",
        )
        return fitted(accounts, schemas.Accounts)

    return Parts(people.height, part)


def _labels(deeds: Mapping[str, Deed], campaigns: Collection[str], people: pl.DataFrame) -> Parts:
    """One row an account: its campaign, else the last organic scenario it took part in."""
    roles = pl.concat(
        [
            deed.roles.with_columns(component=pl.lit(name), rank=pl.lit(number))
            for number, (name, deed) in enumerate(deeds.items())
        ]
    )
    last = roles.sort("account", "rank").unique("account", keep="last", maintain_order=True)
    last = last.with_columns(account_id=people["account_id"].gather(last["account"]))
    last = last.sort("account_id")

    def part(start: int, rows: int) -> pl.DataFrame:
        return fitted(_named_roles(last.slice(start, rows), campaigns), schemas.Labels)

    return Parts(last.height, part)


def _named_roles(roles: pl.DataFrame, campaigns: Collection[str]) -> pl.DataFrame:
    known = pl.col("component").is_in(list(campaigns)) & pl.col("member")
    return roles.select(
        "account_id",
        campaign=pl.when(known).then("component"),
        role=pl.when(known | (pl.col("rank") == 0))
        .then("role")
        .otherwise(pl.concat_str("component", pl.lit(":"), "role")),
        operator=pl.when(known).then(
            pl.coalesce("operator", pl.concat_str(pl.lit("operator of "), "component"))
        ),
        source=pl.lit("simulation"),
    )


def _follows(drafted: list[pl.DataFrame], people: pl.DataFrame, population: Population) -> Parts:
    """Return `schemas.Follows`; the earliest of a follow that two components drew."""
    ids = people["account_id"]
    order = in_text_order(ids.cast(pl.Int64).to_numpy())
    ranks = _ranks(order)
    pairs, times = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    while drafted:
        drawn = in_time(drafted.pop(), people["created"], population.rhythm.end)
        source, target = drawn["source"].to_numpy(), drawn["target"].to_numpy()
        pairs.append(ranks[source] * len(ranks) + ranks[target])
        times.append(drawn["at"].to_numpy())
    pair, at = _earliest(np.concatenate(pairs), np.concatenate(times))

    def part(start: int, rows: int) -> pl.DataFrame:
        here = pair[start : start + rows]
        named = pl.DataFrame(
            {
                "source": ids.gather(order[here // len(ids)]),
                "target": ids.gather(order[here % len(ids)]),
                "created_at": pl.Series(at[start : start + rows]),
            }
        )
        return schemas.Follows.validate(named.with_columns(created_at=instant("created_at")))

    return Parts(len(pair), part)


def _earliest(pair: Ints, at: Ints) -> tuple[Ints, Ints]:
    """Return each pair once, in order, with its first time."""
    order = np.argsort(pair)
    pair, at = pair[order], at[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    return pair[first], np.minimum.reduceat(at, first) if len(first) else at


def _ranks(order: Ints) -> Ints:
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks
