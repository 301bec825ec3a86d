"""What stands in the page, and what must not."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest

from inconcert.report.page import render, write_report
from inconcert.report.wording import LANGUAGES

if TYPE_CHECKING:
    from inconcert.scoring.result import ScoreResult

GOLDEN = Path(__file__).parents[2] / "golden" / "report"


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, sample_result: ScoreResult) -> str:
    return render(sample_result, language=request.param)


def visible_part(page: str) -> str:
    """The page without the libraries, which are the same in every report."""
    return re.sub(r"(<(script|style)>).*?(</\2>)", r"\1\3", page, flags=re.DOTALL)


def network_values(page: str) -> dict[str, list[list[object]]]:
    found = re.search(r'<script id="network-values" type="application/json">(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])


def test_no_account_handle_or_profile_link_stands_in_the_page(page: str) -> None:
    assert "sample_" not in page  # every account id of the dataset begins so
    assert "twitter.com/" not in page
    assert "hxxps://twitter[.]com/[…]" in page


def test_no_post_id_stands_in_the_page(page: str) -> None:
    assert not re.search(r"\b90000\d\d\b", page)


def test_a_post_id_in_a_text_is_masked(sample_result: ScoreResult) -> None:
    named = sample_result.evidence.with_columns(text=pl.lit("see 90000001 or 90000003"))
    result = replace(sample_result, evidence=named, quoted_posts=frozenset({"90000001"}))
    page = visible_part(render(result, language="en"))
    assert "see […] or 90000003" in page
    assert "90000001" not in page


def test_the_page_asks_for_nothing(page: str) -> None:
    shown = visible_part(page)
    assert not re.search(r"""\b(?:src|srcset|action|data|poster)\s*=""", shown)
    assert not re.search(r'href="(?!#)', shown)
    assert "http://" not in shown
    assert "https://" not in shown
    assert "sourceMappingURL" not in page
    assert "@import" not in page
    assert "url(" not in page[page.index("<style>") : page.index("</style>")]


def test_the_policy_admits_exactly_the_inline_parts(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    parts = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, flags=re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(part.encode()).digest()).decode() for part in parts}
    assert hashes == set(re.findall(r"'sha256-([^']*)'", policy[1]))
    assert len(parts) == 4  # one style, graphology, sigma, our script
    assert "unsafe" not in policy[1]
    assert not re.search(r"\s(?:style|on[a-z]+)=", visible_part(page))


def test_what_a_score_is_not_stands_before_the_first_figure(page: str) -> None:
    assert page.index('id="caution"') < page.index('id="clusters"') < page.index("<svg class")
    assert re.search(r"Not assessed|評価していません", page)


def test_the_parts_stand_in_their_order(page: str) -> None:
    parts = ["facts", "found", "caution", "rule", "notes", "clusters", "network", "timeline",
             "amplification", "detail", "provenance"]  # fmt: skip
    places = [page.index(f'<section id="{part}"') for part in parts]
    assert places == sorted(places)


def test_numbers_of_the_sample(sample_result: ScoreResult) -> None:
    text = re.sub(r"\s+", " ", render(sample_result))
    assert "Of 56 accounts, 26 acted on at least 2 of the same things" in text
    assert (
        "The links form 3 clusters of at least 3 accounts; together they hold 26 accounts " in text
    )
    assert "flags 22 accounts (39.3 % of those that posted); 22 of them lie in a cluster" in text
    # the first three objects have 14 rows each, of which 10 are shown: 5 objects make 50
    assert "Showing 50 of 84 evidence rows; all are in evidence.parquet." in text
    assert "The same post, reposted by 14 accounts within 39 s" in text  # 13 steps of 3 s
    assert "4 more rows of this object" in text
    assert "All 24 evidence rows." in text
    assert "2026-01-20 20:00:00" in text  # JST


def test_headings_captions_and_language(page: str) -> None:
    assert re.search(r'<html lang="(?:en|ja)">', page)
    assert page.count("<h1>") == 1
    assert page.count("<table") == page.count("<caption>")
    assert page.count('scope="col"') > 20
    assert page.index('class="skip"') < page.index("<h1>")


def test_the_drawing_is_the_same_in_svg_and_script(page: str) -> None:
    values = network_values(page)
    svg = page[page.index('<svg class="network"') :]
    svg = svg[: svg.index("</svg>")]
    assert len(values["nodes"]) == svg.count("<circle") == 26
    assert len(values["edges"]) == svg.count("M") == 125


def test_same_result_same_page(sample_result: ScoreResult, tmp_path: Path) -> None:
    one = write_report(sample_result, tmp_path / "one")
    other = write_report(sample_result, tmp_path / "other")
    assert one.name == "report.html"
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_as_it_was(sample_result: ScoreResult, language: str) -> None:
    page = visible_part(render(sample_result, language=language))
    page = re.sub(r"'sha256-[^']*'", "'sha256-…'", page)
    # where springs settle may differ in the last digits from machine to machine
    page = re.sub(r'<svg class="network".*?</svg>', "<svg>…</svg>", page, flags=re.DOTALL)
    page = re.sub(r'(<script id="network-values"[^>]*>).*?(</script>)', r"\1…\2", page)
    golden = GOLDEN / f"sample.{language}.html"
    assert page == golden.read_text("utf-8"), f"if this is meant, write the page to {golden}"


def test_a_large_cluster_is_drawn_in_part_and_that_is_said(sample_result: ScoreResult) -> None:
    from dataclasses import replace

    from inconcert.report import network

    members = pl.DataFrame({"account_id": [f"n{number:04d}" for number in range(250)]})
    accounts = (
        sample_result.accounts.head(1).select(pl.exclude("account_id")).join(members, how="cross")
    )
    accounts = accounts.with_columns(cluster_id=pl.lit("C0001")).select(
        sample_result.accounts.columns
    )
    clusters = sample_result.clusters.head(1).with_columns(accounts=pl.lit(250, pl.UInt32))
    drawing = network.draw_network(replace(sample_result, accounts=accounts, clusters=clusters))
    assert (len(drawing.nodes), drawing.all_nodes, drawing.cut_clusters) == (200, 250, 1)
    places = {(node.x, node.y) for node in drawing.nodes}
    assert all(0 <= x <= network.WIDTH and 0 <= y <= network.HEIGHT for x, y in places)


def test_shipped_scripts_are_the_published_files() -> None:
    table = (Path(__file__).parents[3] / "THIRD_PARTY.md").read_text("utf-8")
    stated = dict(
        re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", table, flags=re.MULTILINE)
    )
    assets = Path(str(files("inconcert.report"))) / "assets"
    others = {"report.css", "report.js"}
    shipped = {path.name: path for path in assets.iterdir() if path.name not in others}
    assert set(stated) == set(shipped)
    for name, path in shipped.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == stated[name], name
