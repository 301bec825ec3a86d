"""512 bits a text, which rule out most pairs before their n-grams are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.acts import starts_of
from inconcert.networks.textfamilies.shingles import GRAM_BITS

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.networks.acts import Integers
    from inconcert.networks.textfamilies.shingles import Shingles

_BITS = 9
_WORDS = 1 << (_BITS - 6)
_GRAMS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Sketches:
    """Row i of `words` has the bits of the n-grams of text i, one a gram (the hash's first 9)."""

    words: npt.NDArray[np.uint64]
    sizes: Integers

    def may_be_near(self, first: Integers, second: Integers, least: float) -> npt.NDArray[np.bool_]:
        """Tell which pairs are not ruled out; no pair that is similar enough is.

        Two sets with Jaccard similarity s differ in (1 - s) / (1 + s) of the sum of their sizes,
        and in no fewer n-grams than bits, nor than their sizes differ.
        """
        one, other = self.sizes[first], self.sizes[second]
        allowed = (one + other) * (1 - least) / (1 + least) + 1e-6
        unlike = np.bitwise_count(self.words[first] ^ self.words[second]).sum(axis=1)
        may: npt.NDArray[np.bool_] = np.maximum(unlike, np.abs(one - other)) <= allowed
        return may


def sketch(texts: Shingles) -> Sketches:
    """Draw the sketches of texts; the n-grams of a text rise, so that its words follow in order."""
    words = np.zeros(len(texts) * _WORDS, dtype=np.uint64)
    sizes = texts.sizes
    ends = np.searchsorted(texts.starts, np.arange(0, texts.grams.size, _GRAMS_AT_ONCE))
    cuts = np.unique(np.append(ends, len(texts)))
    for first, last in pairwise(cuts.tolist()):
        _fill(words, texts, sizes, slice(first, last))
    return Sketches(words=words.reshape(-1, _WORDS), sizes=sizes)


def _fill(words: npt.NDArray[np.uint64], texts: Shingles, sizes: Integers, part: slice) -> None:
    grams = texts.grams[texts.starts[part.start] : texts.starts[part.stop]].astype(np.int64)
    if not grams.size:
        return
    bit = grams >> (GRAM_BITS - _BITS)
    owner = np.repeat(np.arange(part.start, part.stop), sizes[part])
    word = owner * _WORDS + (bit >> 6)
    starts = starts_of(word)
    set_bits = np.left_shift(np.uint64(1), (bit & 63).astype(np.uint64))
    words[word[starts]] = np.bitwise_or.reduceat(set_bits, starts)
