"""No script of ours keeps a telephone from answering: none runs 50 ms at a quarter of this speed.

Time is that of the processor, which a busy machine stretches less than that of the clock. The browser's own
layout is taken off, since beside other work it takes two or three times as long as alone; what it comes to
is asked by `make proof OF=long-tasks`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.chromium

Event = dict[str, Any]

PATHS = ("/blog/what-grows-in-the-joints", "/blog/postcard-charts")
SLOWER = 4
LONGEST = 50.0
RUNS = 8
SETTLING = 1000
CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8"]
SCRIPT = {"EvaluateScript", "v8.evaluateModule", "FunctionCall", "TimerFire", "FireAnimationFrame"}
LAYOUT = {"Layout", "UpdateLayoutTree"}


@pytest.mark.parametrize("path", PATHS)
def test_no_script_of_an_article_runs_long(chromium: Browser, demo: str, path: str) -> None:
    # What is slow by nature is slow every time.
    assert any(_longest(chromium, demo + path) * SLOWER <= LONGEST for _ in range(RUNS))


def begin_to_read(page: Page, address: str) -> None:
    """Open a page and scroll once; to wait for anything within it would have the test measured too."""
    page.goto(address, wait_until="networkidle")
    page.mouse.wheel(0, 1500)
    page.wait_for_timeout(SETTLING)


def _longest(chromium: Browser, address: str) -> float:
    """The milliseconds of the longest script of a first visit, until after a first scroll."""
    timed = _visited(chromium, address)
    layouts = [event for event in timed if event["name"] in LAYOUT]
    scripts = [event for event in timed if event["name"] in SCRIPT]
    assert scripts
    return max(_without(script, layouts) for script in scripts)


def _visited(chromium: Browser, address: str) -> list[Event]:
    """What the thread of the page did, and no other: the browser draws pages of its own."""
    context = chromium.new_context(viewport={"width": 390, "height": 900}, service_workers="block")
    page = context.new_page()
    chromium.start_tracing(page=page, categories=CATEGORIES)
    begin_to_read(page, address)
    events = json.loads(chromium.stop_tracing())["traceEvents"]
    context.close()
    [thread] = {(event["pid"], event["tid"]) for event in events if _parses(event, address)}
    return [event for event in events if "tdur" in event and (event["pid"], event["tid"]) == thread]


def _parses(event: Event, address: str) -> bool:
    parsed = event.get("args", {}).get("beginData", {})
    return event["name"] == "ParseHTML" and bool(parsed.get("url") == address)


def _without(script: Event, layouts: list[Event]) -> float:
    """The processor's milliseconds for a script, but for the layout that it waited for."""
    end = script["ts"] + script["dur"]
    inside = sum(layout["tdur"] for layout in layouts if script["ts"] <= layout["ts"] < end)
    return float(script["tdur"] - inside) / 1000
