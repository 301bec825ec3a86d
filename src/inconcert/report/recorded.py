"""What the program recorded in English, in the language of the report where a pattern fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class Recorded:
    """A sentence in the language of the report (empty: none is known) and as it was recorded."""

    translated: str
    original: str


def recorded(sentence: str, language: str) -> Recorded:
    """Translate a rule or a note by the patterns of the language.

    >>> note = "7 posts have times to the minute: a window of 60 s cannot tell acts apart."
    >>> recorded(note, "ja").translated[:15]
    '7件の投稿の時刻は分単位です。'
    >>> recorded("something else", "ja").translated
    ''
    """
    for pattern, target in _patterns(language):
        if found := pattern.fullmatch(sentence):
            return Recorded(target.format(**found.groupdict()), sentence)
    return Recorded("", sentence)


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    path = files("inconcert.report") / "catalogues" / f"recorded.{language}.yaml"
    if not path.is_file():
        return ()
    entries = yaml.safe_load(path.read_text("utf-8"))
    return tuple((re.compile(entry["english"]), entry["japanese"]) for entry in entries)
