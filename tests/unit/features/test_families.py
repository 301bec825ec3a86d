"""Families of an add-on beside those that ship."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import polars as pl
import pytest

from inconcert.errors import ConfigError
from inconcert.features.catalogue import FAMILIES, FEATURES
from inconcert.features.families import chosen_families
from inconcert.features.family import FeatureFamily
from inconcert.features.settings import FeatureSettings
from inconcert.features.spec import FeatureSpec
from inconcert.features.table import account_features
from inconcert.schemas import Posts, empty

if TYPE_CHECKING:
    from inconcert.features.family import FeatureTables


@dataclass(frozen=True)
class Count:
    """Gives one column, under any name, and whatever rows a test wants."""

    name: ClassVar[str] = "count"

    column: str = "count"
    rows: tuple[tuple[str, float], ...] = (("a", 3.0),)
    key: str = "account_id"

    def specs(self) -> tuple[FeatureSpec, ...]:
        spec = FeatureSpec("count", self.name, "posts", "n", "own", "Posts.")
        return (spec, FeatureSpec("never", self.name, "posts", "0", "own", "Never there."))

    def features(self, tables: FeatureTables) -> pl.DataFrame:
        return pl.DataFrame(self.rows, schema=[self.key, self.column], orient="row")


@dataclass(frozen=True)
class Thief:
    """Describes a column that the activity family has."""

    name: ClassVar[str] = "thief"

    def specs(self) -> tuple[FeatureSpec, ...]:
        return (FeatureSpec("posts", self.name, "posts", "n", "own", "Posts."),)

    def features(self, tables: FeatureTables) -> pl.DataFrame:
        return tables.posts.group_by("account_id").len("posts")


@pytest.fixture
def posts() -> pl.DataFrame:
    known = empty(Posts).clear(2)
    return known.with_columns(account_id=pl.Series(["b", "a"]))


def test_the_families_that_ship_satisfy_the_contract() -> None:
    families = chosen_families(None)
    assert tuple(family.name for family in families) == FAMILIES
    assert all(isinstance(family, FeatureFamily) for family in families)
    assert tuple(spec for family in families for spec in family.specs()) == FEATURES


def test_another_family_comes_last_and_is_null_where_it_says_nothing(posts: pl.DataFrame) -> None:
    table = account_features(posts.clear(), families=[Count(), "activity"])
    assert table.columns[1] == "posts"
    assert table.columns[-2:] == ["count", "never"]
    assert account_features(posts, families=[Count()]).rows() == [
        ("a", 3.0, None),
        ("b", None, None),
    ]


@pytest.mark.parametrize(
    ("family", "message"),
    [
        (Count(key="user"), "feature family 'count' gives no column account_id"),
        (Count(column="n"), "feature family 'count' gives n, which its specs do not describe"),
        (Count(rows=(("a", 1.0), ("a", 2.0))), "'count' gives several rows for account 'a'"),
    ],
)
def test_a_family_that_breaks_the_contract_is_refused(
    posts: pl.DataFrame, family: Count, message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        account_features(posts, families=[family])


def test_two_families_may_not_share_a_name_or_a_column() -> None:
    with pytest.raises(ConfigError, match="two feature families are named 'count'; rename one"):
        chosen_families([Count(), Count(column="n")])
    with pytest.raises(ConfigError, match="'posts' is in two families, activity and thief"):
        chosen_families(["activity", Thief()])


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"no feature family 'timming': did you mean 'timing'\?"):
        chosen_families(["timming"])


def test_a_family_that_could_not_be_saved_is_refused() -> None:
    class Plain:
        name = "plain"

    with pytest.raises(ConfigError, match="Plain is no dataclass, so a saved model could not say"):
        FeatureSettings(families=(Plain(),))  # type: ignore[arg-type]


def test_settings_name_their_families() -> None:
    assert FeatureSettings(families=("content", Count())).names == ("content", "count")
