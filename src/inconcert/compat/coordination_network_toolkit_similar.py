"""Pairs of messages whose sets of words overlap enough, within a time window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.compat.coordination_network_toolkit_text import words
from inconcert.compat.coordination_network_toolkit_weights import distinct_pairs, pairs_within
from inconcert.networks.acts import starts_of
from inconcert.networks.nearby import acts_with_neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt
    from scipy import sparse

    from inconcert.compat.coordination_network_toolkit_weights import Pairs
    from inconcert.networks.acts import Integers

    Flags = npt.NDArray[np.bool_]

_VERIFIED_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class WordSets:
    """Messages as sets of words: set i owns the words from `starts[i]` to `starts[i + 1]`."""

    of_message: Integers
    """Number of the set of words of each message; -1 without words."""
    starts: Integers
    word: Integers
    """Numbers of words, the rarest first; rising within a set."""

    @property
    def sizes(self) -> Integers:
        """Return the number of words of each set."""
        return np.diff(self.starts)


def word_sets(texts: pl.Series, *, min_words: int = 1) -> WordSets:
    """Return the set of words of each text; texts with the same words share one.

    Texts with fewer than `min_words` have none.
    """
    distinct = texts.unique(maintain_order=True)
    found = words(distinct).filter(pl.len().over("text") >= min_words)
    counts = found.group_by("word").len().sort("len", "word").with_row_index("number")
    coded = found.join(counts.select("word", "number"), on="word").select(
        pl.col("text", "number").cast(pl.Int64)
    )
    lists = coded.sort("text", "number").group_by("text", maintain_order=True).agg("number")
    sets = lists.select("number").unique(maintain_order=True).with_row_index("set")
    of_text = np.full(distinct.len(), -1, dtype=np.int64)
    numbered = lists.join(sets, on="number")
    of_text[numbered["text"].to_numpy()] = numbered["set"].to_numpy()
    position = texts.cast(pl.Enum(distinct)).to_physical().to_numpy()
    sizes = sets["number"].list.len().cast(pl.Int64).to_numpy()
    word = sets["number"].explode().drop_nulls().cast(pl.Int64).to_numpy()
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return WordSets(of_message=of_text[position], starts=starts, word=word)


def similar_pairs(
    sets: WordSets, time: Integers, window: int, threshold: float, *, max_pairs: int
) -> Pairs:
    """Return the pairs of messages with |dt| <= window and a Jaccard index >= threshold.

    Two sets that are similar share one of their rarest words (prefix filter: of n words the rarest
    n - ceil(threshold * n) + 1), so only messages that share such a word are compared.
    """
    message, word = _rare_words(sets, threshold)
    acts = acts_with_neighbours(word, time[message], window)
    near = pairs_within(acts, window, max_pairs=max_pairs)
    found = _verified(sets, message[acts.row], near.blocks(), threshold)
    return distinct_pairs(found, max(time.size, 1))


def _rare_words(sets: WordSets, threshold: float) -> Pairs:
    """List each message with the rare words by which it is found."""
    sizes = sets.sizes
    length = sizes - np.ceil(threshold * sizes - 1e-9).astype(np.int64) + 1
    message = np.flatnonzero(sets.of_message >= 0)
    number = sets.of_message[message]
    counts = np.minimum(length, sizes)[number]
    begun = np.repeat(np.cumsum(counts) - counts, counts)
    place = np.repeat(sets.starts[number], counts) + np.arange(int(counts.sum())) - begun
    return np.repeat(message, counts), sets.word[place]


def _verified(
    sets: WordSets, message: Integers, blocks: Iterable[Pairs], threshold: float
) -> Iterator[Pairs]:
    matrix = _matrix(sets)
    for one, other in blocks:
        first, second = message[one], message[other]
        enough = _similar(sets, matrix, sets.of_message[first], sets.of_message[second], threshold)
        yield first[enough], second[enough]


def _similar(
    sets: WordSets, matrix: sparse.csr_array, one: Integers, other: Integers, threshold: float
) -> Flags:
    """Compare each distinct pair of sets once; a set is similar to itself."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    sizes = sets.sizes
    shorter = np.minimum(sizes[low], sizes[high])
    hopeful = shorter >= threshold * np.maximum(sizes[low], sizes[high]) - 1e-9
    key = low[hopeful] * sizes.size + high[hopeful]
    order = np.argsort(key)
    starts = starts_of(key[order])
    pair = key[order[starts]]
    index = _jaccard(sets, matrix, pair // max(sizes.size, 1), pair % max(sizes.size, 1))
    result = np.zeros(one.size, dtype=np.bool_)
    repeats = np.diff(starts, append=key.size)
    result[np.flatnonzero(hopeful)[order]] = np.repeat(index >= threshold, repeats)
    return result


def _jaccard(
    sets: WordSets, matrix: sparse.csr_array, one: Integers, other: Integers
) -> npt.NDArray[np.float64]:
    shared = np.empty(one.size, dtype=np.int64)
    for begin in range(0, one.size, _VERIFIED_AT_ONCE):
        chosen = slice(begin, begin + _VERIFIED_AT_ONCE)
        both = matrix[one[chosen]].multiply(matrix[other[chosen]])
        shared[chosen] = both.sum(axis=1)
    sizes = sets.sizes
    index: npt.NDArray[np.float64] = shared / (sizes[one] + sizes[other] - shared)
    return index


def _matrix(sets: WordSets) -> sparse.csr_array:
    from scipy import sparse

    shape = (sets.sizes.size, int(sets.word.max()) + 1 if sets.word.size else 1)
    ones = np.ones(sets.word.size, dtype=np.int64)
    return sparse.csr_array((ones, sets.word, sets.starts), shape=shape)
