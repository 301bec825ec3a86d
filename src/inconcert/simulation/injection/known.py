"""Real posts as drafts: numbers in the place of ids, what reposts repeat, who was answered.

Most reposts repeat a post that lies outside the dataset. For each such post an `unseen` original
is drafted, so that others may repost it, too; it never becomes a row.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from inconcert.posts import entities
from inconcert.simulation.draft import POSTS, join_posts
from inconcert.simulation.injection.wordform import WordForm, learn_words

_SAME_HEAD = 40
_TARGETS = ("repost_of", "reply_to", "quote_of")
CARRIED = "\x1f"
"""Between layer and object where `media` of a draft carries an object of no other column."""


@dataclass(frozen=True)
class Known:
    """Real posts, and what is known of them in numbers."""

    posts: pl.DataFrame
    """As they were read, sorted by `post_id`; row i is draft i."""
    drafts: pl.DataFrame
    """`draft.POSTS`: the real posts, then the unseen originals."""
    accounts: pl.DataFrame
    """`account_id` and `handle` (its id where it has none) of each number.

    Those that post come first, sorted; then those that are only named.
    """
    authors: int
    """How many accounts post."""
    words: WordForm
    layers: frozenset[str]
    """Layers that the dataset holds as bare objects."""
    unknown_lang: str
    """What drafts call the language of posts of which the dataset does not tell it."""


def known(posts: pl.DataFrame, profiles: pl.DataFrame, *, unknown_lang: str) -> Known:
    """Draft the real posts; `profiles` are `schemas.Accounts`."""
    posts = posts.sort("post_id")
    accounts, authors = _accounts(posts, profiles)
    words = learn_words(posts)
    layers = frozenset(posts["objects"].explode().drop_nulls().struct.field("layer").to_list())
    rows = _numbered(posts, accounts, words, unknown_lang)
    rows = _with_targets(rows)
    unseen = _unseen(rows)
    aimed = rows.join(unseen.select("key", unseen="post"), on="key", how="left").sort("post")
    aimed = aimed.with_columns(
        target=pl.when(pl.col("kind") == "repost")
        .then(pl.coalesce("target", "unseen"))
        .otherwise("target"),
        text=pl.when(pl.col("kind") != "repost").then("text"),
    )
    drafts = join_posts([_drafted(aimed), _drafted(unseen)])
    return Known(posts, drafts, accounts, authors, words, layers, unknown_lang)


def _accounts(posts: pl.DataFrame, profiles: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    authors = posts.select("account_id").unique().sort("account_id")
    named = pl.concat(
        [posts.select(account_id=f"{prefix}_account") for prefix in _TARGETS]
    ).drop_nulls()
    others = named.unique().join(authors, on="account_id", how="anti").sort("account_id")
    both = pl.concat([authors, others]).with_row_index("account")
    called = both.join(profiles.select("account_id", "handle"), on="account_id", how="left")
    called = called.with_columns(handle=pl.coalesce("handle", "account_id"))
    return called.sort("account"), authors.height


def _numbered(
    posts: pl.DataFrame, accounts: pl.DataFrame, words: WordForm, unknown_lang: str
) -> pl.DataFrame:
    """Give each post its number, author, language, bare text and objects."""
    number = pl.col("account").cast(pl.Int64)
    lookup = accounts.select("account_id", number)
    rows = posts.with_row_index("post").with_columns(
        pl.col("post").cast(pl.Int64),
        at=pl.col("created_at").dt.epoch("s"),
        lang=pl.col("lang").fill_null(unknown_lang),
        text=words.bare(),
        target_post=pl.coalesce(f"{prefix}_post" for prefix in _TARGETS),
        target_account=pl.coalesce(f"{prefix}_account" for prefix in _TARGETS),
        hashtags=_found("hashtags", "hashtag", entities.hashtags(pl.col("text"))),
        urls=_found("urls", "url", entities.urls(pl.col("text"))),
        media=pl.concat_list(_found("media", "media", pl.col("media")), _carried()),
        mention=pl.lit(None, dtype=pl.Int64),
        role=pl.lit(None, dtype=pl.String),
        deleted=pl.lit(None, dtype=pl.Int64),
        thing=pl.lit(None, dtype=pl.String),
        rating=pl.lit(None, dtype=pl.Float64),
    )
    named = lookup.rename({"account_id": "target_account", "account": "whom"})
    return (
        rows.join(lookup.rename({"account": "author"}), on="account_id", how="left")
        .join(named, on="target_account", how="left")
        .sort("post")
    )


def _found(column: str, layer: str, in_text: pl.Expr) -> pl.Expr:
    """Return what the column says, else the bare objects of the layer, else what the text says."""
    bare = pl.col("objects").list.eval(
        pl.element().struct.field("object_id").filter(pl.element().struct.field("layer") == layer)
    )
    said, listed = pl.col(column).list.len() > 0, bare.list.len() > 0
    return pl.when(said).then(column).when(listed).then(bare).otherwise(in_text)


def _carried() -> pl.Expr:
    layer, thing = (pl.element().struct.field(name) for name in ("layer", "object_id"))
    other = ~layer.is_in(["hashtag", "url", "domain", "media"])
    return pl.col("objects").list.eval(
        pl.concat_str(layer.filter(other), pl.lit(CARRIED), thing.filter(other))
    )


def _with_targets(rows: pl.DataFrame) -> pl.DataFrame:
    """Find what each post reacts to: by id, by author and words, or by whom it answers."""
    by_id = rows.select("post_id", found="post").rename({"post_id": "target_post"})
    originals = rows.filter(pl.col("kind") != "repost").sort("at", "post")
    by_words = originals.select(
        whom="author", head=pl.col("text").str.slice(0, _SAME_HEAD), said="post"
    ).unique(["whom", "head"], keep="first", maintain_order=True)
    last = originals.select(whom="author", at="at", last="post").drop_nulls("whom")
    rows = rows.with_columns(head=pl.col("text").str.strip_suffix("…").str.slice(0, _SAME_HEAD))
    rows = rows.join(by_id, on="target_post", how="left")
    rows = rows.join(by_words, on=["whom", "head"], how="left").sort("at", "post")
    before = rows.with_columns(before=pl.col("at") - 1)
    rows = before.join_asof(
        last, left_on="before", right_on="at", by="whom", suffix="_of_last", check_sortedness=False
    )
    target = (
        pl.when(pl.col("kind") == "repost")
        .then(pl.coalesce("found", "said"))
        .when(pl.col("kind") == "reply")
        .then(pl.coalesce("found", "last"))
        .otherwise("found")
    )
    return rows.sort("post").with_columns(target=target, key=_key(target))


def _key(target: pl.Expr) -> pl.Expr:
    """Name the unseen original that a repost repeats; null for all else."""
    words = pl.concat_str(pl.lit("words:"), "target_account", pl.lit(CARRIED), "head")
    post = pl.concat_str(pl.lit("post:"), "target_post")
    nothing = target.is_not_null() | (pl.col("kind") != "repost")
    return pl.when(~nothing).then(pl.coalesce(post, words))


def _unseen(rows: pl.DataFrame) -> pl.DataFrame:
    """Draft an original for each key: a second before its first repost, in the same words."""
    first = (
        rows.filter(pl.col("key").is_not_null())
        .sort("at", "post")
        .unique("key", keep="first", maintain_order=True)
        .sort("key")
    )
    start = rows.height
    return first.with_columns(
        post=start + pl.int_range(pl.len(), dtype=pl.Int64),
        author=pl.col("whom").fill_null(-1),
        at=pl.col("at") - 1,
        kind=pl.lit("post"),
        target=pl.lit(None, dtype=pl.Int64),
    )


def _drafted(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(pl.col(name).cast(dtype) for name, dtype in POSTS.items())
