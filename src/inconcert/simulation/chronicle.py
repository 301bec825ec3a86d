"""All posts of a world as numbers, in the order of their ids, and the words that go with them.

The numbers of ten million posts fit into memory; the table of posts, texts and lists and all, is
made of them one stretch of time after another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert import schemas
from inconcert.simulation.contract import fitted, instant
from inconcert.simulation.draft import or_null
from inconcert.simulation.identifiers import in_text_order, snowflakes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from inconcert.simulation.draft import Deed
    from inconcert.simulation.population import Population

    Rows = NDArray[np.int32]

_LISTS = ("hashtags", "urls", "media")
_SHARED = ("text", "lang", *_LISTS)
_OWN = ("thing", "rating")
_NUMBERS = ("post", "author", "at", "kind", "target", "mention", "deleted")
_REACTIONS = {"repost": "repost_of", "reply": "reply_to", "quote": "quote_of"}
_ROW = pl.UInt32


@dataclass(frozen=True)
class Chronicle:
    """Every post in one row, in the order of its id."""

    numbers: pl.DataFrame
    """`post_id`, `at` and `deleted` in Unix seconds, `kind`; `target` and `root` are rows of this
    table, `author`, `mention` and `addressed` of `people`, `words` of `words`, `act` of `acts`."""
    words: pl.DataFrame
    """What posts say that say anything of their own."""
    acts: pl.DataFrame
    """`component` and `role` of what campaigns did."""
    people: pl.DataFrame
    """All accounts (`draft.ACCOUNTS`) with `account_id`; account i in row i."""

    def posts(self, start: int, rows: int) -> pl.DataFrame:
        """Return so many rows of `schemas.Posts` from the offset on, in the order of `post_id`."""
        part = self.numbers.slice(start, rows)
        people = self.people
        full = part.select("kind").with_columns(
            *self._links(part),
            *self.said(start, rows),
            post_id=part["post_id"].cast(pl.String),
            account_id=people["account_id"].gather(part["author"]),
            created_at=instant(part["at"]),
            time_precision=pl.lit("second"),
            conversation_id=self._ids(part["root"]),
            deleted_at=instant(part["deleted"]),
            objects=_reviewed(self.words["thing"].gather(part["words"])),
            rating=self.words["rating"].gather(part["words"]),
            client=people["client"].gather(part["author"]),
            platform=people["platform"].gather(part["author"]),
            visibility=pl.lit("public"),
            mentioned=people["account_id"].gather(part["mention"]),
        )
        answered = pl.concat_list("reply_to_account", "mentioned").list.drop_nulls()
        domains = pl.col("urls").list.eval(pl.element().str.extract(r"^https://([^/]+)"))
        return fitted(full.with_columns(mentions=answered, domains=domains), schemas.Posts)

    def said(self, start: int, rows: int) -> pl.DataFrame:
        """Return text, language and lists of so many posts; reposts carry their target's.

        The name of whom it addresses stands before a text.
        """
        part = self.numbers.slice(start, rows).with_row_index("row", offset=start)
        repost = pl.col("kind") == "repost"
        source = part.select(pl.when(repost).then("target").otherwise("row")).to_series()
        spoken = self.numbers.select(pl.col("words", "addressed").gather(source))
        name = self.people["handle"].gather(spoken["addressed"])
        addressed = pl.concat_str(pl.lit("@"), pl.lit(name), pl.lit(" "), "text")
        return self.words.select(pl.col(_SHARED).gather(spoken["words"])).with_columns(
            pl.coalesce(addressed, "text").alias("text"), pl.col(_LISTS).fill_null([])
        )

    def traces(self) -> pl.DataFrame:
        """Return of all posts what decides whether they are seen; rows stand for ids."""
        return self.numbers.select(
            post_id=pl.int_range(pl.len(), dtype=_ROW),
            repost_of_post=pl.when(pl.col("kind") == "repost").then("target"),
            created_at=instant("at"),
            deleted_at=instant("deleted"),
        )

    def acted(self) -> pl.DataFrame:
        """Return `schemas.Acts`."""
        rows = self.act_rows()
        part = self.numbers.select(pl.col("post_id", "author", "act").gather(rows))
        acts = self.acts.select(pl.all().gather(part["act"]))
        named = part.select(
            pl.col("post_id").cast(pl.String),
            account_id=self.people["account_id"].gather(part["author"]),
            campaign=acts["component"],
            role=acts["role"],
        )
        return fitted(named, schemas.Acts)

    def act_rows(self) -> pl.Series:
        """Return the rows that are acts of campaigns."""
        return self.numbers["act"].is_not_null().arg_true()

    def _ids(self, rows: pl.Series) -> pl.Series:
        return self.numbers["post_id"].gather(rows).cast(pl.String)

    def _links(self, part: pl.DataFrame) -> list[pl.Series]:
        author = self.numbers["author"].gather(part["target"])
        known = {
            "post": self._ids(part["target"]),
            "account": self.people["account_id"].gather(author),
        }
        whole = part.select("kind", **known)
        return whole.select(
            pl.when(pl.col("kind") == kind).then(what).alias(f"{prefix}_{what}")
            for kind, prefix in _REACTIONS.items()
            for what in known
        ).get_columns()


def chronicled(
    deeds: Mapping[str, Deed],
    campaigns: Collection[str],
    people: pl.DataFrame,
    population: Population,
    rng: np.random.Generator,
) -> Chronicle:
    """Put what all components did into the order of time, and give it ids."""
    drafted = _lasting(_numbers(deeds, campaigns), population)
    ids = snowflakes(drafted["at"].to_numpy(), rng)
    order = in_text_order(ids)
    drafted = drafted.select(pl.all().gather(order), post_id=ids[order])
    target = _rows(drafted)
    numbers = drafted.drop("post", "target").with_columns(
        target=_or_null(target),
        root=pl.Series(_roots(target, drafted["kind"]), dtype=_ROW),
        addressed=_addressed(drafted, target),
    )
    return Chronicle(numbers, _words(deeds), _acts(deeds, campaigns), people)


def _numbers(deeds: Mapping[str, Deed], campaigns: Collection[str]) -> pl.DataFrame:
    """All drafts as numbers; what they say and did lies in the rows `words` and `act`."""
    parts, words, acts = [], 0, 0
    for name, deed in deeds.items():
        says, act = _says(), _is_act(name, campaigns)
        part = deed.posts.select(
            *_NUMBERS, words=_counted_on(says, words), act=_counted_on(act, acts)
        ).with_columns(pl.col("author", "mention").cast(_ROW))
        words += part["words"].count()
        acts += part["act"].count()
        parts.append(part)
    return pl.concat(parts, rechunk=True)


def _words(deeds: Mapping[str, Deed]) -> pl.DataFrame:
    said = [deed.posts.select(_SHARED + _OWN).filter(_says()) for deed in deeds.values()]
    return pl.concat(said, rechunk=True)


def _acts(deeds: Mapping[str, Deed], campaigns: Collection[str]) -> pl.DataFrame:
    return pl.concat(
        deed.posts.filter(_is_act(name, campaigns)).select(
            "role", component=pl.lit(name, dtype=pl.String)
        )
        for name, deed in deeds.items()
    )


def _says() -> pl.Expr:
    return pl.any_horizontal(pl.col(_SHARED + _OWN).is_not_null())


def _is_act(name: str, campaigns: Collection[str]) -> pl.Expr:
    return pl.col("role").is_not_null() & (name in campaigns)


def _counted_on(mark: pl.Expr, first: int) -> pl.Expr:
    return pl.when(mark).then(mark.cum_sum() + (first - 1)).cast(_ROW)


def _rows(posts: pl.DataFrame) -> Rows:
    """Return for each post the row of its target; -1 where it has none or the target is gone."""
    numbers = posts["post"].to_numpy()
    place = np.full(int(numbers.max(initial=0)) + 1, -1, dtype=np.int32)
    place[numbers] = np.arange(len(numbers), dtype=np.int32)
    target = posts["target"].fill_null(-1).to_numpy()
    return np.where(target < 0, np.int32(-1), place[np.maximum(target, 0)])


def _lasting(posts: pl.DataFrame, population: Population) -> pl.DataFrame:
    """Keep what falls into the span; no repost of one's own post, no reaction to a deleted one."""
    clock = population.rhythm
    posts = posts.filter(pl.col("at").is_between(clock.start, clock.end - 1))
    target = _rows(posts)
    author = posts["author"].to_numpy()
    own = (posts["kind"] == "repost").to_numpy() & (author[target] == author)
    lost = posts["target"].is_not_null().to_numpy() & (target < 0)
    gone = posts["deleted"].gather(_or_null(target)) <= posts["at"]
    return posts.filter(pl.Series(~own & ~lost) & ~gone.fill_null(value=False))


def _or_null(rows: Rows) -> pl.Series:
    return or_null(rows.astype(np.int64)).cast(_ROW)


def _addressed(posts: pl.DataFrame, target: Rows) -> pl.Series:
    """Number of the account that the text names: whom a reply answers, or who is mentioned."""
    rows = _or_null(np.where((posts["kind"] == "reply").to_numpy(), target, np.int32(-1)))
    return posts["author"].gather(rows).zip_with(rows.is_not_null(), posts["mention"])


def _roots(target: Rows, kinds: pl.Series) -> Rows:
    """Row of the post that began each conversation: replies belong to that of their target."""
    own = np.arange(len(target), dtype=np.int32)
    root = np.where((kinds == "reply").to_numpy() & (target >= 0), target, own)
    while not np.array_equal(further := root[root], root):
        root = further
    return root


def _reviewed(things: pl.Series) -> pl.Series:
    """A review is an act on the thing that it is about."""
    thing = pl.struct(pl.lit("object").alias("layer"), pl.col("thing").alias("object_id"))
    reviewed = pl.when(pl.col("thing").is_null()).then(pl.lit([])).otherwise(pl.concat_list(thing))
    return things.to_frame("thing").select(reviewed).to_series()
