"""Null `shift`: accounts keep their objects and their hours of the week, the weeks are free."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.errors import ConfigError, TooLittleError
from inconcert.networks.nullmodels.odds import Odds
from inconcert.networks.nullmodels.participation import co_acted, shared_objects, tally
from inconcert.networks.nullmodels.tails import poisson_tail
from inconcert.networks.sweep import MICROSECONDS, window_microseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from inconcert.networks.acts import Integers
    from inconcert.networks.nullmodels.participation import Pairs, Participation, Shared

HOUR = 3_600 * MICROSECONDS
DAY = 24 * HOUR
_LEAST_DAYS = 3
_WEEKLY_DAYS = 21


@dataclass(frozen=True)
class Shift:
    """Each account's acts are moved within its own hour-of-week profile.

    The hours of the week of an account's acts are dealt out anew among its acts; each then falls on
    any week of the data that has that hour, and on any second of it. Hours of the day stand in for
    hours of the week under three weeks of data; raises `TooLittleError` under three days. Times on
    whole seconds or minutes stay so.

    The mean count of a pair is estimated from `permutations` such shifts together with the data as
    they are (Phipson and Smyth 2010: never zero, and right on average where the null holds); the
    tail is Poisson around it. `poisson_quality` shows how good that is.

    With strata (`stratified`), the week is drawn in proportion to what the account's stratum did
    in that hour of each week, so that an evening that brings a community together stays crowded.

    What it cannot see: waves. Whatever is popular for an hour brings people together, and it calls
    that more than chance.
    """

    window_seconds: float | None = 60.0
    permutations: int = 200
    seed: int = 0
    stratified: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot estimate a mean."""
        if self.permutations < 1:
            raise ConfigError(f"permutations = {self.permutations}: give 1 or more.")

    def odds(self, parts: Participation, pairs: Pairs) -> Odds:
        """Return mean and upper tail of the number of objects co-acted on within the window."""
        window = window_microseconds(self.window_seconds)
        few = parts.of_accounts(np.concatenate([pairs.source, pairs.target]))
        shared = shared_objects(few, pairs)
        observed = _count(few, shared, window, len(pairs))
        total = observed.astype(np.float64)
        for moved in self.shifts(parts, few):
            total += _count(moved, shared, window, len(pairs))
        expected = total / (self.permutations + 1)
        return Odds(expected, poisson_tail(observed, expected))

    def shifts(self, parts: Participation, moved: Participation) -> Iterator[Participation]:
        """Yield `moved`, which may be some accounts of `parts`, at shifted times."""
        calendar = _calendar(parts, stratified=self.stratified)
        rng = np.random.default_rng(self.seed)
        for _ in range(self.permutations):
            yield moved.at(calendar.shifted(moved, rng))


@dataclass(frozen=True)
class _Calendar:
    """The hours that an act may move to, by stratum and hour of the week (or day)."""

    period: int
    """168, or 24."""
    stratified: bool
    hours: Integers
    """Hours since 1970, sorted by group."""
    first: Integers
    count: Integers
    grain: int
    """Microseconds that all times are multiples of: a minute, a second or 1."""

    def shifted(self, parts: Participation, rng: np.random.Generator) -> Integers:
        account = parts.account[parts.part_of_act]
        slot = (parts.time // HOUR) % self.period
        dealt = slot[np.argsort(account + rng.random(account.size))]
        group = dealt + (self.period * parts.stratum[account] if self.stratified else 0)
        place = self.first[group] + rng.integers(self.count[group])
        moment = rng.integers(HOUR // self.grain, size=account.size) * self.grain
        moved: Integers = self.hours[place] * HOUR + moment
        return moved


def _calendar(parts: Participation, *, stratified: bool) -> _Calendar:
    period = _period(parts.time)
    busy = parts.time // HOUR
    hours = busy if stratified else np.arange(busy.min(), busy.max() + 1, dtype=np.int64)
    owner = parts.stratum[parts.account[parts.part_of_act]] if stratified else np.zeros_like(hours)
    group = hours % period + period * owner
    order = np.lexsort((hours, group))
    count = np.bincount(group)
    return _Calendar(
        period, stratified, hours[order], np.cumsum(count) - count, count, _grain(parts.time)
    )


def _period(time: Integers) -> int:
    days = (int(time.max()) - int(time.min())) / DAY if time.size else 0.0
    if days < _LEAST_DAYS:
        raise TooLittleError(
            f"null=shift: the acts span {days:.1f} days; needed: at least {_LEAST_DAYS}, so that "
            "there are other days to move an act to.\nTake null=cascade, which needs no span."
        )
    return 168 if days >= _WEEKLY_DAYS else 24


def _grain(time: Integers) -> int:
    grains = (60 * MICROSECONDS, MICROSECONDS)
    return next((grain for grain in grains if not np.any(time % grain)), 1)


def _count(parts: Participation, shared: Shared, window: int | None, pairs: int) -> Integers:
    return tally(shared.pair, co_acted(parts, shared, window), pairs).astype(np.int64)


def shifted_counts(parts: Participation, pairs: Pairs, null: Shift) -> npt.NDArray[np.int64]:
    """Return the counts of pairs under each permutation: one row a permutation."""
    window = window_microseconds(null.window_seconds)
    few = parts.of_accounts(np.concatenate([pairs.source, pairs.target]))
    shared = shared_objects(few, pairs)
    moved = null.shifts(parts, few)
    return np.stack([_count(each, shared, window, len(pairs)) for each in moved])


def poisson_quality(counts: npt.NDArray[np.int64]) -> pl.DataFrame:
    """Compare permuted counts with the Poisson variables of the same means.

    Takes what `shifted_counts` gives. Returns one row a band of means (`mean_from`, a power of
    ten): pairs, the ratio of variance to mean, and how often a count reaches `at_least`, as seen
    (`share`) and by Poisson (`poisson`). `share` under `poisson` is conservative.

    >>> counts = np.random.default_rng(0).poisson(0.5, size=(2_000, 50))
    >>> quality = poisson_quality(counts).filter(at_least=2)
    >>> quality.select("pairs", pl.col("variance_ratio").round(1)).rows()
    [(50, 1.0)]
    """
    mean = counts.mean(axis=0)
    known = np.flatnonzero(mean > 0)
    band = np.floor(np.log10(mean[known])).astype(np.int64)
    rows = [
        _compared(counts[:, known[band == power]], int(power), at_least)
        for power in np.unique(band)
        for at_least in (1, 2, 3, 4)
    ]
    return pl.DataFrame(rows, schema=_QUALITY, orient="row")


_QUALITY = {
    "mean_from": pl.Float64,
    "pairs": pl.Int64,
    "variance_ratio": pl.Float64,
    "at_least": pl.Int64,
    "share": pl.Float64,
    "poisson": pl.Float64,
}


def _compared(
    counts: npt.NDArray[np.int64], power: int, at_least: int
) -> tuple[float, int, float, int, float, float]:
    mean = counts.mean(axis=0)
    ratio = (
        float(counts.var(axis=0, ddof=1).sum() / mean.sum()) if len(counts) > 1 else float("nan")
    )
    expected = float(poisson_tail(np.full(mean.size, at_least), mean).mean())
    share = float((counts >= at_least).mean())
    return 10.0**power, mean.size, ratio, at_least, share, expected
