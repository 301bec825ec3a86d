"""Who acted on which object, how often and when: what every null model starts from."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.errors import ColumnError, InputError
from inconcert.networks.acts import argsort_by, codes, microseconds, require, starts_of

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.networks.acts import Integers

    Floats = npt.NDArray[np.float64]

_BLOCK = 1 << 22


@dataclass(frozen=True)
class Participation:
    """The acts of one layer by account, object and time.

    A part is one account on one object, however often. Parts are sorted by account, then object;
    the acts of part p are `time[start[p] : start[p] + acts[p]]`, rising.
    """

    names: pl.Series
    """Accounts; every account is a position in it."""
    objects: int
    """Number of distinct objects."""
    account: Integers
    object: Integers
    start: Integers
    acts: Integers
    time: Integers
    """Microseconds since 1970, one entry an act."""
    stratum: Integers
    """One entry an account; all 0 without strata."""

    @property
    def degree(self) -> Integers:
        """Number of distinct objects of each account."""
        return np.bincount(self.account, minlength=len(self.names))

    @property
    def popularity(self) -> Integers:
        """Number of distinct accounts of each object."""
        return np.bincount(self.object, minlength=self.objects)

    @property
    def part_of_act(self) -> Integers:
        """The part that each act belongs to."""
        return np.repeat(np.arange(self.acts.size), self.acts)

    def at(self, time: Integers) -> Participation:
        """Return the same acts at other times, given one entry an act in the present order."""
        again = np.flatnonzero(np.repeat(self.acts > 1, self.acts))
        order = argsort_by(self.part_of_act[again], time[again])
        sorted_time = time.copy()
        sorted_time[again] = time[again][order]
        return replace(self, time=sorted_time)

    def of_accounts(self, accounts: Integers) -> Participation:
        """Return the acts of some accounts; accounts and objects keep their numbers."""
        kept = np.isin(self.account, accounts)
        acts = self.acts[kept]
        return replace(
            self,
            account=self.account[kept],
            object=self.object[kept],
            start=np.cumsum(acts) - acts,
            acts=acts,
            time=self.time[np.repeat(kept, self.acts)],
        )


@dataclass(frozen=True)
class Pairs:
    """Pairs of accounts under test, as positions in `Participation.names`."""

    source: Integers
    target: Integers

    def __len__(self) -> int:
        """Return the number of pairs."""
        return self.source.size


@dataclass(frozen=True)
class Shared:
    """The objects that pairs share: one entry for each pair and object, by rising pair."""

    pair: Integers
    one: Integers
    """Part of the one account (not always the source)."""
    other: Integers


def participation(actions: pl.DataFrame, strata: pl.DataFrame | None = None) -> Participation:
    """Code the actions of one layer.

    `strata` has `account_id` and one more column; accounts it does not name form a stratum of their
    own. Raises `ColumnError` for columns that are missing or hold nulls.
    """
    require(actions, ("account_id", "object_id", "created_at"))
    names, account = codes(actions["account_id"])
    object_names, item = codes(actions["object_id"])
    key = account * max(len(object_names), 1) + item
    time = microseconds(actions["created_at"]).to_numpy()
    order = argsort_by(key, time)
    start = starts_of(key[order])
    return Participation(
        names=names.cast(pl.String),
        objects=len(object_names),
        account=account[order][start],
        object=item[order][start],
        start=start,
        acts=np.diff(start, append=len(order)),
        time=time[order],
        stratum=_strata(names.cast(pl.String), strata),
    )


def pairs_of(edges: pl.DataFrame, names: pl.Series) -> Pairs:
    """Find the ends of edges among the accounts; raises `InputError` for one that is not there."""
    return Pairs(_positions(edges["source"], names), _positions(edges["target"], names))


def shared_objects(parts: Participation, pairs: Pairs) -> Shared:
    """List the objects each pair shares.

    Cost: for each pair the number of objects of its less active account.
    """
    several = np.flatnonzero(parts.popularity[parts.object] > 1)
    first = np.searchsorted(parts.account[several], np.arange(len(parts.names) + 1))
    count = np.diff(first)
    swap = count[pairs.source] > count[pairs.target]
    search = _Search(
        parts=parts,
        several=several,
        keys=parts.account[several] * parts.objects + parts.object[several],
        first=first,
        small=np.where(swap, pairs.target, pairs.source),
        large=np.where(swap, pairs.source, pairs.target),
    )
    found = [search.block(block) for block in _blocks(count[search.small])]
    columns = zip(*found, strict=True) if found else [[search.small]] * 3
    return Shared(*(np.concatenate(column) for column in columns))


@dataclass(frozen=True)
class _Search:
    """What the objects of the less active account are looked up in."""

    parts: Participation
    several: Integers
    """Parts on objects that several accounts acted on."""
    keys: Integers
    first: Integers
    small: Integers
    large: Integers

    def block(self, block: slice) -> tuple[Integers, Integers, Integers]:
        """Return pair and both parts of the shared objects of some pairs."""
        small, large = self.small[block], self.large[block]
        sizes = self.first[small + 1] - self.first[small]
        one = self.several[expand(self.first[small], sizes)]
        wanted = np.repeat(large, sizes) * self.parts.objects + self.parts.object[one]
        place = np.searchsorted(self.keys, wanted)
        hit = np.append(self.keys, -1)[place] == wanted
        pair = np.repeat(np.arange(block.start, block.stop), sizes)
        return pair[hit], one[hit], self.several[place[hit]]


def expand(starts: Integers, sizes: Integers) -> Integers:
    """Return `starts[i], starts[i] + 1, ...`, `sizes[i]` of them, for each i in turn.

    >>> expand(np.array([5, 1]), np.array([2, 3])).tolist()
    [5, 6, 1, 2, 3]
    """
    ends = np.cumsum(sizes)
    inside = np.arange(int(ends[-1]) if ends.size else 0) - np.repeat(ends - sizes, sizes)
    return np.repeat(starts, sizes) + inside


def tally(group: Integers, weight: npt.NDArray[np.generic], groups: int) -> Floats:
    """Sum weights by group.

    >>> tally(np.array([0, 2, 2]), np.array([True, True, False]), 3).tolist()
    [1.0, 0.0, 1.0]
    """
    return np.bincount(group, weight.astype(np.float64), groups).astype(np.float64, copy=False)


def co_acted(parts: Participation, shared: Shared, window: int | None) -> npt.NDArray[np.bool_]:
    """Tell for each shared object whether two acts of the pair lie within the window.

    `window` is in microseconds; None means no limit. Cost: a search for each act of the side
    with fewer acts.
    """
    if window is None:
        return np.ones(shared.pair.size, dtype=bool)
    swap = parts.acts[shared.one] > parts.acts[shared.other]
    few = np.where(swap, shared.other, shared.one)
    many = np.where(swap, shared.one, shared.other)
    apart = parts.time[parts.start[few]] - parts.time[parts.start[many]]
    near = np.asarray(np.abs(apart) <= window)
    several = np.flatnonzero(~near & (parts.acts[many] > 1))
    near[several] = _any_near(parts, few[several], many[several], window)
    return near


def _any_near(
    parts: Participation, few: Integers, many: Integers, window: int
) -> npt.NDArray[np.bool_]:
    """Search, for each act of `few`, the first act of `many` that is not too early."""
    times, rank = np.unique(parts.time, return_inverse=True)
    keys = parts.part_of_act * times.size + rank
    sizes = parts.acts[few]
    moment = parts.time[expand(parts.start[few], sizes)]
    partner = np.repeat(many, sizes)
    earliest = np.searchsorted(times, moment - window)
    place = np.searchsorted(keys, partner * times.size + earliest)
    inside = place < np.repeat(parts.start[many] + parts.acts[many], sizes)
    near = inside & (parts.time[np.minimum(place, parts.time.size - 1)] <= moment + window)
    return tally(np.repeat(np.arange(few.size), sizes), near, few.size) > 0


def _blocks(sizes: Integers) -> list[slice]:
    """Cut into runs of about `_BLOCK` in all."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if ends.size else 0
    inner = np.searchsorted(ends, np.arange(_BLOCK, total, _BLOCK)) + 1
    cuts = np.unique(np.concatenate([[0], inner, [sizes.size]])).tolist()
    return [slice(first, after) for first, after in itertools.pairwise(cuts)]


def _positions(ends: pl.Series, names: pl.Series) -> Integers:
    known = pl.DataFrame({"name": names}).with_row_index("position")
    asked = pl.DataFrame({"name": ends}).with_row_index("row")
    found = asked.join(known, on="name", how="left").sort("row")
    if found["position"].null_count():
        lost = found.filter(pl.col("position").is_null())["name"][0]
        raise InputError(
            f"significance: account {lost!r} of the edges has no act in the actions.\n"
            "Give the actions that the edges were made from."
        )
    return found["position"].cast(pl.Int64).to_numpy()


def _strata(names: pl.Series, strata: pl.DataFrame | None) -> Integers:
    if strata is None:
        return np.zeros(len(names), dtype=np.int64)
    column = _stratum_column(strata)
    known = strata.select(
        pl.col("account_id").cast(pl.String).alias("name"),
        pl.col(column).cast(pl.String).alias("stratum"),
    )
    asked = pl.DataFrame({"name": names}).with_row_index("row")
    found = asked.join(known, on="name", how="left").sort("row")["stratum"]
    return found.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()


def _stratum_column(strata: pl.DataFrame) -> str:
    others = [column for column in strata.columns if column != "account_id"]
    if "account_id" not in strata.columns or len(others) != 1:
        raise ColumnError(
            f"strata: found the columns {', '.join(strata.columns)}; needed: account_id and one "
            "more, such as a community or a language."
        )
    if strata["account_id"].is_duplicated().any():
        raise ColumnError("strata: an account has several rows; give each account one stratum.")
    return others[0]
