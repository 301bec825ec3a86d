"""coornet, find_hccs, nizzoli and web_of_deceit stated again in loops, on tables drawn anew."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from itertools import combinations, combinations_with_replacement
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import pytest

from inconcert.compat import coornet, find_hccs, nizzoli, web_of_deceit
from inconcert.errors import ColumnError, TooLittleError

SEEDS = range(40)
MODES = ("as_published", "corrected")
Edges = dict[tuple[str, str], float]


def close(found: Edges, expected: Edges) -> bool:
    return found.keys() == expected.keys() and all(
        math.isclose(found[edge], expected[edge], abs_tol=1e-9) for edge in found
    )


def weighted(edges: pl.DataFrame) -> Edges:
    return {(row[0], row[1]): row[2] for row in edges.rows()}


def shares_of_urls(seed: int) -> tuple[random.Random, list[tuple[str, str, int]]]:
    draw = random.Random(seed)
    span, size = draw.choice([5, 60, 600]), draw.choice([2, 5, 20, 60])
    urls = [(draw.choice("abcdef"), draw.choice("uvw"), draw.randint(0, span)) for _ in range(size)]
    return draw, urls


def in_bins(rows: list[tuple[str, str, int]], width: float) -> list[list[int]]:
    """Group the places of rows by url and by bin since the url's first share."""
    first: dict[str, int] = {}
    for _, url, time in rows:
        first[url] = min(first.get(url, time), time)
    bins = defaultdict(list)
    for place, (_, url, time) in enumerate(rows):
        bins[url, (time - first[url]) // width].append(place)
    return list(bins.values())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", SEEDS)
def test_coornet(seed: int, mode: Any) -> None:
    draw, rows = shares_of_urls(seed)
    interval, share = draw.choice([1, 2, 7, 60, 2.5]), draw.choice([0, 0.5, 0.9, 1])
    bins = in_bins(rows, int(interval) if mode == "as_published" else interval)
    users = [{rows[at][0] for at in places} for places in bins]
    if mode == "corrected":
        kept = [p for p, u in zip(bins, users, strict=True) if len(u) > 1]
        groups = kept
    else:
        kept = [places for places in bins if len(places) > 1]
        of_url = defaultdict(list)
        for places in kept:
            of_url[rows[places[0]][1]].extend(places)
        groups = list(of_url.values())
    urls: dict[tuple[str, str], set[str]] = defaultdict(set)
    for places in groups:
        for one, other in combinations(sorted({rows[at][0] for at in places}), 2):
            urls[one, other].add(rows[places[0]][1])
    table = pl.DataFrame(rows, schema=["account_id", "url", "timestamp"], orient="row")
    if not urls:
        try:
            assert coornet.get_coord_shares(table, interval, share, mode=mode).edges.is_empty()
        except TooLittleError:
            assert mode == "corrected" or not any(
                len({rows[at][0] for at in range(len(rows)) if rows[at][1] == rows[p[0]][1]}) > 1
                for p in kept
            )
        return
    cut = np.quantile([len(found) for found in urls.values()], share)
    found = coornet.get_coord_shares(table, interval, share, mode=mode)
    assert weighted(found.edges) == {e: len(u) for e, u in urls.items() if len(u) >= cut}
    if mode == "corrected":
        marked = {at for places in kept for at in places}
        assert found.shares["is_coordinated"].to_list() == [n in marked for n in range(len(rows))]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_interval_of_coornet(seed: int) -> None:
    draw, rows = shares_of_urls(seed)
    q, p = draw.choice([0.1, 0.5, 1]), draw.choice([0.1, 0.5, 0.9])
    times = defaultdict(list)
    for _, url, time in sorted(rows, key=lambda row: row[2]):
        times[url].append(time)
    several = [found for found in times.values() if len(found) > 1]
    if not several:
        return
    quick = np.quantile([found[1] - found[0] for found in several], q)
    delays = [
        next(time for rank, time in enumerate(found, 1) if rank / len(found) > p) - found[0]
        for found in several
        if found[1] - found[0] <= quick
    ]
    table = pl.DataFrame(rows, schema=["account_id", "url", "timestamp"], orient="row")
    found = coornet.estimate_coord_interval(table, q, p)
    assert found.seconds == pytest.approx(float(np.median(delays)) or 1.0)


def behaviours(seed: int) -> tuple[random.Random, pl.DataFrame]:
    draw = random.Random(seed)
    span = draw.choice([5, 600, 5_000])
    rows = [
        {
            "source": draw.choice("abcdef"),
            "ot_id": draw.choice(["x", "y", None, ""]),
            "target": draw.choice("mn"),
            "interaction": draw.choice(["RETWEET", "MENTION"]),
            "timestamp": draw.randint(0, span),
        }
        for _ in range(draw.choice([0, 1, 5, 20, 60]))
    ]
    text = dict.fromkeys(("source", "ot_id", "target", "interaction"), pl.String)
    return draw, pl.DataFrame(rows, schema={**text, "timestamp": pl.Int64})


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", SEEDS)
def test_windows_of_find_hccs(seed: int, mode: Any) -> None:
    draw, table = behaviours(seed)
    width, start, end = (
        draw.choice([1, 60, 900]),
        draw.choice([None, 0, 10]),
        draw.choice([300, 9e9]),
    )
    kept = table.filter(pl.col("timestamp") >= (start or 0), pl.col("timestamp") <= end)
    begun = start if start is not None else (kept["timestamp"].min() or 0)
    raw: Counter[tuple[int, str, str]] = Counter()
    for one, other in combinations(kept.iter_rows(named=True), 2):
        field = "ot_id" if one["interaction"] == "RETWEET" else "target"
        same = (one[field] or "") == (other[field] or "") and (mode != "corrected" or one[field])
        bins = [(row["timestamp"] - begun) // width for row in (one, other)]
        if one["interaction"] == other["interaction"] and same and bins[0] == bins[1]:
            ends = sorted((one["source"], other["source"]))
            raw[bins[0], ends[0], ends[1]] += ends[0] != ends[1]
    raw = +raw
    found = find_hccs.find_behaviour_via_windows(
        table, "RETWEET:ot_id|MENTION:target", width, start, end, mode=mode
    )
    bins_of = (found.edges["window"].dt.epoch("s") - begun) // width
    edges = found.edges.select(bins_of, "from", "to", "raw_weight", "weight").rows()
    assert {row[:3]: row[3] for row in edges} == raw
    if mode == "corrected":
        strength: Counter[tuple[int, str]] = Counter()
        for (step, one, other), count in raw.items():
            strength.update({(step, one): count, (step, other): count})
        for step, one, other, count, weight in edges:
            both = strength[step, one] + strength[step, other]
            assert weight == pytest.approx(count * count / (both - count))
    combined: Counter[tuple[str, str]] = Counter()
    for (_, one, other), count in raw.items():
        combined[one, other] += count
    network = find_hccs.combine_lcns(found)
    assert weighted(network.select("from", "to", "raw_weight")) == combined
    if network.height:
        assert_extracted(network)


def assert_extracted(network: pl.DataFrame) -> None:
    weights = network["weight"].to_numpy()
    spread = np.ptp(weights)
    scaled = (weights - weights.min()) / spread if spread > 0 else np.ones(weights.size)
    pairs = network.select("from", "to").rows()
    for threshold in (0.1, 0.5, 0.9):
        found = find_hccs.extract_hccs(network, "THRESHOLD", threshold=threshold)
        heavy = [pair for pair, value in zip(pairs, scaled, strict=True) if value >= threshold]
        assert found.select("from", "to").rows() == heavy
    graph = nx.Graph()
    graph.add_weighted_edges_from(network.select("from", "to", "weight").rows())
    means = nx.average_degree_connectivity(graph, weight="weight")
    wanted = round(math.log(len(graph)))
    under = [degree for degree in means if degree <= wanted]
    least = means[max(under)] if under else means[min(means)]
    busy = {node for node, degree in graph.degree() if degree > least + 1e-9}
    found = find_hccs.extract_hccs(network, "KNN", mode="corrected")
    assert found.select("from", "to").rows() == [p for p in pairs if busy.issuperset(p)]


def features(seed: int) -> tuple[random.Random, list[tuple[str, str]]]:
    draw = random.Random(seed)
    size = draw.choice([1, 5, 30, 80])
    return draw, [(draw.choice("abcdefgh"), draw.choice("pqrstuvw")) for _ in range(size)]


def cosines(counts: dict[tuple[str, str], int], idf: Any, least: int, *, loops: bool) -> Edges:
    """Compare users by tf times idf(users, users that have it)."""
    users = list(dict.fromkeys(user for user, _ in counts))
    having = Counter(item for _, item in counts)
    vectors: dict[str, dict[str, float]] = {user: {} for user in users}
    for (user, item), count in counts.items():
        vectors[user][item] = count * idf(len(users), having[item])
    edges = {}
    for one, other in combinations_with_replacement(sorted(users), 2):
        first, second = vectors[one], vectors[other]
        shared = first.keys() & second.keys()
        product = sum(first[item] * second[item] for item in shared)
        enough = loops if one == other else len(shared) >= least
        if product > 1e-15 and enough:
            edges[one, other] = product / math.hypot(*first.values()) / math.hypot(*second.values())
    return edges


def smooth(users: int, having: int) -> float:
    return math.log((1 + users) / (1 + having)) + 1


@pytest.mark.parametrize("seed", SEEDS)
def test_similarity_and_disparity_of_nizzoli(seed: int) -> None:
    _, rows = features(seed)
    table = pl.DataFrame(rows, schema=["user_id", "items"], orient="row")
    edges = nizzoli.user_similarities(table, "items")
    expected = cosines(Counter(rows), lambda n, df: math.log2(n / df), 1, loops=False)
    assert close({tuple(sorted(e)): w for e, w in weighted(edges).items()}, expected)  # type: ignore[misc]
    if not expected:
        return
    ends = [(end, weight) for edge, weight in expected.items() for end in edge]
    degree, strength = Counter(end for end, _ in ends), defaultdict(float)
    for end, weight in ends:
        strength[end] += weight
    found = nizzoli.disparity_filter(edges, mode="corrected")
    for source, target, weight, alpha in found.rows():
        alphas = [(1 - weight / strength[e]) ** (degree[e] - 1) for e in (source, target)]
        assert alpha == pytest.approx(min(alphas), abs=1e-9)
    published = nizzoli.disparity_filter(edges)
    for source, target, weight, alpha in published.rows():
        end = target if degree[target] > 1 else source
        assert alpha == pytest.approx((1 - weight / strength[end]) ** (degree[end] - 1), abs=6e-5)
        assert degree[source] > 1 or degree[target] > 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seed", SEEDS)
def test_networks_of_web_of_deceit(seed: int, mode: Any) -> None:
    draw, rows = features(seed)
    least = 1 if mode == "as_published" else 2
    once = dict.fromkeys(rows, 1)
    users = Counter(item for _, item in once)
    shared = {pair: 1 for pair in once if users[pair[1]] > 1}
    table = pl.DataFrame(rows, schema=["userid", "feature_shared"], orient="row")
    expected = cosines(shared, smooth, least, loops=False)
    assert close(weighted(web_of_deceit.coSharing(table, mode=mode)), expected)

    wanted = draw.choice([1, 3, 20])
    posts = Counter(user for user, _ in rows)
    active = dict.fromkeys([row for row in rows if posts[row[0]] >= wanted], 1)
    users = Counter(item for _, item in active)
    active = {pair: 1 for pair in active if users[pair[1]] > 1}
    retweets = table.rename({"feature_shared": "retweet_tweetid"})
    found = web_of_deceit.coRetweet(retweets, min_retweets=wanted, mode=mode)
    expected = cosines(active, smooth, least, loops=mode == "as_published")
    assert close(weighted(found), expected)


@pytest.mark.parametrize("seed", SEEDS)
def test_fast_retweets_and_centrality(seed: int) -> None:
    draw = random.Random(seed)
    rows = [
        (draw.choice("abcd"), draw.choice("xyz"), draw.choice([0, 5, 10, 11, 86_405, -1]), 0)
        for _ in range(draw.choice([1, 10, 40]))
    ]
    names = ["userid", "retweet_userid", "tweet_timestamp", "retweet_timestamp"]
    counts = Counter((user, author) for user, author, delay, _ in rows if 0 <= delay <= 10)
    often = {pair: count for pair, count in counts.items() if count > 1}
    edges = web_of_deceit.fastRetweet(pl.DataFrame(rows, schema=names, orient="row"), min_shared=1)
    assert close(weighted(edges), cosines(often, smooth, 1, loops=False))
    graph = nx.Graph(edges.select("source", "target").rows())
    if len(graph) > 2 and nx.is_connected(graph):
        central = nx.eigenvector_centrality(graph, max_iter=500)
        found = dict(web_of_deceit.computeCentrality(edges).rows())
        assert found == pytest.approx(central, abs=1e-6)


@pytest.mark.parametrize("time", [10**18, 2.0**70, 1.7e12, math.nan])
def test_numbers_that_are_no_seconds_are_refused(time: float) -> None:
    """10^18 seconds made microseconds leave 64 bits: they came back as other times."""
    table = pl.DataFrame({"account_id": ["a", "b"], "url": "u", "timestamp": [time, 0]})
    with pytest.raises(ColumnError, match="first in row 0"):
        coornet.get_coord_shares(table, 60)
    with pytest.raises(ColumnError, match="not milliseconds"):
        find_hccs.find_behaviour_via_windows(table, "URL:url")


def test_bins_wider_than_all_time() -> None:
    table = pl.DataFrame({"account_id": ["a", "b"], "url": "u", "timestamp": [0, 10**9]})
    assert coornet.get_coord_shares(table, 1e300, 0).edges.rows() == [("a", "b", 1)]
    windows = find_hccs.find_behaviour_via_windows(table, "URL:url", window=1e300)
    assert windows.edges.select("from", "to", "raw_weight").rows() == [("a", "b", 1.0)]
