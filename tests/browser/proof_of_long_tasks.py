"""On a machine with nothing else to do: an article at a quarter of the speed keeps nobody waiting for 50 ms.

The browser slows itself down and says which of its tasks were long, layout and painting too
(https://www.w3.org/TR/longtasks-1/). A machine that is shared runs at half its speed now and then, so most of
the visits count. It is no part of the suite, which keeps the processors busy.
"""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser

from tests.browser.test_quality_speed import PATHS, SLOWER, begin_to_read

pytestmark = pytest.mark.chromium

VISITS = int(os.environ.get("PORTICO_TEST_VISITS", "5"))
WATCHING = """globalThis.longTasks = [];
new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((task) => task.duration)))
  .observe({ type: "longtask", buffered: true });"""


@pytest.mark.parametrize("path", PATHS)
def test_most_visits_of_an_article_see_no_long_task(chromium: Browser, demo: str, path: str) -> None:
    # The first one warms the server.
    visits = [_long_tasks(chromium, demo + path) for _ in range(VISITS + 1)][1:]
    assert sum(not visit for visit in visits) > VISITS / 2, visits


def _long_tasks(chromium: Browser, address: str) -> list[float]:
    """The milliseconds of each task over 50 of a slow first visit, until after a first scroll."""
    context = chromium.new_context(viewport={"width": 390, "height": 900}, service_workers="block")
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCHING)
    begin_to_read(page, address)
    tasks: list[float] = page.evaluate("longTasks")
    context.close()
    return tasks
