"""Versions and commit."""

from __future__ import annotations

import re

from inconcert.tracking.manifest import manifest, versions


def test_versions_name_python_and_the_packages() -> None:
    found = versions()
    assert found["inconcert"] == "0.1.0"
    assert re.fullmatch(r"3\.\d+\.\d+.*", found["python"])


def test_a_manifest_holds_the_hashes_it_was_given() -> None:
    made = manifest({"posts": "ab"})
    assert made.as_json()["data_hashes"] == {"posts": "ab"}
    assert made.git_commit is None or re.fullmatch(r"[0-9a-f]{40}(-dirty)?", made.git_commit)
