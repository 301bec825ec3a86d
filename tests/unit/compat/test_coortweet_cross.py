"""CooRTweet's rules stated again in loops, on shares drawn anew, step after step."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import polars as pl
import pytest

from inconcert.compat.coortweet import (
    account_stats,
    detect_groups,
    flag_speed_share,
    generate_coordinated_network,
    group_stats,
)
from inconcert.errors import ColumnError

Share = tuple[Any, Any, Any, float]  # object, account, content, time
COLUMNS = ["object_id", "account_id", "content_id", "timestamp_share"]
DRAWS = range(60)


@dataclass
class Case:
    shares: list[Share]
    window: float
    least: int
    no_loops: bool

    @property
    def table(self) -> pl.DataFrame:
        times = {str(type(share[3]).__name__) for share in self.shares}
        kind = pl.Int64 if times <= {"int"} else pl.Float64
        columns = list(zip(*self.shares, strict=True)) or [()] * 4
        ids = [
            pl.Series(name, values, dtype=None if values else pl.String)
            for name, values in zip(COLUMNS[:3], columns[:3], strict=True)
        ]
        return pl.DataFrame([*ids, pl.Series(COLUMNS[3], [*map(float, columns[3])]).cast(kind)])

    @property
    def named(self) -> list[Share]:
        return [(str(o), str(a), str(c), t) for o, a, c, t in self.shares]


def case(seed: int) -> Case:
    """Ids as numbers or text, contents used twice, contents that are the object, rows repeated."""
    draw = random.Random(seed)
    numbers, size, span = draw.random() < 0.3, draw.choice([0, 1, 5, 25, 50]), draw.choice([3, 60])
    accounts, objects = draw.choice([1, 3, 7]), draw.choice([1, 3, 6])
    shares: list[Share] = []
    for row in range(size):
        item, account = draw.randint(0, objects), draw.randint(0, accounts)
        content = draw.choice([100 + row, 100 + row, 100 + draw.randint(0, size), item])
        time = draw.randint(0, span) + draw.choice([0, 0, 0 if numbers else 0.5])
        ids = (item, account, content)
        shares.append((*(ids if numbers else map(str, ids)), time))  # type: ignore[arg-type]
    shares += [draw.choice(shares) for _ in range(3) if shares and seed % 2]
    window = draw.choice([0, 1, 5, 10, 1e9, math.inf])
    return Case(shares, window, draw.choice([0, 1, 2, 3, 5]), draw.random() < 0.6)


def active_contents(shares: list[Share], pairs: list[tuple[Any, ...]], least: int) -> set[str]:
    """Contents of accounts with `least` rows whose content is in any pair."""
    paired = {content for pair in pairs for content in pair[1:3]}
    rows = Counter(account for _, account, content, _ in shares if content in paired)
    return {c for _, account, c, _ in shares if c in paired and rows[account] >= least}


def detected(each: Case) -> list[tuple[Any, ...]]:
    rows = Counter(account for _, account, _, _ in each.named)
    first = {account: place for place, (_, account, _, _) in reversed([*enumerate(each.named)])}
    enough = [share for share in each.named if rows[share[1]] >= each.least]
    ordered = sorted(enough, key=lambda share: first[share[1]])
    pairs = []
    for one, other in combinations(ordered, 2):
        if one[0] != other[0] or abs(one[3] - other[3]) > each.window:
            continue
        loop = one[0] in (one[2], other[2]) or one[2] == other[2] or one[1] == other[1]
        if each.no_loops and loop:
            continue
        old, new = (other, one) if one[3] > other[3] else (one, other)
        pairs.append((old[0], old[2], new[2], new[3] - old[3], old[1], new[1]))
    if each.least < 1:
        return pairs
    active = active_contents(ordered, pairs, each.least)
    return [pair for pair in pairs if active & set(pair[1:3])]


def quantile_7(values: list[int], share: float) -> float:
    ranked = sorted(values)
    place = (len(ranked) - 1) * share
    low, part = int(place), place - int(place)
    high = ranked[min(low + 1, len(ranked) - 1)]
    return ranked[low] + part * (high - ranked[low])


def network(pairs: list[tuple[Any, ...]], share: float) -> dict[tuple[str, str], tuple[Any, ...]]:
    edges: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for pair in pairs:
        edges.setdefault((min(pair[4:6]), max(pair[4:6])), []).append(pair)
    cut = quantile_7([len(found) for found in edges.values()], share) if edges else 0
    return {
        edge: (
            len(found),
            pytest.approx(sum(pair[3] for pair in found) / len(found)),
            len({pair[1] for pair in found}),
            len({pair[2] for pair in found}),
            {pair[0] for pair in found},
            int(len(found) > cut),
        )
        for edge, found in edges.items()
    }


def as_network(edges: pl.DataFrame, suffix: str = "") -> dict[tuple[str, str], tuple[Any, ...]]:
    names = ["weight", "avg_time_delta", "n_content_id", "n_content_id_y", "object_ids"]
    columns = [f"{name}{suffix}" for name in (*names, "weight_threshold")]
    return {
        (row[0], row[1]): (*row[2:6], set(row[6].split(",")), row[7])
        for row in edges.select("from", "to", *columns).drop_nulls().rows()
    }


@pytest.mark.parametrize("seed", DRAWS)
def test_pairs_and_networks(seed: int) -> None:
    each = case(seed)
    expected = detected(each)
    found = detect_groups(each.table, each.window, each.least, each.no_loops)
    assert sorted(found.rows()) == sorted(expected)
    for share in (0, 0.5, 0.9, 1):
        edges = generate_coordinated_network(found, False, share, 0, True)
        assert as_network(edges) == network(expected, share)


@pytest.mark.parametrize("seed", DRAWS)
def test_flags_networks_at_two_speeds_and_statistics(seed: int) -> None:
    each = case(seed)
    pairs = detected(each)
    result = detect_groups(each.table, each.window, each.least, each.no_loops)
    narrow, least = [(0, 1), (1, 2), (5, 3)][seed % 3]
    near = [pair for pair in pairs if pair[3] <= narrow]
    active = active_contents(each.named, near, least)
    marked = {pair[1:3] for pair in near if active & set(pair[1:3])}
    flags = [int(pair[1:3] in marked) for pair in pairs]
    flagged = flag_speed_share(each.table, result, least, narrow)
    assert sorted(flagged.rows()) == sorted((*p, f) for p, f in zip(pairs, flags, strict=True))

    graph = generate_coordinated_network(flagged, True, 0.5, 0, True)
    fast = [pair for pair, flag in zip(pairs, flags, strict=True) if flag]
    assert as_network(graph, "_full") == network(pairs, 0.5)
    assert as_network(graph, "_fast") == network(fast, 0.5)
    assert_neighbourhoods(flagged, graph)
    assert_statistics(graph, flagged)


def assert_neighbourhoods(flagged: pl.DataFrame, graph: pl.DataFrame) -> None:
    """Subgraph 2: fast edges over their quantile; 3: what their ends' neighbours induce."""
    ends = graph.select("from", "to", "weight_threshold_fast").rows()
    over = {(one, other) for one, other, flag in ends if flag == 1}
    centre = {account for edge in over for account in edge}
    near = {account for one, other, _ in ends for account in (one, other) if {one, other} & centre}
    second = generate_coordinated_network(flagged, True, 0.5, 2)
    assert set(second.select("from", "to").rows()) == over
    third = generate_coordinated_network(flagged, True, 0.5, 3)
    assert set(third.select("from", "to").rows()) == {
        (one, other) for one, other, _ in ends if {one, other} <= near
    }
    for one, other, first, last in third.select(
        "from", "to", "from_color_v", "to_color_v"
    ).iter_rows():
        assert (first, last) == (int(one in centre), int(other in centre))


def assert_statistics(graph: pl.DataFrame, flagged: pl.DataFrame) -> None:
    for threshold in ("full", "fast", "none"):
        chosen = graph
        if threshold != "none":
            chosen = graph.filter(pl.col(f"weight_threshold_{threshold}") == 1)
        rows = list(chosen.iter_rows(named=True))
        stats = account_stats(graph, flagged, threshold)  # type: ignore[arg-type]
        for account in stats.iter_rows(named=True):
            own = {
                (row["avg_time_delta_full"], row["avg_time_delta_fast"],
                 row["edge_symmetry_score_full"], row["edge_symmetry_score_fast"])
                for row in rows if account["account_id"] in (row["from"], row["to"])
            }  # fmt: skip
            mean = sum(values[0] for values in own) / len(own)
            assert account["avg_time_delta_full"] == pytest.approx(mean)
        assert set(stats["account_id"]) == {row[end] for row in rows for end in ("from", "to")}
        objects: dict[str, set[str]] = {}
        listed = "object_ids_fast" if threshold == "fast" else "object_ids_full"
        for row in rows:
            for item in (row[listed] or "").split(","):
                objects.setdefault(item, set()).update((row["from"], row["to"]))
        objects.pop("", None)
        groups = group_stats(graph, threshold, mode="corrected")  # type: ignore[arg-type]
        assert dict(groups.rows()) == {item: len(found) for item, found in objects.items()}


@pytest.mark.parametrize("seed", DRAWS)
def test_corrected_both_accounts_take_part_and_rows_count_once(seed: int) -> None:
    each = case(seed)
    each.shares = list(dict.fromkeys(each.shares))
    pairs = detected(Case([*each.shares], each.window, 0, each.no_loops))
    rows = Counter(account for _, account, _, _ in each.named)
    pairs = [p for p in pairs if min(rows[p[4]], rows[p[5]]) >= each.least]
    while True:
        contents: dict[str, set[str]] = {}
        for pair in pairs:
            contents.setdefault(pair[4], set()).add(pair[1])
            contents.setdefault(pair[5], set()).add(pair[2])
        kept = [p for p in pairs if all(len(contents[a]) >= each.least for a in p[4:6])]
        if len(kept) == len(pairs):
            break
        pairs = kept
    found = detect_groups(each.table, each.window, each.least, each.no_loops, mode="corrected")
    key = [(p[0], *sorted(p[1:3]), p[3], *sorted(p[4:6])) for p in pairs]
    assert sorted((r[0], *sorted(r[1:3]), r[3], *sorted(r[4:6])) for r in found.rows()) == sorted(
        key
    )


@pytest.mark.parametrize(
    "times", [[1e300, 0.0], [2**62, 0], [None, 1], [math.nan, 1.0], [math.inf, 1.0]]
)
def test_times_that_no_clock_shows_are_refused(times: list[Any]) -> None:
    table = pl.DataFrame({"object_id": "o", "account_id": ["a", "b"], "content_id": ["1", "2"]})
    with pytest.raises(ColumnError, match="missing, not finite or too large, first in row 0"):
        detect_groups(table.with_columns(timestamp_share=pl.Series(times)))
