"""Every kind of page on a telephone, a tablet, a desk and a wall: nothing sticks out, nothing is cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.browser.people import Porch, Someone
from tests.browser.watch import overflow

pytestmark = pytest.mark.chromium

WIDTHS = (390, 820, 1440, 1920)
PUBLIC = (
    *("/", "/blog", "/projects", "/tags", "/tags/light", "/skills", "/achievements", "/resume", "/about"),
    *("/faq", "/contact", "/search?q=light", "/authors/mira-solane", "/nothing-here", "/sign-in"),
    *("/blog/postcard-charts", "/projects/arcade-survey"),
)
AWKWARD = ("/", "/blog", "/tags", *(f"/blog/{name}" for name in ("long", "tags", "rtl", "wide", "remote")))
OWN = ("/settings", "/notifications", "/studio", "/studio/comments", "/studio/inbox", "/studio/traffic")
CUT = """() => {
  const styles = new Map();
  const overflow = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element).overflowX);
    return styles.get(element);
  };
  const above = (element) => element ? [element, ...above(element.parentElement)] : [];
  const says = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const range = document.createRange();
  return [...document.querySelectorAll("body *")].filter((element) => {
    if (!says(element) || element.closest("svg, math, .visually-hidden, [aria-hidden=true]")) return false;
    const around = above(element);
    if (!element.checkVisibility() || around.some((box) => /auto|scroll/.test(overflow(box)))) return false;
    range.selectNodeContents(element);
    const { left, right } = range.getBoundingClientRect();
    const hiding = around.filter((box) => /hidden|clip/.test(overflow(box)));
    return [{ left: 0, right: innerWidth }, ...hiding.map((box) => box.getBoundingClientRect())]
      .some((box) => left < box.left - 1 || right > box.right + 1);
  }).map((element) => `${element.localName}.${element.className}: ${element.textContent.slice(0, 60)}`);
}"""
"""Lists what leaves the window, or a box that hides what leaves it; what can be scrolled to is not cut."""


def cut(page: Page) -> dict[int, object]:
    """What is wrong with the page that is open, by width."""
    found: dict[int, object] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if wrong := page.evaluate(CUT) or overflow(page):
            found[width] = wrong
    return found


def test_the_public_pages_fit_every_screen(open_page: Opener) -> None:
    page = open_page("/robots.txt").page
    found = {}
    for path in PUBLIC:
        page.goto(path)
        found[path] = cut(page)
    assert found == {path: {} for path in PUBLIC}


def test_awkward_content_fits_every_screen(open_page: Opener, awkward: str) -> None:
    page = open_page(awkward + "/robots.txt").page
    found = {}
    for path in AWKWARD:
        page.goto(awkward + path)
        found[path] = cut(page)
    assert found == {path: {} for path in AWKWARD}


def test_the_pages_of_those_who_are_signed_in_fit_every_screen(quiet_porch: Porch) -> None:
    owner = Someone(quiet_porch, "a-name-as-long-as-names-may-be").register()
    quiet_porch.write("UPDATE account SET role = 'owner' WHERE username = ?", owner.name)
    page = owner.sign_in().page
    found = {}
    for path in (f"/@{owner.name}", *OWN):
        page.goto(path, wait_until="networkidle")
        found[path] = cut(page)
    quiet_porch.write("UPDATE account SET role = 'member' WHERE username = ?", owner.name)
    assert found == {path: {} for path in found}
