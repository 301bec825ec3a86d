"""Planted posts and accounts as rows of the dataset: its ids, its seconds, its gaps.

Each planted post has a donor: a real post of the same kind, near in time, on the same platform.
What the donor does not tell (language, client, whom it repeats ...) the planted post does not tell
either; what no attack is about (place, visibility, precision of time) is the donor's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert import schemas
from inconcert.simulation.draft import join_posts
from inconcert.simulation.injection.idforms import IdForms, learn_each
from inconcert.simulation.injection.objects import with_objects
from inconcert.simulation.injection.said import with_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from inconcert.simulation.draft import Deed
    from inconcert.simulation.injection.known import Known

    Ints = NDArray[np.int64]

_NEAR = 20
_UNITS = {"minute": 60, "hour": 3_600, "day": 86_400}
_REACTIONS = {"repost": "repost_of", "reply": "reply_to", "quote": "quote_of"}
_DONATED = ("time_precision", "visibility", "place")


@dataclass(frozen=True)
class Planted:
    """Rows to append, and how they hang together with the drafts."""

    posts: pl.DataFrame
    """`schemas.Posts`, with `component` and `role` of each."""
    people: pl.DataFrame
    """`draft.ACCOUNTS` of the new accounts, with `account_id`."""
    ids: tuple[IdForms, IdForms]
    """Of posts and of accounts."""


def plant(
    known: Known,
    deeds: Mapping[str, Deed],
    rng: np.random.Generator,
    *,
    own_lang: Mapping[str, str],
) -> Planted:
    """Give the drafts of all deeds the form of the dataset.

    `own_lang` says what the dataset calls a language that drafts name otherwise.
    """
    accounts = _account_forms(known)
    people = _named(pl.concat([deed.accounts for deed in deeds.values()]), accounts, rng)
    drafts = _lasting(known, deeds)
    drafts = _with_donors(known, drafts, people, rng)
    posts = _post_forms(known)
    ids = posts.draw(drafts["platform"].fill_null(""), drafts["at"].to_numpy(), rng)
    drafts = _aimed(known, drafts.with_columns(post_id=ids), people)
    drafts = with_objects(known, with_words(known, drafts, people, rng), rng)
    return Planted(_rows(known, drafts, own_lang), people, (posts, accounts))


def _account_forms(known: Known) -> IdForms:
    first = known.posts.group_by("account_id").agg(platform=pl.col("platform").min())
    first = first.sort("account_id")
    return learn_each(first["account_id"], first["platform"].fill_null(""), None)


def _post_forms(known: Known) -> IdForms:
    at = known.posts["created_at"].dt.epoch("s").to_numpy()
    return learn_each(known.posts["post_id"], known.posts["platform"].fill_null(""), at)


def _named(people: pl.DataFrame, form: IdForms, rng: np.random.Generator) -> pl.DataFrame:
    people = people.sort("account")
    at = people["created"].fill_null(0).to_numpy()
    return people.with_columns(account_id=form.draw(people["platform"].fill_null(""), at, rng))


def _lasting(known: Known, deeds: Mapping[str, Deed]) -> pl.DataFrame:
    """Keep what falls into the dataset's span and reacts to something that is there.

    Ordinary posts of a kind that the dataset has none of are left out, too.
    """
    posts = pl.concat(
        [
            join_posts([deed.posts]).with_columns(component=pl.lit(name, dtype=pl.String))
            for name, deed in deeds.items()
        ]
    )
    span = known.drafts["at"].head(known.posts.height)
    posts = posts.filter(pl.col("kind").is_in(known.posts["kind"].unique().implode()))
    posts = posts.filter(pl.col("at").is_between(span.min(), span.max()))
    there = pl.concat([known.drafts.select("post", "author"), posts.select("post", "author")])
    targets = there.rename({"post": "target", "author": "of"})
    aimed = posts.join(targets, on="target", how="left").sort("post")
    lost = pl.col("target").is_not_null() & pl.col("of").is_null()
    own = (pl.col("kind") == "repost") & (pl.col("of") == pl.col("author"))
    return aimed.filter(~lost, ~own.fill_null(value=False)).drop("of")


def _with_donors(
    known: Known, drafts: pl.DataFrame, people: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Put `donor` (a row of the real posts) beside each draft, and the second as the donor has."""
    by = people.select("account_id", "client", "platform", author="account")
    drafts = drafts.join(by, on="author", how="left").sort("post")
    real = known.posts.select("kind", "platform", at=pl.col("created_at").dt.epoch("s"))
    real = real.with_columns(pl.col("platform").fill_null("")).with_row_index("row")
    donor = np.zeros(drafts.height, dtype=np.int64)
    groups = drafts.select("kind", "at", pl.col("platform").fill_null("")).with_row_index("row")
    for (kind, platform), group in groups.partition_by("kind", "platform", as_dict=True).items():
        able = real.filter(kind=kind, platform=platform)
        able = (able if able.height else real.filter(kind=kind)).sort("at", "row")
        place = np.searchsorted(able["at"].to_numpy(), group["at"].to_numpy())
        place = place + rng.integers(-_NEAR, _NEAR + 1, len(place))
        donor[group["row"].to_numpy()] = able["row"].to_numpy()[np.clip(place, 0, able.height - 1)]
    return _timed(known, drafts.with_columns(donor=pl.Series(donor)))


def _timed(known: Known, drafts: pl.DataFrame) -> pl.DataFrame:
    """Take the donor's precision: whole minutes (hours, days) where it has them, its microseconds.

    Ordinary posts take its second, too: where posts are scheduled, many come at a full minute.
    """
    donors = known.posts.select(pl.col("created_at", *_DONATED).gather(drafts["donor"]))
    unit = donors["time_precision"].cast(pl.String).replace_strict(_UNITS, default=1)
    whole = max((u for u in _UNITS.values() if _all_whole(known, u)), default=1)
    step = pl.Series(np.maximum(unit.to_numpy(), whole))
    second = drafts["at"] // 60 * 60 + donors["created_at"].dt.second()
    free = (drafts["kind"] == "post") & drafts["role"].is_null()
    at = second.zip_with(free, drafts["at"])
    return drafts.with_columns(
        *(donors[name] for name in _DONATED),
        at=(at // step) * step,
        microsecond=donors["created_at"].dt.microsecond(),
    )


def _all_whole(known: Known, unit: int) -> bool:
    return bool((known.posts["created_at"].dt.epoch("s") % unit == 0).all())


def _aimed(known: Known, drafts: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Put ids of the target's post and author, and its conversation, beside each draft."""
    names = pl.concat(
        [
            known.accounts.select(of=pl.col("account").cast(pl.Int64), target_account="account_id"),
            people.select(of="account", target_account="account_id"),
        ]
    )
    real = known.posts.select(target_post="post_id", target_conversation="conversation_id")
    seen = known.drafts.head(known.posts.height).select(target="post", of="author")
    unseen = known.drafts.slice(known.posts.height).select(target="post", of="author")
    blank = [pl.lit(None, dtype=pl.String).alias(name) for name in real.columns]
    new = drafts.select(
        target="post", of="author", target_post="post_id", target_conversation="post_id"
    )
    targets = pl.concat([seen.hstack(real), unseen.with_columns(blank), new])
    aimed = drafts.join(targets, on="target", how="left").join(names, on="of", how="left")
    return aimed.sort("post")


def _rows(known: Known, drafts: pl.DataFrame, own_lang: Mapping[str, str]) -> pl.DataFrame:
    """Return `schemas.Posts` with `component` and `role`; what the donor does not tell is null."""
    donor = known.posts.select(pl.all().gather(drafts["donor"]).name.prefix("donor_"))
    rows = drafts.hstack(donor).with_columns(
        created_at=(pl.from_epoch("at").cast(pl.Datetime("us")) + pl.duration(
            microseconds="microsecond")).dt.replace_time_zone("UTC"),
        **_links(),
        lang=_as_donor("lang", pl.col("lang").replace(dict(own_lang))),
        client=_as_donor("client", pl.col("client")),
        text=_as_donor("text", pl.col("text")),
        conversation_id=_conversation(),
        deleted_at=pl.from_epoch("deleted").cast(pl.Datetime("us")).dt.replace_time_zone("UTC"),
        source_file=pl.lit(None, dtype=pl.String),
        source_line=pl.lit(None, dtype=pl.UInt32),
    )  # fmt: skip
    columns = schemas.Posts.column_names()
    return rows.select(*columns, "component", "role").cast(dict(known.posts.schema))  # type: ignore[arg-type]


def _as_donor(column: str, value: pl.Expr) -> pl.Expr:
    return pl.when(pl.col(f"donor_{column}").is_not_null()).then(value)


def _links() -> dict[str, pl.Expr]:
    return {
        f"{prefix}_{what}": pl.when(
            pl.col("kind") == kind, pl.col(f"donor_{prefix}_{what}").is_not_null()
        ).then(f"target_{what}")
        for kind, prefix in _REACTIONS.items()
        for what in ("post", "account")
    }


def _conversation() -> pl.Expr:
    """A reply is in its target's; all else begins one, where such posts of the dataset do."""
    answers = (pl.col("kind") == "reply") & pl.col("target_post").is_not_null()
    begun = pl.coalesce("target_conversation", "target_post")
    return _as_donor("conversation_id", pl.when(answers).then(begun).otherwise("post_id"))
