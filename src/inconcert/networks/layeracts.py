"""The acts of one layer as integer arrays, by object and time: what the engine sweeps over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from inconcert.networks.acts import argsort_by, is_new, microseconds, require
from inconcert.networks.threads import in_parts, workers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.networks.acts import Whole

COMPILED_FROM = 400_000
"""Acts or pairs from which the compiled kernels are worth loading."""
_BUCKET = 4_096
_MOST_BITS = 16


@dataclass(frozen=True)
class LayerActs:
    """The acts of a layer sorted by object and, within it, by time. The arrays run in parallel."""

    layer: str
    names: pl.Series
    """Account ids, sorted, so that codes compare as ids do; shared by all layers."""
    account: Whole
    """Position in `names`."""
    group: Whole
    """Number of the object, from zero, without a gap; of no meaning otherwise."""
    time: Whole
    """Microseconds since 1970."""
    row: Whole
    """Row of the table of actions that the act was read from."""

    def __len__(self) -> int:
        """Return the number of acts."""
        return self.time.size

    @property
    def groups(self) -> int:
        """Return the number of objects."""
        return int(self.group[-1]) + 1 if len(self) else 0

    def take(self, kept: Whole) -> LayerActs:
        """Return the acts at these places, which rise."""
        group = self.group[kept]
        return LayerActs(
            layer=self.layer,
            names=self.names,
            account=self.account[kept],
            group=(np.cumsum(is_new(group)) - 1).astype(self.group.dtype),
            time=self.time[kept],
            row=self.row[kept],
        )


def layer_acts(
    actions: pl.DataFrame, *, min_participation: int = 1, as_text: bool = True
) -> Iterator[LayerActs]:
    """Yield the acts of each layer, in the order of the layers' names.

    Ids may be strings or numbers; accounts are in the order of their ids as text, or else
    (`as_text` false) of the ids as they are. Accounts with fewer than `min_participation` acts on
    a layer are left out of it. Raises `ColumnError` if a column is missing, holds nulls or, for
    the time, is no time.
    """
    require(actions, ("account_id", "layer", "object_id", "created_at"))
    time = np.array(microseconds(actions["created_at"]))
    names, account = account_codes(actions["account_id"])
    if as_text and names.dtype != pl.String:
        names, account = _as_text(names, account)
    for layer, row in _rows_by_layer(actions["layer"]):
        acts = _ordered(layer, names, row, (actions["object_id"], time, account))
        yield _participating(acts, min_participation)


def account_codes(ids: pl.Series) -> tuple[pl.Series, Whole]:
    """Return the distinct ids, sorted, and each id's position among them.

    >>> names, code = account_codes(pl.Series([7, 3, 7]))
    >>> names.to_list(), code.tolist()
    ([3, 7], [1, 0, 1])
    """
    if ids.dtype.is_integer() and len(ids) and _is_dense(ids):
        return _dense_codes(ids)
    codes, firsts = object_codes(ids)
    distinct = ids.gather(firsts)
    order = distinct.arg_sort().to_numpy()
    rank = np.empty(order.size, dtype=np.int32)
    rank[order] = np.arange(order.size, dtype=np.int32)
    return distinct.gather(order), rank[codes]


def _as_text(names: pl.Series, account: Whole) -> tuple[pl.Series, Whole]:
    text = names.cast(pl.String)
    order = text.arg_sort().to_numpy()
    rank = np.empty(order.size, dtype=np.int32)
    rank[order] = np.arange(order.size, dtype=np.int32)
    return text.gather(order), rank[account]


def object_codes(ids: pl.Series) -> tuple[Whole, Whole]:
    """Number distinct ids in no particular order; return the numbers and a row of each."""
    if len(ids) >= COMPILED_FROM:
        found = _hashed_codes(ids)
        if found is not None:
            return found
    distinct = ids.to_frame("id").with_row_index("first").group_by("id").agg(pl.first("first"))
    joined = ids.to_frame("id").join(
        distinct.with_row_index("code"), on="id", how="left", maintain_order="left"
    )
    return joined["code"].cast(pl.Int32).to_numpy(), distinct["first"].to_numpy()


def _hashed_codes(ids: pl.Series) -> tuple[Whole, Whole] | None:
    """Number ids by their hashes; None in the rare case that two ids share one."""
    from inconcert.networks.kernels.ordering import codes_of_hashes

    hashes = ids.hash().to_numpy()
    code, first = (np.empty(len(ids), dtype=np.int32) for _ in range(2))
    size, found = 1 << 16, -1
    while found < 0:
        size *= 8
        slots = np.full(size, -1, dtype=np.int32)
        found = codes_of_hashes(hashes, slots, code, first)
    same = ids == ids.gather(first[code])
    return (code, first[:found].copy()) if same.all() else None


def _is_dense(ids: pl.Series) -> bool:
    low, high = int(ids.min()), int(ids.max())  # type: ignore[arg-type]
    return high - low < max(8 * len(ids), 1 << 16) and high <= np.iinfo(np.int64).max


def _dense_codes(ids: pl.Series) -> tuple[pl.Series, Whole]:
    low, high = int(ids.min()), int(ids.max())  # type: ignore[arg-type]
    if len(ids) >= COMPILED_FROM:
        return _dense_codes_fast(ids.cast(pl.Int64), low, high, ids.dtype)
    place = (ids.cast(pl.Int64) - low).to_numpy()
    present = np.zeros(high - low + 1, dtype=np.bool_)
    present[place] = True
    code = np.cumsum(present, dtype=np.int32) - np.int32(1)
    names = pl.Series(np.flatnonzero(present) + low).cast(ids.dtype)
    return names, code[place]


def _dense_codes_fast(
    ids: pl.Series, low: int, high: int, dtype: pl.DataType
) -> tuple[pl.Series, Whole]:
    from inconcert.networks.kernels.ordering import dense_codes

    code = np.empty(len(ids), dtype=np.int32)
    place = np.zeros(high - low + 1, dtype=np.int32)
    dense_codes(ids.to_numpy(), low, code, place)
    return pl.Series(np.flatnonzero(place >= 0) + low).cast(dtype), code


def _rows_by_layer(layers: pl.Series) -> Iterator[tuple[str, Whole | None]]:
    """Yield each layer with its rows; None means all."""
    if len(layers) and (layers == layers[0]).all():
        yield str(layers[0]), None
        return
    for name in layers.unique().cast(pl.String).sort():
        yield name, (layers.cast(pl.String) == name).arg_true().to_numpy()


def _ordered(
    layer: str,
    names: pl.Series,
    row: Whole | None,
    columns: tuple[pl.Series, Whole, Whole],
) -> LayerActs:
    ids, time, account = columns
    if row is not None:
        ids, time, account = ids.gather(row), time[row], account[row]
    large = len(ids) >= COMPILED_FROM
    account, group, time, place = (_sorted_fast if large else _sorted)(ids, time, account)
    return LayerActs(
        layer=layer,
        names=names,
        account=account,
        group=group,
        time=time,
        row=place if row is None else row[place],
    )


def _sorted(ids: pl.Series, time: Whole, account: Whole) -> tuple[Whole, Whole, Whole, Whole]:
    code, _ = object_codes(ids)
    order = argsort_by(code.astype(np.int64), time, stable=True)
    group = (np.cumsum(is_new(code[order])) - 1).astype(np.int32)
    return account[order].astype(np.int32), group, time[order], order


def _sorted_fast(ids: pl.Series, time: Whole, account: Whole) -> tuple[Whole, Whole, Whole, Whole]:
    """Sort by a hash of the object into buckets, and each bucket by object and time."""
    from inconcert.networks.kernels.ordering import number_groups, sort_buckets

    key = _object_keys(ids)
    size = key.size
    bits = min(max(int(size / _BUCKET).bit_length(), 1), _MOST_BITS)
    acts = (
        np.empty(size, dtype=np.uint64),
        np.empty(size, dtype=np.int64),
        np.empty(size, dtype=np.int32),
        np.empty(size, dtype=np.int32),
    )
    starts = _scatter((key, time, account.astype(np.int32, copy=False)), bits, acts)
    del key
    in_parts(1 << bits, lambda low, high, _: sort_buckets(starts, low, high, acts))
    group = np.empty(size, dtype=np.int32)
    number_groups(acts[0], group)
    return acts[2], group, acts[1], acts[3]


def _object_keys(ids: pl.Series) -> Whole:
    """Return a number for each object: whole numbers are their own, others get a code."""
    if ids.dtype.is_integer():
        return ids.to_numpy().astype(np.uint64)
    return object_codes(ids)[0].astype(np.uint64)


def _scatter(source: tuple[Whole, ...], bits: int, into: tuple[Whole, ...]) -> Whole:
    from inconcert.networks.kernels.ordering import bucket_counts, scatter

    key, shift = source[0], np.uint64(64 - bits)
    counts = np.zeros((workers(), 1 << bits), dtype=np.int64)
    in_parts(key.size, lambda low, high, part: bucket_counts(key, low, high, shift, counts[part]))
    starts, places = places_of(counts)
    in_parts(
        key.size,
        lambda low, high, part: scatter(source, low, high, shift, places[part], into),  # type: ignore[arg-type]
    )
    return starts


def places_of(counts: Whole) -> tuple[Whole, Whole]:
    """Return where each bin begins, and where in it each part (row of `counts`) may write.

    >>> starts, places = places_of(np.array([[1, 2], [3, 0]]))
    >>> starts.tolist(), places.tolist()
    ([0, 4, 6], [[0, 4], [1, 6]])
    """
    starts = np.concatenate([[0], np.cumsum(counts.sum(axis=0))])
    return starts, starts[:-1] + np.cumsum(counts, axis=0) - counts


def _participating(acts: LayerActs, least: int) -> LayerActs:
    if least == 1:
        return acts
    busy = np.bincount(acts.account, minlength=len(acts.names)) >= least
    return acts.take(np.flatnonzero(busy[acts.account]))
