"""New accounts and words as the real ones have them: each field from another real account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.draft import ACCOUNTS, or_null
from inconcert.simulation.injection.idforms import learn
from inconcert.simulation.pool import Pool, pool

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from inconcert.simulation.injection.known import Known
    from inconcert.simulation.population import Population
    from inconcert.simulation.wording import Culture, Occasion

    Ints = NDArray[np.int64]

_HABITS = ("community", "lang", "activity", "shift_hours", "repost_share", "client", "platform")
_COUNTS = ("followers", "following", "earlier_posts")
_SPAN = 24 * 3600
_TRIES = 4
_WORDS = ("text", "lang", "hashtags", "urls", "media")


@dataclass(frozen=True)
class Borrowed:
    """A voice that real posts lend.

    The habits of a new account (community, language, client, share of reposts) are those of one
    real account, drawn as often as it posts; each fact of its profile is that of another one, with
    counts changed by a tenth, so that no profile is anyone's. Words are those of a real post of
    the language, of the community and the time where there is one, as they stand.
    """

    donors: pl.DataFrame
    """`draft.ACCOUNTS` of the real accounts, with their profiles."""
    said: pl.DataFrame
    """`draft.POSTS` of the real posts with words of their own."""
    near: Mapping[tuple[str, bool], Pool]
    """Rows of `said` by language and whether they answer, in their communities."""
    far: Mapping[tuple[str, bool], Pool]
    """The same, all in community 0."""

    def people(
        self,
        population: Population,  # noqa: ARG002 - the real accounts say it
        rng: np.random.Generator,
        *,
        count: int,
        first: int,
        lang: str | None,
    ) -> pl.DataFrame:
        """Draw accounts. Nobody real takes notice of them: nothing real is invented."""
        able = self.donors if lang is None else self.donors.filter(lang=lang)
        weights = able["activity"].to_numpy() / able["activity"].sum()
        habits = able.select(_HABITS)[rng.choice(able.height, count, p=weights)]
        facts = {name: self._facts(name, habits["platform"], rng) for name in _facts()}
        facts["handle"] = _renamed(self.donors["handle"], facts["handle"], rng)
        facts["display_name"] = _crossed_names(
            facts["display_name"], self._facts("display_name", habits["platform"], rng)
        )
        return habits.with_columns(
            account=pl.int_range(first, first + count, dtype=pl.Int64),
            influence=pl.lit(0.0),
            **facts,
        ).select(pl.col(name).cast(dtype) for name, dtype in ACCOUNTS.items())

    def _facts(self, name: str, platforms: pl.Series, rng: np.random.Generator) -> pl.Series:
        """Draw one field for accounts of these platforms, each from an account of the platform."""
        known = self.donors.select("platform", name, "activity")
        rows = np.zeros(len(platforms), dtype=np.int64)
        place, there = known["platform"].fill_null(""), platforms.fill_null("")
        for platform in there.unique().sort():
            able = np.flatnonzero((place == platform).to_numpy())
            weights = known["activity"].to_numpy()[able]
            wanted = np.flatnonzero((there == platform).to_numpy())
            rows[wanted] = rng.choice(able, len(wanted), p=weights / weights.sum())
        drawn = known[name].gather(rows)
        if name not in _COUNTS:
            return drawn
        return (drawn * pl.Series(rng.lognormal(0.0, 0.1, len(rows)))).round(0).cast(pl.Int64)

    def word(
        self,
        occasion: Occasion,
        culture: Culture,  # noqa: ARG002 - the real posts say it
        population: Population,  # noqa: ARG002
        rng: np.random.Generator,
    ) -> dict[str, pl.Series]:
        """Give each post the words of a real one; where the language has none, none."""
        rows = np.full(len(occasion.at), -1)
        for lang in np.unique(occasion.langs.astype(str)):
            for answer in (False, True):
                here = np.flatnonzero((occasion.langs == lang) & (occasion.answer == answer))
                rows[here] = self._rows(
                    (lang, answer), occasion.communities[here], occasion.at[here], rng
                )
        words = self.said.select(pl.col(_WORDS).gather(or_null(rows)))
        nobody = pl.Series([None] * len(rows), dtype=pl.Int64)
        return {**words.to_dict(), "lang": pl.Series(occasion.langs.tolist()), "mention": nobody}

    def _rows(
        self, key: tuple[str, bool], communities: Ints, at: Ints, rng: np.random.Generator
    ) -> Ints:
        """Draw rows of `said` for each; what was drawn before is drawn anew a few times."""
        key = key if key in self.far else (key[0], not key[1])
        if key not in self.far or not len(at):
            return np.full(len(at), -1)
        rows = self._drawn(key, communities, at, rng)
        for _ in range(_TRIES):
            again = np.ones(len(rows), dtype=bool)
            again[np.unique(rows, return_index=True)[1]] = False
            rows[again] = self._drawn(key, communities[again], at[again], rng)
        return rows

    def _drawn(
        self, key: tuple[str, bool], communities: Ints, at: Ints, rng: np.random.Generator
    ) -> Ints:
        near, far = self.near[key], self.far[key]
        until = at + _SPAN // 2
        close = near.pick_recent(communities, until, rng, span=_SPAN)
        any_of = far.pick_recent(np.zeros_like(communities), until, rng, span=_SPAN)
        any_at_all = far.pick(np.zeros_like(communities), rng)
        other = np.where(any_of >= 0, far.items[any_of], far.items[any_at_all])
        return np.where(close >= 0, near.items[close], other)


def borrow(known: Known, people: pl.DataFrame, drafts: pl.DataFrame) -> Borrowed:
    """Let the real posts lend their voice; profiles come from `people`."""
    said = drafts.head(known.posts.height).filter(pl.col("kind") != "repost")
    rows = said.select(
        "lang", "at", answer=pl.col("kind") == "reply", community=_home(said, people)
    ).with_row_index("row")
    near, far = {}, {}
    for (lang, answer), group in sorted(rows.partition_by("lang", "answer", as_dict=True).items()):
        home = group["community"].to_numpy()
        near[lang, answer] = _pool(group, home)
        far[lang, answer] = _pool(group, np.zeros_like(home))
    return Borrowed(people, said, near, far)


def _home(said: pl.DataFrame, people: pl.DataFrame) -> pl.Series:
    return people["community"].gather(said["author"])


def _pool(group: pl.DataFrame, communities: Ints) -> Pool:
    return pool(
        items=group["row"].to_numpy().astype(np.int64),
        at=group["at"].to_numpy(),
        communities=communities,
        weights=np.ones(group.height),
    )


def _renamed(known: pl.Series, drawn: pl.Series, rng: np.random.Generator) -> pl.Series:
    """Put a handle that nobody in the data has for each drawn one; nulls stay."""
    if known.null_count() == len(known):
        return drawn
    new = learn(known.drop_nulls().unique().sort(), None).draw(np.zeros(len(drawn), int), rng)
    return pl.Series(new, dtype=pl.String).zip_with(drawn.is_not_null(), drawn)


def _crossed_names(one: pl.Series, other: pl.Series) -> pl.Series:
    """Return the first word of a name and what follows the first word of another."""
    names = pl.DataFrame({"one": one, "other": other})
    rest = pl.col("other").str.strip_prefix(pl.col("other").str.extract(r"^(\S+)"))
    first = pl.col("one").str.extract(r"^(\S+)").fill_null(pl.col("one"))
    return names.select(pl.concat_str(first, rest.fill_null("")).alias("display_name")).to_series()


def _facts() -> tuple[str, ...]:
    return tuple(name for name in ACCOUNTS if name not in (*_HABITS, "account", "influence"))
