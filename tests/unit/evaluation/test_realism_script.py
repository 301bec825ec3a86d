"""The parts of scripts/realism.py that decide what its page says."""

from __future__ import annotations

import math
from pathlib import Path

import polars as pl
import pytest

from inconcert.evaluation.realism.catalogue import STATISTICS, Statistic
from inconcert.evaluation.realism.comparison import among, compare
from inconcert.evaluation.realism.sight import Absent

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"
NAMES = [each.name for each in STATISTICS]


@pytest.fixture(autouse=True)
def scripts_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    if not SCRIPTS.is_dir():
        pytest.skip("the scripts are no part of an installed package")
    monkeypatch.syspath_prepend(str(SCRIPTS))


def test_without_the_sets_the_page_stays(tmp_path, monkeypatch, capsys):
    import realism

    page = tmp_path / "realism.md"
    page.write_text("as it was")
    monkeypatch.setattr(realism, "PAGE", page)
    monkeypatch.setattr("sys.argv", ["realism.py", "--datasets", str(tmp_path)])
    realism.main()
    assert page.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [page]
    said = capsys.readouterr().out
    assert said.startswith("not here: gop_debate_2015/tweets.parquet, ")
    assert said.endswith("; realism.md stays as it is\n")


def test_every_set_has_worlds_that_can_be_and_withholds_what_exists():
    from realism_sets import SETS

    for each in SETS:
        for nearer in (False, True):
            assert each.population(nearer=nearer).timezone == each.timezone
        assert set(each.withheld) <= set(NAMES)


def test_every_word_belongs_to_a_statistic():
    from realism_words import WHY

    assert set(WHY) <= set(NAMES)


def test_parents_are_found_through_rounded_ids():
    from realism_worlds import with_parents

    # floats near 1.8e18 lie 256 apart: ...000 is rounded from ...001; the third answers nobody here
    table = pl.DataFrame(
        {
            "id_str": ["1800000000000000001", "1800000000000009999", "1800000000000019999"],
            "in_reply_to_id_approx": [None, "1800000000000000000", "1700000000000000000"],
        }
    )
    assert with_parents(table)["parent"].to_list() == [None, "1800000000000000001", None]


def test_two_posts_under_one_rounded_id_are_no_parent():
    from realism_worlds import with_parents

    table = pl.DataFrame(
        {
            "id_str": ["1800000000000000001", "1800000000000000002", "1800000000000019999"],
            "in_reply_to_id_approx": [None, None, "1800000000000000000"],
        }
    )
    assert with_parents(table)["parent"].to_list() == [None, None, None]


def test_typical_values():
    import numpy as np
    from realism_tables import centres, figure

    assert centres(np.array([1.0, 3.0])) == [pytest.approx(math.sqrt(8) - 1)]  # root of 2 x 4
    assert centres(np.array([-0.5, 0.0, 0.9])) == [0.0]
    assert centres({"en": np.array([1.0]), "ja": np.array([3.0])}) == [
        pytest.approx(1.0),
        pytest.approx(3.0),
    ]
    assert centres(0.25) == [0.25]
    assert centres(Absent("none")) == []
    assert [figure(x) for x in (None, 0.12345, 12_345.6)] == ["-", "0.123", "12,346"]


def test_a_whole_network_is_named_as_one():
    from realism_sets import URL_NETWORK
    from realism_tables import together

    named = "Gini of posts per account, the network of shared urls"
    assert together([*URL_NETWORK, "gini"]) == named
    assert together(["url_degree_any"]) == "co-url degree, any time"


def test_another_real_set_that_is_nearer_is_counted():
    from realism_measured import NAMES as SETS_NAMES
    from realism_measured import SIMULATED, Measured, nearer_real

    one, other, third = SETS_NAMES[:3]
    share = Statistic("share", "a share", lambda _: 0.0, "difference")
    values = {name: {"share": Absent("hidden")} for name in SETS_NAMES}
    values |= {one: {"share": 0.1}, other: {"share": 0.2}, third: {"share": 0.9}}
    worlds = {f"{name}, {SIMULATED}": {"share": 0.5} for name in SETS_NAMES}
    pairs = [(f"{name}, {SIMULATED}", name) for name in SETS_NAMES]
    simulated = compare(pairs, values | worlds, [share])
    real = compare(among(SETS_NAMES), values, [share])
    measured = Measured({}, {}, simulated, simulated, simulated, real)
    # worlds are at 0.4, 0.3, 0.4 from their sets; the nearest other sets at 0.1, 0.1, 0.7
    assert nearer_real(measured, "share") == (2, 3)


@pytest.mark.reference
def test_a_real_set_and_its_world_are_seen_alike(reference_data):
    from realism_sets import SETS

    each = next(one for one in SETS if one.name == "paraguay_election_2018")
    real = each.real(reference_data)
    world = each.simulated(real, seed=0, nearer=False)
    assert real.posts.height == 19_672
    assert set(real.posts["lang"]) == {"es"} == set(world.posts["lang"])
    for column in ("repost_of_post", "reply_to_post", "client"):
        assert real.posts[column].null_count() == real.posts.height
        assert world.posts[column].null_count() == world.posts.height
