"""The splits as settings: each class is a choice that a config names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from inconcert.errors import ConfigError
from inconcert.splits.strategies import by_campaign, by_time, random_by_account, unseen_note

if TYPE_CHECKING:
    import polars as pl

    from inconcert.splits.split import Split


@dataclass(frozen=True)
class RandomByAccount:
    """Accounts at random, stratified; optimistic, since a campaign is on both sides."""

    test_share: float = 0.3
    validation_share: float = 0.2

    def split(self, posts: pl.DataFrame, labels: pl.DataFrame, *, seed: int) -> Split:
        """Split the labelled accounts that post."""
        seen, note = _seen(posts, labels)
        made = random_by_account(
            seen, test_share=self.test_share, validation_share=self.validation_share, seed=seed
        )
        return _with_unseen(made, labels.height - seen.height, note)


@dataclass(frozen=True)
class ByCampaign:
    """Whole campaigns on one side: says what to expect of a campaign never met before."""

    test_share: float = 0.3
    validation_share: float = 0.2

    def split(self, posts: pl.DataFrame, labels: pl.DataFrame, *, seed: int) -> Split:
        """Split the labelled accounts that post."""
        seen, note = _seen(posts, labels)
        made = by_campaign(
            seen, test_share=self.test_share, validation_share=self.validation_share, seed=seed
        )
        return _with_unseen(made, labels.height - seen.height, note)


@dataclass(frozen=True)
class ByTime:
    """Training sees nothing after T; tested are accounts first seen after T."""

    at: datetime | float | str = 0.7
    """T as a time (a text is read as ISO 8601, UTC if it names no zone), or the share of posts
    up to it."""
    validation_share: float = 0.2

    def split(self, posts: pl.DataFrame, labels: pl.DataFrame, *, seed: int) -> Split:
        """Split the labelled accounts that post."""
        at = _parse_moment(self.at) if isinstance(self.at, str) else self.at
        return by_time(posts, labels, at=at, validation_share=self.validation_share, seed=seed)


def _parse_moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(
            f"at='{text}' is not a time: write ISO 8601 such as 2016-11-08 or"
            " 2016-11-08T12:00:00Z, or a share of posts such as 0.7"
        ) from None


def _seen(posts: pl.DataFrame, labels: pl.DataFrame) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Keep the labels of accounts that post; say how many do not."""
    seen = labels.join(posts.select("account_id").unique(), on="account_id", how="semi")
    return seen.sort("account_id"), unseen_note(labels.height - seen.height)


def _with_unseen(split: Split, unseen: int, note: tuple[str, ...]) -> Split:
    counts = replace(split.counts, unseen=unseen)
    return replace(split, counts=counts, notes=split.notes + note)
