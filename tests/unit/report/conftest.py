"""A small invented dataset with three groups, made by arithmetic alone, and its result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import polars as pl
import pytest

from inconcert import schemas
from inconcert.networks.settings import NetworkSettings
from inconcert.posts.pseudonyms import Pseudonyms
from inconcert.scoring.accounts import account_table, pseudonym_table
from inconcert.scoring.amplified import amplified_objects
from inconcert.scoring.clusters import cluster_table
from inconcert.scoring.evidence import evidence_languages, timeline
from inconcert.scoring.result import Provenance, ScoreResult
from inconcert.scoring.summary import summarise

START = datetime(2026, 1, 20, 11, 0, tzinfo=UTC)
KEY = b"a key that only the tests use..."

JAPANESE = (
    "投票所の列が長いという話。\n皆さんの地域ではどうですか？ #架空市長選",
    "【拡散希望】架空市の新しい図書館計画、知らない人が多すぎる #架空市長選",
    "昨日の討論会、あの発言は見逃せない @sample_target01 https://example.com/news/1",
    "架空市の予算資料を読んでみた。これは広めるべき https://t.co/AbCdEf1234",
    "公約の比較表が分かりやすい。保存推奨📌 #架空市長選",
    "ＮＨＫの討論会より面白い！！ 家族👨‍👩‍👧でも見てほしい",
)
ENGLISH = (
    "The ferry to Imagined Island is cancelled again, share this before they delete it",
    "Read this report on the ferry budget https://twitter.com/sample_target02/status/42",
    "Nobody talks about the harbour works. Why? #ImaginedIsland",
)


@dataclass(frozen=True)
class _Source:
    path: str
    reader: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class _Counts:
    read: int
    kept: int
    merged: int
    duplicates: int
    quarantined: int


def post(account: str, at: datetime, text: str | None, **columns: Any) -> dict[str, Any]:
    """One row of `schemas.Posts`, with the other columns empty."""
    lists: dict[str, Any] = {
        name: [] for name in ("hashtags", "urls", "domains", "mentions", "media", "objects")
    }
    row: dict[str, Any] = dict.fromkeys(schemas.Posts.column_names()) | lists
    row |= {"account_id": account, "created_at": at, "text": text, "kind": "post"}
    return row | {"time_precision": "second", "source_file": "posts.csv"} | columns


def posts_table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows as `schemas.Posts`, with ids and lines in their order."""
    numbered = [
        {"post_id": f"90{number:05d}", "source_line": number + 2}
        | {k: v for k, v in row.items() if v is not None}
        for number, row in enumerate(rows)
    ]
    table = pl.DataFrame(
        [{name: row.get(name) for name in schemas.Posts.column_names()} for row in numbered],
        schema=schemas.empty(schemas.Posts).schema,
    )
    return schemas.Posts.validate(table, cast=True)


def acts(
    names: list[str], layer: str, texts: tuple[str, ...], *, start: datetime, lag: float, lang: str
) -> list[dict[str, Any]]:
    """Every name posts (or reposts) every text, `lag` seconds after the one before."""
    return [
        post(
            name,
            start + timedelta(hours=5 * number, seconds=lag * place),
            text,
            kind="repost" if layer == "repost" else "post",
            repost_of_account="sample_target01" if layer == "repost" else None,
            repost_of_post=f"80{number}" if layer == "repost" else None,
            conversation_id=f"{layer}:{lang}{number}",
            lang=lang,
        )
        for number, text in enumerate(texts)
        for place, name in enumerate(names)
    ]


def evidence_of(posts: pl.DataFrame, groups: dict[str, tuple[str, list[str]]]) -> pl.DataFrame:
    """The evidence by its definition, pair by pair, for groups given as layer and members."""
    rows = []
    for cluster, (layer, members) in groups.items():
        inside = posts.filter(pl.col("account_id").is_in(members)).drop_nulls("conversation_id")
        for together in inside.partition_by("conversation_id"):
            rows += _evidence_rows(cluster, layer, together.sort("created_at").to_dicts())
    return schemas.Evidence.validate(pl.DataFrame(rows), cast=True).sort(
        "cluster_id", "layer", "object_id", "post_id"
    )


def _evidence_rows(
    cluster: str, layer: str, together: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    rows = []
    for own in together:
        others = [other for other in together if other["account_id"] != own["account_id"]]
        gaps = [(other["created_at"] - own["created_at"]).total_seconds() for other in others]
        near = [gap for gap in gaps if abs(gap) <= 60]
        if near:
            nearest = min(range(len(gaps)), key=lambda at: (abs(gaps[at]), at))
            rows.append(
                {key: own[key] for key in ("post_id", "account_id", "created_at", "text")}
                | {"source_file": own["source_file"], "source_line": own["source_line"]}
                | {"cluster_id": cluster, "layer": layer, "object_id": own["conversation_id"]}
                | {"kind": own["kind"], "partners": len(near), "delta_s": gaps[nearest]}
                | {"partner_id": others[nearest]["account_id"]}
                | {"partner_post_id": others[nearest]["post_id"]}
            )
    return rows


def edges_of(evidence: pl.DataFrame) -> pl.DataFrame:
    """An edge for every two members that acted on the same object at all."""
    pairs: dict[tuple[str, str, str], list[tuple[datetime, datetime]]] = {}
    for together in evidence.partition_by("layer", "object_id", maintain_order=True):
        rows = sorted(together.to_dicts(), key=lambda row: row["account_id"])
        for one, two in combinations(rows, 2):
            key = (one["account_id"], two["account_id"], one["layer"])
            pairs.setdefault(key, []).append((one["created_at"], two["created_at"]))
    return schemas.Edges.validate(
        pl.DataFrame(
            [
                {
                    "source": source, "target": target, "layer": layer, "window_seconds": 60.0,
                    "directed": False, "weight": float(len(times)), "objects": len(times),
                    "first": min(min(time) for time in times),
                    "last": max(max(time) for time in times),
                    "delta_median_s": sorted(abs((b - a).total_seconds()) for a, b in times)[0],
                    "lead_share": 0.5,
                }
                for (source, target, layer), times in sorted(pairs.items())
            ]
        ),
        cast=True,
    )  # fmt: skip


def names(letter: str, count: int) -> list[str]:
    return [f"sample_{letter}{number:02d}" for number in range(count)]


def sample_posts() -> tuple[pl.DataFrame, dict[str, tuple[str, list[str]]]]:
    groups = {
        "C0001": ("repost", names("a", 14)),
        "C0002": ("text", names("b", 8)),
        "C0003": ("text", names("c", 4)),
    }
    rows = [
        *acts(groups["C0001"][1], "repost", JAPANESE, start=START, lag=3.0, lang="ja"),
        *acts(
            groups["C0002"][1],
            "text",
            JAPANESE[:3],
            start=START + timedelta(days=1),
            lag=7.5,
            lang="ja2",
        ),
        *acts(
            groups["C0003"][1],
            "text",
            ENGLISH,
            start=START + timedelta(days=2),
            lag=20.0,
            lang="en",
        ),
    ]
    for row in rows:
        row["lang"] = row["lang"][:2]
    rows += [
        post(
            name,
            START + timedelta(hours=3 * place + 17 * turn, minutes=7 * place),
            f"今日の昼ごはん {place}-{turn}",
            lang="ja",
        )
        for place, name in enumerate(names("z", 30))
        for turn in range(3)
    ]
    return posts_table(rows), groups


def amplification_of(groups: dict[str, tuple[str, list[str]]]) -> pl.DataFrame:
    members = groups["C0001"][1]
    row = {
        "cluster_id": "A0001", "rank": 1, "accounts": len(members), "targets": ["sample_target01"],
        "target_kind": "account", "reposts": 6 * len(members), "share_of_reposts": 1.0,
        "delay_median_s": 21.0, "delay_basis": "first_repost", "first": START,
        "last": START + timedelta(hours=26), "members": members,
    }  # fmt: skip
    return schemas.AmplificationClusters.validate(pl.DataFrame([row]), cast=True)


def sample() -> ScoreResult:
    """The whole result, made without any of the detecting parts."""
    posts, groups = sample_posts()
    evidence = evidence_of(posts, groups)
    return result_of(posts, groups, evidence, amplification_of(groups))


def repost_actions(posts: pl.DataFrame) -> pl.DataFrame:
    return posts.filter(pl.col("kind") == "repost").select(
        "account_id", "post_id", "created_at", layer=pl.lit("repost"), object_id="repost_of_post"
    )


def membership_of(groups: dict[str, tuple[str, list[str]]]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {"account_id": member, "cluster_id": cluster, "rank": rank}
            for rank, (cluster, (_, members)) in enumerate(groups.items(), start=1)
            for member in members
        ]
    )


def flags_of(posts: pl.DataFrame) -> pl.DataFrame:
    """Score the accounts by the group that their name tells; 0.8 and more is flagged."""
    ids = posts["account_id"].unique().sort()
    scores = [{"a": 0.95, "b": 0.8, "c": 0.4}.get(name[7:8]) for name in ids]
    return pl.DataFrame({"account_id": ids, "score": scores}).with_columns(
        flagged=(pl.col("score") >= 0.8).fill_null(value=False)
    )


def result_of(
    posts: pl.DataFrame,
    groups: dict[str, tuple[str, list[str]]],
    evidence: pl.DataFrame,
    amplification: pl.DataFrame,
) -> ScoreResult:
    edges, membership, flagged = edges_of(evidence), membership_of(groups), flags_of(posts)
    ids = flagged["account_id"]
    pseudonyms = pseudonym_table(
        pl.concat([ids, pl.Series("account_id", ["sample_target01", "sample_target02"])]),
        Pseudonyms(KEY),
    )
    accounts = account_table(
        ids, flagged, membership=membership, amplification=amplification, pseudonyms=pseudonyms
    )
    clusters = cluster_table(
        membership, edges, flagged, evidence=evidence, languages=evidence_languages(evidence, posts)
    )
    return ScoreResult(
        accounts=accounts,
        clusters=clusters,
        amplification_clusters=amplification,
        amplified=amplified_objects(posts, repost_actions(posts), amplification),
        edges=edges,
        evidence=evidence,
        timeline=timeline(posts, membership, evidence),
        pseudonyms=pseudonyms,
        rule=(
            "flagged if the TF-IDF cosine with any other account is at least 0.800000: the 0.995 "
            "quantile of 118 pairs of accounts with at least 3 reposts each that share at least 2 "
            "of the same; 22 accounts in 2 connected components"
        ),
        threshold=0.8,
        notes=(
            "84 reposts name no target post: identical text among reposts serves as the object.",
            "posts.csv: a note that no catalogue knows",
        ),
        model="corepost_similarity",
        summary=summarise(
            posts, accounts, edges=edges, evidence=evidence, amplification=amplification
        ),
        network=NetworkSettings(),
        provenance=Provenance(
            files=(_Source("somewhere/posts.csv", "table", 214, "0" * 64),),
            counts=_Counts(214, posts.height, 0, 4, 214 - posts.height - 4),
            versions={"inconcert": "0.1.0"},
        ),
    )


@pytest.fixture(scope="session")
def sample_result() -> ScoreResult:
    return sample()


def no_amplification() -> pl.DataFrame:
    return schemas.empty(schemas.AmplificationClusters)


def empty_sample() -> ScoreResult:
    """One account with one post: no edge, no cluster."""
    posts = posts_table([post("sample_z01", START, "ただの投稿", lang="ja")])
    evidence, edges = schemas.empty(schemas.Evidence), schemas.empty(schemas.Edges)
    full = sample()
    pseudonyms = full.pseudonyms.filter(pl.col("account_id") == "sample_z01")
    accounts = full.accounts.filter(pl.col("account_id") == "sample_z01")
    return replace(
        full,
        accounts=accounts,
        clusters=schemas.empty(schemas.Clusters),
        amplification_clusters=no_amplification(),
        amplified=full.amplified.clear(),
        edges=edges,
        evidence=evidence,
        timeline=full.timeline.clear(),
        pseudonyms=pseudonyms,
        summary=summarise(
            posts, accounts, edges=edges, evidence=evidence, amplification=no_amplification()
        ),
    )
