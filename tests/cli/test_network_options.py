"""The engine's options of `inconcert network`: what they do, and which are refused together."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import get_args

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from inconcert.cli.network import network
from inconcert.cli.network_request import NetworkRequest
from inconcert.errors import ConfigError, InputError
from inconcert.networks.backbones import BACKBONES
from inconcert.networks.coaction import coaction_network
from inconcert.networks.nullmodels.odds import NULLS
from inconcert.networks.rules import Weight
from inconcert.schemas import Actions, Edges, EdgesWithOdds

app = typer.Typer()
app.command()(network)
START = 1_767_225_600
DAY = 86_400


@pytest.fixture
def posts_csv(tmp_path):
    """Ten waves on ten days: a and b act within 5 s, c to f when they like; a acts twice on p0."""
    rows = ["object_id,account_id,content_id,timestamp_share", f"p0,a,again,{START + 3}"]
    for day in range(10):
        late = [
            ("a", 0),
            ("b", 5),
            *((name, 700 * (k + 1) + 90 * day) for k, name in enumerate("cdef")),
        ]
        rows += [f"p{day},{name},{name}{day},{START + DAY * day + at}" for name, at in late]
    path = tmp_path / "posts.csv"
    path.write_text("\n".join(rows))
    return path


@pytest.fixture
def bilingual(tmp_path):
    """Posts in two languages, each of which shares a link and a text of its own."""
    rows = ["post_id,account_id,created_at,lang,urls,text"]
    for number in range(24):
        lang = ("ja", "en")[number % 2]
        account = f"{lang}{number % 6 // 2}"
        at = f"2026-01-{number // 6 + 1:02}T00:00:{number % 6 * 4:02}Z"
        link = f"https://example.org/{lang}{number // 6}"
        rows.append(f"{number},{account},{at},{lang},{link},the same words of {lang} {number // 6}")
    path = tmp_path / "bilingual.csv"
    path.write_text("\n".join(rows))
    return path


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def edges_of(path, tmp_path, *arguments):
    out = tmp_path / "edges.parquet"
    done = run(path, *arguments, "--out", out)
    assert done.exit_code == 0, (done.output, done.exception)
    return pl.read_parquet(out), done.output


def acts_of(path):
    table = pl.read_csv(path, infer_schema=False)
    return Actions.validate(
        table.select(
            "account_id",
            pl.lit("repost").alias("layer"),
            "object_id",
            pl.from_epoch(pl.col("timestamp_share").cast(pl.Int64))
            .dt.replace_time_zone("UTC")
            .dt.cast_time_unit("us")
            .alias("created_at"),
            pl.col("content_id").alias("post_id"),
        )
    )


def test_several_windows_are_those_of_the_engine(posts_csv, tmp_path):
    edges, output = edges_of(
        posts_csv, tmp_path, "--window", "none", "--window", "10", "--window", "800"
    )
    assert edges.equals(coaction_network(acts_of(posts_csv), [10, 800, None]))
    # Within 10 s a-b alone. Without a limit all 15 pairs of six accounts.
    assert "6 accounts" in output
    assert "repost 10 s 1, repost 800 s" in output
    assert "repost no limit 15)" in output


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (("--weight", "tfidf_cosine", "--min-weight", "0.05"),
         {"weight": "tfidf_cosine", "min_weight": 0.05}),
        (("--weight", "newman", "--half-life", "30"),
         {"weight": "newman", "half_life_seconds": 30}),
        (("--window-rule", "tumbling", "--bin-origin", "dataset"),
         {"window_rule": "tumbling", "bin_origin": "dataset"}),
        (("--min-participation", "11"), {"min_participation": 11}),
        (("--self-pairs",), {"self_pairs": True}),
        (("--directed",), {"directed": True}),
        (("--on-large-objects", "sample", "--max-pairs-per-object", "2", "--seed", "7"),
         {"on_large_objects": "sample", "max_pairs_per_object": 2, "seed": 7}),
    ],
)  # fmt: skip
def test_options_are_those_of_the_engine(posts_csv, tmp_path, arguments, options):
    edges, _ = edges_of(posts_csv, tmp_path, "--window", "800", *arguments)
    expected = coaction_network(acts_of(posts_csv), 800, **options)
    assert edges.equals(expected)
    assert not edges.equals(coaction_network(acts_of(posts_csv), 800)), "the option changes it"


@pytest.mark.parametrize("weight", get_args(Weight))
def test_every_weight_can_be_asked_for(posts_csv, tmp_path, weight):
    edges, _ = edges_of(posts_csv, tmp_path, "--weight", weight)
    assert edges.equals(coaction_network(acts_of(posts_csv), 60, weight=weight))


def test_what_was_left_out_is_said_and_written(posts_csv, tmp_path):
    beside = tmp_path / "edges_left_out.csv"
    arguments = ("--window", "none", "--on-large-objects", "cap", "--max-pairs-per-object", "20")
    _, output = edges_of(posts_csv, tmp_path, *arguments)
    # p0: 7 acts, 21 pairs, over 20; the first 6 acts have 15. The others: 6 acts, 15 pairs.
    assert (
        "note: object 'p0' on repost (no limit): 6 of 7 acts kept (cap), 15 of 21 pairs" in output
    )
    assert f"wrote {beside}" in output
    table = pl.read_csv(beside)
    assert table.select("object_id", "acts", "acts_kept", "pairs", "pairs_kept").rows() == [
        ("p0", 7, 6, 21, 15)
    ]
    _, output = edges_of(posts_csv, tmp_path, *arguments[:-1], "21")
    assert "object 'p0'" not in output
    assert not beside.exists(), "that of the run before is no longer so"


def test_many_cut_objects_are_counted(posts_csv, tmp_path):
    _, output = edges_of(
        posts_csv, tmp_path, "--window", "none", "--on-large-objects", "sample",
        "--max-pairs-per-object", "3",
    )  # fmt: skip
    assert output.count("acts kept (sample)") == 5
    assert "note: 5 more objects were cut" in output


@pytest.mark.parametrize("null", NULLS)
def test_every_null_adds_its_odds(posts_csv, tmp_path, null):
    edges, output = edges_of(posts_csv, tmp_path, "--null", null, "--window", "60")
    EdgesWithOdds.validate(edges)
    assert edges["null_model"].unique().to_list() == [null]
    rejected = edges.filter(pl.col("q_value") < 0.05).height
    assert (
        f"note: {null} on repost (60 s): {rejected} of {edges.height} edges with q < 0.05" in output
    )


def test_cascade_tells_the_pair_apart_and_the_backbone_keeps_it(posts_csv, tmp_path):
    edges, output = edges_of(
        posts_csv, tmp_path, "--window", "10", "--window", "3600", "--null", "cascade",
        "--backbone", "validated",
    )  # fmt: skip
    assert edges.select("source", "target", "window_seconds").rows() == [("a", "b", 10.0)]
    assert "note: validated backbone: 1 of 16 edges kept" in output
    strict, _ = edges_of(
        posts_csv, tmp_path, "--window", "10", "--null", "cascade", "--backbone", "validated",
        "--backbone-threshold", "0",
    )  # fmt: skip
    assert strict.height == 0


def test_least_activity_makes_fewer_tests(posts_csv, tmp_path):
    posts_csv.write_text(posts_csv.read_text() + f"\np0,once,once,{START + 4}")
    few, _ = edges_of(posts_csv, tmp_path, "--null", "cascade")
    more, _ = edges_of(posts_csv, tmp_path, "--null", "cascade", "--min-activity", "2")
    once = pl.col("target") == "once"
    assert few.filter(once)["p_value"].null_count() == 0
    assert more.filter(once)["p_value"].null_count() == more.filter(once).height > 0


@pytest.mark.parametrize("strata", ["language", "community"])
def test_chance_within_strata(bilingual, tmp_path, strata):
    arguments = ("--layer", "url", "--null", "bicm")
    whole, _ = edges_of(bilingual, tmp_path, *arguments)
    within, _ = edges_of(bilingual, tmp_path, *arguments, "--strata", strata)
    # Of the objects of both languages, half can be met within one: more is expected.
    assert whole.height == within.height == 6
    assert (within["expected"] > whole["expected"]).all()


def test_strata_that_are_not_there_are_refused(posts_csv, tmp_path):
    done = run(posts_csv, "--null", "bicm", "--strata", "language", "--out", tmp_path / "e.csv")
    assert isinstance(done.exception, InputError)
    assert "--strata language: none is found in these posts" in str(done.exception)


@pytest.mark.parametrize("name", [name for name in BACKBONES if name != "validated"])
def test_every_backbone(posts_csv, tmp_path, name):
    whole, _ = edges_of(posts_csv, tmp_path, "--window", "none")
    kept, output = edges_of(posts_csv, tmp_path, "--window", "none", "--backbone", name)
    assert kept.height < whole.height
    assert f"note: {name} backbone: {kept.height} of {whole.height} edges kept" in output


def test_fusion_and_the_evidence_of_what_was_fused(bilingual, tmp_path):
    pairs = tmp_path / "pairs.parquet"
    edges, _ = edges_of(
        bilingual, tmp_path, "--layer", "url", "--layer", "text", "--fuse", "any_k",
        "--pairs", pairs,
    )  # fmt: skip
    Edges.validate(edges)
    # In each language three accounts share 4 links and 4 texts: 3 edges on both layers.
    assert edges.select("layer", "weight").rows() == [("fused", 2.0)] * 6
    listed = pl.read_parquet(pairs)
    assert set(listed["layer"]) == {"url", "text"}
    assert listed.height == 6 * 4 * 2
    one, _ = edges_of(bilingual, tmp_path, "--layer", "url", "--layer", "repost", "--fuse", "any_k",
                      "--fuse-k", "1")  # fmt: skip
    assert one["weight"].to_list() == [1.0] * 6


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_the_pairs_behind_the_edges(posts_csv, tmp_path, suffix):
    pairs = tmp_path / f"pairs{suffix}"
    options = ("--window", "10", "--window", "800", "--weight", "post_pairs", "--pairs", pairs)
    cut = ("--on-large-objects", "cap", "--max-pairs-per-object", "4")
    edges, output = edges_of(posts_csv, tmp_path, *options, *cut)
    assert f"wrote {pairs}" in output
    listed = pl.read_csv(pairs) if suffix == ".csv" else pl.read_parquet(pairs)
    key = ["source", "target", "layer", "window_seconds"]
    counted = listed.group_by(key).agg(pl.len().cast(pl.Float64).alias("weight"))
    assert counted.sort(key).rows() == edges.select(*key, "weight").sort(key).rows()


REFUSED = [
    (("--window", "10,60"), "--window 10,60: give a number of seconds, or none"),
    (("--weight", "idff"), "weight = 'idff': did you mean 'idf'"),
    (("--window-rule", "hopping"), "window_rule = 'hopping': allowed: sliding, tumbling"),
    (("--window-rule", "tumbling", "--window", "0"), "bins must be at least a microsecond wide"),
    (("--window-rule", "tumbling", "--window", "none"), "without a limit there are no bins"),
    (("--bin-origin", "dataset"), "--bin-origin dataset with --window-rule sliding"),
    (("--min-weight", "0.5"), "min_weight = 0.5: give the least number of distinct objects"),
    (("--min-participation", "0"), "min_participation = 0: give the least number of acts"),
    (("--half-life", "0"), "half_life_seconds = 0.0: give a number of seconds above 0"),
    (("--half-life", "9", "--weight", "distinct_posts_source"), "a number of posts does not decay"),
    (("--directed", "--self-pairs"), "directed with self_pairs: an account does not lead itself"),
    (("--on-large-objects", "crop"), "on_large_objects = 'crop': allowed: cap, refuse, sample"),
    (("--max-pairs-per-object", "9"), "--max-pairs-per-object 9 with --on-large-objects refuse"),
    (("--on-large-objects", "cap", "--max-pairs-per-object", "0"), "max_pairs_per_object = 0"),
    (("--null", "cascde"), "--null cascde: did you mean 'cascade'"),
    (("--null", "cascade", "--window", "none"), "without a window all are close"),
    (("--null", "shift", "--window", "60", "--window", "none"), "or another null: hypergeometric"),
    (("--null", "cascade", "--window-rule", "tumbling"), "it counts in a sliding window"),
    (("--strata", "language"), "--strata language without --null"),
    (("--min-activity", "2"), "--min-activity 2 without --null: it is of a null model"),
    (("--backbone", "disparty"), "backbone = 'disparty': did you mean 'disparity'"),
    (("--backbone", "quantile", "--backbone-threshold", "7"), "quantile = 7.0: give a number from"),
    (("--backbone-threshold", "0.5"), "--backbone-threshold 0.5 without --backbone; allowed: quan"),
    (("--backbone", "validated"), "--backbone validated without --null"),
    (("--backbone", "noise_corrected", "--weight", "idf"), "noise_corrected with --weight idf"),
    (("--backbone", "noise_corrected", "--half-life", "9"), "noise_corrected with --half-life"),
    (("--fuse", "summ", "--layer", "url", "--layer", "text"), "--fuse summ: did you mean 'sum'"),
    (("--fuse", "apart", "--layer", "url", "--layer", "text"), "allowed: any_k, max, rank, sum"),
    (("--fuse", "sum"), "--fuse sum with --layer repost alone: nothing to fuse"),
    (("--fuse", "sum", "--layer", "url", "--layer", "text", "--window", "9", "--window", "60"),
     "--fuse sum with --window 9, 60: layers are fused within one window"),
    (("--fuse", "sum", "--layer", "url", "--layer", "text", "--null", "bicm"),
     "odds are of layers and end with them; add --backbone validated"),
    (("--fuse-k", "2"), "--fuse-k 2: only of --fuse any_k"),
    (("--fuse", "any_k", "--fuse-k", "3", "--layer", "url", "--layer", "text"),
     "--fuse-k 3: give a number of layers from 1 to 2"),
    (("--pairs", "pairs.gexf"), "cannot tell what to write by the suffix '.gexf'; allowed: .parq"),
    (("--pairs", "edges.csv"), "--pairs edges.csv: the file of the edges (--out)"),
    (("--kind", "interaction", "--weight", "idf"), "--weight with --kind interaction: an op"),
    (("--kind", "interaction", "--window", "60"), "--window with --kind interaction"),
    (("--kind", "interaction", "--self-pairs"), "--self-pairs with --kind interaction"),
    (("--kind", "interaction", "--pairs", "p.csv"), "--pairs with --kind interaction"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_does_not_go_together_is_refused_before_anything_is_read(arguments, message):
    done = run("does-not-exist.csv", *arguments, "--out", "edges.csv")
    assert isinstance(done.exception, ConfigError), done.output
    assert message in str(done.exception)


def test_help_names_every_choice():
    text = " ".join(CliRunner().invoke(app, ["--help"], env={"COLUMNS": "400"}).output.split())
    for name in (*get_args(Weight), *NULLS, *BACKBONES, "any_k", "tumbling", "sample"):
        assert name in text


def test_every_option_reaches_the_request():
    taken = set(inspect.signature(network).parameters)
    taken -= {"paths", "kind", "reader", "columns", "object_layer"}
    assert {name.removesuffix("s") if name == "layers" else name
            for name in NetworkRequest.__dataclass_fields__} == taken  # fmt: skip


def test_the_command_loads_nothing_heavy_until_it_runs():
    code = "import sys, inconcert.cli.network; print([m for m in HEAVY if m in sys.modules])"
    heavy = ["polars", "numpy", "scipy", "dataframely", "numba", "matplotlib"]
    found = subprocess.run(
        [sys.executable, "-c", code.replace("HEAVY", repr(heavy))],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"
