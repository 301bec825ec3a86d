"""The report in a real browser: its script runs, it asks for nothing, hostile text stays text."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from inconcert.report.page import write_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WEBGL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")

HOSTILE = (
    "</script><script>document.documentElement.dataset.owned='1'</script>",
    "<img src=x onerror=\"document.documentElement.dataset.owned='1'\">",
    "<style>body{display:none}</style> <b onclick=alert(1)>bold</b>",
    "]]> <!-- <script> --> {{7*7}} {% raw %} ${7*7} &lt;i&gt;",
    "bidi \u202egnp.exe\u202c and \u2066x\u2069, zero\u200bwidth, NUL \x00, feed \x0c",
    "javascript:alert(1) https://evil.example/%0d%0a<script>",
)


def _no_violation(opened: Any) -> None:
    assert opened.root("violations") == "0"
    assert "Content Security Policy" not in opened.console
    assert "Uncaught" not in opened.console


def test_the_script_runs_and_draws_every_account(
    samples: Any, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = write_report(samples.sample(), tmp_path)
    opened = open_page(page, *WEBGL)
    assert opened.root("ready") == "true"
    assert opened.root("network") == "interactive"
    assert opened.root("nodes") == "26"  # 14 + 8 + 4 members
    _no_violation(opened)


def test_without_webgl_the_static_drawing_stays(
    samples: Any, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = write_report(samples.sample(), tmp_path)
    opened = open_page(page, "--disable-3d-apis")
    assert opened.root("ready") == "true"
    assert opened.root("network") == "static"
    assert re.search(r'<div id="static-network">', opened.dom)  # not hidden
    assert re.search(r'<div id="stage" hidden', opened.dom)
    _no_violation(opened)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_hostile_text_stays_text(
    samples: Any, open_page: Callable[..., Any], tmp_path: Path, language: str
) -> None:
    page = write_report(hostile_result(samples), tmp_path, language=language)
    opened = open_page(page, *WEBGL)
    assert opened.root("ready") == "true"
    assert opened.root("owned") is None
    _no_violation(opened)
    assert "{{7*7}}" in opened.dom
    assert "⟨U+202E⟩gnp.exe" in opened.dom
    assert "NUL ⟨U+0000⟩" in opened.dom
    body = opened.dom[opened.dom.index("<body") :]
    assert "<img" not in body
    assert "<style" not in body
    assert body.count("<script") == 4  # the network's values, graphology, sigma, our own


def test_an_empty_result_opens_too(
    samples: Any, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    opened = open_page(write_report(samples.empty_sample(), tmp_path), *WEBGL)
    assert opened.root("ready") == "true"
    assert opened.root("nodes") == "0"
    assert "No cluster was found" in opened.dom
    _no_violation(opened)


def hostile_result(samples: Any) -> Any:
    """Four accounts that all post every hostile text, a second apart."""
    members = samples.names("c", 4)
    rows = samples.acts(members, "text", HOSTILE, start=samples.START, lag=1.0, lang="en")
    rows += [samples.post("other", samples.START + timedelta(days=1), "</title><script>")]
    posts = samples.posts_table(rows)
    groups = {"C0001": ("text", members)}
    evidence = samples.evidence_of(posts, groups)
    return samples.result_of(posts, groups, evidence, samples.no_amplification())


def test_a_column_head_sorts_its_table(
    samples: Any, open_page: Callable[..., Any], tmp_path: Path
) -> None:
    page = write_report(samples.sample(), tmp_path)
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text("utf-8"))
    press = "const head = document.querySelectorAll('#clusters th button')[6]; head.click();"
    page.write_text(text.replace("</body>", f"<script>{press}</script></body>"), "utf-8")
    table = open_page(page, *WEBGL).dom.split('<section id="clusters">')[1].split("</table>")[0]
    # median delays: 20 s in C0003, 7.5 s in C0002, 3 s in C0001; the first press puts most first
    assert re.findall(r'href="#(C\d+)"', table) == ["C0003", "C0002", "C0001"]
    assert 'aria-sort="descending"' in table
