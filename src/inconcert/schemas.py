"""The tables, as contracts: names, types, keys. Ids are strings; times are UTC microseconds.

A table that leaves a public function satisfies its schema and is sorted by its key.
`None` in a nullable column always means "the source does not say", never zero or no.
"""

from __future__ import annotations

from typing import Literal, get_args

import dataframely as dy
import polars as pl

Kind = Literal["post", "repost", "reply", "quote"]
Layer = Literal[
    "repost", "reply", "quote", "mention", "hashtag", "url", "domain", "text", "media", "object"
]
InteractionKind = Literal["repost", "reply", "quote", "mention"]
TimePrecision = Literal["microsecond", "second", "minute", "hour", "day"]

KINDS: tuple[str, ...] = get_args(Kind)
LAYERS: tuple[str, ...] = get_args(Layer)
INTERACTION_KINDS: tuple[str, ...] = get_args(InteractionKind)
TIME_PRECISIONS: tuple[str, ...] = get_args(TimePrecision)


def _utc(*, nullable: bool = False, primary_key: bool = False) -> dy.Datetime:
    return dy.Datetime(time_unit="us", time_zone="UTC", nullable=nullable, primary_key=primary_key)


def _text() -> dy.String:
    return dy.String(nullable=True)


def _texts() -> dy.List:
    """A list that is empty, never null, where a post has none."""
    return dy.List(dy.String(nullable=False), nullable=False)


class Posts(dy.Schema):
    """One row a post. Key: `post_id`."""

    post_id = dy.String(primary_key=True, min_length=1)
    account_id = dy.String(nullable=False, min_length=1)
    created_at = _utc()
    time_precision = dy.Enum(TIME_PRECISIONS, nullable=False)
    kind = dy.Enum(KINDS, nullable=False)
    text = _text()
    lang = _text()
    repost_of_post = _text()
    repost_of_account = _text()
    reply_to_post = _text()
    reply_to_account = _text()
    quote_of_post = _text()
    quote_of_account = _text()
    conversation_id = _text()
    hashtags = _texts()
    urls = _texts()
    domains = _texts()
    mentions = _texts()
    media = _texts()
    objects = dy.List(
        dy.Struct(
            {"layer": dy.String(nullable=False), "object_id": dy.String(nullable=False)},
            nullable=False,
        ),
        nullable=False,
    )
    """Bare objects that no other column holds, each with the layer it belongs to."""
    client = _text()
    platform = _text()
    visibility = _text()
    deleted_at = _utc(nullable=True)
    place = _text()
    rating = dy.Float64(nullable=True)
    source_file = _text()
    source_line = dy.UInt32(nullable=True)


class Accounts(dy.Schema):
    """One row an account. Key: `account_id`."""

    account_id = dy.String(primary_key=True, min_length=1)
    handle = _text()
    display_name = _text()
    created_at = _utc(nullable=True)
    followers = dy.Int64(nullable=True)
    following = dy.Int64(nullable=True)
    posts_total = dy.Int64(nullable=True)
    description = _text()
    verified = dy.Bool(nullable=True)
    platform = _text()


class Follows(dy.Schema):
    """`source` follows `target`."""

    source = dy.String(primary_key=True)
    target = dy.String(primary_key=True)
    created_at = _utc(nullable=True)


class Labels(dy.Schema):
    """What is known of an account; `campaign` null means organic. Key: `account_id`."""

    account_id = dy.String(primary_key=True, min_length=1)
    campaign = _text()
    role = _text()
    operator = _text()
    source = _text()


class Acts(dy.Schema):
    """Which posts belong to a campaign. Key: `post_id`."""

    post_id = dy.String(primary_key=True)
    account_id = dy.String(nullable=False)
    campaign = dy.String(nullable=False)
    role = _text()


class Quarantine(dy.Schema):
    """A row of a source that could not be used: where it stood, and why."""

    source_file = dy.String(nullable=False)
    source_line = dy.UInt32(nullable=True)
    reason = dy.String(nullable=False)
    content = _text()
    """The row as read, cut to 500 characters."""


class Actions(dy.Schema):
    """Who acted on what, when. Sorted by layer, object, time, account, post."""

    account_id = dy.String(nullable=False)
    layer = dy.String(nullable=False)
    object_id = dy.String(nullable=False)
    created_at = _utc()
    post_id = dy.String(nullable=False)


class Edges(dy.Schema):
    """Co-action edges. Key: `source`, `target`, `layer`, `window_seconds`.

    Undirected (`directed` false) rows have source < target, or equal where an account's pairs with
    itself were asked for.

    `weight` counts distinct objects unless another weight was asked for; `objects` is always the
    number of distinct objects. `lead_share` is the share of co-acts in which `source` came first
    (ties count one half); `delta_median_s` the median of the absolute delays in seconds.
    """

    source = dy.String(nullable=False)
    target = dy.String(nullable=False)
    layer = dy.String(nullable=False)
    window_seconds = dy.Float64(nullable=True)
    """Null: no limit. A key may hold no null, so that the rule below stands for one."""
    directed = dy.Bool(nullable=False)
    weight = dy.Float64(nullable=False)
    objects = dy.UInt32(nullable=False)
    first = _utc()
    last = _utc()
    delta_median_s = dy.Float64(nullable=False)
    lead_share = dy.Float64(nullable=False)

    @dy.rule()
    def once_per_window(cls) -> pl.Expr:  # noqa: N805 (dataframely hands over the class)
        """Source, target, layer and window are the key."""
        return pl.len().over("source", "target", "layer", "window_seconds") == 1


class EdgesWithOdds(Edges):
    """Co-action edges with what chance would give, as `significance` returns them.

    `expected`, `p_value` and `q_value` are null where an edge was no test: an account's edge with
    itself, or an end that is not eligible.
    """

    null_model = dy.String(nullable=False, min_length=1)
    expected = dy.Float64(nullable=True, min=0.0)
    """The count of shared objects that the null expects."""
    p_value = dy.Float64(nullable=True, min=0.0, max=1.0)
    """The chance of the count seen, or more, under the null."""
    q_value = dy.Float64(nullable=True, min=0.0, max=1.0)
    """The false discovery rate at which the edge is rejected, over all pairs of accounts."""

    @dy.rule()
    def tested_or_not(cls) -> pl.Expr:  # noqa: N805 (dataframely hands over the class)
        """The three figures are there together or not at all."""
        no_test = pl.col("p_value").is_null()
        others = [pl.col(name).is_null() == no_test for name in ("expected", "q_value")]
        return pl.all_horizontal(others)

    @dy.rule()
    def no_q_under_p(cls) -> pl.Expr:  # noqa: N805 (dataframely hands over the class)
        """Correcting for many tests makes no p-value smaller, but for rounding."""
        return (pl.col("q_value") >= pl.col("p_value") * (1 - 1e-9)).fill_null(value=True)


class Interactions(dy.Schema):
    """Directed edges: `source` reposted (replied to, quoted, mentioned) `target`.

    `weight` counts posts; `delay_median_s` is the median delay after the target post, null where
    no target post of the edge is in the dataset.
    """

    source = dy.String(primary_key=True)
    target = dy.String(primary_key=True)
    kind = dy.String(primary_key=True)
    weight = dy.Float64(nullable=False)
    first = _utc()
    last = _utc()
    delay_median_s = dy.Float64(nullable=True)


class Scores(dy.Schema):
    """One row an account. `score` lies in [0, 1]; null where the model abstains."""

    account_id = dy.String(primary_key=True)
    pseudonym = dy.String(nullable=False)
    score = dy.Float64(nullable=True, min=0.0, max=1.0)
    flagged = dy.Bool(nullable=False)
    cluster_id = _text()
    amplification_cluster_id = _text()


class Clusters(dy.Schema):
    """One row a community of the co-action network. `C0001` is the first in rank.

    Rank goes by the sum of the members' scores.
    """

    cluster_id = dy.String(primary_key=True)
    rank = dy.UInt32(nullable=False)
    accounts = dy.UInt32(nullable=False)
    flagged_accounts = dy.UInt32(nullable=False)
    score = dy.Float64(nullable=True)
    """Mean score of the members that have one."""
    edges = dy.UInt32(nullable=False)
    weight = dy.Float64(nullable=False)
    """Sum of the edge weights inside the cluster."""
    density = dy.Float64(nullable=False)
    objects = dy.UInt32(nullable=False)
    posts = dy.UInt32(nullable=False)
    """Evidence posts: posts that act on an object together with another member."""
    layers = dy.List(dy.String(nullable=False), nullable=False)
    languages = dy.List(dy.String(nullable=False), nullable=False)
    first = _utc()
    last = _utc()
    delta_median_s = dy.Float64(nullable=False)
    members = dy.List(dy.String(nullable=False), nullable=False)


class AmplificationClusters(dy.Schema):
    """One row a group of accounts that keep reposting the same accounts or posts."""

    cluster_id = dy.String(primary_key=True)
    rank = dy.UInt32(nullable=False)
    accounts = dy.UInt32(nullable=False)
    targets = dy.List(dy.String(nullable=False), nullable=False)
    target_kind = dy.Enum(["account", "object"], nullable=False)
    reposts = dy.UInt32(nullable=False)
    """Reposts by members of the targets."""
    share_of_reposts = dy.Float64(nullable=False, min=0.0, max=1.0)
    """Which share of all reposts of the members that is."""
    delay_median_s = dy.Float64(nullable=True)
    delay_basis = dy.Enum(["original", "first_repost"], nullable=False)
    """What a delay is counted from: the original post, or the first repost seen of it."""
    first = _utc()
    last = _utc()
    members = dy.List(dy.String(nullable=False), nullable=False)


class Evidence(dy.Schema):
    """One row per post that acted on an object together with another member of its cluster."""

    cluster_id = dy.String(primary_key=True)
    layer = dy.String(primary_key=True)
    object_id = dy.String(primary_key=True)
    post_id = dy.String(primary_key=True)
    account_id = dy.String(nullable=False)
    created_at = _utc()
    kind = dy.String(nullable=False)
    partners = dy.UInt32(nullable=False)
    """Other members that acted on the object within the window."""
    partner_id = dy.String(nullable=False)
    """The nearest of them in time."""
    partner_post_id = dy.String(nullable=False)
    delta_s = dy.Float64(nullable=False)
    """Seconds from this post to the partner's; negative where the partner came first."""
    text = _text()
    source_file = _text()
    source_line = dy.UInt32(nullable=True)


def empty(schema: type[dy.Schema]) -> pl.DataFrame:
    """Return a table of this schema without rows.

    >>> empty(Actions).shape
    (0, 5)
    """
    return schema.create_empty().lazy().collect()
