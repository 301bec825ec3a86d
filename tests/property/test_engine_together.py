"""All rules of the co-action engine at once, on ids of any kind, against loops over all pairs."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.errors import ColumnError, ConfigError
from inconcert.networks import edgegroups, edgeweights, layeracts, measures, windows
from inconcert.networks.coaction import coaction_network, coaction_report
from inconcert.networks.edgeweights import edge_weights
from inconcert.networks.rules import COUNTS

ACCOUNTS = {
    "text": (pl.String, ["a", "B", "b", "é", "10", "9", "007", "7", "x\ty", "日本", ""]),
    "beyond doubles": (pl.Int64, [2**53 + place for place in range(11)]),
    "negative": (pl.Int64, [3 * place - 15 for place in range(11)]),
    "unsigned": (pl.UInt64, [2**63 + 7 * place for place in range(11)]),
    "far apart": (pl.Int64, [(-1) ** place * 10**place for place in range(11)]),
}
OBJECTS = {
    "text": (pl.String, ["x", "y", "z"]),
    "signed": (pl.Int64, [-(2**62), 2**62, 2**62 + 1]),
    "unsigned": (pl.UInt64, [5, 2**64 - 1, 2**64 - 2]),
}
WEIGHTS = [*COUNTS, "idf", "tfidf_cosine", "newman", "popularity"]
SCALES = [1, 500_000, 1_000_000, 86_400_000_000]
acts = st.lists(
    st.tuples(st.integers(0, 10), st.sampled_from("llm"), st.integers(0, 2), st.integers(0, 6),
              st.integers(0, 25)),
    min_size=4,
    max_size=40,
)  # fmt: skip


@dataclass(frozen=True)
class Rules:
    scale: int
    """Microseconds a tick; windows are whole numbers of ticks, so that many lie at their bound."""
    window: float | None
    rule: str
    origin: str
    weight: str
    half_life: float | None
    least_acts: int
    own: bool
    directed: bool

    @property
    def options(self):
        return {
            "window_rule": self.rule,
            "bin_origin": self.origin,
            "weight": self.weight,
            "half_life_seconds": self.half_life,
            "min_participation": self.least_acts,
            "self_pairs": self.own,
            "directed": self.directed,
        }


@st.composite
def rules(draw):
    rule = draw(st.sampled_from(["sliding", "tumbling"]))
    scale = draw(st.sampled_from(SCALES))
    spans = [ticks * scale / 1e6 for ticks in (1, 1, 2, 5, *([0] if rule == "sliding" else []))]
    weight = draw(st.sampled_from(WEIGHTS))
    decays = None if weight.startswith("distinct_posts") else draw(st.sampled_from([None, 2.0]))
    directed = draw(st.booleans())
    return Rules(
        scale=scale,
        window=draw(st.sampled_from([*spans, None, 1e13, 1e300])),
        rule=rule,
        origin=draw(st.sampled_from(["object", "dataset"])),
        weight=weight,
        half_life=decays,
        least_acts=draw(st.sampled_from([1, 1, 2, 4])),
        own=not directed and draw(st.booleans()),
        directed=directed,
    )


def table(rows, accounts, objects, scale):
    (account_type, names), (object_type, items) = ACCOUNTS[accounts], OBJECTS[objects]
    columns = {
        "account_id": pl.Series([names[row[0]] for row in rows], dtype=account_type),
        "layer": pl.Series([row[1] for row in rows], dtype=pl.String),
        "object_id": pl.Series([items[row[2]] for row in rows], dtype=object_type),
        "post_id": pl.Series([f"p{row[4]}" for row in rows], dtype=pl.String),
        "us": pl.Series([row[3] * scale - 10**12 for row in rows], dtype=pl.Int64),
    }
    time = pl.from_epoch("us", time_unit="us").dt.replace_time_zone("UTC")
    return pl.DataFrame(columns).with_columns(time.alias("created_at"))


class Layer:
    """One layer by its definition: who acts, how rare objects are, and all pairs in reach."""

    def __init__(self, rows, asked, start):
        acts = Counter(row["who"] for row in rows)
        self.rows = [row for row in rows if acts[row["who"]] >= asked.least_acts]
        self.asked, self.start = asked, start
        self.on = defaultdict(list)
        for row in self.rows:
            self.on[row["object_id"]].append(row)
        self.users = {item: len({row["who"] for row in own}) for item, own in self.on.items()}
        self.accounts = len({row["who"] for row in self.rows})
        self.times = Counter((row["who"], row["object_id"]) for row in self.rows)

    def near(self, one, other):
        if self.asked.window is None:
            return True
        width = round(self.asked.window * 1e6)
        if self.asked.rule == "sliding":
            return abs(one["us"] - other["us"]) <= width
        own = self.on[one["object_id"]]
        begun = self.start if self.asked.origin == "dataset" else min(row["us"] for row in own)
        return (one["us"] - begun) // width == (other["us"] - begun) // width

    def pairs(self):
        found = defaultdict(list)
        for own in self.on.values():
            for one, other in combinations(own, 2):
                if (one["who"] != other["who"] or self.asked.own) and self.near(one, other):
                    source, target = sorted((one, other), key=lambda row: row["who"])
                    found[source["who"], target["who"]].append((source, target))
        return found

    def idf(self, item):
        return math.log(self.accounts / self.users[item])

    def part(self, who, item):
        own = {o: n * self.idf(o) for (w, o), n in self.times.items() if w == who}
        return own[item] / math.hypot(*own.values()) if own[item] else 0.0

    def term(self, item, ends):
        match self.asked.weight:
            case "idf":
                return self.idf(item)
            case "newman":
                return 1 / max(self.users[item] - 1, 1)
            case "popularity":
                return len(self.on[item]) / len(self.rows)
            case "tfidf_cosine":
                return self.part(ends[0], item) * self.part(ends[1], item)
        return 1

    def weight(self, pairs, ends):
        half = self.asked.half_life
        fading = [1 if half is None else 2 ** (-lag(pair) / half) for pair in pairs]
        if self.asked.weight == "post_pairs":
            return sum(fading)
        if self.asked.weight.startswith("distinct_posts"):
            sides = [0, 1] if ends[0] == ends[1] else [self.asked.weight.endswith("target")]
            return len({pair[side]["post_id"] for pair in pairs for side in sides})
        best = {}
        for pair, part in zip(pairs, fading, strict=True):
            item = pair[0]["object_id"]
            best[item] = max(best.get(item, 0), part)
        return sum(part * self.term(item, ends) for item, part in best.items())


def lag(pair):
    return abs(pair[0]["us"] - pair[1]["us"]) / 1e6


def dealt(pairs, ends):
    """Give the pairs to the two directions in which they ran; ties to none."""
    ahead = [pair for pair in pairs if pair[0]["us"] < pair[1]["us"]]
    behind = [(other, one) for one, other in pairs if one["us"] > other["us"]]
    ties = len(pairs) - len(ahead) - len(behind)
    yield ends, ahead, (len(ahead) + ties / 2) / len(pairs)
    yield ends[::-1], behind, (len(behind) + ties / 2) / len(pairs)


def expected(actions, asked):
    rows = list(
        actions.with_columns(who=pl.col("account_id").cast(pl.String)).iter_rows(named=True)
    )
    start = min((row["us"] for row in rows), default=0)
    edges = {}
    for name in {row["layer"] for row in rows}:
        layer = Layer([row for row in rows if row["layer"] == name], asked, start)
        for both, pairs in layer.pairs().items():
            first, *rest = dealt(pairs, both)
            sides = [first, *rest] if asked.directed else [(both, pairs, first[2])]
            for ends, own, lead in sides:
                if own:
                    edges[(*ends, name)] = (layer.weight(own, ends), *described(own), lead)
    return edges


def described(pairs):
    times = [row["us"] for pair in pairs for row in pair]
    objects = len({one["object_id"] for one, _ in pairs})
    return objects, min(times), max(times), statistics.median(map(lag, pairs))


def found(edges):
    rows = edges.select(
        "source", "target", "layer", "weight", "objects",
        pl.col("first", "last").dt.epoch("us"), "delta_median_s", "lead_share",
    )  # fmt: skip
    return {row[:3]: row[3:] for row in rows.iter_rows()}


def assert_same(edges, wanted):
    """An account's edge with itself has no source that leads."""
    values = found(edges)
    assert edges.height == len(values)
    assert values.keys() == wanted.keys()
    for edge, measured in values.items():
        until = -1 if edge[0] == edge[1] else None
        assert measured[:until] == pytest.approx(wanted[edge][:until], rel=1e-9, abs=1e-9)


kinds = st.sampled_from(list(ACCOUNTS)), st.sampled_from(list(OBJECTS))


@settings(max_examples=150, deadline=None)
@given(acts, rules(), *kinds)
def test_all_rules_together(rows, asked, accounts, objects):
    actions = table(rows, accounts, objects, asked.scale)
    edges = coaction_network(actions.drop("us"), asked.window, **asked.options)
    assert_same(edges, expected(actions, asked))


@settings(max_examples=80, deadline=None)
@given(acts, rules(), *kinds)
def test_all_rules_together_by_the_compiled_path(rows, asked, accounts, objects):
    actions = table(rows, accounts, objects, asked.scale)
    with pytest.MonkeyPatch.context() as patch:
        for module in (layeracts, edgegroups, measures, windows, edgeweights):
            patch.setattr(module, "COMPILED_FROM", 1)
        patch.setattr(edgegroups, "BATCH", 11)
        edges = coaction_network(actions.drop("us"), asked.window, **asked.options)
    assert_same(edges, expected(actions, asked))


@settings(max_examples=40, deadline=None)
@given(acts, st.sampled_from([None, 1, 5]), st.sampled_from(["cap", "sample"]), st.integers(1, 40))
def test_what_is_left_out_of_large_objects_is_listed(rows, window, how, most):
    """Pairs of the whole less those listed as lost are the pairs of the network that is left."""
    actions = table(rows, "text", "text", 1_000_000).drop("us")
    limits = {"on_large_objects": how, "max_pairs_per_object": most}
    report = coaction_report(actions, window, **limits)
    counted = {"weight": "post_pairs", "self_pairs": True}
    whole = coaction_network(actions, window, **counted)
    left = coaction_network(actions, window, **counted, **limits)
    lost = report.select((pl.col("pairs").cast(pl.Int64) - pl.col("pairs_kept")).sum()).item()
    assert whole["weight"].sum() - left["weight"].sum() == lost
    on = actions.group_by("layer", "object_id").len()
    listed = report.join(on, on=["layer", "object_id"])
    assert (listed["acts"] == listed["len"]).all()
    assert (report["pairs_kept"] <= most).all()
    assert (report["pairs"] > most).all()


@settings(max_examples=40, deadline=None)
@given(acts, st.sampled_from([1, 1.5, 2, 2.25, 1e30]))
def test_weights_alone_keep_to_the_same_bound(rows, least):
    actions = table(rows, "text", "text", 1_000_000).drop("us")
    alone = edge_weights(actions, 5, least)
    edges = coaction_network(actions, 5, least)
    assert (
        alone.sort("source", "target", "layer")["weight"].to_list()
        == edges.sort("source", "target", "layer")["objects"].to_list()
    )


BARE = table([(0, "l", 0, 0, 1), (1, "l", 0, 1, 2)], "text", "text", 1_000_000).drop("us")


@pytest.mark.parametrize("weight", ["distinct_posts_source", "distinct_posts_target"])
def test_weights_that_count_posts_ask_for_posts(weight):
    with pytest.raises(ColumnError, match="no column 'post_id'"):
        coaction_network(BARE.drop("post_id"), weight=weight)
    with pytest.raises(ColumnError, match="2 null values in column 'post_id'"):
        coaction_network(BARE.with_columns(post_id=pl.lit(None, pl.String)), weight=weight)


@pytest.mark.parametrize("window", ["60", -1, math.nan, math.inf, [10, "60"]])
def test_windows_that_are_none(window):
    for ask in (coaction_network, edge_weights, coaction_report):
        with pytest.raises(ConfigError, match="a window is a number of seconds, 0 or more"):
            ask(BARE, window)
