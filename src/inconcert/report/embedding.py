"""Scripts, styles and values inside the page, and the policy that admits nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from markupsafe import Markup

_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


@dataclass(frozen=True)
class Inline:
    """The content of a script or style element, with the hash that the policy admits it by."""

    content: Markup
    admitted: str


def inline(name: str, *, only_if: str = "") -> Inline:
    """Read an asset for embedding; its source map, which a browser would fetch, is cut off.

    A script with a condition (`only_if`, JavaScript) does nothing where that does not hold.
    """
    text = (files("inconcert.report") / "assets" / name).read_text("utf-8")
    source = _SOURCE_MAP.sub("", text).strip()
    content = f"\nif ({only_if}) {{\n{source}\n}}\n" if only_if else f"\n{source}\n"
    digest = base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
    return Inline(Markup(content), f"'sha256-{digest}'")  # noqa: S704 (our own files)


def embedded(values: Any) -> Markup:
    """Return values as JSON that no text in them can break out of.

    >>> str(embedded({"a": "</script>"}))
    '{"a":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 (escaped above)


def policy(style: Inline, scripts: list[Inline]) -> str:
    """Return a content policy that admits these elements and nothing else.

    >>> policy(Inline(Markup(""), "'sha256-a'"), [Inline(Markup(""), "'sha256-b'")])[:44]
    "default-src 'none'; script-src 'sha256-b'; s"
    """
    return (
        "default-src 'none'; "
        f"script-src {' '.join(script.admitted for script in scripts)}; "
        f"style-src {style.admitted}; base-uri 'none'; form-action 'none'"
    )
