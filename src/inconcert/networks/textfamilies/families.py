"""Near-duplicate texts as families, and families as objects of action."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from inconcert import schemas
from inconcert.errors import ConfigError
from inconcert.networks.textfamilies.banding import choose_banding
from inconcert.networks.textfamilies.cores import merge_by_core
from inconcert.networks.textfamilies.leaders import follow_leaders
from inconcert.networks.textfamilies.pairs import candidates, near_pairs
from inconcert.networks.textfamilies.result import FamilySearch, TextFamilies
from inconcert.networks.textfamilies.settings import FamilySettings
from inconcert.networks.textfamilies.summary import describe, gather
from inconcert.networks.textfamilies.texts import read_texts
from inconcert.posts.text import SHORTEST_KEY

if TYPE_CHECKING:
    import dataframely as dy

    from inconcert.networks.textfamilies.banding import Banding
    from inconcert.networks.textfamilies.leaders import Assignment
    from inconcert.networks.textfamilies.pairs import Candidates, SimilarPairs
    from inconcert.networks.textfamilies.texts import Texts

FAMILY_LAYER = "text_family"


def text_families(
    posts: pl.DataFrame,
    *,
    similarity: float = 0.6,
    ngram: int = 3,
    min_characters: int = SHORTEST_KEY,
    min_posts: int = 2,
    min_accounts: int = 1,
    mask_urls: bool = True,
    mask_mentions: bool = True,
    revival_days: float = 30.0,
    template_variants: int = 20,
    seed: int = 0,
) -> TextFamilies:
    """Find the texts that were posted again, word for word or nearly, however long after.

    Texts are normalised (`posts.text.normalise`; URLs and mentions left out if masked), and
    compared without punctuation and spaces by the Jaccard similarity of their sets of character
    n-grams. A family is an exemplar and the texts that are at least `similarity` to it; the
    exemplar is the text with most posts, then the earliest. Each text goes to its most similar
    exemplar. Then families merge, once, whose cores (n-grams of at least half of their texts) are
    at least `similarity`, and so nine in ten texts of the smaller to the core of the larger:
    copies with edits and fillings of a template are nearer to what they have in common than to
    each other. After a merger some may be less similar to the exemplar.
    A text that drifts by small steps makes several families, never one chain.

    - `similarity`: at 0.6 and trigrams a Japanese text of 26 characters keeps its family with one
      or two of them changed; a higher one loses edited copies before it loses look-alikes
    - `min_characters`: a shorter text (counted as a reader sees it, without punctuation) is in no
      family, nor is one that says no more by repeating itself
    - `min_posts`, `min_accounts`: the least of a family
    - `revival_days`: a longer silence counts as the end of one life and the beginning of another
    - `template_variants`: how many variants of a family its template is made from, those with
      most posts, then the earliest

    Reposts are left out. Candidates come from MinHash bands: a pair of similarity s is compared
    with probability 1 - (1 - s^r)^b, with r and b such that it is 0.99 at `similarity` (r = 5, b =
    57 at 0.6) and nearly 1 above 0.7. Where more than 9 texts share a band, each is compared with
    the 8 first in rank only (4, if more than 64), among which its exemplar is, as a rule; `search`
    and `notes` say how often. Time and memory are linear in the texts. The same posts in any
    order, the same seed, the same result; the seed draws the hash functions.

    Raises `ConfigError` for an option out of range, `ColumnError` for a missing column.

    >>> from datetime import UTC, datetime
    >>> said = "投票所で不正があったらしい"
    >>> posts = pl.DataFrame({
    ...     "post_id": ["1", "2", "3"], "account_id": ["a", "b", "c"], "kind": "post",
    ...     "created_at": [datetime(2026, 1, day, tzinfo=UTC) for day in (14, 20, 27)],
    ...     "text": [said + "。拡散希望", said + "！拡散希望です", "バルス"], "lang": "ja",
    ... })
    >>> found = text_families(posts)
    >>> found.families.select("posts", "accounts", "template").row(0)
    (2, 2, '投票所で不正があったらしい{1}拡散希望{2}')
    >>> found.members.select("post_id", "kind", pl.col("similarity").round(2)).rows()
    [('1', 'exact', 1.0), ('2', 'near', 0.88)]
    """
    settings = FamilySettings(
        similarity=similarity,
        ngram=ngram,
        min_characters=min_characters,
        min_posts=min_posts,
        min_accounts=min_accounts,
        mask_urls=mask_urls,
        mask_mentions=mask_mentions,
        revival_days=revival_days,
        template_variants=template_variants,
        seed=seed,
    )
    return find_families(posts, settings)


def find_families(posts: pl.DataFrame, settings: FamilySettings) -> TextFamilies:
    """Do what `text_families` does, with the options as one value."""
    texts = read_texts(posts, settings)
    banding = choose_banding(settings.similarity)
    found = candidates(texts.shingles, banding, seed=settings.seed)
    pairs = near_pairs(texts.shingles, found.keys, similarity=settings.similarity)
    led = follow_leaders(len(texts.shingles), pairs)
    assigned = merge_by_core(texts.shingles, led, pairs, similarity=settings.similarity)
    members = gather(_with_exemplars(texts, assigned), settings)
    return TextFamilies(
        members=members.table(),
        families=describe(members, settings),
        search=_search(len(texts.shingles), banding, found, pairs),
        left_out=texts.left_out,
        settings=settings,
    )


def family_actions(
    families: TextFamilies, *, layer: str = FAMILY_LAYER
) -> dy.DataFrame[schemas.Actions]:
    """Return each post of a family as an act on the family, for `coaction_network` and evidence.

    The layer has a name of its own, so that it may stand beside `text` (identical text alone).

    >>> from inconcert.schemas import Posts, empty
    >>> family_actions(text_families(empty(Posts))).height
    0
    """
    if not layer:
        raise ConfigError("family_actions: layer is empty; give the layer a name.")
    acts = families.members.select(
        "account_id",
        pl.lit(layer).alias("layer"),
        pl.col("family_id").alias("object_id"),
        "created_at",
        "post_id",
    )
    ordered = acts.sort("layer", "object_id", "created_at", "account_id", "post_id")
    return schemas.Actions.validate(ordered, cast=True)


def _with_exemplars(texts: Texts, assigned: Assignment) -> pl.DataFrame:
    ranks = texts.posts["rank"].to_numpy()
    return texts.posts.with_columns(
        pl.Series("exemplar", assigned.exemplar[ranks]),
        pl.Series("similarity", assigned.similarity[ranks]),
    )


def _search(texts: int, banding: Banding, found: Candidates, pairs: SimilarPairs) -> FamilySearch:
    return FamilySearch(
        texts=texts,
        banding=banding,
        candidates=found.keys.size,
        similar=pairs.first.size,
        crowded_buckets=found.crowded_buckets,
        largest_bucket=found.largest_bucket,
        uncompared=found.uncompared,
    )
