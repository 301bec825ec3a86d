"""From drafts to tables: all deeds together, ids in the order of time, truth beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert import schemas
from inconcert.simulation.draft import join_posts, or_null
from inconcert.simulation.follows import in_time
from inconcert.simulation.identifiers import snowflakes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import dataframely as dy

    from inconcert.simulation.draft import Deed
    from inconcert.simulation.population import Population

_LISTS = ("hashtags", "urls", "media")
_REACTIONS = {"repost": "repost_of", "reply": "reply_to", "quote": "quote_of"}


@dataclass(frozen=True)
class Truth:
    """Everything that happened, as the tables of `schemas.py`."""

    posts: pl.DataFrame
    accounts: pl.DataFrame
    labels: pl.DataFrame
    acts: pl.DataFrame
    follows: pl.DataFrame


def assemble(
    deeds: Mapping[str, Deed],
    campaigns: Collection[str],
    population: Population,
    rng: np.random.Generator,
) -> Truth:
    """Join the deeds of all components; the first is the background."""
    people = _people(deeds, rng)
    drafted = _numbered(_lasting(_all_posts(deeds), population), people, rng)
    posts = _posts(drafted)
    accounts = _accounts(people, drafted)
    labels = _labels(deeds, campaigns, people)
    follows = _follows(deeds, people, population)
    return Truth(posts, accounts, labels, _acts(drafted, campaigns), follows)


def _all_posts(deeds: Mapping[str, Deed]) -> pl.DataFrame:
    """All drafts, with the component they come from; row i is looked up by `place`."""
    return pl.concat(
        [
            join_posts([deed.posts]).with_columns(component=pl.lit(name, dtype=pl.String))
            for name, deed in deeds.items()
        ]
    )


def _people(deeds: Mapping[str, Deed], rng: np.random.Generator) -> pl.DataFrame:
    """All accounts in the order of their numbers, so that number i stands in row i."""
    accounts = pl.concat([deed.accounts for deed in deeds.values()]).sort("account")
    ids = snowflakes(accounts["created"].to_numpy(), rng)
    return accounts.with_columns(account_id=pl.Series(ids).cast(pl.String))


def _rows(posts: pl.DataFrame) -> np.ndarray:
    """Return for each post the row of its target; -1 where it has none or the target is gone."""
    numbers = posts["post"].to_numpy()
    place = np.full(int(numbers.max(initial=0)) + 1, -1)
    place[numbers] = np.arange(len(numbers))
    target = posts["target"].fill_null(-1).to_numpy()
    return np.where(target < 0, -1, place[np.maximum(target, 0)])


def _lasting(posts: pl.DataFrame, population: Population) -> pl.DataFrame:
    """Keep what falls into the span; no repost of one's own post, no reaction to a deleted one."""
    clock = population.rhythm
    posts = posts.filter(pl.col("at").is_between(clock.start, clock.end - 1))
    target = _rows(posts)
    author = posts["author"].to_numpy()
    own = (posts["kind"] == "repost").to_numpy() & (author[target] == author)
    lost = posts["target"].is_not_null().to_numpy() & (target < 0)
    gone = posts["deleted"].gather(or_null(target)) <= posts["at"]
    return posts.filter(pl.Series(~own & ~lost) & ~gone.fill_null(value=False))


def _numbered(posts: pl.DataFrame, people: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Give ids, sort by them, and put beside each post what its target says."""
    ids = snowflakes(posts["at"].to_numpy(), rng)
    author = people["account_id"].gather(posts["author"])
    posts = posts.with_columns(
        post_id=pl.Series(ids).cast(pl.String),
        account_id=author,
        client=people["client"].gather(posts["author"]),
        platform=people["platform"].gather(posts["author"]),
    )
    posts = posts[np.argsort(ids)]
    target = _rows(posts)
    there = or_null(target)
    return posts.with_columns(
        row=there,
        root=pl.Series(_roots(target, posts["kind"])),
        target_post=posts["post_id"].gather(there),
        target_account=posts["account_id"].gather(there),
        mentioned=people["account_id"].gather(posts["mention"]),
        addressed=people["handle"].gather(_addressed(posts, target)),
    )


def _addressed(posts: pl.DataFrame, target: np.ndarray) -> pl.Series:
    """Number of the account that the text names: whom a reply answers, or who is mentioned."""
    rows = or_null(np.where((posts["kind"] == "reply").to_numpy(), target, -1))
    return posts["author"].gather(rows).zip_with(rows.is_not_null(), posts["mention"])


def _roots(target: np.ndarray, kinds: pl.Series) -> np.ndarray:
    """Row of the post that began each conversation: replies belong to that of their target."""
    root = np.where((kinds == "reply").to_numpy() & (target >= 0), target, np.arange(len(target)))
    while not np.array_equal(further := root[root], root):
        root = further
    return root


def _posts(drafted: pl.DataFrame) -> pl.DataFrame:
    """Return `schemas.Posts`, sorted by `post_id`."""
    posts = _with_words(drafted).with_columns(
        *_links(),
        created_at=_instant("at"),
        time_precision=pl.lit("second"),
        conversation_id=pl.col("post_id").gather("root"),
        domains=pl.col("urls").list.eval(pl.element().str.extract(r"^https://([^/]+)")),
        mentions=pl.concat_list(_when_reply("target_account"), "mentioned").list.drop_nulls(),
        deleted_at=_instant("deleted"),
        objects=_reviewed(),
        visibility=pl.lit("public"),
    )
    return _contract(posts, schemas.Posts, key="post_id")


def _with_words(drafted: pl.DataFrame) -> pl.DataFrame:
    """Put the name of whom it addresses before a text; let reposts carry their target's words."""
    said = pl.concat_str(pl.lit("@"), "addressed", pl.lit(" "), "text")
    addressed = drafted.with_columns(text=pl.coalesce(said, "text"))
    repost = pl.col("kind") == "repost"
    source = pl.when(repost).then("row").otherwise(pl.int_range(pl.len()))
    words = addressed.select(pl.col("text", "lang", *_LISTS).gather(source))
    full = words.with_columns(pl.col(_LISTS).fill_null([]))
    return drafted.drop(full.columns).hstack(full)


def _links() -> list[pl.Expr]:
    return [
        pl.when(pl.col("kind") == kind).then(f"target_{what}").alias(f"{prefix}_{what}")
        for kind, prefix in _REACTIONS.items()
        for what in ("post", "account")
    ]


def _when_reply(column: str) -> pl.Expr:
    return pl.when(pl.col("kind") == "reply").then(column)


def _reviewed() -> pl.Expr:
    """A review is an act on the thing that it is about."""
    thing = pl.struct(pl.lit("object").alias("layer"), pl.col("thing").alias("object_id"))
    return pl.when(pl.col("thing").is_null()).then(pl.lit([])).otherwise(pl.concat_list(thing))


def _instant(column: str) -> pl.Expr:
    return pl.from_epoch(column, time_unit="s").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _contract(table: pl.DataFrame, schema: type[dy.Schema], *, key: str) -> pl.DataFrame:
    """Add the columns that this world does not have, check the contract, sort by the key."""
    blank = schemas.empty(schema)
    fills = [
        _nothing(dtype).alias(name)
        for name, dtype in blank.schema.items()
        if name not in table.columns
    ]
    full = table.with_columns(fills).select(pl.col(blank.columns)).cast(blank.schema)
    return schema.validate(full).sort(key)


def _nothing(dtype: pl.DataType) -> pl.Expr:
    """Empty for lists, null for all else."""
    return pl.lit([] if isinstance(dtype, pl.List) else None, dtype=dtype)


def _accounts(people: pl.DataFrame, drafted: pl.DataFrame) -> pl.DataFrame:
    written = drafted.group_by("account_id").len("written")
    accounts = people.join(written, on="account_id", how="left").select(
        "account_id",
        "handle",
        "display_name",
        "followers",
        "following",
        "description",
        "verified",
        created_at=_instant("created"),
        posts_total=pl.col("earlier_posts") + pl.col("written").fill_null(0),
        platform="platform",
    )
    return _contract(accounts, schemas.Accounts, key="account_id")


def _labels(
    deeds: Mapping[str, Deed], campaigns: Collection[str], people: pl.DataFrame
) -> pl.DataFrame:
    """One row an account: its campaign, else the last organic scenario it took part in."""
    roles = pl.concat(
        [
            deed.roles.with_columns(component=pl.lit(name), rank=pl.lit(number))
            for number, (name, deed) in enumerate(deeds.items())
        ]
    )
    known = pl.col("component").is_in(list(campaigns)) & pl.col("member")
    last = roles.sort("account", "rank").unique("account", keep="last", maintain_order=True)
    labels = last.select(
        account_id=people["account_id"].gather(last["account"]),
        campaign=pl.when(known).then("component"),
        role=pl.when(known | (pl.col("rank") == 0))
        .then("role")
        .otherwise(pl.concat_str("component", pl.lit(":"), "role")),
        operator=pl.when(known).then(
            pl.coalesce("operator", pl.concat_str(pl.lit("operator of "), "component"))
        ),
        source=pl.lit("simulation"),
    )
    return _contract(labels, schemas.Labels, key="account_id")


def _follows(
    deeds: Mapping[str, Deed], people: pl.DataFrame, population: Population
) -> pl.DataFrame:
    """Return `schemas.Follows`; the earliest of a follow that two components drew."""
    drawn = pl.concat([deed.follows for deed in deeds.values()])
    drawn = in_time(drawn, people["created"], population.rhythm.end)
    once = drawn.sort("source", "target", "at").unique(
        ["source", "target"], keep="first", maintain_order=True
    )
    named = once.select(
        source=people["account_id"].gather(once["source"]),
        target=people["account_id"].gather(once["target"]),
        created_at=_instant("at"),
    )
    return schemas.Follows.validate(named).sort("source", "target")


def _acts(drafted: pl.DataFrame, campaigns: Collection[str]) -> pl.DataFrame:
    acts = drafted.filter(
        pl.col("role").is_not_null(), pl.col("component").is_in(list(campaigns))
    ).select("post_id", "account_id", campaign="component", role="role")
    return _contract(acts, schemas.Acts, key="post_id")
