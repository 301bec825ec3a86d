"""The table and its catalogue."""

from pathlib import Path

import polars as pl
import pytest

from inconcert import schemas
from inconcert.errors import ConfigError
from inconcert.features.catalogue import FAMILIES, FEATURES, catalogue_markdown
from inconcert.features.settings import FeatureSettings
from inconcert.features.table import account_features

PAGE = Path(__file__).resolve().parents[3] / "docs" / "features.md"


def test_catalogue_and_columns_agree(make_posts):
    table = account_features(make_posts({"account_id": "b"}, {"account_id": "a"}))
    assert table.columns == ["account_id", *(feature.name for feature in FEATURES)]
    assert set(table.dtypes[1:]) == {pl.Float64}
    assert table["account_id"].to_list() == ["a", "b"]


def test_every_family_makes_what_its_catalogue_says(make_posts, full_tables):
    table = account_features(**full_tables)
    made = [name for name in table.columns[1:] if table[name].null_count() < table.height]
    hidden = {f"coaction_{layer}_degree" for layer in schemas.LAYERS} - {"coaction_repost_degree"}
    assert {feature.name for feature in FEATURES} - set(made) == hidden


@pytest.mark.parametrize("family", FAMILIES)
def test_one_family_alone(make_posts, family):
    table = account_features(make_posts({"account_id": "a"}), families=[family])
    assert table.columns[1:] == [f.name for f in FEATURES if f.family == family]


def test_an_empty_table_has_all_columns():
    table = account_features(schemas.empty(schemas.Posts))
    assert (table.height, table.width) == (0, len(FEATURES) + 1)


def test_an_unknown_family_is_refused(make_posts):
    with pytest.raises(ConfigError, match="no feature family 'timings': did you mean 'timing'"):
        account_features(make_posts({"account_id": "a"}), families=["timings"])


def test_names_are_unique_and_every_entry_is_told():
    names = [feature.name for feature in FEATURES]
    assert len(set(names)) == len(names)
    for feature in FEATURES:
        assert feature.family in FAMILIES
        assert all((feature.unit, feature.formula, feature.source, feature.description))


def test_settings_name_all_families():
    assert FeatureSettings().families == FAMILIES


def test_the_page_is_the_catalogue():
    assert PAGE.read_text(encoding="utf-8") == catalogue_markdown(), (
        "write the page anew: inconcert.features.catalogue.catalogue_markdown()"
    )


def test_no_value_is_nan_or_infinite(full_tables):
    table = account_features(**full_tables)
    values = table.drop("account_id").unpivot()["value"].drop_nulls()
    assert values.is_finite().all()
