from __future__ import annotations

import polars as pl
import pytest
from inconcert.errors import ConfigError
from inconcert.features.family import FeatureFamily, FeatureTables

from inconcert_example.text_length import TextLength

POSTS = pl.DataFrame(
    {
        "account_id": ["a", "a", "a", "b", "c", "c"],
        "kind": ["post", "reply", "repost", "post", "post", "post"],
        "text": ["four", "five5", "a repost is not counted", "alone", "東京タワー", "大阪城です"],
    }
)


def test_lengths_by_hand() -> None:
    found = TextLength().features(FeatureTables(POSTS)).sort("account_id")
    # a: lengths 4 and 5, median 4.5, 2 distinct of 2; b: one post, too few; c: 5 and 5, 1 of 2
    assert found.rows() == [("a", 4.5, 1.0), ("c", 5.0, 0.5)]


def test_it_is_a_family_and_describes_its_columns() -> None:
    family = TextLength()
    assert isinstance(family, FeatureFamily)
    columns = family.features(FeatureTables(POSTS)).columns
    assert columns == ["account_id", *(spec.name for spec in family.specs())]


def test_a_wrong_option_is_refused() -> None:
    with pytest.raises(ConfigError, match="least_posts: found 0; allowed: 1 or more"):
        TextLength(least_posts=0)
