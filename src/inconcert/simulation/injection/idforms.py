"""The form of a dataset's ids, learned from them, and new ids of the same form.

Ids are numbers (behind a common beginning such as `tw_`) or strings that say nothing. Numbers
either rise with time, X's with the time in the upper bits, or lie anywhere; new ones come from the
gaps between those that are taken. Where there are next to no gaps, they continue the sequence.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_EPOCH_MS = 1_288_834_974_657
_LOW = 22
_NUMBERED = r"^(|.*[^0-9])(0|[1-9][0-9]{0,17}|[1-8][0-9]{18})$"
_RISING = 0.99
_FULL = 0.9
_MOST = 0.99
"""So many of the ids must be numbers; readers name the few posts without an id in another way."""
_ROUNDS = 50
_RENUMBERED = {"id_before": pl.String(), "id": pl.String()}
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass
class IdForm(ABC):
    """Ids that are taken; `draw` gives new ones and takes them, too."""

    taken: set[str]
    full: bool = field(default=False, kw_only=True)
    """There is no room between the taken ones, so that new ids can be told from them."""

    def draw(self, at: Ints, rng: np.random.Generator) -> list[str]:
        """Return a new id for each instant (Unix seconds), all different."""
        found: list[str] = [""] * len(at)
        open_rows = np.arange(len(at))
        for _ in range(_ROUNDS):
            for row, drawn in zip(open_rows, self._drawn(at[open_rows], rng), strict=True):
                if drawn not in self.taken:
                    self.taken.add(drawn)
                    found[row] = drawn
            open_rows = np.array([row for row in open_rows if not found[row]], dtype=np.int64)
            if not len(open_rows):
                return found
        for row in open_rows:
            found[row] = self._spare(rng)
        return found

    @abstractmethod
    def _drawn(self, at: Ints, rng: np.random.Generator) -> list[str]:
        """Return an id for each instant; some may be taken."""

    def _spare(self, rng: np.random.Generator) -> str:
        """Return some new id although hardly any is left: a known one with more signs."""
        some = sorted(self.taken)[int(rng.integers(len(self.taken)))]
        while some in self.taken:
            some += _LETTERS[int(rng.integers(len(_LETTERS)))]
        self.taken.add(some)
        return some


@dataclass
class Words(IdForm):
    """Ids that say nothing: the head of one and the tail of another, of the length of the first."""

    by_length: list[str]

    def _drawn(self, at: Ints, rng: np.random.Generator) -> list[str]:
        lengths = np.array([len(word) for word in self.by_length])
        first = rng.integers(len(lengths), size=len(at))
        least = np.searchsorted(lengths, lengths[first])
        second = least + np.floor(rng.random(len(at)) * (len(lengths) - least)).astype(np.int64)
        cut = 1 + np.floor(rng.random(len(at)) * np.maximum(lengths[first] - 1, 1)).astype(int)
        return [self._crossed(*pair) for pair in zip(first, second, cut, strict=True)]

    def _crossed(self, first: int, second: int, cut: int) -> str:
        head, tail = self.by_length[first], self.by_length[second]
        return head[:cut] + tail[len(tail) - len(head) + cut :] if cut < len(head) else head


@dataclass
class Numbers(IdForm):
    """Numbers anywhere: a gap by chance, and a place in it, in steps that all numbers keep."""

    prefix: str
    values: Ints
    """Sorted."""

    def _drawn(self, at: Ints, rng: np.random.Generator) -> list[str]:
        if self.full:
            return self._next(len(at))
        step = _step(self.values)
        room = np.flatnonzero(np.diff(self.values) > step)
        place = self._place(room, at, rng)
        low, high = self.values[place], self.values[place + 1]
        steps = (high - low) // step - 1
        drawn = low + step * (1 + np.floor(rng.random(len(at)) * steps).astype(np.int64))
        return [f"{self.prefix}{number}" for number in drawn.tolist()]

    def _next(self, count: int) -> list[str]:
        step = _step(self.values)
        more = self.values[-1] + step * np.arange(1, count + 1)
        self.values = np.append(self.values, more)
        return [f"{self.prefix}{number}" for number in more.tolist()]

    def _place(self, room: Ints, at: Ints, rng: np.random.Generator) -> Ints:
        """Return the gap (by the row of the number before it) that each id is to come from."""
        return room[rng.integers(len(room), size=len(at))]


@dataclass
class TimedNumbers(Numbers):
    """Numbers that rise with time: from the gap next to the instant."""

    instants: Ints
    """Sorted; the i-th number belongs about to the i-th instant."""

    def _place(self, room: Ints, at: Ints, rng: np.random.Generator) -> Ints:  # noqa: ARG002
        there = np.searchsorted(self.instants, at, side="right") - 1
        after = np.searchsorted(room, np.maximum(there, 0))
        return room[np.minimum(after, len(room) - 1)]


@dataclass
class Snowflakes(IdForm):
    """Numbers as X makes them: the time in the upper bits, the lower ones as in the known ids."""

    low_bits: Ints

    def _drawn(self, at: Ints, rng: np.random.Generator) -> list[str]:
        milliseconds = at * 1000 + rng.integers(1000, size=len(at)) - _EPOCH_MS
        low = self.low_bits[rng.integers(len(self.low_bits), size=len(at))]
        return [str(number) for number in ((milliseconds << _LOW) | low).tolist()]


def learn(ids: pl.Series, at: Ints | None) -> IdForm:
    """Return the form of the ids; `at` are their Unix seconds, None where nothing is known.

    >>> form = learn(pl.Series(["tw_10", "tw_20", "tw_40"]), None)
    >>> form.draw(np.zeros(1, dtype=np.int64), np.random.default_rng(0))
    ['tw_30']
    """
    taken = set(ids.to_list())
    parts = [re.match(_NUMBERED, word) for word in ids.to_list()]
    usual = Counter(part.group(1) for part in parts if part).most_common(1)
    if not usual or usual[0][1] < max(_MOST * len(ids), 2):
        return Words(taken, sorted(taken, key=lambda word: (len(word), word)))
    prefix = usual[0][0]
    mine = np.array([part is not None and part.group(1) == prefix for part in parts])
    numbers = [int(part.group(2)) for part in parts if part and part.group(1) == prefix]
    return _numbers(taken, prefix, np.array(numbers), None if at is None else at[mine])


def _numbers(taken: set[str], prefix: str, values: Ints, at: Ints | None) -> IdForm:
    ordered = np.sort(values)
    full = len(values) > _FULL * (int(ordered[-1] - ordered[0]) // _step(ordered) + 1)
    if at is None or full:
        return Numbers(taken, prefix, ordered, full=full)
    told = (values >> _LOW) + _EPOCH_MS
    if prefix == "" and np.mean(told // 1000 == at) > _RISING:
        return Snowflakes(taken, values & ((1 << _LOW) - 1))
    if np.corrcoef(_ranks(values), _ranks(at))[0, 1] > _RISING:
        return TimedNumbers(taken, prefix, ordered, np.sort(at))
    return Numbers(taken, prefix, ordered)


def _step(ordered: Ints) -> int:
    """Return the step that all numbers keep: their greatest common difference."""
    return int(np.gcd.reduce(np.diff(ordered))) or 1


def _ranks(values: Ints) -> Ints:
    ranks = np.empty(len(values), dtype=np.int64)
    ranks[np.lexsort((np.arange(len(values)), values))] = np.arange(len(values))
    return ranks


@dataclass(frozen=True)
class IdForms:
    """The form of each group (a platform), for each has ids of its own."""

    forms: dict[str, IdForm]

    @property
    def full(self) -> bool:
        """New ids of some group can be told from the known ones."""
        return any(form.full for form in self.forms.values())

    def anew(self, ids: pl.Series, rng: np.random.Generator) -> pl.DataFrame:
        """Number all ids of full forms anew, in any order: columns `id_before` and `id`."""
        parts = [pl.DataFrame({"id_before": [], "id": []}, schema=_RENUMBERED)]
        for form in {id(form): form for form in self.forms.values()}.values():
            if isinstance(form, Numbers) and form.full:
                mine = ids.filter(ids.str.contains(f"^{re.escape(form.prefix)}[0-9]+$")).sort()
                first, step = int(form.values[0]), _step(form.values)
                drawn = [f"{form.prefix}{first + step * n}" for n in rng.permutation(len(mine))]
                parts.append(pl.DataFrame({"id_before": mine, "id": drawn}, schema=_RENUMBERED))
        return pl.concat(parts).sort("id_before")

    def draw(self, groups: pl.Series, at: Ints, rng: np.random.Generator) -> pl.Series:
        """Return a new id for each group and instant."""
        found = np.empty(len(at), dtype=object)
        for group, form in self.forms.items():
            where = (groups == group).to_numpy()
            found[where] = form.draw(at[where], rng)
        return pl.Series(found.tolist(), dtype=pl.String)


def learn_each(ids: pl.Series, groups: pl.Series, at: Ints | None) -> IdForms:
    """Learn the ids of each group; groups are never null.

    One form serves all groups where all ids are numbers behind the same beginning.
    """
    names = [str(group) for group in groups.unique().sort().to_list()]
    whole = learn(ids, at)
    if isinstance(whole, Numbers | Snowflakes):
        return IdForms(dict.fromkeys(names, whole))
    forms = {}
    for name in names:
        where = (groups == name).to_numpy()
        forms[name] = learn(ids.filter(pl.Series(where)), None if at is None else at[where])
        forms[name].taken = whole.taken
    return IdForms(forms)
