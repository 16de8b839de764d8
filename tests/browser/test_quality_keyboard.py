"""Every control of every kind of page, by the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

pytestmark = pytest.mark.chromium

PATHS = (
    *("/", "/blog", "/projects", "/search?q=light", "/blog/postcard-charts", "/about", "/faq"),
    *("/resume", "/contact", "/nothing-here"),
)
MOST = 400
STEP = """() => {
  const here = document.activeElement;
  const before = window.before;
  window.before = here;
  if (here === document.body) return null;
  // A link that fills its row outlines the row, and a film shows the focus on its own controls.
  const outlines = [here, here.closest("li") ?? here].map((element) => getComputedStyle(element));
  const box = here.getBoundingClientRect();
  return {
    name: `${here.localName}.${here.className}: ${here.textContent.trim().slice(0, 40)}`,
    shown: here.localName === "video"
      || outlines.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    onward: !before || before === here
      || Boolean(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING),
    there: box.width > 0 && box.height > 0,
  };
}"""


@pytest.mark.parametrize("path", PATHS)
def test_every_control_is_reached_in_order_and_seen(open_page: Opener, path: str) -> None:
    page = open_page(path).page
    page.evaluate("document.activeElement.blur()")
    seen = _walk(page)
    assert len(seen) > 10
    assert len(seen) < MOST, "the keyboard is trapped"
    assert [step["name"] for step in seen if not step["shown"]] == []
    assert [step["name"] for step in seen if not step["there"]] == []
    assert [step["name"] for step in seen if not step["onward"]] == []


def test_the_way_back_is_the_same_way(open_page: Opener) -> None:
    page = open_page("/about").page
    links = page.locator("a[href], button:visible")
    links.nth(4).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(links.nth(4)).to_be_focused()


def _walk(page: Page) -> list[dict[str, object]]:
    """What has the focus after each press of Tab, until it leaves the page."""
    steps: list[dict[str, object]] = []
    while len(steps) < MOST:
        page.keyboard.press("Tab")
        step = page.evaluate(STEP)
        if step is None:
            break
        steps.append(step)
    return steps
