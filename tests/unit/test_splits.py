"""Splits: what goes where, what is counted, what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from inconcert.errors import ConfigError, LeakError, TooLittleError
from inconcert.splits import (
    ByCampaign,
    ByTime,
    RandomByAccount,
    Split,
    by_campaign,
    by_time,
    check_split,
    check_training_posts,
    random_by_account,
)

START = datetime(2024, 1, 1, tzinfo=UTC)


def labels_of(**campaigns: int) -> pl.DataFrame:
    """So many accounts of each campaign; `organic` has none."""
    rows = [
        (f"{name}{number:03}", None if name == "organic" else name)
        for name, count in campaigns.items()
        for number in range(count)
    ]
    return pl.DataFrame(rows, schema=["account_id", "campaign"], orient="row")


def posts_of(times: dict[str, list[int]]) -> pl.DataFrame:
    """Posts of accounts, at days after the start."""
    rows = [
        (f"{account}-{day}", account, START + timedelta(days=day))
        for account, days in times.items()
        for day in days
    ]
    return pl.DataFrame(
        rows, schema=["post_id", "account_id", "created_at"], orient="row"
    ).with_columns(pl.col("created_at").cast(pl.Datetime("us", "UTC")))


def ids(split: Split) -> list[set[str]]:
    return [set(side["account_id"]) for side in (split.train, split.validation, split.test)]


def test_random_keeps_shares_and_classes():
    # 20 positive, 80 organic: test 6 + 24, validation 4 + 16, train 10 + 40
    split = random_by_account(labels_of(c=20, organic=80), seed=0)
    counts = split.counts
    assert (counts.train, counts.validation, counts.test) == (50, 20, 30)
    assert (counts.train_positive, counts.validation_positive, counts.test_positive) == (10, 4, 6)
    assert len(set.union(*ids(split))) == 100
    assert split.train_until is None


def test_same_seed_same_split_whatever_the_order():
    labels = labels_of(c=20, d=9, e=5, organic=80)
    shuffled = labels.sample(fraction=1.0, shuffle=True, seed=3)
    for make in (random_by_account, by_campaign):
        assert ids(make(labels, seed=4)) == ids(make(shuffled, seed=4))
        assert ids(make(labels, seed=4)) != ids(make(labels, seed=5))


def test_sides_are_sorted():
    split = random_by_account(labels_of(c=20, organic=20), seed=0)
    assert split.test["account_id"].is_sorted()
    assert split.test.schema == {"account_id": pl.String}


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("campaigns", [3, 4, 5, 8])
def test_campaigns_stay_whole(campaigns, seed):
    labels = labels_of(**{f"c{i}": 4 + i for i in range(campaigns)}, organic=30)
    split = by_campaign(labels, seed=seed)
    sides = [
        set(labels.filter(pl.col("account_id").is_in(list(side)))["campaign"]) - {None}
        for side in ids(split)
    ]
    assert sum(map(len, sides)) == campaigns
    assert all(sides)
    check_split(split, labels)


def test_four_campaigns_are_shared_out_two_one_one():
    # 0.3 * 4 rounds to 1, 0.2 * 4 to 1, which leaves 2; 5 give 2 (0.3 * 5 = 1.5), 1 and 2
    for campaigns, tested in ((4, 1), (5, 2)):
        labels = labels_of(**{f"c{i}": 10 for i in range(campaigns)}, organic=30)
        counts = by_campaign(labels, seed=0).counts
        assert (counts.test_positive, counts.validation_positive) == (10 * tested, 10)


def test_tested_campaigns_are_named_in_a_note():
    split = by_campaign(labels_of(x=3, y=3, z=3, organic=9), seed=0)
    tested = split.test["account_id"].filter(~split.test["account_id"].str.starts_with("o"))
    assert split.notes == (f"campaigns tested: {tested[0][0]}",)


def test_a_greedy_share_still_leaves_a_campaign_to_train():
    labels = labels_of(**{f"c{i}": 2 for i in range(4)}, organic=20)
    assert by_campaign(labels, test_share=0.9, validation_share=0.05, seed=0).counts.train_positive


def test_two_campaigns_are_too_few():
    with pytest.raises(TooLittleError) as caught:
        by_campaign(labels_of(x=5, y=5, organic=9), seed=0)
    assert str(caught.value) == (
        "a split by campaign needs at least 3 campaigns (one each to train, validate and test);"
        " the labels hold 2: x, y\nuse a split by account or by time, or label more campaigns"
    )


def test_time_splits_by_first_and_last_post():
    # T is day 5. early*: before; late*: after; both*: spanning; ghost: never posts
    labels = labels_of(early=10, late=4, both=2, organic=0)
    labels = labels.with_columns(
        campaign=pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("c"))
    ).vstack(pl.DataFrame({"account_id": ["ghost"], "campaign": ["c"]}))
    days = {"early": [0, 5], "late": [6, 7], "both": [5, 6]}
    posts = posts_of({name: days[name[:-3]] for name in labels["account_id"] if name != "ghost"})
    split = by_time(posts, labels, at=START + timedelta(days=5), seed=0)
    train, validation, test = ids(split)
    assert test == {f"late{i:03}" for i in range(4)}
    assert {"both000", "both001"} <= train
    assert len(validation) == 2
    assert all(name.startswith("early") for name in validation)
    assert (split.counts.spanning, split.counts.unseen) == (2, 1)
    assert split.train_until == START + timedelta(days=5)
    assert split.notes == (
        "training sees posts up to 2024-01-06T00:00:00+00:00; tested are accounts first seen later",
        "2 accounts post before and after that time: they train only",
        "1 labelled accounts have no post and are on no side",
    )
    check_split(split, labels, posts=posts)


def test_a_share_is_of_posts():
    # days 0..9, one post each: 0.5 of ten posts is the fifth, of day 4
    labels = labels_of(c=5, organic=5)
    names = labels["account_id"].to_list()
    mixed = [name for pair in zip(names[:5], names[5:], strict=True) for name in pair]
    posts = posts_of({name: [day] for day, name in enumerate(mixed)})
    split = by_time(posts, labels, at=0.5, validation_share=0, seed=0)
    assert split.train_until == START + timedelta(days=4)
    assert (split.counts.train, split.counts.test) == (5, 5)


@pytest.mark.parametrize("at", ["2024-01-06", "2024-01-06T00:00:00Z", START + timedelta(days=5)])
def test_a_time_may_be_written(at):
    posts, labels = timed()
    assert ByTime(at=at).split(posts, labels, seed=0).train_until == START + timedelta(days=5)


def timed() -> tuple[pl.DataFrame, pl.DataFrame]:
    labels = labels_of(c=20, organic=20)
    posts = posts_of({name: [i % 10] for i, name in enumerate(labels["account_id"])})
    return posts, labels


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("soon", "at='soon' is not a time: write ISO 8601"),
        (1.5, "at=1.5 is not a share of posts"),
    ],
)
def test_a_bad_time_is_refused(at, message):
    with pytest.raises(ConfigError, match=message):
        ByTime(at=at).split(*timed(), seed=0)


def test_no_posts_have_no_time():
    posts, labels = timed()
    with pytest.raises(TooLittleError, match="a split by time needs posts"):
        by_time(posts.clear(), labels, at=0.5, seed=0)


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        ((1.0, 0.0), "test_share=1.0 is not a share"),
        ((0.3, -0.1), "validation_share=-0.1 is not a share"),
        ((0.6, 0.4), "leave nothing to train on"),
    ],
)
def test_bad_shares_are_refused(shares, message):
    with pytest.raises(ConfigError, match=message):
        random_by_account(
            labels_of(c=9, organic=9), test_share=shares[0], validation_share=shares[1], seed=0
        )


def test_a_side_without_positives_is_refused():
    with pytest.raises(TooLittleError) as caught:
        random_by_account(labels_of(c=1, organic=20), seed=0)
    assert str(caught.value) == (
        "the validation side of the random split holds 0 campaign accounts and 4 organic ones:"
        " it needs at least one of each\n"
        "change the shares or the time of the split, or label more accounts"
    )


@pytest.mark.parametrize("choice", [RandomByAccount(), ByCampaign()])
def test_accounts_without_posts_are_counted(choice):
    labels = labels_of(x=10, y=10, z=10, organic=40)
    posts = posts_of({name: [0] for name in labels["account_id"] if name != "x000"})
    split = choice.split(posts, labels, seed=0)
    assert "x000" not in set.union(*ids(split))
    assert split.counts.unseen == 1
    assert split.notes[-1] == "1 labelled accounts have no post and are on no side"


def test_an_account_on_two_sides_is_a_leak():
    labels = labels_of(c=20, organic=20)
    split = random_by_account(labels, seed=0)
    leaking = replace(split, test=pl.concat([split.test, split.train.head(1)]))
    name = split.train["account_id"][0]
    with pytest.raises(LeakError, match=f"account '{name}' is on both sides .*: train and test"):
        check_split(leaking, labels)


def test_a_campaign_on_two_sides_is_a_leak():
    labels = labels_of(c=20, organic=20)
    split = replace(random_by_account(labels, seed=0), strategy="campaign")
    with pytest.raises(LeakError) as caught:
        check_split(split, labels)
    assert str(caught.value) == (
        "campaign 'c' is on both sides of the split: train and validation (1 such in all)\n"
        "every campaign must be on one side only: make the split anew"
    )


def test_a_tested_account_seen_before_t_is_a_leak():
    posts, labels = timed()
    split = by_time(posts, labels, at=0.5, seed=0)
    early = posts_of({split.test["account_id"][0]: [0]})
    with pytest.raises(LeakError, match="is tested but was seen before the split at 2024-01-05"):
        check_split(split, labels, posts=posts.vstack(early))


def test_training_posts_must_be_of_training_accounts_and_times():
    posts, labels = timed()
    split = by_time(posts, labels, at=0.5, seed=0)
    with pytest.raises(LeakError, match="of the tested account 'c005' is among the training"):
        check_training_posts(split, posts.filter(pl.col("account_id") == "c005"))
    late = posts_of({split.train["account_id"][0]: [9]})
    with pytest.raises(LeakError, match=r"is of 2024-01-10T00:00:00\+00:00, after the split at"):
        check_training_posts(split, late)
    check_training_posts(split, posts.filter(pl.col("account_id").is_in(["c000", "c001"])))
