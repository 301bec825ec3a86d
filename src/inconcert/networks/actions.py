"""Actions: who acted on what, when. What two accounts must share to act in concert."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas
from inconcert.errors import ConfigError, nearest
from inconcert.posts.text import fold, text_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import dataframely as dy

_ACT = ("account_id", "created_at", "post_id")
_COLUMNS = ("account_id", "layer", "object_id", "created_at", "post_id")
_COARSE_SECONDS = {"minute": 60, "hour": 3_600, "day": 86_400}


def actions(
    posts: pl.DataFrame, layers: Sequence[str] | None = None
) -> dy.DataFrame[schemas.Actions]:
    """List the actions of posts on each layer (None: on all that occur).

    - `repost`: the post that was reposted; where the source names none, the identical normalised
      text of the repost (with the reposted account in the key where it is known)
    - `reply`, `quote`: the post that was replied to or quoted
    - `mention hashtag url domain media`: each one in the post, once; hashtags folded
    - `text`: the identical normalised text (`posts.text.text_key`; short texts are none)

    Every layer but `repost` leaves reposts out: what a repost contains was chosen by somebody else,
    and the `repost` layer already holds the choice to repeat it. Bare objects (`posts.objects`) act
    on the layer they name, whatever the kind of post. Each account, layer, object and post comes
    once. Sorted by layer, object, time, account and post.

    Raises `ConfigError` for a layer that is neither in `schemas.LAYERS` nor among the bare objects.

    >>> from inconcert.schemas import Posts, empty
    >>> actions(empty(Posts), layers=["repost", "url"]).height
    0
    """
    bare = _bare_objects(posts)
    chosen = _chosen_layers(layers, bare["layer"])
    tables = [_layer_actions(posts, layer, bare) for layer in chosen]
    stacked = pl.concat([schemas.empty(schemas.Actions), *tables])
    return schemas.Actions.validate(stacked, cast=True)


def action_notes(
    posts: pl.DataFrame,
    window_seconds: float | None,
    *,
    layers: Sequence[str] | None = None,
    acts: pl.DataFrame | None = None,
) -> tuple[str, ...]:
    """Say what a reader of any result must know about the actions of these posts.

    `layers` are those in use (None: all); `acts`, the actions on them, saves finding them again.

    >>> from inconcert.schemas import Posts, empty
    >>> action_notes(empty(Posts), 60)
    ()
    """
    about_time = _time_notes(posts, window_seconds)
    if layers is not None and "repost" not in layers:
        return tuple(about_time)
    found = actions(posts, ["repost"]) if acts is None else acts
    return (*_repost_notes(posts, found.filter(pl.col("layer") == "repost")), *about_time)


def has_bare_repost() -> pl.Expr:
    """Tell whether a post acts on a bare object of the repost layer."""
    layers = pl.element().struct.field("layer")
    return pl.col("objects").list.eval(layers == "repost").list.any()


def _chosen_layers(layers: Sequence[str] | None, bare: pl.Series) -> list[str]:
    known = set(schemas.LAYERS) | set(bare.unique())
    for layer in layers or ():
        if layer not in known:
            raise ConfigError(
                f"layers: no layer {layer!r} in these posts: {nearest(layer, known)}."
            )
    return sorted(known if layers is None else set(layers))


def _layer_actions(posts: pl.DataFrame, layer: str, bare: pl.DataFrame) -> pl.DataFrame:
    of_layer = bare.filter(pl.col("layer") == layer)
    named = _named_objects(posts, layer).with_columns(pl.lit(layer).alias("layer"))
    both = pl.concat([named.select(_COLUMNS), of_layer])
    unique = both.unique() if of_layer.height else both
    return unique.sort("object_id", "created_at", "account_id", "post_id")


def _named_objects(posts: pl.DataFrame, layer: str) -> pl.DataFrame:
    """Return the acts whose object a column of posts holds; none for a layer of bare objects."""
    find = _OBJECTS_OF_LAYER.get(layer)
    if find is None:
        return schemas.empty(schemas.Actions).drop("layer")
    return find(posts).select(*_ACT, "object_id").drop_nulls("object_id")


def _reposts(posts: pl.DataFrame) -> pl.DataFrame:
    reposts = posts.filter(pl.col("kind") == "repost")
    named = reposts.filter(_has_target()).with_columns(pl.col("repost_of_post").alias("object_id"))
    unnamed = reposts.filter(~_has_target() & ~has_bare_repost())
    return pl.concat([named, unnamed.with_columns(_repost_text().alias("object_id"))])


def _has_target() -> pl.Expr:
    return pl.col("repost_of_post").is_not_null()


def _repost_text() -> pl.Expr:
    key = text_key(pl.col("text"))
    of_account = pl.format("text:{}:{}", pl.col("repost_of_account"), key)
    return pl.coalesce(of_account, pl.format("text:{}", key))


def _column(name: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda posts: _own(posts).with_columns(pl.col(name).alias("object_id"))


def _list_column(name: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda posts: _exploded(posts, pl.col(name))


def _hashtags(posts: pl.DataFrame) -> pl.DataFrame:
    return _exploded(posts, pl.col("hashtags").list.eval(fold(pl.element())))


def _texts(posts: pl.DataFrame) -> pl.DataFrame:
    return _own(posts).with_columns(text_key(pl.col("text")).alias("object_id"))


def _exploded(posts: pl.DataFrame, objects: pl.Expr) -> pl.DataFrame:
    lists = _own(posts).select(*_ACT, objects.list.unique().alias("object_id"))
    return lists.filter(pl.col("object_id").list.len() > 0).explode("object_id")


def _own(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.filter(pl.col("kind") != "repost")


_OBJECTS_OF_LAYER: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "repost": _reposts,
    "reply": _column("reply_to_post"),
    "quote": _column("quote_of_post"),
    "mention": _list_column("mentions"),
    "hashtag": _hashtags,
    "url": _list_column("urls"),
    "domain": _list_column("domains"),
    "text": _texts,
    "media": _list_column("media"),
}


def _bare_objects(posts: pl.DataFrame) -> pl.DataFrame:
    holders = posts.filter(pl.col("objects").list.len() > 0).select(*_ACT, "objects")
    return holders.explode("objects").unnest("objects").select(_COLUMNS)


def _repost_notes(posts: pl.DataFrame, repost_actions: pl.DataFrame) -> list[str]:
    unnamed = posts.filter((pl.col("kind") == "repost") & ~_has_target() & ~has_bare_repost())
    lost = unnamed.join(repost_actions, on="post_id", how="anti").height
    counted = {
        "reposts name no target post: identical text among reposts serves as the object": (
            unnamed.height - lost
        ),
        "reposts name no target post and hold too short a text: they are no repost action": lost,
    }
    return [f"{count:,} {what}." for what, count in counted.items() if count]


def _time_notes(posts: pl.DataFrame, window_seconds: float | None) -> list[str]:
    counts = dict(posts.group_by("time_precision").len().iter_rows())
    return [
        f"{counts[unit]:,} posts have times to the {unit}: a window of {window_seconds:g} s cannot "
        f"tell acts of the same {unit} apart; give a longer window, or read the delays as {unit}s."
        for unit, seconds in _COARSE_SECONDS.items()
        if unit in counts and window_seconds is not None and window_seconds <= seconds
    ]
