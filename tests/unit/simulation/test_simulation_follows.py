"""Follows, links, deletion and roles of those who are no members."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

from inconcert import schemas
from inconcert.errors import ConfigError
from inconcert.simulation.draft import Deed, draft_posts, roles_of
from inconcert.simulation.links import shared_links, shortened
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.timing import jittered
from inconcert.simulation.world import simulate

PEOPLE = Population(accounts=400, days=7, follows_per_account=10, follow_back_share=0.5)


@pytest.fixture(scope="module")
def world():
    return simulate(Scenario(population=PEOPLE), seed=0)


def test_follows_keep_their_contract_and_come_after_both_accounts(world):
    schemas.Follows.validate(world.follows)
    opened = world.accounts.select("account_id", opened="created_at")
    rows = world.follows.join(opened, left_on="source", right_on="account_id").join(
        opened, left_on="target", right_on="account_id", suffix="_target"
    )
    assert rows.height == world.follows.height
    assert (rows["created_at"] > rows["opened"]).all()
    assert (rows["created_at"] > rows["opened_target"]).all()
    assert world.follows.filter(pl.col("source") == pl.col("target")).is_empty()


def test_as_many_follow_and_follow_back_as_asked(world):
    # 10 each are drawn, fewer differ; with those who follow back at most 15 times 400 accounts
    assert 0.6 * 6_000 < world.follows.height <= 1.25 * 6_000
    back = world.follows.join(
        world.follows, left_on=["source", "target"], right_on=["target", "source"], how="semi"
    )
    # of n follows n/2 are answered: n/2 pairs of 2 among n + n/2 rows are 2/3
    assert back.height / world.follows.height == pytest.approx(2 / 3, abs=0.1)


def test_no_follows_where_none_are_asked():
    quiet = Population(accounts=50, days=2, follows_per_account=0)
    assert simulate(Scenario(population=quiet), seed=0).follows.is_empty()


def test_links_are_tracked_and_shortened_in_their_shares():
    urls = pl.Series("url", ["https://press.example/a/1", None] * 5_000)
    shared = shared_links(urls, Population(), np.random.default_rng(0))
    assert shared.is_null().to_list() == urls.is_null().to_list()
    there = shared.drop_nulls()
    assert there.str.contains("?", literal=True).mean() == pytest.approx(0.2, abs=0.03)
    hosts = there.str.extract(r"^https://([^/]+)")
    assert (hosts != "press.example").mean() == pytest.approx(0.1, abs=0.02)
    bare = Population(tracked_share=0, shortened_share=0)
    assert shared_links(urls, bare, np.random.default_rng(0)).equals(urls, null_equal=True)


def test_every_short_link_is_its_own():
    assert shortened(5_000, np.random.default_rng(1)).n_unique() == 5_000


def test_platforms_are_shared_out():
    mixed = Population(accounts=600, days=2, platforms={"x": 3, "telegram": 1})
    world = simulate(Scenario(population=mixed), seed=0)
    assert (world.accounts["platform"] == "telegram").mean() == pytest.approx(0.25, abs=0.06)
    spoken = world.posts.join(world.accounts, on="account_id", suffix="_account")
    assert (spoken["platform"] == spoken["platform_account"]).all()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"platforms": {}}, "at least one platform"),
        ({"platforms": {"x": 0}}, "a share above 0"),
        ({"tracked_share": 0.6}, "0 to 0.5"),
        ({"follows_per_account": -1}, "0 to 500"),
        ({"follow_back_share": 1.5}, "0 to 1"),
    ],
)
def test_impossible_parameters_are_refused(options, said):
    with pytest.raises(ConfigError, match=said):
        Population(**options)


@dataclass(frozen=True)
class _Touching:
    """A campaign of one new account that posts, deletes, and touches an organic account."""

    accounts: int = 1
    name: str | None = "touching"

    def act(self, stage, rng):
        cast = stage.recruit(1, rng)
        start = stage.rhythm.start + 3_600
        author = cast["account"].to_list() * 2
        acts = draft_posts(
            stage.first_post,
            3,
            author=[*author, 0],
            at=[start, start + 10, start + 500],
            kind=["post", "post", "repost"],
            target=[None, None, stage.first_post],
            text=["gone", "review", None],
            lang="ja",
            role="poster",
            deleted=[start + 60, None, None],
            thing=[None, "shop-1", None],
            rating=[None, 1.0, None],
        )
        touched = roles_of(stage.accounts["account"].head(1), "victim", member=False)
        run = roles_of(cast["account"], "poster", operator="operator 1")
        return Deed(cast, acts, pl.concat([run, touched]))


def test_what_an_attack_touches_is_no_member_and_what_is_deleted_draws_nothing_more():
    scene = Scenario(population=Population(accounts=60, days=2), attacks=(_Touching(),))
    world = simulate(scene, seed=0)
    members = world.labels.drop_nulls("campaign")
    assert members.select("campaign", "role", "operator").rows() == [
        ("touching", "poster", "operator 1")
    ]
    assert world.labels.filter(role="touching:victim")["campaign"].to_list() == [None]
    acts = world.posts.join(world.acts, on="post_id", how="semi")
    assert acts.height == 2  # the repost comes when its target is gone
    gone = acts.drop_nulls("deleted_at")
    assert (gone["deleted_at"] - gone["created_at"]).dt.total_seconds().to_list() == [60]
    review = acts.drop_nulls("rating")
    assert review["objects"].to_list() == [[{"layer": "object", "object_id": "shop-1"}]]


def test_jitter_delays_reactions_alone():
    acts = draft_posts(7, 3, author=[0, 1, 2], at=[100, 110, 500], kind="post", target=[None, 7, 7])
    late = jittered(acts, 2.0, np.random.default_rng(0))
    assert late["at"][0] == 100
    delays = (late["at"] - acts["at"])[1:]
    assert delays.is_between(0, 7_200).all()
    assert delays.sum() > 0
    assert jittered(acts, 0.0, np.random.default_rng(0)).equals(acts)
