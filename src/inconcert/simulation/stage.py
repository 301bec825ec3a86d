"""What a component finds when its turn comes, and the services that keep it inconspicuous."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import numpy as np
import polars as pl

from inconcert.simulation import limits
from inconcert.simulation.attention import attention
from inconcert.simulation.choosing import drawn_accounts, popular_posts
from inconcert.simulation.draft import ACCOUNTS, FOLLOWS, Deed, draft_posts, join_posts
from inconcert.simulation.follows import follows_of_newcomers, ordinary_follows
from inconcert.simulation.life import Habitat, live
from inconcert.simulation.links import fresh_pages
from inconcert.simulation.people import created_lately
from inconcert.simulation.rhythm import DAY, HOUR, local_second, office_hours
from inconcert.simulation.timing import jittered, more_while_awake, only_awake, within_span
from inconcert.simulation.wording import Occasion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from inconcert.simulation.population import Population
    from inconcert.simulation.rhythm import Rhythm

    Ints = NDArray[np.int64]

_CALM_SIGMA = 0.7
_ALIKE = 8


class Component(Protocol):
    """One organic scenario or one attack: a frozen dataclass of its parameters."""

    @property
    def name(self) -> str | None:
        """What labels call it; None: its class name and a number."""
        ...

    def act(self, stage: Stage, rng: np.random.Generator) -> Deed:
        """Return what this component adds to the world."""
        ...


@dataclass(frozen=True)
class Stage:
    """The background, and the numbers that are free for new accounts and posts.

    A component draws from its own generator and from the background alone, so that adding one
    changes no other; only what lives off an organic event looks into `events`.
    """

    habitat: Habitat
    accounts: pl.DataFrame
    """The background's accounts (`draft.ACCOUNTS`)."""
    posts: pl.DataFrame
    """The background's posts (`draft.POSTS`)."""
    first_account: int
    first_post: int
    events: Mapping[str, Deed] = field(default_factory=dict)
    """What the organic scenarios did, by name; empty while they act themselves."""

    @property
    def population(self) -> Population:
        """The parameters of the background."""
        return self.habitat.population

    @property
    def rhythm(self) -> Rhythm:
        """The place's rhythm over the whole span."""
        return self.population.rhythm

    def instant(self, day: float) -> int:
        """Return the Unix second of a day (counted from 0, may be broken) of the span."""
        return self.rhythm.start + round(day * DAY)

    def instants(
        self,
        count: int,
        rng: np.random.Generator,
        *,
        since: ArrayLike,
        until: ArrayLike,
        shift_hours: float = 0.0,
    ) -> Ints:
        """Draw instants in the place's rhythm, or in that of people `shift_hours` later."""
        late = round(shift_hours * HOUR)
        low, high = np.asarray(since) - late, np.asarray(until) - late
        drawn = self.rhythm.sample(count, rng, since=low, until=high)
        beyond = np.broadcast_to((low >= self.rhythm.end) | (high <= self.rhythm.start), count)
        if beyond.any():  # there is no rhythm: evenly, or all would come at the same second
            drawn = np.where(beyond, low + np.floor(rng.random(count) * (high - low)), drawn)
        return np.clip(drawn + late, since, until).astype(np.int64)

    def recruit(
        self,
        count: int,
        rng: np.random.Generator,
        *,
        lang: str | None = None,
        created_within_days: float | None = None,
    ) -> pl.DataFrame:
        """Draw new accounts exactly as those of the background are drawn.

        Only where an attack prescribes it, a language or a late date of creation is imposed.
        """
        accounts = self.habitat.voice.people(
            self.population, rng, count=count, first=self.first_account, lang=lang
        )
        if created_within_days is None:
            return accounts
        lately = created_lately(self.population, rng, count, days=created_within_days)
        return accounts.with_columns(created=pl.Series(lately))

    def volunteers(
        self,
        owner: object,
        count: int,
        rng: np.random.Generator,
        *,
        lang: str | None = None,
        community: int | None = None,
        weight: str | None = "activity",
    ) -> pl.DataFrame:
        """Draw accounts of the background, each once: those who join in something organic.

        `weight` is a column of the accounts; None: all alike. Of a `community` come most, not all.
        Refuses `owner.accounts` where the background has too few that speak `lang`.
        """
        able = self.accounts if lang is None else self.accounts.filter(lang=lang)
        if able.height < count:
            spoken = "" if lang is None else f" that speak {lang!r}"
            limits.refuse(owner, "accounts", f"at most the {able.height} accounts{spoken}")
        return drawn_accounts(able, count, rng, community=community, weight=weight)

    def popular(
        self,
        count: int,
        rng: np.random.Generator,
        *,
        lang: str | None = None,
        since: float | None = None,
        until: float | None = None,
        top_share: float = 0.01,
    ) -> pl.DataFrame:
        """Draw original posts of the background among the most reacted to, sorted by time.

        Drawn from the `top_share` of the posts between the Unix seconds `since` and `until` (but
        from `count` at least), by their reactions; fewer than `count` where there are fewer.
        """
        begin = self.rhythm.start if since is None else since
        end = self.rhythm.end if until is None else until
        spoken = True if lang is None else pl.col("lang") == lang
        able = (pl.col("at") >= begin) & (pl.col("at") < end) & spoken
        return popular_posts(self.posts, able, count, rng, top_share=top_share)

    def pages(self, count: int, rng: np.random.Generator) -> pl.Series:
        """Return links to new pages of the sites that the background links to."""
        return fresh_pages(self.posts["urls"].explode(), count, rng)

    def _known(self) -> pl.DataFrame:
        """All posts that a component may react to, beside its own."""
        seen = [self.posts, *(deed.posts for deed in self.events.values())]
        return pl.concat([posts.select("post", "at") for posts in seen])

    def after(self, posts: pl.DataFrame) -> Stage:
        """Return this stage with the numbers of `posts` taken."""
        return replace(self, first_post=self.first_post + posts.height)

    def local(self, day: int, hour: float) -> int:
        """Return the Unix second of an hour of the place's own day, days counted from 0."""
        return local_second(
            self.population.first_date + timedelta(days=day), hour, self.population.timezone
        )

    def office_instants(
        self, count: int, rng: np.random.Generator, *, since: ArrayLike, until: ArrayLike
    ) -> Ints:
        """Draw instants in working hours (9 to 18 h, Monday to Friday) of the place."""
        hours = office_hours(
            self.population.first_date, self.population.days, self.population.timezone
        )
        return hours.sample(count, rng, since=since, until=until)

    def write(
        self,
        accounts: pl.DataFrame,
        at: Ints,
        rng: np.random.Generator,
        *,
        first_post: int,
        kind: str = "post",
        target: Ints | None = None,
    ) -> pl.DataFrame:
        """Draft one post each by these accounts, worded as anyone would word it."""
        occasion = Occasion(
            communities=accounts["community"].to_numpy(),
            langs=accounts["lang"].to_numpy(),
            at=np.asarray(at),
            answer=np.full(len(at), kind == "reply"),
        )
        words = self.habitat.voice.word(occasion, self.habitat.culture, self.population, rng)
        return draft_posts(
            first_post,
            len(at),
            author=accounts["account"],
            at=at,
            kind=kind,
            target=target,
            **words,
        )

    def deed(
        self,
        recruits: pl.DataFrame,
        acts: pl.DataFrame,
        roles: pl.DataFrame,
        rng: np.random.Generator,
        *,
        camouflage: float,
        jitter_hours: float = 0.0,
        follows: pl.DataFrame | None = None,
        awake: pl.DataFrame | None = None,
        history: bool = True,
    ) -> Deed:
        """Put the acts of new accounts among an ordinary life, of which others take notice.

        `camouflage` is the expected share of ordinary posts among all posts of the recruits.
        `jitter_hours` delays each act by chance (see `jittered`); acts that would come after the
        span come within it (see `within_span`). `follows` join those that the recruits have like
        anyone. Accounts in `awake` lead an ordinary life only in their waking times (see
        `more_while_awake`). `history`: before the span they wrote as much as those of the
        background who write as much within it; else what `recruits` says. The numbers of `acts`
        rise from `first_post` without a gap.
        """
        end = self.rhythm.end
        acts = jittered(within_span(acts, self._known(), rng, end=end), jitter_hours, rng, end=end)
        first = self.first_post + acts.height
        counts = _ordinary_counts(recruits, acts, rng, camouflage=camouflage)
        if awake is not None:
            counts = more_while_awake(recruits, counts, awake, self.rhythm)
        ordinary = live(self.habitat, recruits, counts, rng, first_post=first, acts=acts).posts
        own = join_posts([acts, ordinary if awake is None else only_awake(ordinary, awake)])
        noticed = attention(
            self.habitat,
            (self.accounts, self.posts),
            (recruits, own),
            rng,
            first_post=first + int(counts.sum()),
        )
        known = ordinary_follows(self.population, self.habitat.culture, recruits, rng)
        followers = follows_of_newcomers(self.population, self.accounts, recruits, rng)
        parts = [known, followers] if follows is None else [known, followers, follows]
        people = _with_history(self, recruits, own, rng) if history else recruits
        return Deed(
            people.select(list(ACCOUNTS)),
            join_posts([own, noticed]),
            roles,
            pl.concat([part.select(list(FOLLOWS)) for part in parts]),
        )


def _with_history(
    stage: Stage, recruits: pl.DataFrame, own: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Give each new account the earlier posts of one of the background that writes as much.

    Drawn among those with as many posts within the span, or the eight nearest where they are fewer.
    """
    models = _written(stage.accounts, stage.posts).sort("written", "account")
    counts = models["written"].to_numpy()
    written = _written(recruits, own).sort("account")["written"].to_numpy()
    low = np.searchsorted(counts, written, side="left")
    high = np.searchsorted(counts, written, side="right")
    few = np.maximum(_ALIKE - (high - low), 0)
    low, high = np.maximum(low - few // 2, 0), np.minimum(high + few - few // 2, len(counts))
    model = low + np.floor(rng.random(len(low)) * (high - low)).astype(np.int64)
    return recruits.with_columns(models["earlier_posts"].gather(model))


def _written(accounts: pl.DataFrame, posts: pl.DataFrame) -> pl.DataFrame:
    """Return the accounts with the number of their posts."""
    counts = posts.group_by(account="author").len("written")
    known = accounts.select("account", "earlier_posts").join(counts, on="account", how="left")
    return known.with_columns(pl.col("written").fill_null(0).cast(pl.Int64))


def _ordinary_counts(
    recruits: pl.DataFrame, acts: pl.DataFrame, rng: np.random.Generator, *, camouflage: float
) -> Ints:
    """Ordinary posts in proportion to an account's own acts, but unevenly, as with anyone."""
    own = recruits.select("account").join(
        acts.group_by("author").len(), left_on="account", right_on="author", how="left"
    )
    busy = own.sort("account")["len"].fill_null(0).to_numpy() * camouflage / (1 - camouflage)
    uneven = rng.lognormal(-(_CALM_SIGMA**2) / 2, _CALM_SIGMA, recruits.height)
    return rng.poisson(busy * uneven).astype(np.int64)
