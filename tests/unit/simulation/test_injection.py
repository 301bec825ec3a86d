"""Attacks planted in posts that stand for real ones, in several forms."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable
from functools import cache

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from inconcert import schemas
from inconcert.errors import ConfigError, TooLittleError
from inconcert.posts.entities import mentions
from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.attacks.cross_platform import CrossPlatform
from inconcert.simulation.attacks.ephemeral_trend import EphemeralTrend
from inconcert.simulation.attacks.follow_ring import FollowRing
from inconcert.simulation.attacks.hashtag_flood import HashtagFlood
from inconcert.simulation.attacks.link_pushing import LinkPushing
from inconcert.simulation.attacks.reply_brigade import ReplyBrigade
from inconcert.simulation.attacks.repost_amplification import RepostAmplification
from inconcert.simulation.attacks.review_bombing import ReviewBombing
from inconcert.simulation.attacks.sockpuppets import Sockpuppets
from inconcert.simulation.catalogue import components
from inconcert.simulation.injection.inject import Injected, Real, inject
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

SPAN = {"start_day": 0.5, "days": 3.0}
TARGETS = ("repost_of", "reply_to", "quote_of")


@cache
def world() -> World:
    population = Population(
        accounts=300, days=5, languages={"es": 1.0}, communities=3, platforms={"x": 1.0}
    )
    return simulate(Scenario(population=population), seed=1)


def full() -> Real:
    """As an export of everything: ids of targets, clients, languages, profiles."""
    return Real(world().posts, world().accounts)


def nothing(*columns: str) -> list[pl.Expr]:
    return [pl.lit(None, dtype=world().posts.schema[name]).alias(name) for name in columns]


def marked() -> Real:
    """As a table of tweets: handles as ids, "RT @" before reposts, no language, whole minutes."""
    handles = world().accounts.select("account_id", "handle")
    called = dict(handles.iter_rows())
    accounts = ["account_id", *(f"{prefix}_account" for prefix in TARGETS)]
    posts = world().posts.with_columns(pl.col(accounts).replace(called))
    words = pl.concat_str(pl.lit("RT @"), "repost_of_account", pl.lit(": "), "text")
    long = pl.concat_str(words.str.slice(0, 99), pl.lit("…"))
    cut = pl.when(words.str.len_chars() > 100).then(long).otherwise(words)
    posts = posts.with_columns(
        *nothing(*(f"{prefix}_post" for prefix in TARGETS), "conversation_id", "client", "lang"),
        text=pl.when(pl.col("kind") == "repost").then(cut).otherwise("text"),
        created_at=pl.col("created_at").dt.truncate("1m"),
        time_precision=pl.lit("minute", dtype=posts.schema["time_precision"]),
        source_file=pl.lit("tweets.csv"),
    )
    posts = posts.with_columns(mentions=mentions(pl.col("text")))
    return Real(posts, schemas.empty(schemas.Accounts), lang="es")


def opaque() -> Real:
    """As shares of links without texts: ids are numbers without gaps, links are numbers."""
    posts = world().posts.filter(pl.col("kind") == "post").sort("post_id")
    ids = posts["account_id"].unique().sort()
    people = dict(zip(ids, (f"u{n}" for n in range(len(ids))), strict=True))
    links = posts["urls"].explode().drop_nulls().unique().sort()
    codes = dict(zip(links, (str(9 * n + 4) for n in range(len(links))), strict=True))
    posts = posts.with_columns(
        *nothing("text", "lang", "client", "conversation_id"),
        post_id=(1 + pl.int_range(pl.len())).cast(pl.String),
        account_id=pl.col("account_id").replace(people),
        urls=pl.col("urls").list.eval(pl.element().replace(codes)),
        domains=pl.lit([], dtype=pl.List(pl.String)),
        mentions=pl.lit([], dtype=pl.List(pl.String)),
    )
    return Real(posts.sort("post_id"), schemas.empty(schemas.Accounts))


def planted_in(injected: Injected) -> pl.DataFrame:
    members = injected.labels.drop_nulls("campaign")
    return injected.posts.join(members.select("account_id"), on="account_id", how="semi")


@cache
def amplified(real: Callable[[], Real], seed: int = 0) -> Injected:
    return inject(real(), [RepostAmplification(lang="es", accounts=20, **SPAN)], seed=seed)


@pytest.mark.parametrize("real", [full, marked])
def test_real_rows_stay_and_planted_ones_are_added(real):
    before, after = real(), amplified(real)
    kept = after.posts.join(before.posts.select("post_id"), on="post_id", how="semi")
    told = before.posts.with_columns(*nothing("source_file", "source_line"))
    assert_frame_equal(kept.sort("post_id"), told.sort("post_id"))
    planted = planted_in(after)
    assert planted.height == after.posts.height - before.posts.height
    assert after.posts["post_id"].is_sorted()
    schemas.Posts.validate(after.posts)


@pytest.mark.parametrize("real", [full, marked])
def test_truth_is_consistent(real):
    after = amplified(real)
    members = after.labels.drop_nulls("campaign")
    assert members.height == 20
    assert set(members["role"]) == {"seed", "amplifier"}
    others = after.labels.filter(pl.col("campaign").is_null())
    assert set(others["role"]) == {"real"}
    assert set(others["account_id"]) == set(real().posts["account_id"])
    assert after.acts.join(members, on="account_id", how="anti").is_empty()
    assert after.acts.join(after.posts, on=["post_id", "account_id"], how="anti").is_empty()


def test_the_same_seed_gives_the_same_rows_and_another_seed_others():
    one, again, other = (amplified.__wrapped__(full, seed=seed) for seed in (4, 4, 5))
    for table in ("posts", "accounts", "labels", "acts"):
        assert_frame_equal(getattr(one, table), getattr(again, table))
    assert planted_in(one).height != planted_in(other).height


def test_amplifiers_repost_the_seeds_within_seconds():
    after = amplified(full)
    acts = after.acts.filter(role="amplifier").join(after.posts, on="post_id")
    seeds = after.posts.select(repost_of_post="post_id", begun="created_at")
    late = acts.join(seeds, on="repost_of_post").select(
        (pl.col("created_at") - pl.col("begun")).dt.total_seconds()
    )
    assert late.height == acts.height > 100  # 18 amplifiers x 30 messages x 0.4 = 216
    assert 14 < late.to_series().median() < 28  # log-normal of median 20 s


@pytest.mark.parametrize("real", [full, marked])
def test_what_is_null_for_all_real_posts_of_a_kind_stays_null(real):
    before, after = real(), amplified(real)
    planted = planted_in(after)
    for kind in planted["kind"].unique():
        mine, theirs = (table.filter(kind=kind) for table in (planted, before.posts))
        for name in before.posts.columns:
            if theirs[name].null_count() == theirs.height:
                assert mine[name].null_count() == mine.height, (kind, name)
            elif theirs[name].null_count() == 0 and not name.startswith("source"):
                assert mine[name].null_count() == 0, (kind, name)


def test_reposts_are_written_as_those_of_the_dataset():
    reposts = planted_in(amplified(marked)).filter(kind="repost")
    begun = pl.concat_str(pl.lit("RT @"), "repost_of_account", pl.lit(": "))
    assert reposts.select(pl.col("text").str.starts_with(begun).all()).item()
    assert reposts["text"].str.len_chars().max() <= 100
    assert reposts["text"].str.ends_with("…").any()
    named = reposts.select(pl.col("mentions").list.contains(pl.col("repost_of_account")).all())
    assert named.item()


def test_times_have_the_precision_of_the_dataset():
    planted = planted_in(amplified(marked))
    assert (planted["created_at"].dt.epoch("s") % 60 == 0).all()
    assert set(planted["time_precision"]) == {"minute"}
    assert planted_in(amplified(full))["created_at"].dt.second().n_unique() > 40


def test_nobody_real_reacts_and_planted_people_are_nobody_real():
    after = amplified(full)
    members = after.labels.drop_nulls("campaign")["account_id"].implode()
    by_others = after.posts.filter(~pl.col("account_id").is_in(members))
    for prefix in TARGETS:
        assert not by_others[f"{prefix}_account"].is_in(members).any()
    mine = after.accounts.filter(pl.col("account_id").is_in(members))
    theirs = after.accounts.filter(~pl.col("account_id").is_in(members))
    assert mine.height == 20
    assert mine.join(theirs, on="handle", how="semi").is_empty()
    facts = ["display_name", "description", "followers", "following"]
    assert mine.join(theirs, on=facts, how="semi").is_empty()
    assert mine["followers"].null_count() == 0


def test_clients_and_languages_are_those_of_real_accounts():
    planted = planted_in(amplified(full))
    assert set(planted["client"]) <= set(world().posts["client"])
    assert set(planted["lang"]) == {"es"}
    assert planted.group_by("account_id").agg(pl.col("client").n_unique())["client"].max() == 1


def test_accounts_without_a_description_get_none():
    after = amplified(marked)
    assert after.accounts.is_empty()


def test_opaque_links_stay_opaque_and_numbers_are_drawn_anew():
    real = opaque()
    attack = LinkPushing(lang="ja", accounts=20, **SPAN)
    after = inject(real, [attack], seed=0)
    told = [note for note in after.notes if "without gaps" in note]
    assert [note.split()[3] for note in told] == ["posts", "accounts"]
    links = planted_in(after)["urls"].explode().drop_nulls()
    assert links.str.contains(r"^\d+$").all()
    assert (links.cast(pl.Int64) % 9 == 4).all()  # as all links of the dataset
    assert after.posts["text"].null_count() == after.posts.height
    anew = inject(real, [attack], seed=0, renumber=True)
    numbers = anew.posts["post_id"].cast(pl.Int64).sort()
    assert numbers.to_list() == list(range(1, after.posts.height + 1))
    back = anew.posts.select(id="post_id", at="created_at").join(
        anew.renumbered.filter(table="posts"), on="id"
    )
    was = back.join(real.posts, left_on="id_before", right_on="post_id")
    assert was.height == real.posts.height
    assert (was["at"] == was["created_at"]).all()
    assert not any("continue them" in note for note in anew.notes)


def test_two_attacks_of_one_kind_have_names_of_their_own():
    attacks = [CopiedText(lang="es", accounts=8, **SPAN) for _ in range(2)]
    after = inject(full(), attacks, seed=0)
    sizes = dict(after.labels.drop_nulls("campaign")["campaign"].value_counts().iter_rows())
    assert sizes == {"copied_text_1": 8, "copied_text_2": 8}
    with pytest.raises(ConfigError, match="several attacks are named 'one'; allowed: one each"):
        inject(full(), [CopiedText(lang="es", name="one", **SPAN)] * 2, seed=0)


def test_targets_are_touched_but_no_members():
    after = inject(full(), [ReplyBrigade(lang="es", accounts=12, **SPAN)], seed=0)
    touched = after.labels.filter(role="reply_brigade_1:target")
    assert touched.height > 0
    assert touched["campaign"].null_count() == touched.height
    acts = after.acts.join(after.posts, on="post_id")
    assert set(acts["reply_to_account"]) <= set(touched["account_id"])


REFUSED = [
    (
        opaque,
        RepostAmplification(lang="ja", **SPAN),
        "are of kind repost; the data have post",
    ),
    (opaque, Sockpuppets(lang="ja", **SPAN), "it writes texts, and the data have none"),
    (opaque, CopiedText(lang="en", **SPAN), "they name none, say it with --lang; the main one"),
    (full, FollowRing(lang="es", **SPAN), r"it makes [\d,]+ follows, and the data have none"),
    (full, EphemeralTrend(lang="es", **SPAN), "the data do not tell when a post is"),
    (full, ReviewBombing(lang="es", **SPAN), "its acts are reviews, and the data have no ratings"),
    (full, CrossPlatform(lang="es", **SPAN), "it acts on telegram; the platforms of the data: x"),
    (full, CopiedText(lang="ja", **SPAN), "CopiedText.lang is 'ja'; allowed: .* es [0-9,]+"),
]


@pytest.mark.parametrize(("real", "attack", "why"), REFUSED)
def test_what_the_data_cannot_show_is_refused_with_the_reason(real, attack, why):
    with pytest.raises(ConfigError, match=why):
        inject(real(), [attack], seed=0)


def test_composed_texts_need_a_language_that_can_be_written():
    posts = full().posts.with_columns(lang=pl.lit("ru"))
    with pytest.raises(ConfigError, match="the main language of the data is 'ru'"):
        inject(Real(posts, full().accounts), [Sockpuppets(lang="ja", **SPAN)], seed=0)
    silent = Real(full().posts.with_columns(*nothing("lang")), full().accounts)
    with pytest.raises(ConfigError, match="is not told; say it with --lang"):
        inject(silent, [Sockpuppets(lang="ja", **SPAN)], seed=0)
    borrowed = inject(Real(posts, full().accounts), [CopiedText(lang="ja", **SPAN)], seed=0)
    assert set(planted_in(borrowed)["lang"]) == {"ru"}


def test_hashtags_of_a_flood_are_those_of_the_dataset():
    after = inject(full(), [HashtagFlood(lang="es", accounts=10, **SPAN)], seed=0)
    tags = after.acts.join(after.posts, on="post_id")["hashtags"].explode()
    assert set(tags) <= set(full().posts["hashtags"].explode().drop_nulls())


def test_too_few_posts_and_a_negative_seed_are_refused():
    with pytest.raises(TooLittleError, match="5 posts; at least 20 are needed as a model"):
        inject(Real(world().posts.head(5), world().accounts), [CopiedText(lang="es")], seed=0)
    with pytest.raises(ConfigError, match="seed is -1"):
        amplified(full, seed=-1)


def test_who_composes_says_so():
    """A module that takes texts or names from the grammar must not pass as borrowing its words."""
    for cls in components("attacks").values():
        tree = ast.parse(inspect.getsource(sys.modules[cls.__module__]))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        grammar = {name for name in modules if name.startswith("inconcert.simulation.grammar.")}
        grammar |= {name for name in modules if name == "inconcert.simulation.ratings"}
        borrowing = {"inconcert.simulation.grammar.edits", "inconcert.simulation.grammar.catalogue"}
        assert cls.composes == bool(grammar - borrowing), cls


def test_no_ordinary_post_is_of_a_kind_that_the_data_have_not():
    real = Real(full().posts.filter(pl.col("kind") != "post"), full().accounts)
    attack = ReplyBrigade(lang="es", accounts=12, camouflage=0.8, **SPAN)
    planted = planted_in(inject(real, [attack], seed=0))
    assert planted.height > 150  # 12 posts x 8 repliers, and ordinary life
    assert set(planted["kind"]) <= {"repost", "reply", "quote"}
