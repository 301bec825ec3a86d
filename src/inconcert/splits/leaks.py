"""The check that nothing tested was trained on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert.errors import LeakError
from inconcert.splits.split import SIDES

if TYPE_CHECKING:
    from inconcert.splits.split import Split


def check_split(split: Split, labels: pl.DataFrame, *, posts: pl.DataFrame | None = None) -> None:
    """Raise `LeakError` if what is tested was also trained on.

    Any split: the same account on two sides. A campaign split: the same campaign on two sides. A
    split with `train_until`, if `posts` are given: a tested account that posted by then.

    >>> from inconcert.splits.split import Split, SplitCounts
    >>> one = pl.DataFrame({"account_id": ["a"]})
    >>> check_split(Split(one, one, one, "random", SplitCounts(1, 1, 1, 0, 0, 0)), one)
    Traceback (most recent call last):
    inconcert.errors.LeakError: account 'a' is on both sides of the split: train and validation
    ...
    """
    sides = {side: getattr(split, side)["account_id"] for side in SIDES}
    _check_disjoint("account", sides)
    if split.strategy == "campaign":
        _check_disjoint("campaign", {k: _campaigns_of(v, labels) for k, v in sides.items()})
    if posts is not None and split.train_until is not None:
        _check_first_seen(split, posts)


def check_training_posts(split: Split, posts: pl.DataFrame) -> None:
    """Raise `LeakError` if posts meant for training hold a tested account or a time after T.

    >>> from inconcert.splits.split import Split, SplitCounts
    >>> one, none = pl.DataFrame({"account_id": ["a"]}), pl.DataFrame({"account_id": []})
    >>> split = Split(none, none, one, "random", SplitCounts(0, 0, 1, 0, 0, 0))
    >>> check_training_posts(split, one.with_columns(post_id=pl.lit("7")))
    Traceback (most recent call last):
    inconcert.errors.LeakError: post '7' of the tested account 'a' is among the training posts
    ...
    """
    tested = posts.join(split.test, on="account_id", how="semi").head(1)
    for post in tested.iter_rows(named=True):
        raise LeakError(
            f"post '{post['post_id']}' of the tested account '{post['account_id']}' is among the"
            " training posts\ntrain on the posts of train and validation accounts alone"
        )
    if split.train_until is None:
        return
    for post in posts.filter(pl.col("created_at") > split.train_until).iter_rows(named=True):
        raise LeakError(
            f"training post '{post['post_id']}' is of {post['created_at'].isoformat()}, after the"
            f" split at {split.train_until.isoformat()}\ndrop posts after that time from training"
        )


def _campaigns_of(account_ids: pl.Series, labels: pl.DataFrame) -> pl.Series:
    chosen = labels.filter(pl.col("account_id").is_in(account_ids.to_list()))
    return chosen["campaign"].drop_nulls().unique()


def _check_disjoint(what: str, sides: dict[str, pl.Series]) -> None:
    """Raise if a value is on two sides."""
    for one, other in (SIDES[:2], SIDES[::2], SIDES[1:]):
        shared = sides[one].filter(sides[one].is_in(sides[other].to_list())).sort()
        if shared.len():
            raise LeakError(
                f"{what} '{shared[0]}' is on both sides of the split: {one} and {other}"
                f" ({shared.unique().len()} such in all)\n"
                f"every {what} must be on one side only: make the split anew"
            )


def _check_first_seen(split: Split, posts: pl.DataFrame) -> None:
    early = (
        posts.filter(pl.col("created_at") <= split.train_until)
        .join(split.test, on="account_id", how="semi")["account_id"]
        .sort()
    )
    if early.len() and split.train_until is not None:
        raise LeakError(
            f"account '{early[0]}' is tested but was seen before the split at"
            f" {split.train_until.isoformat()}\ntest only accounts first seen after that time"
        )
