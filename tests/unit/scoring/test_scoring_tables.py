"""Clusters, scores, evidence and timeline of a dataset small enough to do by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert import schemas
from inconcert.models.base import AccountGraph, Scored
from inconcert.networks.actions import actions
from inconcert.networks.coaction import coaction_network
from inconcert.networks.settings import NetworkSettings
from inconcert.posts.pseudonyms import Pseudonyms
from inconcert.scoring.odds import with_odds
from inconcert.scoring.score import score_graph

if TYPE_CHECKING:
    from inconcert.scoring.result import ScoreResult

START = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
NETWORK = NetworkSettings(layers=("repost",), min_weight=2)
PSEUDONYMS = Pseudonyms(b"only a test")


def posts_table(rows: list[tuple[str, str, float]], *, lang: str = "ja") -> pl.DataFrame:
    """Reposts as (account, reposted post, seconds after the start)."""
    empty = schemas.empty(schemas.Posts)
    table = pl.DataFrame(
        [
            {
                "post_id": f"p{number:03d}",
                "account_id": account,
                "created_at": START + timedelta(seconds=seconds),
                "time_precision": "second",
                "kind": "repost",
                "text": f"text of {target}",
                "lang": lang,
                "repost_of_post": target,
                "repost_of_account": "target",
                "source_file": "drop.csv",
                "source_line": number + 2,
            }
            | {name: [] for name, dtype in empty.schema.items() if isinstance(dtype, pl.List)}
            for number, (account, target, seconds) in enumerate(rows)
        ],
        schema_overrides=empty.schema,
    )
    missing = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in empty.schema.items()
        if name not in table.columns
    ]
    table = table.with_columns(missing) if rows else empty
    return schemas.Posts.validate(table.select(empty.columns), cast=True)


def scored(posts: pl.DataFrame, scores: dict[str, float | None]) -> Scored:
    ids = posts["account_id"].unique().sort()
    values = [scores.get(account) for account in ids]
    table = pl.DataFrame(
        {"account_id": ids, "score": values}, schema_overrides={"score": pl.Float64}
    )
    return Scored(scores=table, threshold=0.5, rule="score >= 0.5", notes=("a note", "graph note"))


def score(posts: pl.DataFrame, scores: dict[str, float | None]) -> ScoreResult:
    acts = actions(posts, NETWORK.layers)
    edges = coaction_network(acts, NETWORK.window_seconds, NETWORK.min_weight)
    graph = AccountGraph(
        features=posts.select("account_id").unique().sort("account_id"),
        coaction=edges,
        interactions=schemas.empty(schemas.Interactions),
        actions=acts,
        notes=("graph note",),
    )
    return score_graph(
        posts, graph, scored(posts, scores), network=NETWORK, pseudonyms=PSEUDONYMS, model="hand"
    )


def two_groups() -> pl.DataFrame:
    """a b c repost x and y ten seconds apart; d e f g repost u v w; z reposts x a day later."""
    rows = [
        (account, post, 1000.0 * number + 10 * place)
        for number, post in enumerate("xy")
        for place, account in enumerate("abc")
    ]
    rows += [
        (account, post, 9000.0 + 1000 * number + place)
        for number, post in enumerate("uvw")
        for place, account in enumerate("defg")
    ]
    return posts_table([*rows, ("z", "x", 86400.0)])


def test_clusters_are_ranked_by_the_sum_of_scores_before_weight() -> None:
    result = score(two_groups(), {"a": 0.9, "b": 0.6, "d": 0.5, "e": 0.1})
    # a and b sum to 1.5 in one group, d and e to 0.6 in the other, though that weighs more:
    # 3 pairs * 2 objects = 6 against 6 pairs * 3 objects = 18. d is flagged too (0.5 >= 0.5).
    assert result.clusters.select("cluster_id", "flagged_accounts", "weight").rows() == [
        ("C0001", 2, 6.0),
        ("C0002", 1, 18.0),
    ]
    assert result.clusters["members"].to_list() == [["a", "b", "c"], ["d", "e", "f", "g"]]
    assert result.clusters["density"].to_list() == [1.0, 1.0]
    assert result.clusters["score"].to_list() == pytest.approx([0.75, 0.3])  # (.9+.6)/2, (.5+.1)/2


def test_ties_go_by_weight_then_by_the_smallest_member() -> None:
    result = score(two_groups(), {})
    assert result.clusters["members"].to_list()[0] == ["d", "e", "f", "g"]
    assert result.clusters["score"].to_list() == [None, None]
    twins = posts_table(
        [(name, post, 500.0 * n) for n, post in enumerate("xy") for name in "cab"]
        + [(name, post, 500.0 * n) for n, post in enumerate("uv") for name in "edf"]
    )
    assert score(twins, {}).clusters["members"].to_list() == [["a", "b", "c"], ["d", "e", "f"]]


def test_evidence_holds_who_when_with_whom_and_where_it_was_read() -> None:
    result = score(two_groups(), {"a": 1.0})
    row = result.evidence.filter(pl.col("account_id") == "b").row(0, named=True)
    # b acts 10 s after a and 10 s before c; of two as near, the earlier is named.
    assert (row["partners"], row["partner_id"], row["delta_s"]) == (2, "a", -10.0)
    assert (row["object_id"], row["kind"], row["text"]) == ("x", "repost", "text of x")
    assert (row["source_file"], row["source_line"]) == ("drop.csv", 3)
    assert "z" not in result.evidence["account_id"]
    # 3 members * 2 objects and 4 members * 3 objects
    assert result.evidence.height == 6 + 12
    assert result.clusters.sort("cluster_id")["posts"].to_list() == [6, 12]
    assert result.clusters["languages"].to_list() == [["ja"], ["ja"]]
    # a-b 10, b-c 10, c-b 10: the median of the delays to the nearest partner is 10
    assert result.clusters["delta_median_s"].to_list() == [10.0, 1.0]


def test_accounts_have_pseudonyms_and_null_scores_are_never_flagged() -> None:
    result = score(two_groups(), {"a": 0.9})
    assert result.accounts["account_id"].to_list() == list("abcdefgz")
    assert result.accounts.filter("flagged")["account_id"].to_list() == ["a"]
    assert (
        result.accounts["pseudonym"].to_list()
        == PSEUDONYMS.of(pl.Series(list("abcdefgz"))).to_list()
    )
    assert result.accounts["cluster_id"].to_list()[-1] is None
    assert "target" in result.pseudonyms["account_id"]


def test_the_summary_counts_what_the_tables_hold() -> None:
    summary = score(two_groups(), {"a": 0.9}).summary
    assert (summary.posts, summary.accounts, summary.abstained, summary.flagged) == (19, 8, 7, 1)
    assert (summary.clusters, summary.clustered_accounts, summary.linked_pairs) == (2, 7, 3 + 6)
    assert (summary.linked_accounts, summary.evidence_posts) == (7, 18)
    assert summary.first == START
    assert summary.time_precision == "second"


def test_the_timeline_counts_hours_up_to_two_weeks_and_days_beyond() -> None:
    result = score(two_groups(), {})
    # d to g act at 9000, 10000 and 11000 s: hours 14:00 (9000 and 10000) and 15:00
    rows = result.timeline.filter(pl.col("cluster_id") == "C0001")
    assert rows["posts"].to_list() == [8, 4]
    assert rows["bucket"].dt.hour().to_list() == [14, 15]
    assert rows["coacting"].to_list() == [8, 4]
    day = pl.lit(START + timedelta(days=20))
    last = (
        two_groups()
        .tail(1)
        .with_columns(post_id=pl.lit("late"), account_id=pl.lit("d"), created_at=day)
    )
    late = pl.concat([two_groups(), last])
    rows = score(late, {}).timeline.filter(pl.col("cluster_id") == "C0001")
    assert rows.select("posts", "coacting").rows() == [(12, 12), (1, 0)]


def test_notes_are_kept_once() -> None:
    assert score(two_groups(), {}).notes[:-1] == ("graph note", "a note")


def test_edges_carry_the_odds_of_chance_and_a_note_says_how_many_are_beyond_it() -> None:
    result = score(two_groups(), {})
    schemas.EdgesWithOdds.validate(result.edges)
    assert set(result.edges["null_model"]) == {"cascade"}
    assert result.notes[-1] == (
        f"0 of {result.edges.height} co-action edges with q < 0.05 under the null model cascade, "
        "over all pairs of accounts"
    )


def test_edges_without_a_window_are_judged_by_what_was_shared_alone() -> None:
    posts = two_groups()
    edges = coaction_network(actions(posts, ["repost"]), None)
    judged, notes = with_odds(edges, actions(posts))
    assert set(judged["null_model"]) == {"hypergeometric"}
    assert judged.drop("null_model", "expected", "p_value", "q_value").equals(edges)
    assert "hypergeometric" in notes[0]
    assert with_odds(edges.clear(), actions(posts))[1] == ()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("a", "x", 0.0)],
        [("a", "x", 0.0), ("b", "x", 9999.0)],
        [("a", "x", 0.0), ("b", "x", 5.0), ("a", "y", 500.0), ("b", "y", 505.0)],
    ],
    ids=["no post", "one account", "no edge", "an edge but no cluster"],
)
def test_little_gives_empty_tables(rows: list[tuple[str, str, float]]) -> None:
    result = score(posts_table(rows), {})
    assert result.clusters.is_empty()
    assert result.evidence.is_empty()
    assert result.timeline.is_empty()
    assert result.accounts.height == len({row[0] for row in rows})
    assert result.summary.flagged == 0


def test_rows_in_another_order_change_nothing() -> None:
    posts = two_groups()
    one, other = (
        score(posts, {"a": 0.9}),
        score(posts.sample(fraction=1.0, shuffle=True, seed=3), {"a": 0.9}),
    )
    for name in ("accounts", "clusters", "evidence", "edges", "timeline", "amplification_clusters"):
        assert getattr(one, name).equals(getattr(other, name)), name


def test_what_is_amplified_is_shown_in_words() -> None:
    result = score(two_groups(), {})
    # d to g repost "target" 3 times each (the least that counts), a to c only twice
    assert result.amplification_clusters["members"].to_list() == [list("defg")]
    assert result.amplified.select("object_id", "reposts", "accounts", "text").rows()[0] == (
        "u", 4, 4, "text of u",
    )  # fmt: skip


def test_handles_of_known_accounts_are_kept_for_masking() -> None:
    posts = two_groups()
    known = pl.DataFrame({"account_id": ["a"], "handle": ["anna"]})
    acts = actions(posts, NETWORK.layers)
    graph = AccountGraph(
        features=posts.select("account_id").unique(),
        coaction=schemas.empty(schemas.Edges),
        interactions=schemas.empty(schemas.Interactions),
        actions=acts,
    )
    result = score_graph(
        posts, graph, scored(posts, {}), network=NETWORK, pseudonyms=PSEUDONYMS, accounts=known
    )
    assert result.pseudonyms.filter(pl.col("account_id") == "a")["handle"].to_list() == ["anna"]


def test_posts_that_a_shown_text_names_are_known_to_the_result() -> None:
    posts = two_groups()
    posts = posts.with_columns(
        post_id=pl.col("post_id").str.replace("p", "900000"),
        text=pl.lit("see 900000001, 900000999"),
    )
    assert score(posts, {}).quoted_posts == {"900000001"}
