"""From a card to its article and back, and every way in which that could get into a reader's way."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import ARGUMENTS, Mover, Opener
from tests.browser.watch import until

pytestmark = pytest.mark.chromium

PROJECT = "/projects/arcade-survey"
PLATE = f".plate-link[href='{PROJECT}']"
ROW = ".row-title a[href='/blog/the-clap-test']"
WATCH = """addEventListener("pagereveal", ({ viewTransition }) => {
  window.scene = { kinds: [], parts: [] };
  if (!viewTransition) return;
  viewTransition.ready.then(() => {
    scene.kinds = [...viewTransition.types];
    scene.parts = [...new Set(document.getAnimations().map(({ effect }) => effect.pseudoElement)
      .filter(part => part?.startsWith("::view-transition")))];
  });
  viewTransition.finished.then(() => { scene.over = true; });
});"""
WITHOUT_TRANSITIONS = "delete window.onpagereveal;"
DOORS_SEEN = """new MutationObserver(() => {
  const { doors } = document.documentElement.dataset;
  const seen = JSON.parse(sessionStorage.getItem("seen") ?? "[]");
  if (doors && seen.at(-1) !== doors) sessionStorage.setItem("seen", JSON.stringify([...seen, doors]));
}).observe(document, { subtree: true, attributeFilter: ["data-doors"] });
"""
NAMED = "[...document.querySelectorAll('[style*=view-transition-name]')].length"
CLOSED = "document.documentElement.dataset.doors"
LEAVING = "document.documentElement.dataset.leaving"
LABEL = "getComputedStyle(document.body, '::before').content"
DOORS = {
    "::view-transition-new(left-door)",
    "::view-transition-new(right-door)",
    "::view-transition-new(opening)",
}


def scene(page: Page) -> dict[str, Any]:
    """What was shown on the way to this page, once it is over."""
    until(page, "window.scene?.over")
    seen: dict[str, Any] = page.evaluate("window.scene")
    return seen


def test_a_plate_is_carried_to_its_article_through_doors(moving: Mover) -> None:
    page = moving("/projects", WATCH)
    page.locator(PLATE).click()
    page.wait_for_url("**" + PROJECT)
    seen = scene(page)
    assert seen["kinds"] == ["doors"]
    carried = {f"::view-transition-group(carried-{part})" for part in ("cover", "title")}
    assert set(seen["parts"]) >= DOORS | carried
    assert page.evaluate(NAMED) == 0


def test_a_row_is_carried_by_its_title(moving: Mover) -> None:
    page = moving("/blog", WATCH)
    page.locator(ROW).click()
    page.wait_for_url("**/blog/the-clap-test")
    parts = scene(page)["parts"]
    assert "::view-transition-old(carried-title)" in parts
    assert "::view-transition-old(carried-cover)" not in parts


def test_the_article_is_carried_back(moving: Mover) -> None:
    page = moving("/projects", WATCH)
    page.locator(PLATE).click()
    page.wait_for_url("**" + PROJECT)
    scene(page)
    page.go_back()
    page.wait_for_url("**/projects")
    seen = scene(page)
    assert seen["kinds"] == ["doors"]
    assert "::view-transition-group(carried-title)" in seen["parts"]
    until(page, f"{NAMED} === 0")


def test_other_ways_go_without_doors(moving: Mover) -> None:
    page = moving("/projects", WATCH)
    page.locator(".site-nav a[href='/about']").click()
    page.wait_for_url("**/about")
    assert scene(page)["kinds"] == []


@pytest.mark.parametrize("script", ["", WITHOUT_TRANSITIONS], ids=["with transitions", "without"])
def test_what_is_awaited_is_announced_and_what_never_comes_leaves_no_trace(
    moving: Mover, script: str
) -> None:
    page = moving("/projects", WATCH, script)
    page.evaluate("navigation.addEventListener('navigate', event => event.preventDefault())")
    page.locator(PLATE).click()
    until(page, f"{LABEL} === '\"Opening\"'")
    until(page, f"{LEAVING} === undefined && {CLOSED} === undefined")
    assert page.evaluate(LABEL) == "none"
    assert page.evaluate("document.elementFromPoint(640, 450).closest('main') !== null")


@pytest.mark.parametrize("script", ["", WITHOUT_TRANSITIONS], ids=["with transitions", "without"])
def test_after_a_failure_one_comes_back_to_a_clean_page(moving: Mover, script: str) -> None:
    page = moving("/projects", WATCH, script)
    page.route("**" + PROJECT, lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.locator(PLATE).click(no_wait_after=True)
    page.unroute_all()
    page.go_back()
    page.wait_for_url("**/projects")
    until(page, f"{LEAVING} === undefined && {CLOSED} === undefined")
    page.locator(PLATE).click()
    page.wait_for_url("**" + PROJECT)


@pytest.mark.parametrize("script", ["", WITHOUT_TRANSITIONS], ids=["with transitions", "without"])
def test_a_click_for_another_window_opens_one(moving: Mover, script: str) -> None:
    page = moving("/projects", WATCH, script)
    for click in ({"modifiers": ["Control"]}, {"modifiers": ["Shift"]}, {"button": "middle"}):
        with page.context.expect_page() as opened:
            page.locator(PLATE).click(**click)
        opened.value.wait_for_url("**" + PROJECT)
        assert page.evaluate(LEAVING) is None
        assert page.url.endswith("/projects")


def test_without_transitions_of_the_browser_doors_close_and_open(moving: Mover) -> None:
    page = moving("/projects", WATCH, WITHOUT_TRANSITIONS, DOORS_SEEN)
    page.locator(PLATE).click()
    page.wait_for_url("**" + PROJECT)
    until(page, "JSON.parse(sessionStorage.getItem('seen')).includes('opening')")
    assert page.evaluate("JSON.parse(sessionStorage.getItem('seen'))") == ["closing", "opening"]
    until(page, f"{CLOSED} === undefined")


def test_links_lead_on_without_scripts(open_page: Opener) -> None:
    page = open_page("/projects", java_script_enabled=False, reduced_motion="no-preference").page
    page.locator(PLATE).click()
    page.wait_for_url("**" + PROJECT)


@pytest.mark.parametrize("script", ["", WITHOUT_TRANSITIONS], ids=["with transitions", "without"])
def test_for_whoever_asks_for_stillness_pages_just_change(moving: Mover, script: str) -> None:
    page = moving("/projects", WATCH, script, DOORS_SEEN, reduced_motion="reduce")
    page.locator(PLATE).click()
    page.wait_for_url("**" + PROJECT)
    assert page.evaluate("window.scene?.parts ?? []") == []
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("sessionStorage.getItem('seen')") is None


def test_a_page_that_the_browser_kept_comes_back_clean(
    chromium: Browser, windowed_path: str, demo: str
) -> None:
    keeping = chromium.browser_type.launch(
        executable_path=windowed_path, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"]
    )
    page = keeping.new_page(base_url=demo, reduced_motion="no-preference")
    page.add_init_script(WITHOUT_TRANSITIONS)
    page.goto("/projects")
    until(page, "document.documentElement.dataset.ready === ''")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.kept = true")
    page.locator(PLATE).click()
    page.wait_for_url("**" + PROJECT)
    page.evaluate("history.back()")
    until(page, "window.kept")
    until(page, f"{LEAVING} === undefined && {CLOSED} === undefined")
    keeping.close()
