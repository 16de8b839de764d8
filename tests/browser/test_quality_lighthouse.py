"""Lighthouse, in short; `python -m benchmarks lighthouse` runs it whole."""

from __future__ import annotations

import pytest
from benchmarks.lighthouse import audit

pytestmark = [pytest.mark.chromium, pytest.mark.node]

CERTAIN = {"accessibility": 100, "best-practices": 100, "seo": 100}
FAST = 90
TRIES = 4


def test_lighthouse_finds_nothing_to_mend_and_a_fast_page(demo: str) -> None:
    # How fast a page seems depends on what else the machine does meanwhile; the rest is the same every time.
    speeds: list[float] = []
    while len(speeds) < TRIES and max(speeds, default=0) < FAST:
        found = audit(demo + "/blog")
        speeds.append(found.pop("performance"))
        assert found == CERTAIN
    assert max(speeds) >= FAST, speeds
