"""Text families where the truth is known, and on real posts, of which nothing is shown."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from inconcert.networks.textfamilies import text_families
from inconcert.posts.ingest import ingest
from inconcert.simulation.attacks.copied_text import CopiedText
from inconcert.simulation.grammar.catalogue import LANGUAGES
from inconcert.simulation.grammar.edits import edited
from inconcert.simulation.grammar.language import compose
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate


def share_of_pairs(found, message):
    """Return which share of the pairs of one message are in one family, and the reverse."""
    table = pl.DataFrame({"post_id": list(message), "message": list(message.values())})
    table = table.join(found.members.select("post_id", "family_id"), on="post_id", how="left")

    def pairs(*keys):
        sizes = table.drop_nulls("family_id").group_by(keys).len()["len"].to_numpy()
        return int((sizes * (sizes - 1) // 2).sum())

    sizes = table.group_by("message").len()["len"].to_numpy()
    both = pairs("message", "family_id")
    return both / int((sizes * (sizes - 1) // 2).sum()), both / pairs("family_id")


@pytest.mark.parametrize(
    ("lang", "edits", "least_recall"),
    [
        ("ja", 0.0, 1.0),
        ("ja", 0.02, 0.97),
        ("ja", 0.05, 0.9),
        ("en", 0.02, 0.97),
        ("en", 0.05, 0.9),
    ],
)
def test_edited_copies_of_messages_find_each_other(make_posts, lang, edits, least_recall):
    # 40 messages of 20 copies each among 1,000 texts of the same grammar that nobody copied.
    rng = np.random.default_rng(11)
    said = compose(LANGUAGES[lang], rng.integers(6, size=400), rng)
    said = said.unique(maintain_order=True)
    said = said.filter(said.str.len_chars() >= 18).head(40)
    number = np.repeat(np.arange(40), 20)
    copies = edited(said.gather(number), edits, rng)
    alone = compose(LANGUAGES[lang], rng.integers(6, size=1_000), rng)
    texts = pl.concat([copies, alone]).alias("text")
    row = make_posts({"account_id": "a"})
    posts = pl.concat([row] * len(texts)).with_columns(
        texts, pl.format("p{}", pl.int_range(len(texts))).alias("post_id")
    )
    recall, precision = share_of_pairs(
        text_families(posts), {f"p{n}": int(message) for n, message in enumerate(number)}
    )
    assert recall >= least_recall
    # Two of the forty messages may be near each other by the grammar's chance.
    assert precision >= 0.95


def test_a_campaign_of_copies_is_found_among_the_posts_of_a_world():
    scenario = Scenario(
        population=Population(),
        organic=(),
        attacks=(CopiedText(accounts=20, messages=8, edits=0.03),),
    )
    world = simulate(scenario, seed=3)
    found = text_families(world.posts)
    copies = world.acts.select("post_id").join(found.members, on="post_id", how="left")
    assert copies["family_id"].is_not_null().mean() >= 0.93
    families = (
        copies.drop_nulls("family_id").group_by("family_id").len()["len"].sort(descending=True)
    )
    assert families.head(8).sum() / copies.height >= 0.9


@pytest.mark.reference
def test_real_posts_in_japanese(reference_data):
    posts = ingest(reference_data / "export_fixtures" / "twint_csv_ja").posts
    found = text_families(posts)
    assert posts.height == 4_406
    # One account: families are what it repeats, and no more than one post in seven is in one.
    assert set(found.families["accounts"]) == {1}
    assert 200 <= found.members.height <= posts.height / 7
    assert found.families.filter(pl.col("revivals") > 0).height > 0


@pytest.mark.reference
def test_real_posts_of_an_operation(reference_data):
    posts = ingest(reference_data / "ira_twitter" / "sample_2015-11-20_30.parquet").posts
    found = text_families(posts)
    own = posts.filter(pl.col("kind") != "repost")
    assert found.left_out.reposts == posts.height - own.height
    shared = found.families.filter(pl.col("accounts") > 1)
    assert shared.height >= 100
    exact = text_families(posts, similarity=1.0)
    assert exact.members.height < found.members.height < own.height / 5
