"""Nothing but its acts gives a campaign away: form alone tells at the level of chance.

Posts are compared with background posts of the same kind, hour and language; accounts with
accounts of the background that write the same language. Look-alikes are off, and
creation dates are not prescribed. An AUC of 0.5 is chance.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.attacks.repost_amplification import RepostAmplification
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import World, simulate

SEEDS = range(5)
SCENE = Scenario(
    population=Population(accounts=900),
    attacks=(
        # many messages: the texts of a message are equal, so that each counts as one draw
        CopiedText(accounts=30, messages=120, participation=0.06, window_seconds=3600, days=12),
        RepostAmplification(accounts=40, seeds=4, messages=80, participation=0.1, days=12),
    ),
)
POST_FORM = {
    "second": pl.col("created_at").dt.second(),
    "id_millisecond": pl.col("post_id").cast(pl.Int64) // 2**22 % 1000,
    "id_low_bits": pl.col("post_id").cast(pl.Int64) % 2**22,
    "id_length": pl.col("post_id").str.len_chars(),
    "text_length": pl.col("text").str.len_chars(),
    "hashtags": pl.col("hashtags").list.len(),
    "urls": pl.col("urls").list.len(),
    "media": pl.col("media").list.len(),
    "mentions": pl.col("mentions").list.len(),
    "first_client": pl.col("client") == "Twitter for iPhone",
}
ACCOUNT_FORM = {
    "id_low_bits": pl.col("account_id").cast(pl.Int64) % 2**22,
    "id_length": pl.col("account_id").str.len_chars(),
    "created_at": pl.col("created_at").dt.epoch("s"),
    "handle_length": pl.col("handle").str.len_chars(),
    "name_length": pl.col("display_name").str.len_chars(),
    "bio_length": pl.col("description").str.len_chars(),
    "followers": pl.col("followers"),
    "following": pl.col("following"),
    "verified": pl.col("verified"),
}


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return [simulate(SCENE, seed=seed) for seed in SEEDS]


def matched_posts(worlds: list[World], kind: str) -> pl.DataFrame:
    """Acts of a kind, each with one background post of its hour and language."""
    tables = []
    for number, world in enumerate(worlds):
        rows = world.posts.filter(pl.col("kind") == kind).with_columns(
            act=pl.col("post_id").is_in(world.acts["post_id"].implode()),
            hour=pl.col("created_at").dt.hour(),
            world=pl.lit(number),
        )
        members = world.labels.drop_nulls("campaign")["account_id"].implode()
        tables.append(rows.filter(pl.col("act") | ~pl.col("account_id").is_in(members)))
    rows = pl.concat(tables).sample(fraction=1.0, shuffle=True, seed=0)
    group = ["world", "hour", "lang"]
    rank = pl.int_range(pl.len()).over([*group, "act"])
    acts = pl.col("act").sum().over(group)
    others = (~pl.col("act")).sum().over(group)
    return rows.filter(rank < pl.min_horizontal(acts, others))


def aucs(rows: pl.DataFrame, form: dict[str, pl.Expr], positive: str) -> dict[str, float]:
    columns = rows.select(**form).cast(pl.Float64)
    return {name: float(roc_auc_score(rows[positive], columns[name])) for name in form}


def learned_auc(rows: pl.DataFrame, form: dict[str, pl.Expr], positive: str) -> float:
    X = rows.select(**form).cast(pl.Float64).to_numpy()
    y = rows[positive].to_numpy()
    model = make_pipeline(StandardScaler(), LogisticRegression())
    told = cross_val_predict(model, X, y, cv=5, method="predict_proba")[:, 1]
    return float(roc_auc_score(y, told))


@pytest.mark.parametrize("kind", ["post", "repost"])
def test_posts_do_not_tell_by_their_form(worlds, kind):
    rows = matched_posts(worlds, kind)
    assert rows["act"].sum() >= 500
    assert rows["act"].mean() == 0.5
    found = aucs(rows, POST_FORM, "act") | {"logistic": learned_auc(rows, POST_FORM, "act")}
    assert {name: auc for name, auc in found.items() if not 0.4 <= auc <= 0.6} == {}


def test_accounts_do_not_tell_by_their_form(worlds):
    rows = pl.concat(
        world.accounts.join(world.labels, on="account_id").join(
            world.posts.filter(pl.col("kind") != "repost", lang="ja").unique("account_id"),
            on="account_id",
            how="semi",
        )
        for world in worlds
    ).with_columns(member=pl.col("campaign").is_not_null())
    assert rows["member"].sum() > 250  # of 5 x 70: those who write at all
    found = aucs(rows, ACCOUNT_FORM, "member")
    found["logistic"] = learned_auc(rows, ACCOUNT_FORM, "member")
    assert {name: auc for name, auc in found.items() if not 0.4 <= auc <= 0.6} == {}


def test_rows_and_nulls_do_not_tell(worlds):
    for world in worlds:
        rows = world.posts.join(world.labels, on="account_id").sort("post_id")
        member = rows["campaign"].is_not_null()
        for kind in ("post", "repost"):
            here = (rows["kind"] == kind) & (rows["lang"] == "ja")
            inside, outside = rows.filter(here & member), rows.filter(here & ~member)
            missing = [
                set(part.null_count().row(0)) - {0, part.height} for part in (inside, outside)
            ]
            assert missing == [set(), set()]  # a column is wholly there or wholly absent
    # within a second the order of ids is by chance: of posts that share their second, members
    # come first half of the time
    first = [_member_comes_first(world) for world in worlds]
    pooled = np.concatenate(first)
    assert len(pooled) > 30
    assert 0.35 < pooled.mean() < 0.65


def _member_comes_first(world: World) -> np.ndarray:
    rows = (
        world.posts.join(world.labels, on="account_id")
        .sort("post_id")
        .select("created_at", member=pl.col("campaign").is_not_null())
    )
    pairs = rows.with_columns(pl.all().shift(-1).name.suffix("_next")).filter(
        pl.col("created_at") == pl.col("created_at_next"), pl.col("member") != pl.col("member_next")
    )
    return pairs["member"].to_numpy()
