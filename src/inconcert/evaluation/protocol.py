"""One honest trial of a model: what is tested plays no part in training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from inconcert.metrics import evaluate
from inconcert.models.base import Targets
from inconcert.splits import check_split, check_training_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from inconcert.models.base import AccountGraph, Model, Scored
    from inconcert.splits import Split


@dataclass(frozen=True)
class Trial:
    """What came out of one trial."""

    model: Model
    """The fitted model."""
    metrics: pl.DataFrame
    """As of `metrics.evaluate`, on the tested accounts alone."""
    tested: pl.DataFrame
    """`account_id`, `score`, `positive` of the tested accounts, sorted."""
    scored: Scored
    """Scores of all accounts, with the threshold and its rule."""
    split: Split
    notes: tuple[str, ...]


def run_protocol(
    posts: pl.DataFrame,
    labels: pl.DataFrame,
    split: Split,
    *,
    model: Model,
    build: Callable[[pl.DataFrame], AccountGraph],
    seed: int,
    ks: Sequence[int] = (10, 20, 50, 100),
    resamples: int = 1000,
) -> Trial:
    """Train on a graph of the training posts alone, score the graph of all, evaluate the tested.

    `build` makes an `AccountGraph` of the posts it is given; for training it gets the posts of
    train and validation accounts, up to `split.train_until` if the split has a time. A tested
    account therefore shapes no feature, edge or weight that the model learns from; where the
    model then scores, it sees all posts, as it would in use. Raises `LeakError` before anything
    is trained if the split leaks.
    """
    check_split(split, labels, posts=posts)
    learned_from = training_posts(posts, split)
    check_training_posts(split, learned_from)
    fitted = model.fit(build(learned_from), targets_of(split, labels), seed=seed)
    scored = fitted.score(build(posts))
    truth = _truth(split.test, labels)
    metrics = evaluate(
        scored.scores, truth, threshold=scored.threshold, ks=ks, resamples=resamples, seed=seed
    )
    tested = truth.join(scored.scores, on="account_id", how="left").sort("account_id")
    return Trial(
        model=fitted,
        metrics=metrics,
        tested=tested.select("account_id", "score", "positive"),
        scored=scored,
        split=split,
        notes=(*split.notes, *scored.notes),
    )


def training_posts(posts: pl.DataFrame, split: Split) -> pl.DataFrame:
    """Return the posts of train and validation accounts, up to `split.train_until` if set.

    >>> from inconcert.splits import Split, SplitCounts
    >>> one, two = (pl.DataFrame({"account_id": [name]}) for name in "ab")
    >>> split = Split(one, one.clear(), two, "random", SplitCounts(1, 0, 1, 0, 0, 0))
    >>> training_posts(pl.DataFrame({"account_id": ["a", "b"]}), split).rows()
    [('a',)]
    """
    known = pl.concat([split.train, split.validation])
    theirs = posts.join(known, on="account_id", how="semi", maintain_order="left")
    if split.train_until is None:
        return theirs
    return theirs.filter(pl.col("created_at") <= split.train_until)


def targets_of(split: Split, labels: pl.DataFrame) -> Targets:
    """Return what a model may learn from: positive is who belongs to a campaign."""
    return Targets(train=_truth(split.train, labels), validation=_truth(split.validation, labels))


def _truth(accounts: pl.DataFrame, labels: pl.DataFrame) -> pl.DataFrame:
    positive = labels.select("account_id", positive=pl.col("campaign").is_not_null())
    return accounts.join(positive, on="account_id").sort("account_id")
