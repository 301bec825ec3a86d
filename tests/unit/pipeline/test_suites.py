"""The suites: what they count, where a method breaks, and that a run is kept."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from inconcert.errors import ConfigError, MissingFileError
from inconcert.pipeline.suites.attacks import Attacks, measured, threshold_at
from inconcert.pipeline.suites.base import Size, judged_world
from inconcert.pipeline.suites.benign import Benign
from inconcert.pipeline.suites.ladders import Ladder, Ladders
from inconcert.pipeline.suites.real_organic import RealOrganic
from inconcert.pipeline.suites.run import evaluate, judge, suite, suite_names
from inconcert.pipeline.suites.worlds import scenario_of, world_of
from inconcert.tracking.mlflow_store import MlflowStore

SMALL = Size(accounts=500)


@pytest.fixture(scope="module")
def bundle():
    return judge("corepost_similarity")


def seen(*rows: tuple[float | None, str | None], flagged: float = 0.9) -> pl.DataFrame:
    table = pl.DataFrame(rows, schema={"score": pl.Float64, "campaign": pl.String}, orient="row")
    return table.with_columns(
        flagged=(pl.col("score") >= flagged).fill_null(False),
        account_id=pl.int_range(pl.len()).cast(pl.String),
        role=pl.lit("x"),
    )


def test_the_threshold_lets_no_more_than_the_rate_through():
    organic = np.array([-1.0] * 6 + [0.1, 0.2, 0.3, 0.4])
    # a tenth of ten is one account: 0.4 may pass, 0.3 may not
    at = threshold_at(organic, 0.1)
    assert 0.3 < at < 0.300001
    assert (organic >= at).mean() == 0.1
    # half is five, and only four have a score: every score passes, but not those without one
    assert threshold_at(organic, 0.5) == 0.0


def test_ties_are_never_let_through_in_part():
    organic = np.array([0.5] * 4 + [0.1] * 6)
    assert (organic >= threshold_at(organic, 0.2)).sum() == 0
    assert (organic >= threshold_at(organic, 0.4)).sum() == 4


def test_measures_of_a_case_by_hand():
    world = seen((0.95, "c"), (0.5, "c"), (None, "c"), (0.9, None), *[(0.1, None)] * 9)
    found = measured([world, world], fpr=0.1)
    # a tenth of ten organic accounts is one, that of 0.9: above 0.1 lie two of three members
    assert found["recall_at_fpr"] == pytest.approx(2 / 3)
    assert found["members"] == 6
    assert found["recall"] == pytest.approx(1 / 3)  # 0.95 alone is flagged
    assert found["precision"] == pytest.approx(1 / 2)  # beside the organic 0.9
    assert found["base_rate"] == pytest.approx(3 / 13)
    assert (found["touched"], found["flagged_touched"]) == (0, 0)


def test_victims_that_are_flagged_are_counted_apart():
    world = seen((0.95, "c"), (0.95, None), (0.1, None)).with_columns(
        role=pl.Series(["copier", "framing:victim", "framing:victim"])
    )
    found = measured([world], fpr=0.1)
    assert (found["touched"], found["flagged_touched"]) == (2, 1)


def test_an_attack_without_members_seen_has_no_recall():
    found = measured([seen((0.9, None), (0.1, None))], fpr=0.01)
    assert found["recall_at_fpr"] is None
    assert found["average_precision"] is None


def test_benign_counts_those_who_take_part_and_those_who_do_not(bundle):
    found = Benign(scenarios=("giveaways",), quick=SMALL).run(bundle, "quick")
    rows = {row["scenario"]: row for row in found.table.iter_rows(named=True)}
    assert set(rows) == {"background alone", "giveaways"}
    there = rows["giveaways"]
    assert there["taking_part"] == 72  # 60 hunters and 12 shops, all of whom post
    assert there["flagged"] >= there["flagged_taking_part"] > 0
    world = world_of(scenario_of(SMALL), 0)
    assert rows["background alone"]["flagged"] == judged_world(bundle, world)["flagged"].sum()
    total = sum(row["flagged"] for row in rows.values())
    accounts = sum(row["accounts"] for row in rows.values())
    assert found.metrics["per_10000"] == pytest.approx(10_000 * total / accounts)


def test_attacks_find_what_the_method_is_made_for_and_not_what_it_is_not(bundle):
    names = ("copied_text", "repost_amplification")
    table = Attacks(attacks=names, quick=SMALL).run(bundle, "quick").table
    assert table["attack"].to_list() == ["repost_amplification", "copied_text"]  # A1, A2
    recall = dict(table.select("attack", "recall_at_fpr").rows())
    assert recall["repost_amplification"] > 0.4
    assert recall["copied_text"] < 0.2  # copies are no reposts


def test_a_ladder_is_climbed_by_its_ends_and_middle_when_quick(bundle):
    rungs = (1, 0.5, 0.25, 0.1, 0.01)
    ladder = Ladder("sampling", "repost_amplification", rungs, of="observation", key="sample")
    found = Ladders((ladder,), quick=SMALL).run(bundle, "quick")
    assert found.table["rung"].to_list() == [1, 0.25, 0.01]
    # of one post in a hundred nothing is left to compare
    assert found.table["recall_at_fpr"][0] > 0.4
    assert found.table["recall_at_fpr"][-1] in {None, 0.0}
    assert found.table["holds"].to_list()[0] is True
    assert found.table["holds"].to_list()[-1] in {None, False}


def test_what_a_rung_means():
    by_share = Ladder("x", "copied_text", (0.05, 0.1), of="prevalence")
    assert by_share.at(0.05, 1_000)[0].accounts == 50
    per_act = Ladder("x", "copied_text", (5, 1), of="per_act", options={"accounts": 20})
    assert per_act.at(5, 1_000)[0].participation == 0.25
    missing = Ladder("x", "copied_text", (0, 0.5), of="missing")
    assert missing.at(0.5, 1_000)[1].missing["text"] == 0.5


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Benign(scenarios=("fan_evnt",)), "fan_event"),
        (lambda: Attacks(attacks=("copied",)), "copied_text"),
        (lambda: Attacks(fpr=0.0), "fpr is 0.0"),
        (lambda: Ladders(()), "at least one, each"),
        (lambda: Ladder("x", "copied_text", (1,)), "two rungs or more"),
        (lambda: Ladder("x", "copied_text", (1, 2), key="edit"), "a parameter of copied_text"),
        (lambda: Ladder("x", "slow_drip", (1, 2), of="per_act"), "no participation"),
        (lambda: Ladder("x", "copied_text", (1, 2), of="observation", key="x"), "of Observation"),
        (lambda: Size(accounts=0), "Size.accounts is 0"),
        (lambda: RealOrganic(("gop_debate",)), "gop_debate_2015"),
        (lambda: suite("bening"), "benign"),
    ],
)
def test_what_is_no_suite_is_refused(make, said):
    with pytest.raises(ConfigError, match=said):
        make()


def test_real_sets_that_are_not_here_are_said_to_be_missing(bundle, monkeypatch, tmp_path):
    monkeypatch.setattr("inconcert.pipeline.reproduction.cards._candidates", lambda *_: [tmp_path])
    with pytest.raises(MissingFileError, match="gop_debate_2015 is here"):
        RealOrganic(("gop_debate_2015",)).run(bundle, "quick")


@pytest.mark.reference
def test_alarms_on_a_real_set(bundle, reference_data):
    assert reference_data
    found = RealOrganic(("gop_debate_2015",)).run(bundle, "quick")
    row = found.table.row(0, named=True)
    assert row["accounts"] > 5_000
    assert row["per_10000"] == pytest.approx(10_000 * row["flagged"] / row["accounts"])


def test_a_run_leaves_tables_figures_and_numbers(bundle, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "inconcert.pipeline.suites.run.suite",
        lambda name: {"benign": Benign(scenarios=("live_tv",), quick=SMALL)}[name],
    )
    store = MlflowStore(uri=f"sqlite:///{tmp_path / 'store.db'}")
    out = tmp_path / "out"
    out.mkdir()
    done = evaluate(bundle, ["benign"], out, store=store)
    assert {path.name for path in out.iterdir()} == {"benign.csv", "benign.parquet", "benign.svg"}
    assert pl.read_parquet(out / "benign.parquet").equals(done.findings["benign"].table)
    figure = (out / "benign.svg").read_text(encoding="utf-8")
    assert "O2 live_tv" in figure
    from mlflow.tracking import MlflowClient

    run = MlflowClient(store.uri).get_run(done.run_id)
    assert run.info.status == "FINISHED"
    assert set(run.data.metrics) == {"benign.per_10000", "benign.worst_per_10000"}
    assert run.data.params["model"] == "corepost_similarity"


def test_a_model_that_needs_labels_learns_the_sample():
    learned = judge("logistic", seed=1)
    assert learned.trained["dataset"] == "sample"
    verdicts = judged_world(learned, world_of(scenario_of(SMALL), 0))
    assert verdicts["score"].null_count() == 0
    assert verdicts["campaign"].null_count() == verdicts.height


def test_the_shipped_suites_are_these():
    assert suite_names() == ("attacks", "benign", "ladders", "real_organic")
