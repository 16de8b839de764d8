"""Nothing that is read moves while a page arrives, however late its fonts come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.chromium

PAGES = ("/", "/blog", "/projects", "/blog/the-clap-test", "/blog/postcard-charts")
MOST = 0.05
"""The sum of all shifts, where a line may break at another word; up to 0.1 counts as good (web.dev/cls)."""
WATCH = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const moved = entry.sources.map(({ node }) => node?.className || node?.nodeName);
      window.shifts.push([entry.value, moved.join(", ")]);
    }
  }).observe({ type: "layout-shift", buffered: true });
"""
DRAWN_TWICE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

LONG_THREAD = """() => {
  const thread = document.createElement("div");
  thread.style.height = "1500px";
  document.querySelector("reader-discussion").append(thread);
}"""


class Held:
    """Requests for fonts that wait until they are let go."""

    def __init__(self, page: Page) -> None:
        self._waiting: list[Route] = []
        self._open = False
        page.route("**/*.woff2", self._meet)

    def let_go(self) -> int:
        """Answer them all, and those that come later at once; gives how many waited."""
        self._open = True
        for route in self._waiting:
            route.continue_()
        return len(self._waiting)

    def _meet(self, route: Route) -> None:
        if self._open:
            route.continue_()
        else:
            self._waiting.append(route)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_moves_when_the_fonts_come_late(chromium: Browser, demo: str, path: str, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    fonts = Held(page)
    page.add_init_script(WATCH)
    page.goto(demo + path, wait_until="domcontentloaded")
    page.wait_for_selector("html[data-ready]", state="attached")
    assert fonts.let_go() > 1
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(DRAWN_TWICE)
    shifts = page.evaluate("window.shifts")
    context.close()
    assert sum(value for value, _ in shifts) < MOST, shifts


def test_a_discussion_that_comes_moves_nothing_in_sight(chromium: Browser, awkward: str) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(awkward + "/projects/bare")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_load_state("networkidle")
    page.evaluate(LONG_THREAD)
    page.evaluate(DRAWN_TWICE)
    shifts = page.evaluate("window.shifts")
    context.close()
    assert sum(value for value, _ in shifts) < MOST, shifts
