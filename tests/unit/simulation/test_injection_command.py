"""`inconcert inject`."""

from __future__ import annotations

import polars as pl
import pytest
import typer
import yaml
from typer.testing import CliRunner

from inconcert.cli.inject import completed, inject, parameters
from inconcert.errors import ConfigError, StoreError
from inconcert.hashing import hash_file
from inconcert.simulation.population import Population
from inconcert.simulation.scenario import Scenario
from inconcert.simulation.world import simulate

TABLES = {f"{name}.parquet" for name in ("posts", "accounts", "labels", "acts")}
FILES = TABLES | {"inject.yaml", "datasheet.md"}


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A folder of posts and accounts as `posts` reads them."""
    population = Population(accounts=250, days=9, languages={"en": 1.0}, communities=2)
    world = simulate(Scenario(population=population), seed=2)
    folder = tmp_path_factory.mktemp("real")
    world.posts.write_parquet(folder / "posts.parquet")
    return folder / "posts.parquet"


def run(*arguments: str) -> str:
    app = typer.Typer()
    app.command()(inject)
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_it_writes_tables_record_datasheet_and_checksums(tmp_path, real):
    asked = [str(real), "--attack", "repost_amplification", "--attack", "copied_text", "accounts=9",
             "copied_text.edits=0.02", "--seed", "3"]  # fmt: skip
    said = run(*asked, "--out", str(tmp_path / "one"))
    assert "repost_amplification_1: 9 accounts" in said
    assert {path.name for path in (tmp_path / "one").iterdir()} == FILES | {"SHA256SUMS"}
    lines = (tmp_path / "one" / "SHA256SUMS").read_text().splitlines()
    sums = dict(line.split("  ")[::-1] for line in lines)
    assert sums == {name: hash_file(tmp_path / "one" / name) for name in FILES}
    record = yaml.safe_load((tmp_path / "one" / "inject.yaml").read_text())
    assert [attack["accounts"] for attack in record["attacks"]] == [9, 9]
    assert (record["attacks"][1]["edits"], record["seed"]) == (0.02, 3)
    assert record["attacks"][0]["lang"] == "en"  # the attack's own, ja, is not in the data
    assert record["sources"][0]["sha256"] == hash_file(real)
    run(*asked, "--out", str(tmp_path / "two"))
    assert (tmp_path / "two" / "SHA256SUMS").read_text() == "\n".join([*lines, ""])


def test_the_datasheet_counts_what_was_planted(tmp_path, real):
    run(str(real), "--attack", "link_pushing", "--out", str(tmp_path), "accounts=12")
    acts = pl.read_parquet(tmp_path / "acts.parquet")
    sheet = (tmp_path / "datasheet.md").read_text()
    assert f"| link_pushing_1 | 12 | {acts.height:,} |" in sheet
    assert "does not say that they are organic" in sheet


def test_days_that_do_not_fit_are_shortened_unless_given(real):
    posts = pl.read_parquet(real).sort("created_at").head(400)
    days = (posts["created_at"].max() - posts["created_at"].min()).total_seconds() / 86_400
    settings = completed(parameters(["repost_amplification"], []), posts, None)[0]
    assert settings["start_day"] + settings["days"] <= days + 1 / 24
    with pytest.raises(ConfigError, match=r"start_day \+ days is 90; allowed: at most the"):
        completed(parameters(["copied_text"], ["start_day=50", "days=40"]), posts, None)


@pytest.mark.parametrize(
    ("told", "lang", "spoken"),
    [
        (["en", "en", "de"], None, "en"),  # the attack's own, ja, is not there: the main one
        (["en", "en", "ja"], None, "ja"),
        (["en", "en", "de"], "de", "de"),
        ([None, None, None], "es", "es"),
        (["ru", "ru", "ru"], None, "ja"),  # stands for ru, which no grammar writes
    ],
)
def test_which_language_an_attack_speaks(real, told, lang, spoken):
    posts = pl.read_parquet(real).head(3).with_columns(lang=pl.Series(told, dtype=pl.String))
    given = parameters(["copied_text"], ["start_day=0", "days=0.02"])
    assert completed(given, posts, lang)[0]["lang"] == spoken
    own = parameters(["copied_text"], ["start_day=0", "days=0.02", "lang=pt"])
    assert completed(own, posts, lang)[0]["lang"] == "pt"


REFUSED = [
    (["repost_amplifications"], [], "did you mean 'repost_amplification'"),
    (["copied_text"], ["accunts=4"], "copied_text has no such key; did you mean 'accounts'"),
    (["copied_text"], ["accounts"], "'accounts' is no override; allowed: key=value"),
    (["copied_text"], ["link_pushing.pages=4"], "no --attack 'link_pushing' is given"),
    (["copied_text"], ["edits=[1"], r"'edits=\[1' cannot be read"),
]


@pytest.mark.parametrize(("attacks", "overrides", "why"), REFUSED)
def test_unknown_attacks_and_keys_are_refused(attacks, overrides, why):
    with pytest.raises(ConfigError, match=why):
        parameters(attacks, overrides)


def test_impossible_values_and_full_folders_are_refused_before_anything_is_written(tmp_path, real):
    out = tmp_path / "out"
    with pytest.raises(ConfigError, match=r"CopiedText.accounts is 1; allowed: a whole number"):
        run(str(real), "--attack", "copied_text", "--out", str(out), "accounts=1")
    with pytest.raises(ConfigError, match="--timezone Asia/Tokio: did you mean 'Asia/Tokyo'"):
        run(str(real), "--attack", "copied_text", "--out", str(out), "--timezone", "Asia/Tokio")
    assert not out.exists()
    (tmp_path / "full.txt").write_text("here first")
    with pytest.raises(StoreError, match="is not empty; name another folder, or add --overwrite"):
        run(str(real), "--attack", "copied_text", "--out", str(tmp_path))


@pytest.mark.reference
def test_real_tweets_take_an_attack_whose_reposts_look_like_theirs(tmp_path, reference_data):
    columns = tmp_path / "columns.yaml"
    columns.write_text(
        "post_id: tweet_id\naccount_id: screen_name\ncreated_at: created_at\ntext: text\n"
        "repost_of_account: rt_of\nreply_to_account: reply_to\n"
    )
    tweets = reference_data / "gop_debate_2015" / "tweets.parquet"
    run(str(tweets), "--reader", "table", "--columns", str(columns), "--lang", "en", "--attack",
        "repost_amplification", "--out", str(tmp_path / "out"), "accounts=40")  # fmt: skip
    posts = pl.read_parquet(tmp_path / "out" / "posts.parquet")
    acts = pl.read_parquet(tmp_path / "out" / "acts.parquet").join(posts, on="post_id")
    members = pl.read_parquet(tmp_path / "out" / "labels.parquet").drop_nulls("campaign")
    assert members.height == 40
    reposts = acts.filter(kind="repost")
    assert reposts.height > 300  # 38 amplifiers x 30 messages x 0.4 = 456, fewer at the span's end
    assert reposts["text"].str.starts_with("RT @").all()
    assert reposts["repost_of_account"].is_in(members["account_id"].implode()).all()
    assert reposts["repost_of_post"].null_count() == reposts.height  # as in the data
    told = posts["post_id"].cast(pl.Int64) // 2**22 + 1_288_834_974_657
    assert (told // 1000 == posts["created_at"].dt.epoch("s")).all()  # ids tell the second
    assert posts.height == 13_837 + posts.join(members, on="account_id", how="semi").height
