"""The report: one HTML file that makes no request and runs nothing but its own script."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import jinja2

from inconcert.posts.output import write_atomically
from inconcert.report import network
from inconcert.report.amplifiers import amplifiers
from inconcert.report.charts import Timeline, colour, draw_timeline
from inconcert.report.embedding import embedded, inline, policy
from inconcert.report.masking import Mask
from inconcert.report.recorded import recorded
from inconcert.report.sections import MOST_MEMBERS, Telling, sections
from inconcert.report.wording import Wording, jst, utc

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.scoring.result import ScoreResult

MOST_CLUSTERS = 100
MOST_STRIPS = 12
MOST_FILES = 8


def write_report(
    result: ScoreResult, directory: Path, *, language: str = "en", file_name: str = "report.html"
) -> Path:
    """Write the report into a folder and return its path.

    The page shows pseudonyms only. Raises `ConfigError` for a language without a catalogue.
    """
    page = render(result, language=language)
    path = directory / file_name
    write_atomically(path, lambda part: _write(part, page))
    return path


def _write(path: Path, page: str) -> None:
    path.write_text(page, encoding="utf-8", newline="\n")


def render(result: ScoreResult, *, language: str = "en") -> str:
    """Return the page as text; the same result gives the same text."""
    words = Wording(language)
    template = _environment().get_template("report.html.j2")
    return template.render(_context(result, words), t=words)


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("inconcert.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _context(result: ScoreResult, words: Wording) -> dict[str, Any]:
    mask = Mask(known_names(result), posts=result.quoted_posts)
    telling = Telling(result=result, mask=mask, words=words)
    return {
        "result": result,
        "summary": result.summary,
        "settings": result.network,
        "most_files": MOST_FILES,
        "most_members": MOST_MEMBERS,
        "colour": colour,
        "utc": utc,
        "jst": jst,
        "amplifiers": amplifiers(result, mask),
        "sections": sections(telling),
        "timeline": _timeline(result),
        **_opening(telling),
        **_network(result, words),
        **_frame(),
    }


def _opening(telling: Telling) -> dict[str, Any]:
    """What stands above the first figure."""
    result, words = telling.result, telling.words
    provenance = result.provenance
    return {
        "provenance": provenance,
        "created": provenance.created_at,
        "file_names": [telling.mask.text(PurePath(file.path).name) for file in provenance.files],
        "first": _moment(result, "first"),
        "last": _moment(result, "last"),
        "window": window_in_words(result, words),
        "layers": words.comma.join(words(f"layer.{layer}") for layer in result.network.layers),
        "largest": result.clusters["accounts"].max() or 0,
        "rule": recorded(telling.mask.text(result.rule), words.language),
        "notes": [recorded(telling.mask.text(note), words.language) for note in result.notes],
        "clusters": result.clusters.head(MOST_CLUSTERS).to_dicts(),
    }


def _network(result: ScoreResult, words: Wording) -> dict[str, Any]:
    drawing = network.draw_network(result)
    return {
        "drawing": drawing,
        "layouts": network,
        "links": network.link_paths(drawing),
        "network_json": embedded(network.script_values(drawing, words("network.partners"))),
    }


def _frame() -> dict[str, Any]:
    """Style, scripts, and the policy that admits them."""
    style = inline("report.css")
    scripts = [
        inline("graphology-0.26.0.umd.min.js"),
        inline("sigma-3.0.3.min.js", only_if=_HAS_WEBGL),
        inline("report.js"),
    ]
    return {"style": style, "scripts": scripts, "policy": policy(style, scripts)}


_HAS_WEBGL = "['webgl2', 'webgl'].some((kind) => document.createElement('canvas').getContext(kind))"
"""Sigma asks the graphics card while it loads, and fails where there is none."""


def known_names(result: ScoreResult) -> dict[str, str]:
    """Map every account id and handle, in lower case, to its pseudonym."""
    table = result.pseudonyms
    handles = table.drop_nulls("handle")
    return {
        str(name).lower(): pseudonym
        for name, pseudonym in [
            *zip(handles["handle"], handles["pseudonym"], strict=True),
            *zip(table["account_id"], table["pseudonym"], strict=True),
        ]
    }


def window_in_words(result: ScoreResult, words: Wording) -> str:
    """Write the window of the network, or that there is none."""
    seconds = result.network.window_seconds
    return words("found.window_none") if seconds is None else words.duration(seconds)


def _moment(result: ScoreResult, name: str) -> dict[str, str]:
    moment = getattr(result.summary, name)
    precision = result.summary.time_precision
    if moment is None:
        return {"utc": "–", "jst": "–"}
    return {"utc": utc(moment, precision), "jst": jst(moment, precision)}


def _timeline(result: ScoreResult) -> Timeline | None:
    ranks = result.clusters.sort("rank").head(MOST_STRIPS).select("cluster_id", "rank")
    rows = result.timeline.select("cluster_id", "bucket", "posts", "coacting").rows()
    hourly = result.timeline["bucket"].dt.hour().max()
    bucket = timedelta(hours=1) if hourly else timedelta(days=1)
    return draw_timeline(rows, ranks=ranks.rows(), bucket=bucket)
