"""Both catalogues are complete, agree in their fields, and say nothing they must not say."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from inconcert.errors import ConfigError
from inconcert.report.recorded import recorded
from inconcert.report.wording import LANGUAGES, Wording, catalogue

FORBIDDEN = (
    "工作員", "外国勢力による", "ボットである", "違法", "名誉毀損に当たる", "名誉毀損に該当",
    "慰謝料", "bot army", "is run by", "proves", "foreign operation", "defamatory",
)  # fmt: skip
RESOURCES = Path(str(files("inconcert.report")))


def fields(sentence: Any) -> set[str]:
    forms = sentence.values() if isinstance(sentence, dict) else [str(sentence)]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


def test_every_sentence_exists_in_every_language_with_the_same_fields() -> None:
    english, japanese = (catalogue(language) for language in LANGUAGES)
    assert set(english) == set(japanese)
    for key in english:
        different = fields(english[key]) ^ fields(japanese[key])
        # a language may leave out the number that chooses between one and other
        assert different <= {"n"}, key


def test_every_key_that_a_template_or_module_names_exists() -> None:
    texts = [path.read_text("utf-8") for path in sorted(RESOURCES.rglob("*"))
             if path.suffix in {".j2", ".py"}]  # fmt: skip
    named = {
        key
        for text in texts
        for key in re.findall(r'(?<![\w.])(?:t|words|self)\("([a-z_.]+)"', text)
    }
    complete = {key for key in named if not key.endswith((".", "_"))}
    assert len(complete) > 60
    assert complete <= set(catalogue("en"))


@pytest.mark.parametrize("path", sorted(
    path for path in RESOURCES.rglob("*") if path.suffix in {".j2", ".yaml", ".py", ".js", ".css"}
    and ".min." not in path.name
), ids=lambda path: path.name)  # fmt: skip
def test_no_forbidden_word_stands_in_any_text_of_the_report(path: Path) -> None:
    text = path.read_text("utf-8").lower()
    assert [word for word in FORBIDDEN if word in text] == []


def test_japanese_sentences_are_japanese_and_set_without_spaces() -> None:
    untranslated = {
        key for key, sentence in catalogue("ja").items()
        if not re.search(r"[ぁ-んァ-ヶ一-龠]", str(sentence))
    }  # fmt: skip
    assert untranslated <= {
        "evidence.caption",
        "provenance.hash",
        "facts.span_value",
        "facts.span_jst",
    }
    for key, sentence in catalogue("ja").items():
        assert not re.search(r"[。、ぁ-ん一-龠] [ぁ-んァ-ヶ一-龠]", str(sentence)), key
        assert "\n" not in str(sentence)


def test_plural_forms() -> None:
    words = Wording("en")
    assert words("unit.posts", n=1) == "1 post"
    assert words("unit.posts", n=2_000_000) == "2,000,000 posts"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 s"),
        (0.004, "0.004 s"),
        (59, "59 s"),
        (60, "1 min"),
        (5400, "1.5 h"),
        (86400 * 3, "3 days"),
    ],
)
def test_durations(seconds: float, written: str) -> None:
    assert Wording("en").duration(seconds) == written


def test_a_delay_is_never_finer_than_its_times() -> None:
    assert Wording("ja").delay(0.0, "minute") == "1分未満"
    assert Wording("en").delay(0.0, "microsecond") == "0 s"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ConfigError, match="no report language 'jp'; allowed: en, ja"):
        Wording("jp")


def test_notes_of_the_network_and_rules_of_the_default_model_are_known_in_japanese() -> None:
    from inconcert.models.published.corepost_similarity import RELATIVE

    sentences = [
        "1,204 reposts name no target post: identical text among reposts serves as the object.",
        "49,613 posts have times to the minute: a window of 60 s cannot tell acts of the same "
        "minute apart; give a longer window, or read the delays as minutes.",
        "flagged if the score is at least 0.4213: the threshold with the highest F1 (0.912) on 120 "
        "validation accounts",
        RELATIVE,
    ]
    for sentence in sentences:
        assert recorded(sentence, "ja").translated, sentence
        assert recorded(sentence, "en").translated == ""
    assert "1,204件" in recorded(sentences[0], "ja").translated
