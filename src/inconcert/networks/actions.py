"""Actions: who acted on what, when. What two accounts must share to act in concert."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas
from inconcert.counting import counted
from inconcert.errors import ConfigError, nearest
from inconcert.posts.text import fold, text_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import dataframely as dy

_ACT = ("account_id", "created_at", "post_id")
_OF_REPOSTS = ("kind", "repost_of_post", "repost_of_account", "text", "objects")
_COLUMNS = ("account_id", "layer", "object_id", "created_at", "post_id")
_COARSE_SECONDS = {"minute": 60, "hour": 3_600, "day": 86_400}


def actions(
    posts: pl.DataFrame, layers: Sequence[str] | str | None = None
) -> dy.DataFrame[schemas.Actions]:
    """List the actions of posts on each layer (None: on all that occur; one may be named alone).

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
    order = ("object_id", "created_at", "account_id", "post_id")
    tables = [table.sort(order) for table in _of_layers(posts, layers)]
    stacked = pl.concat([schemas.empty(schemas.Actions), *tables])
    return schemas.Actions.validate(stacked, cast=True)


def unordered_actions(
    posts: pl.DataFrame, layers: Sequence[str] | str | None = None
) -> pl.DataFrame:
    """List the same actions, layer by layer, in no particular order; sorting costs more than both.

    >>> from inconcert.schemas import Posts, empty
    >>> unordered_actions(empty(Posts), layers="repost").height
    0
    """
    return pl.concat([schemas.empty(schemas.Actions), *_of_layers(posts, layers)])


def _of_layers(posts: pl.DataFrame, layers: Sequence[str] | str | None) -> Iterator[pl.DataFrame]:
    bare = _bare_objects(posts)
    chosen = _chosen_layers([layers] if isinstance(layers, str) else layers, bare["layer"])
    return (_layer_actions(posts, layer, bare) for layer in chosen)


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
    found = unordered_actions(posts, ["repost"]) if acts is None else acts
    return (*_repost_notes(posts, found), *about_time)


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
    return both.unique() if of_layer.height else both


def _named_objects(posts: pl.DataFrame, layer: str) -> pl.DataFrame:
    """Return the acts whose object a column of posts holds; none for a layer of bare objects."""
    find = _OBJECTS_OF_LAYER.get(layer)
    if find is None:
        return schemas.empty(schemas.Actions).drop("layer")
    return find(posts).select(*_ACT, "object_id").drop_nulls("object_id")


def _reposts(posts: pl.DataFrame) -> pl.DataFrame:
    reposts = posts.select(*_ACT, *_OF_REPOSTS).filter(pl.col("kind") == "repost")
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


def _repost_notes(posts: pl.DataFrame, acts: pl.DataFrame) -> list[str]:
    unnamed = posts.filter(pl.col("kind") == "repost", ~_has_target()).filter(~has_bare_repost())
    if unnamed.is_empty():
        return []
    lost = unnamed.join(acts.filter(pl.col("layer") == "repost"), on="post_id", how="anti").height
    kept = unnamed.height - lost
    by_text = counted(kept, "repost names", "reposts name")
    left_out = counted(lost, "repost names", "reposts name")
    notes = {
        f"{by_text} no target post: identical text among reposts serves as the object.": kept,
        f"{left_out} no target post, with too short a text to tell it by: no repost action.": lost,
    }
    return [note for note, count in notes.items() if count]


def _time_notes(posts: pl.DataFrame, window_seconds: float | None) -> list[str]:
    counts = dict(posts.group_by("time_precision").len().iter_rows())
    return [
        f"{counted(counts[unit], 'post has', 'posts have')} times to the {unit}: a window of "
        f"{window_seconds:g} s cannot tell acts of the same {unit} apart; give a longer window, or "
        f"read the delays as {unit}s."
        for unit, seconds in _COARSE_SECONDS.items()
        if unit in counts and window_seconds is not None and window_seconds <= seconds
    ]
