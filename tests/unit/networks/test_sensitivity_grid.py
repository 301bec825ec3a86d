"""Grids of choices: thresholds of either kind, layers apart, a reference, and the stable region."""

from __future__ import annotations

import polars as pl
import pytest

from inconcert.errors import ConfigError
from inconcert.networks.sensitivity import SENSITIVITY, Grid, sensitivity, sensitivity_of
from inconcert.networks.stability import stable_region
from inconcert.schemas import Actions, empty


@pytest.fixture
def reposts(make_actions):
    """abc act within 4 s on three objects, xyz within 50 s on one."""
    three = [(name, f"p{n}", 2 * at) for n in range(3) for at, name in enumerate("abc")]
    one = [(name, "q", 25 * at) for at, name in enumerate("xyz")]
    return make_actions(*three, *one)


@pytest.fixture
def urls(make_actions):
    """abx act within 4 s on one link."""
    return make_actions(*((name, "u", 2 * at) for at, name in enumerate("abx")), layer="url")


@pytest.fixture
def acts(reposts, urls):
    return pl.concat([reposts, urls])


GRID = {"windows": [10, 60], "weights": ["distinct_objects"]}


def test_thresholds_as_weights(reposts):
    found = sensitivity(reposts, **GRID, thresholds=[1, 2, 4], threshold_kind="weight")
    assert dict(found.schema) == SENSITIVITY
    assert set(found["threshold_kind"]) == {"weight"}
    # abc weigh 3 (three objects), xyz 1, from 60 s on (25 s apart, 50 s at most).
    assert found["edges"].to_list() == [3, 3, 0, 6, 3, 0]
    assert found["groups"].to_list() == [1, 1, 0, 2, 1, 0]


def test_thresholds_as_quantiles(reposts):
    found = sensitivity(reposts, **GRID, thresholds=[0.0, 0.9])
    # 60 s: weights 1 1 1 3 3 3, the 0.9 quantile is 3.
    assert found["edges"].to_list() == [3, 3, 6, 3]
    assert set(found["threshold_kind"]) == {"quantile"}


def test_layers_are_kept_apart_where_given(acts, reposts, urls):
    options = {**GRID, "thresholds": [0.0, 0.9]}
    apart = sensitivity(acts, layers=["url", "repost"], **options)
    assert apart["layer"].unique(maintain_order=True).to_list() == ["url", "repost"]
    for layer, own in (("url", urls), ("repost", reposts)):
        alone = sensitivity(own, layers=[layer], **options)
        assert apart.filter(layer=layer).equals(alone)
        together = sensitivity(own, **options)
        assert alone.drop("layer").equals(together.drop("layer"))
        assert together["layer"].null_count() == together.height


def test_all_layers_together_are_one_network(acts):
    found = sensitivity(acts, **GRID, thresholds=[0.0])
    # 10 s: repost abc and url abx: 3 + 3 edges over abcx; 60 s: xyz on repost, too.
    assert found["edges"].to_list() == [6, 9]
    assert found["accounts"].to_list() == [4, 6]


def test_every_point_is_compared_with_the_reference(reposts):
    options = {**GRID, "thresholds": [1, 2], "threshold_kind": "weight"}
    found = sensitivity(reposts, **options, reference=(60, "distinct_objects", 1))
    assert found["is_reference"].to_list() == [False, False, True, False]
    # The reference has abc xyz, the others abc alone, over six accounts: (3 - 1.2) / (4.5 - 1.2).
    other = 1.8 / 3.3
    assert found["reference_agreement"].to_list() == pytest.approx([other, other, 1.0, other])
    without = sensitivity(reposts, **options)
    assert without["reference_agreement"].null_count() == without.height
    assert not without["is_reference"].any()
    columns = [name for name in SENSITIVITY if "reference" not in name]
    assert without.select(columns).equals(found.select(columns))


def test_a_grid_as_an_object_is_the_same(acts):
    grid = Grid(windows=(10, None), weights=("idf",), thresholds=(0.5,))
    options = {"windows": [10, None], "weights": ["idf"], "thresholds": [0.5]}
    assert sensitivity_of(acts, grid).equals(sensitivity(acts, **options))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threshold_kind": "weigth"}, "threshold_kind = 'weigth': did you mean 'weight'"),
        ({"thresholds": [-1], "threshold_kind": "weight"}, "threshold = -1: give the least weight"),
        ({"thresholds": [float("inf")], "threshold_kind": "weight"}, "threshold = inf: give the"),
        ({"thresholds": [1.5]}, "quantile = 1.5: give a number from 0 to 1"),
        ({"weights": ["idff"]}, "weight = 'idff': did you mean 'idf'"),
        ({"weights": []}, "weights: none given"),
        ({"windows": [-1]}, "window_seconds = -1: a window is a number of seconds"),
        ({"layers": []}, "layers: none given; leave them out for all layers together"),
        ({"layers": ["urls"]}, "layers: no acts on layer 'urls'; did you mean 'url'"),
        ({"reference": (7, "idf", 0.5)}, "reference: window 7 is not on the grid; allowed: 10, 60"),
        ({"reference": (10, "newman", 0)}, "reference: weight newman is not on the grid"),
        ({"reference": (10, "idf", 0.1)}, "reference: threshold 0.1 is not on the grid"),
    ],
)
def test_refusals(acts, options, message):
    with pytest.raises(ConfigError, match=message):
        sensitivity(acts, **options)


def test_the_limit_on_pairs_holds(acts):
    with pytest.raises(ConfigError, match="more than max_pairs = 2"):
        sensitivity(acts, max_pairs=2)


def grid_table(stability, *, groups=None, weights=("w",), layers=("repost",)):
    """Return a table of two windows and three thresholds a weight, stability as given."""
    rows = [
        (layer, window, weight, threshold)
        for layer in layers
        for window in (10.0, 60.0)
        for weight in weights
        for threshold in (0.0, 0.5, 0.9)
    ]
    names = ["layer", "window_seconds", "weight", "threshold"]
    made = pl.DataFrame(rows, schema=names, orient="row")
    return made.with_columns(
        groups=pl.Series(groups or [1] * made.height, dtype=pl.UInt32),
        stability=pl.Series(stability, dtype=pl.Float64),
    )


def where(region):
    return region.select("window_seconds", "weight", "threshold").rows()


class TestStableRegion:
    def test_the_largest_connected_one(self):
        # 10 s: + - +, 60 s: + - +: the columns are not connected; the second is the more stable.
        table = grid_table([0.8, 0.1, 0.9, 0.8, 0.1, 0.9])
        assert where(stable_region(table)) == [(10.0, "w", 0.9), (60.0, "w", 0.9)]
        # + + -, - + +: one region of four, in the order of the table.
        table = grid_table([0.9, 0.9, 0.1, 0.1, 0.9, 0.9])
        assert stable_region(table)["threshold"].to_list() == [0.0, 0.5, 0.5, 0.9]

    def test_corners_do_not_touch(self):
        table = grid_table([0.9, 0.1, 0.1, 0.1, 0.95, 0.1])
        assert where(stable_region(table)) == [(60.0, "w", 0.5)]

    def test_weights_are_beside_each_other_in_any_order(self):
        table = grid_table([0.9, 0, 0] + [0] * 3 + [0.9, 0, 0] + [0] * 9, weights=("u", "v", "w"))
        assert where(stable_region(table)) == [(10.0, "u", 0.0), (10.0, "w", 0.0)]

    def test_layers_are_not(self):
        table = grid_table([0.9] + [0] * 5 + [0.85] + [0] * 5, layers=("repost", "url"))
        assert stable_region(table)["layer"].to_list() == ["repost"]

    def test_points_without_groups_or_neighbours_are_not_stable(self):
        table = grid_table([1.0, 1.0, None, 0.8, 0.1, 0.1], groups=[0, 0, 3, 1, 1, 1])
        assert where(stable_region(table)) == [(60.0, "w", 0.0)]
        assert stable_region(table, at_least=0.9).height == 0
        with pytest.raises(ConfigError, match="at_least = 2: give a number from 0 to 1"):
            stable_region(table, at_least=2)

    def test_windows_without_a_limit_are_windows(self, acts):
        table = sensitivity(acts, windows=[60, None], thresholds=[0.0])
        # 60 s holds every act: the same groups without a limit, at every weight.
        assert stable_region(table).height == 4

    def test_no_acts_have_no_region(self):
        assert stable_region(sensitivity(empty(Actions))).height == 0
