"""A trial: the tested accounts play no part in training."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import polars as pl
import pytest

from inconcert import schemas
from inconcert.errors import LeakError
from inconcert.evaluation.protocol import run_protocol, targets_of, training_posts
from inconcert.models.base import AccountGraph, Scored
from inconcert.splits import by_time, random_by_account

START = datetime(2024, 1, 1, tzinfo=UTC)


class Recalling:
    """A model that scores by name, and keeps what it was shown."""

    name: ClassVar[str] = "recalling"
    needs_labels: ClassVar[bool] = True

    def __init__(self):
        self.seen = self.targets = None

    def fit(self, graph, targets, *, seed):
        self.seen, self.targets = graph.account_ids.to_list(), targets
        return self

    def score(self, graph):
        hit = graph.account_ids.str.starts_with("c").cast(pl.Float64)
        scores = pl.DataFrame({"account_id": graph.account_ids, "score": hit})
        return Scored(scores, 0.5, "flagged if the name starts with c", ("by name",))

    def save(self, directory):
        """Nothing to keep."""

    @classmethod
    def load(cls, directory):
        return cls()


def build(posts: pl.DataFrame) -> AccountGraph:
    features = posts.group_by("account_id").agg(pl.len().cast(pl.Float64)).sort("account_id")
    empty = (schemas.empty(schemas.Edges), schemas.empty(schemas.Interactions))
    return AccountGraph(features, *empty, schemas.empty(schemas.Actions))


@pytest.fixture
def labels() -> pl.DataFrame:
    names = [f"{kind}{number:02}" for kind in "co" for number in range(20)]
    campaign = [name[0] if name[0] == "c" else None for name in names]
    return pl.DataFrame({"account_id": names, "campaign": campaign})


@pytest.fixture
def posts(labels) -> pl.DataFrame:
    """Each account posts on the day of its number, and again ten days later if that is even."""
    rows = [
        (f"{name}-{day}", name, START + timedelta(days=day))
        for name in labels["account_id"]
        for day in ([int(name[1:])] if int(name[1:]) % 2 else [int(name[1:]), int(name[1:]) + 10])
    ]
    return pl.DataFrame(
        rows, schema=["post_id", "account_id", "created_at"], orient="row"
    ).with_columns(pl.col("created_at").cast(pl.Datetime("us", "UTC")))


def test_training_sees_train_and_validation_alone(posts, labels):
    split = random_by_account(labels, seed=0)
    model = Recalling()
    trial = run_protocol(posts, labels, split, model=model, build=build, seed=0, resamples=10)
    assert set(model.seen) == set(split.train["account_id"]) | set(split.validation["account_id"])
    assert model.targets.train["account_id"].equals(split.train["account_id"])
    assert trial.tested["account_id"].equals(split.test["account_id"])
    assert trial.tested.columns == ["account_id", "score", "positive"]
    assert trial.scored.scores.height == 40
    assert trial.metrics["value"][0] == 1.0
    assert (trial.scored.threshold, trial.notes) == (0.5, ("by name",))


def test_training_sees_nothing_after_t(posts, labels):
    split = by_time(posts, labels, at=START + timedelta(days=12), seed=0)
    assert split.counts.spanning > 0
    learned = training_posts(posts, split)
    assert learned["created_at"].max() <= split.train_until
    model = Recalling()
    trial = run_protocol(posts, labels, split, model=model, build=build, seed=0, resamples=10)
    assert set(model.seen) & set(split.test["account_id"]) == set()
    assert set(trial.tested["account_id"].str.slice(1).cast(pl.Int32)) == set(range(13, 20))
    assert trial.notes[-1] == "by name"
    assert trial.split.notes[0].startswith("training sees posts up to 2024-01-13")


def test_targets_say_who_is_positive(labels):
    targets = targets_of(random_by_account(labels, seed=0), labels)
    expected = targets.train["account_id"].str.starts_with("c")
    assert targets.train["positive"].equals(expected.alias("positive"))
    assert targets.validation["account_id"].is_sorted()


def test_a_leak_is_found_before_training(posts, labels):
    split = random_by_account(labels, seed=0)
    leaking = replace(split, validation=split.test)
    model = Recalling()
    with pytest.raises(LeakError, match="on both sides of the split: validation and test"):
        run_protocol(posts, labels, leaking, model=model, build=build, seed=0)
    assert model.seen is None


def test_same_seed_same_metrics(posts, labels):
    split = random_by_account(labels, seed=0)
    runs = [
        run_protocol(
            posts.sample(fraction=1.0, shuffle=True, seed=s),
            labels,
            split,
            model=Recalling(),
            build=build,
            seed=7,
            resamples=50,
        )
        for s in (1, 2)
    ]
    assert runs[0].metrics.equals(runs[1].metrics)
