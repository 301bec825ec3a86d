"""What planted posts say, written as the dataset writes it: reposts, addresses, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.simulation.draft import or_null
from inconcert.simulation.injection.wordform import head_cut, retaken

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulation.injection.known import Known

    Ints = NDArray[np.int64]

_LISTS = ("hashtags", "urls", "domains", "mentions", "media", "objects")


def with_words(
    known: Known, drafts: pl.DataFrame, people: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Return the drafts with `text` as it would stand in the dataset, and `copied`.

    A repost of a post that real accounts reposted repeats one of these reposts, given in `copied`
    (a row of the real posts, else null); any other repost is written after its target.
    """
    handles = _handles(known, people)
    named = _named(drafts, handles)
    texts = _answers(known, named, rng)
    drafts = drafts.with_columns(texts.alias("text"))
    copied = _copied(known, drafts, rng)
    written = _repeated(known, drafts, handles)
    real = known.posts["text"].gather(copied)
    return drafts.with_columns(text=real.zip_with(copied.is_not_null(), written), copied=copied)


def _handles(known: Known, people: pl.DataFrame) -> pl.DataFrame:
    """What texts call each account: its handle, else its id."""
    number = pl.col("account").cast(pl.Int64)
    new = people.select(number, handle=pl.coalesce("handle", "account_id"))
    return pl.concat([known.accounts.select(number, "handle"), new])


def _named(drafts: pl.DataFrame, handles: pl.DataFrame) -> pl.DataFrame:
    """Put beside each draft whom it answers or names."""
    target = handles.rename({"account": "of", "handle": "target_handle"})
    mention = handles.rename({"account": "mention", "handle": "mention_handle"})
    rows = drafts.join(target, on="of", how="left").join(mention, on="mention", how="left")
    return rows.sort("post")


def _answers(known: Known, named: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """Return the texts of all but reposts, with the name of whom they address before them."""
    form = known.words
    known_target = (pl.col("kind") == "reply") & pl.col("target_handle").is_not_null()
    spoken = known_target & pl.Series(rng.random(named.height) < form.addressed)
    handle = pl.concat_str(pl.lit("@"), "target_handle", pl.lit(" "))
    names = _names(known, named, rng)
    bracket = pl.concat_str(pl.lit("[id"), "target_account", pl.lit("|"), names, pl.lit("], "))
    before = {"handle": handle, "bracket": bracket}.get(form.address, pl.lit(""))
    told = pl.concat_str(pl.lit("@"), "mention_handle", pl.lit(" "), "text")
    said = pl.coalesce(told, "text")
    return named.select(
        text=pl.when(spoken).then(pl.concat_str(before, said)).otherwise(said)
    ).to_series()


def _names(known: Known, named: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """How brackets call the account that is answered; whom nobody named gets anyone's name."""
    if not known.words.names:
        return pl.Series([""] * named.height)
    anyone = pl.Series(sorted(known.words.names.values()))
    new = named["target_account"].unique().drop_nulls().sort()
    drawn = anyone.gather(rng.integers(len(anyone), size=len(new)))
    called = dict(zip(new, drawn, strict=True)) | dict(known.words.names)
    return named["target_account"].replace_strict(called, default="")


def _copied(known: Known, drafts: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """Return for each repost a real repost of the same target, by chance; null: there is none."""
    real = known.drafts.head(known.posts.height).filter(pl.col("kind") == "repost")
    real = real.filter(pl.col("target").is_not_null()).sort("target", "post")
    target = real["target"].to_numpy()
    wanted = drafts["target"].fill_null(-1).to_numpy()
    low, high = np.searchsorted(target, wanted), np.searchsorted(target, wanted, side="right")
    place = low + np.floor(rng.random(len(wanted)) * (high - low)).astype(np.int64)
    repeats = (drafts["kind"] == "repost").to_numpy() & (high > low)
    posts = np.append(real["post"].to_numpy(), -1)
    return or_null(np.where(repeats, posts[np.minimum(place, len(posts) - 1)], -1))


def _repeated(known: Known, drafts: pl.DataFrame, handles: pl.DataFrame) -> pl.Series:
    """Write reposts after their targets, real or planted, as the dataset writes them."""
    form = known.words
    columns = ("post", "author", "text")
    said = pl.concat([known.drafts.select(columns), drafts.select(columns)])
    said = said.join(handles, left_on="author", right_on="account", how="left").select(
        "handle", target="post", original="text"
    )
    rows = drafts.select("post", "target", "kind", "text").join(said, on="target", how="left")
    rows = rows.sort("post")
    marked = pl.concat_str(pl.lit("RT @"), "handle", pl.lit(": "), "original")
    text = {"none": pl.lit(None, dtype=pl.String), "plain": pl.col("original"), "marked": marked}
    full = rows.select(
        pl.when(pl.col("kind") == "repost").then(text[form.repeat]).otherwise("text").alias("text"),
        repost=pl.col("kind") == "repost",
    )
    cut = [
        head_cut(word, form.longest) if repost and word is not None else word
        for word, repost in full.iter_rows()
    ]
    return pl.Series("text", cut, dtype=pl.String)


def with_lists(known: Known, drafts: pl.DataFrame) -> pl.DataFrame:
    """Bring the lists into the dataset's form: those of a repeated repost, of the text, or none."""
    drafts = drafts.with_columns(_list_of(known, drafts, name).alias(name) for name in _LISTS)
    return retaken(drafts, known.words)


def _list_of(known: Known, drafts: pl.DataFrame, name: str) -> pl.Series:
    nothing = pl.Series([[]] * drafts.height, dtype=known.posts[name].dtype)
    if name != "objects" and name not in known.words.filled:
        return nothing
    real = known.posts[name].gather(drafts["copied"])
    given = real.zip_with(drafts["copied"].is_not_null(), drafts[name])
    return given.zip_with(given.is_not_null(), nothing)
