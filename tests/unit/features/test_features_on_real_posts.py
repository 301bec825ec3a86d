"""The feature table on a sample of a real operation."""

import polars as pl
import pytest

from inconcert.features.table import account_features
from inconcert.posts.ingest import ingest


@pytest.mark.reference
def test_a_sample_of_a_real_operation(reference_data):
    source = ingest(reference_data / "ira_twitter" / "sample_2015-11-20_30.parquet")
    table = account_features(source.posts, accounts=source.accounts)
    assert table.height == 952
    assert table["posts"].sum() == source.posts.height
    assert table.drop("account_id").unpivot()["value"].drop_nulls().is_finite().all()
    # times are to the minute: nothing can be said of ten seconds, of a minute it can
    assert table["reaction_under_10s_share"].null_count() == 952
    assert table["reaction_under_60s_share"].drop_nulls().is_between(0, 1).all()
    # the source names no repost target
    assert table["top_repost_target_share"].null_count() == 952
    assert table.select(pl.col("gap_entropy").max()).item() < 20
