"""The stage made of real posts: their rhythm, shares, delays, communities and accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from inconcert.simulation.draft import ACCOUNTS
from inconcert.simulation.injection.voice import Borrowed, borrow
from inconcert.simulation.life import Habitat, Life, Replies
from inconcert.simulation.pool import pool
from inconcert.simulation.population import Population
from inconcert.simulation.rhythm import DAY, HOUR, Rhythm
from inconcert.simulation.stage import Stage
from inconcert.simulation.wording import Culture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.injection.known import Known

    Ints = NDArray[np.int64]

_PRIOR = 3.0
"""So many posts of anyone are added to those of an account before its shares are taken."""


@dataclass(frozen=True)
class Surroundings(Population):
    """Measured in real posts, so that nothing of it is to be refused."""

    clock: Rhythm | None = None

    def __post_init__(self) -> None:
        """Take everything as it was measured."""

    @property
    def rhythm(self) -> Rhythm:
        """The posts of each hour."""
        if self.clock is None:
            return super().rhythm
        return self.clock


def stage_of(
    known: Known, profiles: pl.DataFrame, communities: pl.DataFrame | None, *, timezone: str
) -> Stage:
    """Build the stage. `profiles` are `schemas.Accounts`, for as many accounts as there are any;
    `communities` has `account_id` and `community`, None: one a platform.
    """
    clock = hours(known.drafts["at"].head(known.posts.height).to_numpy())
    people = _people(known, profiles, communities)
    population = _population(known, people, clock, timezone)
    people = people.with_columns(repost_share=_own_shares(known, people, population))
    reacted = _reactions(known)
    life = _life(known, people, reacted)
    voice: Borrowed = borrow(known, people, life.posts)
    habitat = Habitat(population, _culture(people), life, voice)
    return Stage(
        habitat=habitat,
        accounts=people.select(list(ACCOUNTS)),
        posts=life.posts,
        first_account=known.accounts.height,
        first_post=known.drafts.height,
    )


def hours(at: Ints) -> Rhythm:
    """Return the rhythm of instants: how many fall into each hour, from the first to the last.

    >>> hours(np.array([3600, 3601, 10_000])).cumulative.tolist()
    [0.0, 2.0, 3.0]
    """
    start, end = int(at.min()) // HOUR * HOUR, (int(at.max()) // HOUR + 1) * HOUR
    counts = np.bincount((at - start) // HOUR, minlength=(end - start) // HOUR)
    return Rhythm(start, end, np.concatenate([[0.0], np.cumsum(counts)]))


def _people(known: Known, profiles: pl.DataFrame, communities: pl.DataFrame | None) -> pl.DataFrame:
    """Everyone who posts, as `draft.ACCOUNTS`; row i is account i."""
    drafts = known.drafts.head(known.posts.height)
    habits = drafts.with_columns(known.posts["client"], known.posts["platform"])
    habits = habits.group_by("author").agg(
        lang=pl.col("lang").drop_nulls().mode().sort().first(),
        client=pl.col("client").drop_nulls().mode().sort().first(),
        platform=pl.col("platform").drop_nulls().mode().sort().first(),
        activity=pl.len().cast(pl.Float64),
    )
    ids = known.accounts.head(known.authors).select(pl.col("account").cast(pl.Int64), "account_id")
    people = ids.join(habits, left_on="account", right_on="author", how="left").sort("account")
    drawn = _reactions(known).rename({"post": "account_post"})
    influence = (
        known.drafts.select("author", account_post="post")
        .join(drawn, on="account_post", how="left")
        .group_by("author")
        .agg(influence=pl.col("reactions").sum().cast(pl.Float64) + 0.05)
    )
    people = people.join(influence, left_on="account", right_on="author", how="left")
    people = people.sort("account").with_columns(community=_communities(people, communities))
    return _complete(people.join(_facts(profiles), on="account_id", how="left").sort("account"))


def _facts(profiles: pl.DataFrame) -> pl.DataFrame:
    return profiles.select(
        "account_id", "handle", "display_name", "description", "followers", "following", "verified",
        "posts_total", created=pl.col("created_at").dt.epoch("s"),
    )  # fmt: skip


def _complete(people: pl.DataFrame) -> pl.DataFrame:
    """Add what is not known of them as null, and no shift against the place's rhythm."""
    people = people.with_columns(
        shift_hours=pl.lit(0.0),
        repost_share=pl.lit(0.0),
        earlier_posts=(pl.col("posts_total") - pl.col("activity")).clip(0),
    )
    missing = [pl.lit(None).alias(name) for name in ACCOUNTS if name not in people.columns]
    return people.with_columns(missing).with_columns(
        pl.col(name).cast(dtype) for name, dtype in ACCOUNTS.items()
    )


def _communities(people: pl.DataFrame, communities: pl.DataFrame | None) -> pl.Series:
    """Number the communities of each platform; who belongs to none belongs to the rest."""
    if communities is None:
        communities = pl.DataFrame(schema={"account_id": pl.String, "community": pl.UInt32})
    found = people.select("account", "account_id", "platform").join(
        communities.select("account_id", "community"), on="account_id", how="left"
    )
    place = pl.struct(pl.col("platform").fill_null(""), pl.col("community").fill_null(2**32 - 1))
    return found.sort("account").select((place.rank("dense") - 1).cast(pl.Int64)).to_series()


def _reactions(known: Known) -> pl.DataFrame:
    return (
        known.drafts.filter(pl.col("target").is_not_null())
        .group_by("target")
        .agg(reactions=pl.len())
        .rename({"target": "post"})
    )


def _population(known: Known, people: pl.DataFrame, clock: Rhythm, timezone: str) -> Surroundings:
    drafts = known.drafts.head(known.posts.height)
    share = {kind: float((drafts["kind"] == kind).mean() or 0) for kind in drafts["kind"].unique()}
    first = datetime.fromtimestamp(clock.start, UTC).date()
    measured: dict[str, Any] = {
        "accounts": people.height,
        "days": -(-(clock.end - clock.start) // DAY) + 1,
        "first_day": first.isoformat(),
        "timezone": timezone,
        "languages": dict.fromkeys(people["lang"].unique().sort().to_list(), 1.0),
        "communities": int(people["community"].max() or 0) + 1,  # type: ignore[arg-type]
        "mixing": _mixing(known, people),
        "repost_share": share.get("repost", 0.0),
        "reply_share": share.get("reply", 0.0),
        "quote_share": share.get("quote", 0.0),
        "thread_share": _thread_share(known),
        "wave_share": 0.0,
        "follows_per_account": 0.0,
    }
    return Surroundings(**measured | _delays(known), clock=clock)


def _pairs(known: Known) -> pl.DataFrame:
    """Each reaction beside what it reacts to."""
    targets = known.drafts.select(
        target="post", target_at="at", target_author="author", target_kind="kind"
    )
    return known.drafts.join(targets, on="target", how="inner").sort("post")


def _mixing(known: Known, people: pl.DataFrame) -> float:
    """Share of the reactions that leave the community."""
    home = people.select("account", "community")
    pairs = (
        _pairs(known)
        .join(home, left_on="author", right_on="account")
        .join(home, left_on="target_author", right_on="account", suffix="_of_target")
    )
    return float((pairs["community"] != pairs["community_of_target"]).mean() or 0.0)  # type: ignore[arg-type]


def _thread_share(known: Known) -> float:
    replies = _pairs(known).filter(pl.col("kind") == "reply")
    return float((replies["target_kind"] == "reply").mean() or 0.0)  # type: ignore[arg-type]


def _delays(known: Known) -> dict[str, float]:
    """Median and log-normal sigma of the delays of reactions; those of Population if unknown."""
    late = _pairs(known).select(pl.col("at") - pl.col("target_at")).to_series()
    late = late.filter(late > 1)
    if len(late) < 20:
        return {}
    sigma = float(np.log(late.to_numpy()).std())
    median = float(late.median() or 60.0) / 60  # type: ignore[arg-type]
    return {"repost_delay_minutes": max(median, 0.02), "repost_delay_sigma": min(sigma, 3.0)}


def _own_shares(known: Known, people: pl.DataFrame, population: Population) -> pl.Series:
    """Return the share of reposts of each account, drawn a little towards that of all."""
    counted = (
        known.drafts.head(known.posts.height)
        .group_by("author")
        .agg(reposts=(pl.col("kind") == "repost").sum(), posts=pl.len())
    )
    rows = people.select("account").join(counted, left_on="account", right_on="author", how="left")
    rows = rows.sort("account")
    share = (rows["reposts"] + _PRIOR * population.repost_share) / (rows["posts"] + _PRIOR)
    return share.clip(0.0, 1.0).cast(pl.Float64)


def _life(known: Known, people: pl.DataFrame, reacted: pl.DataFrame) -> Life:
    """Return the drafts, the originals by the reactions that they drew, and the replies."""
    home = people.select("account", "community")
    posts = known.drafts
    first = (
        _pairs(known)
        .sort("at", "post")
        .join(home, left_on="author", right_on="account")
        .unique("target", keep="first", maintain_order=True)
        .select(post="target", reader="community")
    )
    talk = (
        posts.filter(pl.col("kind") == "post")
        .join(reacted, on="post", how="left")
        .join(home, left_on="author", right_on="account", how="left")
        .join(first, on="post", how="left")
        .sort("post")
    )
    where = talk.select(pl.coalesce("community", "reader").fill_null(0)).to_series()
    return Life(
        posts,
        pool(
            items=talk["post"].to_numpy(),
            at=talk["at"].to_numpy(),
            communities=where.to_numpy(),
            weights=talk["reactions"].fill_null(0).to_numpy() + 0.05,
        ),
        _replies(known),
    )


def _replies(known: Known) -> Replies:
    replies = _pairs(known).filter(pl.col("kind") == "reply")
    return Replies(*(replies[name].to_numpy() for name in ("post", "target", "at")))


def _culture(people: pl.DataFrame) -> Culture:
    """Only who is prominent and lively is asked for; words come from the real posts."""
    nothing = pool(**dict.fromkeys(("items", "at", "communities"), np.empty(0, dtype=np.int64)),
                   weights=np.empty(0))  # fmt: skip
    by = {
        name: pool(
            items=people["account"].to_numpy(),
            at=np.zeros(people.height, dtype=np.int64),
            communities=people["community"].to_numpy(),
            weights=people[name].to_numpy(),
        )
        for name in ("influence", "activity")
    }
    empty = pl.Series("text", [], dtype=pl.String)
    return Culture(empty, nothing, empty, empty, prominent=by["influence"], lively=by["activity"])


_MEASURED = (
    "accounts", "communities", "languages", "first_day", "timezone", "mixing", "repost_share",
    "reply_share", "quote_share", "thread_share", "repost_delay_minutes", "repost_delay_sigma",
)  # fmt: skip


def measured(population: Population) -> dict[str, Any]:
    """Return what was measured in the real posts, for the record."""
    return {name: getattr(population, name) for name in _MEASURED}
