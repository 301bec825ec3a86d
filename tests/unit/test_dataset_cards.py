"""Every dataset card says what must be known before its data are used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from inconcert.errors import ConfigError, InputError, MissingFileError
from inconcert.hashing import hash_file
from inconcert.pipeline.reproduction.cards import (
    DATA_VARIABLE,
    DatasetCard,
    FileFacts,
    dataset_card,
    find_files,
    lies_here,
    read_card,
)
from inconcert.resources import resource_dir

if TYPE_CHECKING:
    from pathlib import Path

CARDS = sorted(resource_dir("datasets").glob("*/card.yaml"))
REFERENCE = [
    "coortweet_german_elections",
    "coortweet_russian_retweets",
    "gop_debate_2015",
    "ira_twitter",
]
POSTS = "object_id,account_id,content_id,timestamp_share\n"


@pytest.fixture(params=CARDS, ids=[path.parent.name for path in CARDS])
def card_path(request: pytest.FixtureRequest) -> Path:
    return request.param


def make_card(folder: Path, **changes: object) -> DatasetCard:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "posts.csv"
    path.write_text(POSTS)
    facts = FileFacts(sha256=hash_file(path), rows=0)
    record = {
        "name": folder.name,
        "title": "a",
        "source": "example.org/posts @ 1a2b3c",
        "licence": "MIT",
        "citation": "none",
        "files": {"posts.csv": facts},
        "labels": "none",
        "known_problems": (),
    }
    return DatasetCard(**{**record, **changes})


def test_the_reference_sets_have_cards():
    assert set(REFERENCE) <= {path.parent.name for path in CARDS}


def test_card_is_complete(card_path):
    card = read_card(card_path)
    assert card.name == card_path.parent.name
    for text in (card.title, card.source, card.licence, card.citation, card.labels):
        assert text.strip()
    assert card.files
    assert card.known_problems
    assert all(isinstance(problem, str) for problem in card.known_problems)


def test_card_gives_checksums_and_rows(card_path):
    for facts in read_card(card_path).files.values():
        assert re.fullmatch(r"[0-9a-f]{64}", facts.sha256)
        assert facts.rows > 0


def test_files_that_ship_are_those_on_the_card(card_path):
    for name, facts in read_card(card_path).files.items():
        path = card_path.parent / name
        if path.exists():
            assert hash_file(path) == facts.sha256


@pytest.mark.reference
@pytest.mark.parametrize("name", REFERENCE)
def test_reference_files_are_those_on_the_card(name, reference_data):
    card = dataset_card(name)
    found = find_files(card, card.files, directory=reference_data)
    assert set(found) == set(card.files)


def test_unknown_card_gives_the_nearest():
    with pytest.raises(ConfigError, match="did you mean 'ira_twitter'"):
        dataset_card("ira_twiter")


def test_missing_and_unknown_keys_are_refused(tmp_path):
    path = tmp_path / "card.yaml"
    path.write_text(yaml.safe_dump({"name": "x"}))
    with pytest.raises(ConfigError, match="missing citation, files, known_problems"):
        read_card(path)
    full = yaml.safe_load((resource_dir("datasets") / "ira_twitter/card.yaml").read_text())
    path.write_text(yaml.safe_dump({**full, "license": "MIT"}))
    with pytest.raises(ConfigError, match="unknown key 'license'; did you mean 'licence'"):
        read_card(path)


def test_a_card_that_is_no_mapping_is_refused(tmp_path):
    path = tmp_path / "card.yaml"
    path.write_text("- a\n")
    with pytest.raises(ConfigError, match="expected a mapping of keys, found list"):
        read_card(path)
    path.write_text("a: [")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_card(path)


def test_yaml_tags_are_not_followed(tmp_path):
    path = tmp_path / "card.yaml"
    path.write_text("name: !!python/object/apply:os.getcwd []\n")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_card(path)


def test_data_are_found_in_each_place(tmp_path, monkeypatch):
    card = make_card(tmp_path / "shared" / "tiny")
    expected = {"posts.csv": tmp_path / "shared" / "tiny" / "posts.csv"}
    # as the dataset's own folder, and as the folder that holds it
    assert find_files(card, ["posts.csv"], directory=tmp_path / "shared" / "tiny") == expected
    assert find_files(card, ["posts.csv"], directory=tmp_path / "shared") == expected
    assert not lies_here(card, ["posts.csv"])
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "shared"))
    assert find_files(card, ["posts.csv"]) == expected
    assert lies_here(card, ["posts.csv"])


def test_data_that_are_absent_say_where_they_were_looked_for(tmp_path, monkeypatch):
    card = make_card(tmp_path / "elsewhere" / "tiny")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "reference"))
    with pytest.raises(MissingFileError) as caught:
        find_files(card, ["posts.csv"])
    message = str(caught.value)
    assert message.splitlines()[0] == "the data of 'tiny' were not found (posts.csv)"
    assert str(tmp_path / "reference" / "tiny") in message
    assert "they come from: example.org/posts @ 1a2b3c" in message
    assert "--data DIR, or set INCONCERT_REFERENCE" in message


def test_data_that_are_named_are_looked_for_there_alone(tmp_path, monkeypatch):
    card = make_card(tmp_path / "reference" / "tiny")
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "reference"))
    with pytest.raises(MissingFileError, match="not found"):
        find_files(card, ["posts.csv"], directory=tmp_path / "empty")


def test_another_checksum_is_refused(tmp_path):
    card = make_card(tmp_path / "tiny")
    (tmp_path / "tiny" / "posts.csv").write_text(POSTS + "o,a,p,1\n")
    with pytest.raises(InputError) as caught:
        find_files(card, ["posts.csv"], directory=tmp_path)
    message = str(caught.value)
    assert "is not the file that the card of 'tiny' describes" in message
    assert f"SHA-256 expected: {card.files['posts.csv'].sha256}" in message


def test_a_file_that_the_card_does_not_know_is_refused(tmp_path):
    card = make_card(tmp_path / "tiny")
    (tmp_path / "tiny" / "post.csv").write_text(POSTS)
    with pytest.raises(ConfigError, match=r"knows no file 'post\.csv'; did you mean 'posts\.csv'"):
        find_files(card, ["post.csv"], directory=tmp_path)
