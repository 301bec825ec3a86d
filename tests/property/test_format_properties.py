"""World or any posts -> writer -> reader: what a format carries comes back as it was."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert.posts.ingest import ingest
from inconcert.posts.text import fold
from inconcert.posts.writers import FORMATS, format_named
from inconcert.schemas import Accounts, Posts, empty
from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.observation import Observation
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

START = datetime(2026, 1, 27, 20, tzinfo=UTC)
FEW = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Of a text everything but halves of surrogate pairs, which no table can hold, and the null
# character, at which CSV ends for many programs.
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1)
words = st.text("abcXYZ019_-語é", min_size=1, max_size=6)
numbers = st.integers(10**17, 10**18).map(str)


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    """Any posts: hostile texts, references to posts that are there and to some that are not."""
    ids = draw(st.lists(numbers, min_size=1, max_size=12, unique=True))
    people = draw(st.lists(numbers, min_size=1, max_size=4, unique=True))
    author = {post: draw(st.sampled_from(people)) for post in ids}
    blank = {
        name: [] if isinstance(dtype, pl.List) else None
        for name, dtype in empty(Posts).schema.items()
    }
    rows = []
    for post in ids:
        row: dict[str, Any] = {
            "post_id": post,
            "account_id": author[post],
            "created_at": START + timedelta(milliseconds=draw(st.integers(0, 10**9))),
            "time_precision": "microsecond",
            "kind": draw(st.sampled_from(["post", "repost", "reply", "quote"])),
            "text": draw(st.none() | texts),
            "lang": draw(st.none() | st.sampled_from(["ja", "en"])),
            "conversation_id": draw(st.none() | numbers),
            "hashtags": draw(st.lists(st.sampled_from(["選挙", "vote", "a_1"]), unique=True)),
            "urls": draw(
                st.lists(words.map(lambda w: f"https://a.example/{w}?s=1&t=2"), unique=True)
            ),
            "mentions": draw(st.lists(numbers, unique=True, max_size=3)),
            "media": draw(st.lists(numbers, unique=True, max_size=2)),
            "client": draw(st.none() | words),
            "place": draw(st.none() | words),
            "platform": "x",
            "visibility": "public",
            "rating": draw(st.none() | st.integers(1, 5).map(float)),
            "deleted_at": draw(st.none() | st.just(START)),
            "objects": draw(st.sampled_from([[], [{"layer": "slogan", "object_id": "s1"}]])),
        }
        rows.append(blank | row | _reference(draw, post, row["kind"], author))
    return Posts.validate(pl.DataFrame(rows, schema=empty(Posts).schema)).sort("post_id")


def _reference(
    draw: st.DrawFn, own: str, kind: str, author: dict[str, str]
) -> dict[str, str | None]:
    columns = {"repost": "repost_of", "reply": "reply_to", "quote": "quote_of"}
    if kind == "post":
        return {}
    target = draw(st.sampled_from(sorted(author)) | numbers)
    if target == own:  # what refers to itself is read as an original
        return {}
    return {
        f"{columns[kind]}_post": target,
        f"{columns[kind]}_account": author.get(target) or draw(numbers),
    }


def there_and_back(posts: pl.DataFrame, accounts: pl.DataFrame | None, name: str) -> Any:
    form = format_named(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / form.file
        form.write(posts, accounts, path)
        taken = ingest(path)
    assert taken.files[0].reader == form.reader
    assert taken.counts.quarantined == 0
    return taken


def check(posts: pl.DataFrame, again: pl.DataFrame, name: str) -> None:
    form = format_named(name)
    if form.rows == "all posts":
        assert again["post_id"].equals(posts["post_id"])
    else:
        posts = posts.filter(pl.col("repost_of_post").is_not_null())
    for column in form.carries:
        assert again[column].to_list() == posts[column].to_list(), column
    for column in form.loses:
        lost = again[column]
        assert not (
            lost.list.len() if isinstance(lost.dtype, pl.List) else lost.is_not_null()
        ).sum()
    assert {*form.carries, *form.changes, *form.loses} == set(Posts.column_names())


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(posts=tables())
def test_any_posts_come_back(name: str, posts: pl.DataFrame) -> None:
    if name == "coortweet" and posts["repost_of_post"].is_null().all():
        return  # nothing to write: a table without rows is refused
    check(posts, there_and_back(posts, None, name).posts, name)


KNOWN_ACCOUNTS = {
    "x_api_v2": Accounts.column_names(),
    "fivethirtyeight": ["account_id", "followers", "following", "posts_total"],
    "coordination_network_toolkit": ["account_id", "handle"],
}
shares = st.floats(0, 0.8)
observations = st.builds(
    Observation,
    sample=st.floats(0.4, 1),
    deleted=shares,
    minute_precision=st.sampled_from([0.0, 0.5, 1.0]),
    drop_columns=st.sampled_from([(), ("text",), ("urls", "domains"), ("client", "lang")]),
    missing=st.dictionaries(st.sampled_from(["text", "client", "media", "hashtags"]), shares),
)
SCENE = Scenario(
    population=Population(accounts=60, days=3), attacks=(CopiedText(accounts=6, days=2),)
)


@pytest.mark.parametrize("name", FORMATS)
@FEW
@given(eyes=observations, seed=st.integers(0, 99))
def test_worlds_come_back_through_any_eyes(name: str, eyes: Observation, seed: int) -> None:
    world = simulate(replace(SCENE, observation=eyes), seed=seed)
    acts = world.posts["repost_of_post"].is_not_null().any()
    if world.posts.is_empty() or (name == "coortweet" and not acts):
        return
    taken = there_and_back(world.posts, world.accounts, name)
    folded = pl.col("hashtags").list.eval(fold(pl.element()))
    told = world.posts if name == "parquet" else world.posts.with_columns(folded)
    check(told, taken.posts, name)
    known = world.accounts.join(taken.accounts, on="account_id", how="semi")
    for column in KNOWN_ACCOUNTS.get(name, ()):
        told = known[column].replace("", None) if column == "description" else known[column]
        assert taken.accounts[column].equals(told), column


def _world() -> tuple[pl.DataFrame, pl.DataFrame]:
    world = simulate(SCENE, seed=5)
    return world.posts, world.accounts


@pytest.mark.parametrize(
    ("name", "cut"),
    [("x_api_v2", "1ms"), ("coortweet", "1s"), ("coordination_network_toolkit", "1s"),
     ("fivethirtyeight", "1m"), ("parquet", "1us")],
)  # fmt: skip
def test_times_come_back_as_fine_as_is_said(name: str, cut: str) -> None:
    posts, accounts = _world()
    posts = posts.with_columns(pl.col("created_at") + pl.duration(microseconds=123_456))
    again = there_and_back(posts, accounts, name).posts
    both = again.join(posts, on="post_id", suffix="_told")
    assert both.height == again.height > 0
    assert both["created_at"].equals(both["created_at_told"].dt.truncate(cut), check_names=False)


@pytest.mark.parametrize(
    ("name", "changed"),
    [("x_api_v2", {}), ("parquet", {}), ("fivethirtyeight", {"reply": "post"}),
     ("coordination_network_toolkit", {"quote": "post"})],
)  # fmt: skip
def test_kinds_come_back_as_is_said(name: str, changed: dict[str, str]) -> None:
    posts, accounts = _world()
    again = there_and_back(posts, accounts, name).posts
    told = posts["kind"].cast(pl.String).replace(changed)
    assert again["kind"].cast(pl.String).to_list() == told.to_list()
    assert told.n_unique() == 4 - len(changed)


@pytest.mark.parametrize("name", ["x_api_v2", "fivethirtyeight", "coordination_network_toolkit"])
def test_lists_that_are_taken_from_texts_or_links_are_those_of_the_world(name: str) -> None:
    posts, accounts = _world()
    again = there_and_back(posts, accounts, name).posts
    folded = posts.select(pl.col("hashtags").list.eval(fold(pl.element())))["hashtags"]
    assert again["hashtags"].to_list() == folded.to_list()
    assert again["urls"].to_list() == posts["urls"].to_list()
    assert again["domains"].to_list() == posts["domains"].to_list()
    replies = (posts["kind"] == "reply").to_list()
    handles = dict(accounts.select("account_id", "handle").iter_rows())
    name_of = handles.get if name == "fivethirtyeight" else str
    told = [[name_of(id_) for id_ in ids] for ids in posts["mentions"].filter(replies)]
    assert again["mentions"].filter(replies).to_list() == told


def test_a_target_that_is_not_among_the_posts_loses_its_account() -> None:
    posts, accounts = _world()
    there = posts["repost_of_post"].is_in(posts["post_id"].implode())
    few = posts.filter(pl.Series(range(posts.height)) % 3 > 0)
    again = there_and_back(few, accounts, "x_api_v2").posts
    known = few["repost_of_post"].is_in(few["post_id"].implode())
    kept = pl.DataFrame({"account": few["repost_of_account"], "known": known}).select(
        pl.when("known").then("account")
    )
    assert again["repost_of_account"].to_list() == kept["account"].to_list()
    assert there.sum() > known.sum() > 0
