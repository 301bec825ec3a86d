"""The whole way: seeds, contracts, references, ids, and that components do not disturb others."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from inconcert import schemas
from inconcert.errors import ConfigError
from inconcert.hashing import hash_table
from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.attacks.repost_amplification import RepostAmplification
from inconcert.simulation.organic.fan_event import FanEvent
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

TABLES = ("posts", "accounts", "labels", "acts", "follows")
SMALL = Population(accounts=200, days=7, communities=4)
FAN = FanEvent(accounts=25, days=2)
REPOSTS = RepostAmplification(accounts=10, messages=8, days=5, name="reposts")
COPIES = CopiedText(accounts=8, messages=5, days=5, name="copies")
WHOLE = Scenario(population=SMALL, organic=(FAN,), attacks=(REPOSTS, COPIES))


@pytest.fixture(scope="module")
def world() -> World:
    return simulate(WHOLE, seed=0)


def hashes(world: World) -> list[str]:
    return [hash_table(getattr(world, name)) for name in TABLES]


def test_same_seed_same_world_another_seed_another(world):
    assert hashes(world) == hashes(simulate(WHOLE, seed=0))
    other = hashes(simulate(WHOLE, seed=1))
    assert all(a != b for a, b in zip(hashes(world), other, strict=True))


def test_negative_seed_is_refused():
    with pytest.raises(ConfigError, match="seed is -1; allowed: a whole number of at least 0"):
        simulate(WHOLE, seed=-1)


def test_tables_satisfy_their_contracts_and_are_sorted(world):
    contracts = {
        "posts": (schemas.Posts, "post_id"),
        "accounts": (schemas.Accounts, "account_id"),
        "labels": (schemas.Labels, "account_id"),
        "acts": (schemas.Acts, "post_id"),
    }
    for name, (schema, key) in contracts.items():
        table = getattr(world, name)
        assert schema.is_valid(table), name
        assert table[key].is_sorted(), name


def test_every_account_has_a_label_and_every_post_an_account(world):
    assert world.labels["account_id"].equals(world.accounts["account_id"])
    assert world.posts["account_id"].is_in(world.accounts["account_id"].implode()).all()
    # 200 of the background, 10 and 8 of the attacks; fans are of the background
    assert world.accounts.height == 218


def test_campaigns_are_labelled_and_look_alikes_are_not(world):
    campaigns = world.labels.drop_nulls("campaign").group_by("campaign").len().sort("campaign")
    assert campaigns.rows() == [("copies", 8), ("reposts", 10)]
    fans = world.labels.filter(pl.col("role").str.starts_with("fan_event_1:"))
    assert fans["campaign"].null_count() == fans.height == 26  # 25 fans and the star
    assert set(world.labels["role"]) == {
        "background", "copier", "seed", "amplifier", "fan_event_1:fan", "fan_event_1:star",
    }  # fmt: skip


def test_acts_are_posts_of_members(world):
    acts = world.acts.join(world.labels, on="account_id", suffix="_of_account")
    assert acts.height == world.acts.height
    assert (acts["campaign"] == acts["campaign_of_account"]).all()
    assert world.acts.join(world.posts, on=["post_id", "account_id"]).height == world.acts.height
    members = world.labels.drop_nulls("campaign")["account_id"]
    assert set(members) == set(world.acts["account_id"])


@pytest.mark.parametrize(
    ("kind", "prefix"), [("repost", "repost_of"), ("reply", "reply_to"), ("quote", "quote_of")]
)
def test_reactions_name_an_earlier_post_and_its_author(world, kind, prefix):
    reactions = world.posts.filter(pl.col("kind") == kind)
    joined = reactions.join(
        world.posts, left_on=f"{prefix}_post", right_on="post_id", suffix="_of_target"
    )
    assert joined.height == reactions.height > 0
    assert (joined[f"{prefix}_account"] == joined["account_id_of_target"]).all()
    assert (joined["created_at"] > joined["created_at_of_target"]).all()
    others = world.posts.filter(pl.col("kind") != kind)
    assert others[f"{prefix}_post"].null_count() == others.height


def test_reposts_carry_the_words_of_their_target_once_and_never_ones_own(world):
    reposts = world.posts.filter(pl.col("kind") == "repost")
    joined = reposts.join(
        world.posts, left_on="repost_of_post", right_on="post_id", suffix="_of_target"
    )
    for column in ("text", "lang", "hashtags", "urls", "media"):
        assert (joined[column] == joined[f"{column}_of_target"]).all(), column
    assert (joined["account_id"] != joined["repost_of_account"]).all()
    assert not reposts.select("account_id", "repost_of_post").is_duplicated().any()


def test_conversations_begin_with_a_post_that_answers_nothing(world):
    replies = world.posts.filter(pl.col("kind") == "reply")
    roots = world.posts.join(
        replies.select("conversation_id"), left_on="post_id", right_on="conversation_id"
    )
    assert roots.height == replies.height
    assert (roots["kind"] != "reply").all()
    # threads are deeper than one: some replies answer replies
    assert replies["reply_to_post"].is_in(replies["post_id"].implode()).any()


def test_replies_name_whom_they_answer(world):
    replies = world.posts.filter(pl.col("kind") == "reply").join(
        world.accounts, left_on="reply_to_account", right_on="account_id"
    )
    assert replies.select(pl.col("text").str.starts_with("@" + pl.col("handle"))).to_series().all()
    assert (
        replies.select(pl.col("mentions").list.contains(pl.col("reply_to_account")))
        .to_series()
        .all()
    )


def test_ids_encode_time_in_one_order_over_all_components(world):
    # an id holds the milliseconds since 2010-11-04 01:42:54.657 UTC above its 22 lower bits
    for table, key in ((world.posts, "post_id"), (world.accounts, "account_id")):
        told = pl.col(key).cast(pl.Int64) // 2**22 + 1_288_834_974_657
        assert table.select((told // 1000 == pl.col("created_at").dt.epoch("s")).all()).item()
    assert world.posts["created_at"].is_sorted()
    assert (world.posts["post_id"].str.len_bytes() == 19).all()


def test_everything_happens_within_the_span_and_after_the_account_was_opened(world):
    times = world.posts["created_at"]
    # 2026-01-19 00:00 in Tokyo is 2026-01-18 15:00 UTC; seven days follow
    assert str(times.min()) >= "2026-01-18 15:00:00"
    assert str(times.max()) < "2026-01-25 15:00:00"
    assert world.accounts["created_at"].max() < times.min()


def ordinary(world: World) -> set[tuple[object, ...]]:
    """What background accounts posted of their own, whatever ids it got."""
    rows = world.posts.join(world.accounts.select("account_id", "handle"), on="account_id")
    members = world.labels.drop_nulls("campaign").select("account_id")
    rows = rows.join(members, on="account_id", how="anti").filter(pl.col("kind") == "post")
    return set(rows.select("handle", "created_at", "text").rows())


def test_adding_a_component_leaves_all_others_as_they_were(world):
    alone = simulate(dataclasses.replace(WHOLE, organic=(), attacks=()), seed=0)
    without = simulate(dataclasses.replace(WHOLE, attacks=(COPIES,)), seed=0)
    assert ordinary(alone) < ordinary(without) == ordinary(world)

    def copies(of: World) -> list[tuple[object, ...]]:
        mine = of.acts.filter(pl.col("campaign") == "copies").join(of.posts, on="post_id")
        return sorted(mine.select("created_at", "text").rows())

    assert copies(without) == copies(world) != []


def test_organic_accounts_react_to_campaign_accounts_too(world):
    members = world.labels.drop_nulls("campaign")["account_id"].implode()
    noticed = world.posts.filter(
        pl.col("repost_of_account").is_in(members), ~pl.col("account_id").is_in(members)
    )
    assert noticed.height > 0
