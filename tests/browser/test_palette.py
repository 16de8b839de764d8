"""The command palette: it finds, goes and does, all by keyboard, and says what it found."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener

pytestmark = pytest.mark.chromium

SEARCH = re.compile(r"/api/v1/search\?")
CODE = re.compile(r"/js/palette/|/js/api/|/css/palette")
CLIPBOARD = ["clipboard-read", "clipboard-write"]
ACTIVE = """
  const id = document.activeElement.getAttribute("aria-activedescendant");
  const selected = [...document.querySelectorAll("[role=option][aria-selected=true]")];
  const [option] = selected.filter((option) => option.id === id);
  option && selected.length === 1 ? option.querySelector(".palette-title").textContent : null;
"""


def opened(open_page: Opener, **options: Any) -> Page:
    page = open_page("/about", **options).page
    page.keyboard.press("/")
    expect(page.get_by_role("option").first).to_be_visible()
    return page


def addresses(page: Page) -> list[str]:
    """What the page asks for from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    return asked


def status(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator(".palette [role=status]")).to_have_text(words)


def test_it_finds_by_keyboard_alone(open_page: Opener) -> None:
    page = open_page("/about").page
    page.keyboard.press("/")
    page.keyboard.type("clap test")
    expect(page.get_by_role("option").nth(1)).to_contain_text("The clap test")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/blog/the-clap-test")


def test_it_closes_by_escape_and_gives_the_focus_back(open_page: Opener) -> None:
    page = open_page("/about").page
    link = page.locator("search-palette a").first
    link.focus()
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.palette")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.palette")).to_be_hidden()
    expect(link).to_be_focused()


def test_enter_leads_to_the_page_of_results(open_page: Opener) -> None:
    page = open_page("/about").page
    page.keyboard.press("/")
    page.keyboard.type("clap")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=clap")


def test_before_its_code_has_come_it_is_a_form_that_searches(open_page: Opener) -> None:
    page = open_page("/about").page
    page.route(CODE, lambda route: route.abort())
    page.keyboard.press("/")
    page.keyboard.type("clap")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=clap")


def test_nothing_of_it_is_loaded_before_it_is_opened(open_page: Opener) -> None:
    page = open_page("/robots.txt").page
    asked = addresses(page)
    page.goto("/blog/postcard-charts", wait_until="networkidle")
    assert asked
    assert [address for address in asked if CODE.search(address)] == []
    page.keyboard.press("/")
    expect(page.get_by_role("option").first).to_be_visible()
    assert [address for address in asked if CODE.search(address)]


def test_the_arrows_go_round_and_the_input_says_where_one_is(open_page: Opener) -> None:
    page = opened(open_page)
    assert page.evaluate(ACTIVE) is None
    page.keyboard.press("ArrowDown")
    assert page.evaluate(ACTIVE) == "Home"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(ACTIVE) == "Dark theme"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(ACTIVE) == "Work"
    expect(page.get_by_role("combobox")).to_be_focused()


def test_a_place_is_gone_to_by_the_beginning_of_its_name_whatever_its_accents(open_page: Opener) -> None:
    page = opened(open_page)
    page.keyboard.type("resu")
    expect(page.get_by_role("option").first).to_have_text("Résumé")
    page.keyboard.press("Enter")
    page.wait_for_url("**/resume")


def test_a_theme_is_chosen_by_name(open_page: Opener) -> None:
    page = opened(open_page, color_scheme="light")
    page.keyboard.type("dark th")
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_the_link_of_a_page_is_copied_and_it_is_said(open_page: Opener) -> None:
    page = opened(open_page, permissions=CLIPBOARD)
    page.get_by_role("option", name="Copy link").click()
    status(page, "The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/about")


def test_a_copy_that_is_forbidden_is_said(open_page: Opener) -> None:
    page = opened(open_page)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("option", name="Copy link").click()
    status(page, "The link could not be copied.")


def test_what_a_command_says_is_not_overwritten_by_what_is_heard_later(open_page: Opener) -> None:
    page = open_page("/about").page
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    page.route("**/api/v1/views?*", hold)
    with page.expect_request("**/api/v1/views?*"):
        page.keyboard.press("/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("option", name="Copy link").click()
    status(page, "The link could not be copied.")
    with page.expect_response("**/api/v1/views?*"):
        for route in late:
            route.fulfill(json={"path": "/about", "views": 12})
    page.wait_for_timeout(100)
    status(page, "The link could not be copied.")


def test_what_is_found_is_counted_aloud_and_what_is_not_too(open_page: Opener) -> None:
    page = opened(open_page)
    page.keyboard.type("light")
    status(page, re.compile(r"^\d+( of \d+)? results$"))
    page.get_by_role("combobox").fill("zzxq")
    status(page, "No page holds “zzxq”. Try fewer letters or another word.")
    expect(page.get_by_role("option")).to_have_text("All topics")


def test_a_search_that_fails_is_said_and_can_be_tried_again(open_page: Opener) -> None:
    page = opened(open_page)
    page.route(SEARCH, lambda route: route.abort())
    page.keyboard.type("clap")
    status(page, re.compile("^The search does not answer. The server cannot be reached. "))
    page.unroute_all()
    page.keyboard.press("Enter")
    expect(page.get_by_role("option").nth(1)).to_contain_text("The clap test")


def test_a_search_whose_code_does_not_come_is_said(open_page: Opener) -> None:
    page = open_page("/about").page
    page.route("**/palette/finds.*", lambda route: route.abort())
    page.keyboard.press("/")
    status(page, re.compile("^The search does not answer."))
    page.keyboard.type("clap")
    expect(page.get_by_role("option")).to_have_text("Search for “clap”")


def test_a_page_that_cannot_be_shared_is_said(open_page: Opener) -> None:
    refusing = "navigator.share = () => Promise.reject(new DOMException('', 'NotAllowedError'));"
    page = open_page("/about", scripts=[refusing]).page
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="Share").click()
    status(page, "The page could not be shared.")


def test_only_the_newest_question_is_answered(open_page: Opener) -> None:
    page = opened(open_page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile("q=clap&"), hold)
    page.keyboard.type("clap")
    status(page, "Looking …")
    page.get_by_role("combobox").fill("postcard")
    hit = page.get_by_role("option").nth(1)
    expect(hit).to_contain_text("postcard")
    held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(hit).to_contain_text("postcard")


def test_what_was_asked_before_is_not_asked_again(open_page: Opener) -> None:
    page = opened(open_page)
    asked = addresses(page)
    for words in ("clap", "light", "clap"):
        page.get_by_role("combobox").fill(words)
        expect(page.locator(".palette mark").first).to_have_text(re.compile(words, re.IGNORECASE))
    assert len([address for address in asked if SEARCH.search(address)]) == 2


def test_a_result_opens_beside_the_page_when_that_is_asked_for(open_page: Opener) -> None:
    page = opened(open_page)
    page.keyboard.type("blog")
    with page.context.expect_page() as other:
        page.keyboard.press("Control+Enter")
    other.value.wait_for_url("**/blog")
    expect(page.locator("dialog.palette")).to_be_visible()


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_it(open_page: Opener, scheme: str) -> None:
    page = opened(open_page, color_scheme=scheme)
    assert violations(page) == []
    page.keyboard.type("light")
    status(page, re.compile("results$"))
    assert violations(page) == []
