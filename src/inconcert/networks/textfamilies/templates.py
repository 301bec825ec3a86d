"""Templates: what the copies of a text have in common, and what fills the gaps."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from operator import eq
from typing import TYPE_CHECKING

from inconcert.posts.text import MENTION_MARK, URL_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

FIXED_SHARE = 0.8
"""A part that at least this share of the variants have is fixed, so that one typing error makes no
slot; chosen, no paper."""

MOST_VALUES = 5

MOST_TOKENS = 500
"""Of a longer text only the beginning is made a template; the rest is shown as `…`."""

# A word of a script that writes spaces is one token, so that no slot cuts it; elsewhere a token is
# one character with what modifies it (voicing mark, variation selector, joined emoji, skin tone).
_TOKEN = re.compile(
    r"[0-9A-Za-z_\u00aa-\u024f\u0370-\u06ff\u0900-\u0dff\u1e00-\u1fff\uac00-\ud7a3]+"
    r"|.(?:[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a\ufe0e\ufe0f"
    r"\U0001f3fb-\U0001f3ff]|\u200d.)*",
    re.DOTALL,
)
_MOST_CHARACTERS = 20 * MOST_TOKENS
_SHOWN = {"{": "{{", "}": "}}", URL_MARK: "{url}", MENTION_MARK: "{mention}"}


@dataclass(frozen=True)
class Variant:
    """A normalised text with marks for URLs and mentions, and how many posts have it."""

    text: str
    posts: int


@dataclass(frozen=True)
class Template:
    """A text with numbered slots; `slots[i]` holds the values of slot i + 1 and their posts."""

    text: str
    slots: tuple[tuple[tuple[str, int], ...], ...]


@dataclass(frozen=True)
class _Alignment:
    """Where the tokens of an exemplar stand in a variant."""

    tokens: list[str]
    has: list[bool]
    """For each token of the exemplar whether the variant has it."""
    after: list[int]
    """Boundary i of the exemplar: where what stands before it ends in the variant."""
    before: list[int]
    """Boundary i: where what stands behind it begins; further on, if something was put in."""

    def between(self, begin: int, end: int) -> str:
        """Return what the variant has in place of the exemplar's tokens from `begin` to `end`."""
        return "".join(self.tokens[self.after[begin] : self.before[end]])


def template(exemplar: Variant, others: Sequence[Variant]) -> Template:
    """Return what the variants have in common with the exemplar.

    Each is aligned with the exemplar, token by token. Time grows with the square of the part in
    which two texts differ, at most `MOST_TOKENS`.

    >>> made = template(Variant("見て: 猫です!", 3), [Variant("見て: 犬です!", 2)])
    >>> made.text, made.slots
    ('見て: {1}です!', ((('猫', 3), ('犬', 2)),))
    """
    tokens = _tokens(exemplar.text)
    aligned = [_align(tokens, _tokens(variant.text)) for variant in (exemplar, *others)]
    gaps = _slots(len(tokens), aligned)
    counted = list(zip(aligned, (exemplar, *others), strict=True))
    values = tuple(_values(gap, counted) for gap in gaps)
    return Template(text=_written(tokens, gaps), slots=values)


def _tokens(text: str) -> list[str]:
    """Cut a text into tokens; a long one ends after `MOST_TOKENS` with an ellipsis."""
    tokens: list[str] = _TOKEN.findall(text[:_MOST_CHARACTERS])
    whole = len(tokens) <= MOST_TOKENS and len(text) <= _MOST_CHARACTERS
    return tokens if whole else [*tokens[:MOST_TOKENS], "…"]


def shown(text: str) -> str:
    """Return a text as a template without slots: marks spelt out, braces doubled.

    >>> shown("{a} " + URL_MARK)
    '{{a}} {url}'
    """
    return "".join(_SHOWN.get(character, character) for character in text)


def _align(tokens: list[str], other: list[str]) -> _Alignment:
    """Cut the common beginning and end off before what remains is matched."""
    least = min(len(tokens), len(other))
    head = next((i for i in range(least) if tokens[i] != other[i]), least)
    rest = least - head
    tail = next((i for i in range(rest) if tokens[-1 - i] != other[-1 - i]), rest)
    end, other_end = len(tokens) - tail, len(other) - tail
    blocks = [(0, 0, head), *_matches(tokens[head:end], other[head:other_end], head)]
    return _placed(tokens, other, [*blocks, (end, other_end, tail)])


def _matches(tokens: list[str], other: list[str], head: int) -> list[tuple[int, int, int]]:
    if not tokens or not other:
        return []
    blocks = SequenceMatcher(None, tokens, other, autojunk=False).get_matching_blocks()
    return [(head + block.a, head + block.b, block.size) for block in blocks]


def _placed(tokens: list[str], other: list[str], blocks: list[tuple[int, int, int]]) -> _Alignment:
    """Turn matching blocks into boundaries; those inside a replaced part stand at its beginning."""
    has = [False] * len(tokens)
    after, before = [0] * (len(tokens) + 1), [0] * (len(tokens) + 1)
    reached = reached_other = 0
    for begin, other_begin, size in blocks:
        for boundary in range(reached + 1, begin + 1):
            after[boundary] = before[boundary] = reached_other
        if begin > reached:
            after[begin] = other_begin
        before[begin] = other_begin
        for step in range(1, size + 1):
            has[begin + step - 1] = True
            after[begin + step] = before[begin + step] = other_begin + step
        reached, reached_other = begin + size, other_begin + size
    return _Alignment(other, has, after, before)


def _slots(count: int, aligned: list[_Alignment]) -> list[tuple[int, int]]:
    """Return the parts of the exemplar, as begin and end, that too few variants have.

    A part of no length is where variants put something in.
    """
    needed = FIXED_SHARE * len(aligned)
    fixed = [sum(some) >= needed for some in zip(*(one.has for one in aligned), strict=True)]
    closed = (map(eq, one.after, one.before) for one in aligned)
    joined = [sum(some) >= needed for some in zip(*closed, strict=True)]
    gaps: list[tuple[int, int]] = []
    for boundary in range(count + 1):
        open_gap = bool(gaps) and gaps[-1][1] == boundary
        if not joined[boundary] and not open_gap:
            gaps.append((boundary, boundary))
        if boundary < count and not fixed[boundary]:
            begin = gaps.pop()[0] if gaps and gaps[-1][1] == boundary else boundary
            gaps.append((begin, boundary + 1))
    return gaps


def _values(
    gap: tuple[int, int], counted: list[tuple[_Alignment, Variant]]
) -> tuple[tuple[str, int], ...]:
    posts: Counter[str] = Counter()
    for aligned, variant in counted:
        posts[shown(aligned.between(*gap)).strip()] += variant.posts
    return tuple(sorted(posts.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES])


def _written(tokens: list[str], gaps: list[tuple[int, int]]) -> str:
    pieces, reached = [], 0
    for number, (begin, end) in enumerate(gaps, start=1):
        pieces += [shown("".join(tokens[reached:begin])), f"{{{number}}}"]
        reached = end
    return "".join([*pieces, shown("".join(tokens[reached:]))])
