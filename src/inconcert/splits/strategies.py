"""The three ways to split, as pure functions."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl

from inconcert.errors import ConfigError, TooLittleError
from inconcert.splits.split import SIDES, Split, SplitCounts, Strategy

_Parts = tuple[pl.Series, ...]  # train, validation, test


def random_by_account(
    labels: pl.DataFrame, *, test_share: float = 0.3, validation_share: float = 0.2, seed: int
) -> Split:
    """Split accounts at random, keeping the share of positives alike on all sides.

    Shares are of all accounts. Raises `ConfigError` on shares that leave nothing to train on,
    `TooLittleError` if a side would lack positive or organic accounts.

    >>> labels = pl.DataFrame(
    ...     {"account_id": [f"u{i:02}" for i in range(20)], "campaign": ["c"] * 10 + [None] * 10}
    ... )
    >>> random_by_account(labels, seed=1).counts.test_positive
    3
    """
    _check_shares(test_share, validation_share)
    generator = np.random.default_rng(seed)
    shares = (test_share, validation_share)
    groups = [_positive(labels), _organic(labels)]
    parts = [_deal(group, shares, generator) for group in groups]
    return _assemble(labels, _merge(parts), strategy="random")


def by_campaign(
    labels: pl.DataFrame, *, test_share: float = 0.3, validation_share: float = 0.2, seed: int
) -> Split:
    """Put each campaign on one side as a whole; split organic accounts at random.

    Of c campaigns `test_share * c` are tested and `validation_share * c` validate (rounded, each
    at least one, at least one left to train). Raises `TooLittleError` with fewer than three.

    >>> labels = pl.DataFrame(
    ...     {"account_id": list("abcdef"), "campaign": ["x", "y", "z", None, None, None]}
    ... )
    >>> by_campaign(labels, seed=0).counts.test_positive
    1
    """
    _check_shares(test_share, validation_share)
    campaigns = labels["campaign"].drop_nulls().unique().sort()
    _check_campaigns(campaigns)
    generator = np.random.default_rng(seed)
    shares = (test_share, validation_share)
    sides = _deal(campaigns, shares, generator, at_least=1)
    whole = tuple(
        labels.filter(pl.col("campaign").is_in(side.to_list()))["account_id"].sort()
        for side in sides
    )
    organic = _deal(_organic(labels), shares, generator, at_least=1)
    note = "campaigns tested: " + ", ".join(sides[2].sort())
    return _assemble(labels, _merge([whole, organic]), strategy="campaign", notes=(note,))


def by_time(
    posts: pl.DataFrame,
    labels: pl.DataFrame,
    *,
    at: datetime | float,
    validation_share: float = 0.2,
    seed: int,
) -> Split:
    """Train on what was seen up to T; test on accounts first seen after T.

    `at` is T itself, or the share of posts that lie up to T. Accounts that post on both sides of
    T are used for training alone (their posts up to T) and are counted. Of the accounts last seen
    up to T, `validation_share` (stratified) validate. Labelled accounts without a post are on no
    side.

    >>> from datetime import timedelta
    >>> start = datetime(2024, 1, 1, tzinfo=UTC)
    >>> names = [f"u{i:02}" for i in range(20)]
    >>> labels = pl.DataFrame({"account_id": names, "campaign": ["c", None] * 10})
    >>> days = pl.Series([start + timedelta(days=i) for i in range(20)]).dt.cast_time_unit("us")
    >>> posts = pl.DataFrame({"account_id": names, "created_at": days})
    >>> by_time(posts, labels, at=0.6, seed=0).counts.test
    8
    """
    _check_shares(0.0, validation_share)
    until = _moment(posts, at)
    seen = _first_and_last(posts, labels)
    before = seen.filter(pl.col("last") <= until)
    spanning = seen.filter((pl.col("first") <= until) & (pl.col("last") > until))
    after = seen.filter(pl.col("first") > until)
    generator = np.random.default_rng(seed)
    shares = (0.0, validation_share)
    parts = [_deal(group, shares, generator) for group in (_positive(before), _organic(before))]
    late = (spanning["account_id"], pl.Series(dtype=pl.String), after["account_id"])
    return _assemble(
        labels,
        _merge([*parts, late]),
        strategy="time",
        train_until=until,
        spanning=spanning.height,
        unseen=labels.height - seen.height,
        notes=_time_notes(until, spanning.height, labels.height - seen.height),
    )


def _deal(
    ids: pl.Series,
    shares: tuple[float, float],
    generator: np.random.Generator,
    *,
    at_least: int = 0,
) -> _Parts:
    """Shuffle the sorted ids and deal them out: (test, validation) shares, the rest trains."""
    in_order = ids.sort()
    shuffled = in_order.gather(generator.permutation(in_order.len()))
    test = max(at_least, round(shares[0] * ids.len()))
    validation = max(at_least, round(shares[1] * ids.len()))
    while at_least and test + validation > max(ids.len() - 1, 0) and max(test, validation) > 1:
        test, validation = (test - 1, validation) if test >= validation else (test, validation - 1)
    return (
        shuffled.slice(test + validation),
        shuffled.slice(test, validation),
        shuffled.slice(0, test),
    )


def _merge(parts: list[_Parts]) -> _Parts:
    """Join the trains, the validations and the tests of several groups."""
    return tuple(pl.concat(list(side)).cast(pl.String).sort() for side in zip(*parts, strict=True))


def _assemble(
    labels: pl.DataFrame,
    sides: _Parts,
    *,
    strategy: Strategy,
    train_until: datetime | None = None,
    spanning: int = 0,
    unseen: int = 0,
    notes: tuple[str, ...] = (),
) -> Split:
    """Make the split, count it, and refuse one that cannot be learned from or tested on."""
    train, validation, test = (side.alias("account_id").to_frame() for side in sides)
    positive = _positive(labels).to_list()
    hits = [int(side.is_in(positive).sum()) for side in sides]
    totals = [side.len() for side in sides]
    counts = SplitCounts(
        train=totals[0],
        validation=totals[1],
        test=totals[2],
        train_positive=hits[0],
        validation_positive=hits[1],
        test_positive=hits[2],
        spanning=spanning,
        unseen=unseen,
    )
    _check_classes(counts, strategy)
    return Split(train, validation, test, strategy, counts, train_until, notes)


def _positive(labels: pl.DataFrame) -> pl.Series:
    return labels.filter(pl.col("campaign").is_not_null())["account_id"]


def _organic(labels: pl.DataFrame) -> pl.Series:
    return labels.filter(pl.col("campaign").is_null())["account_id"]


def _first_and_last(posts: pl.DataFrame, labels: pl.DataFrame) -> pl.DataFrame:
    """Labels of the accounts that post, with their first and last time."""
    times = posts.group_by("account_id").agg(
        first=pl.col("created_at").min(), last=pl.col("created_at").max()
    )
    return labels.join(times, on="account_id", how="inner").sort("account_id")


def _moment(posts: pl.DataFrame, at: datetime | float) -> datetime:
    """Return T: as given, or as the quantile of post times."""
    if isinstance(at, datetime):
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    if not 0 < at < 1:
        raise ConfigError(
            f"at={at} is not a share of posts: give a number between 0 and 1, or a time"
        )
    times = posts["created_at"].sort()
    if times.is_empty():
        raise TooLittleError("a split by time needs posts: the table has none")
    moment: datetime = times[max(0, round(at * times.len()) - 1)]
    return moment


def _time_notes(until: datetime, spanning: int, unseen: int) -> tuple[str, ...]:
    return (
        f"training sees posts up to {until.isoformat()}; tested are accounts first seen later",
        f"{spanning} accounts post before and after that time: they train only",
        *unseen_note(unseen),
    )


def unseen_note(unseen: int) -> tuple[str, ...]:
    return (f"{unseen} labelled accounts have no post and are on no side",) if unseen else ()


def _check_shares(test_share: float, validation_share: float) -> None:
    for name, share in (("test_share", test_share), ("validation_share", validation_share)):
        if not 0 <= share < 1:
            raise ConfigError(f"{name}={share} is not a share: it must lie in [0, 1)")
    if test_share + validation_share >= 1:
        raise ConfigError(
            f"test_share={test_share} and validation_share={validation_share} leave nothing to"
            " train on: together they must stay below 1"
        )


def _check_campaigns(campaigns: pl.Series) -> None:
    if campaigns.len() >= 3:
        return
    raise TooLittleError(
        f"a split by campaign needs at least 3 campaigns (one each to train, validate and test);"
        f" the labels hold {campaigns.len()}: {', '.join(campaigns) or 'none'}\n"
        "use a split by account or by time, or label more campaigns"
    )


def _check_classes(counts: SplitCounts, strategy: Strategy) -> None:
    """Each side needs a positive and an organic account; an empty validation is allowed."""
    for side in SIDES:
        total, positive = getattr(counts, side), getattr(counts, f"{side}_positive")
        if side == "validation" and total == 0:
            continue
        if positive in (0, total):
            raise TooLittleError(
                f"the {side} side of the {strategy} split holds {positive} campaign accounts and"
                f" {total - positive} organic ones: it needs at least one of each\n"
                "change the shares or the time of the split, or label more accounts"
            )
