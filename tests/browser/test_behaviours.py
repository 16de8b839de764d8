"""What pages do beyond being read, and that they can be read without it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.watch import until

pytestmark = pytest.mark.chromium

ARTICLE = "/blog/postcard-charts"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
ANNOUNCED = "document.querySelector('body > [role=status].visually-hidden')?.textContent ?? null"
OUTLINE = "(style => [style.outlineStyle, style.outlineWidth])(getComputedStyle(document.activeElement))"


def test_a_chosen_theme_is_remembered(open_page: Opener) -> None:
    page = open_page("/", color_scheme="light").page
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    switch = page.locator("theme-switch button")
    switch.click()
    switch.click()
    page.goto("/blog")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_the_third_choice_is_the_theme_of_the_system_again(open_page: Opener) -> None:
    page = open_page("/", color_scheme="dark").page
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for _ in range(3):
        page.locator("theme-switch button").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == before
    expect(page.get_by_role("button", name="Theme: as the system")).to_be_visible()


def test_a_copied_block_is_the_code_to_the_character(open_page: Opener) -> None:
    page = open_page("/blog/plain-text-catalogue", permissions=CLIPBOARD).page
    for block in page.locator("copy-code").all():
        block.locator("button").click()
        expect(block.locator("button")).to_have_text("Copied")
        written = block.locator("pre code").text_content() or ""
        assert page.evaluate("navigator.clipboard.readText()") == written.removesuffix("\n")


def test_a_link_is_copied_and_it_is_said(open_page: Opener) -> None:
    page = open_page(ARTICLE, permissions=CLIPBOARD).page
    button = page.locator("share-links [data-copy]")
    button.click()
    expect(button).to_have_text("Copied")
    expect(page.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(ARTICLE)


def test_a_copy_that_the_browser_forbids_is_said_too(open_page: Opener) -> None:
    page = open_page(ARTICLE).page
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.locator("share-links [data-copy]").click()
    expect(page.get_by_role("status")).to_have_text("Could not copy")


@pytest.mark.parametrize(("ending", "said"), [("AbortError", None), ("NotAllowedError", "Could not share")])
def test_sharing_says_when_it_fails_and_not_when_it_is_given_up(
    open_page: Opener, ending: str, said: str | None
) -> None:
    failing = f"""navigator.share = async (shared) => {{
      window.shared = shared;
      throw new DOMException("", "{ending}");
    }};"""
    page = open_page(ARTICLE, scripts=[failing]).page
    page.locator("share-links [data-share]").click()
    until(page, "window.shared")
    assert page.evaluate("window.shared.url").endswith(ARTICLE)
    assert page.evaluate("window.shared.title") == "A chart that fits on a postcard"
    assert page.evaluate(ANNOUNCED) == said


def test_an_embed_asks_nobody_before_it_is_asked_for(open_page: Opener) -> None:
    watched = open_page(ARTICLE)
    page, embed = watched.page, watched.page.locator("click-to-load").first
    embed.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert watched.foreign == []
    page.context.route("https://example.org/**", lambda route: route.fulfill(body="a card"))
    embed.locator("a").click()
    expect(page.frame_locator("click-to-load iframe").get_by_text("a card")).to_be_visible()
    assert [address.split("/")[2] for address in watched.foreign] == ["example.org"]
    assert watched.troubles == []


def test_the_contents_mark_the_section_being_read(open_page: Opener) -> None:
    page = open_page(ARTICLE, width=1440).page
    last = page.locator(".prose h2[id]").last
    last.evaluate("heading => window.scrollTo(0, heading.getBoundingClientRect().top + scrollY - 60)")
    marked = page.locator("page-contents [aria-current]")
    expect(marked).to_have_count(1)
    assert marked.get_attribute("href", timeout=2000) == f"#{last.get_attribute('id')}"


def test_a_lost_connection_is_said_quietly(open_page: Opener) -> None:
    page = open_page("/").page
    banner = page.locator(".offline")
    expect(banner).to_be_hidden()
    page.context.set_offline(True)
    expect(banner).to_be_visible()
    page.context.set_offline(False)
    expect(banner).to_be_hidden()


def test_the_first_tab_leads_to_the_content(open_page: Opener) -> None:
    page = open_page("/blog").page
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_keyboard_follows_the_order_of_reading_and_shows_where_it_is(open_page: Opener) -> None:
    page = open_page("/blog").page
    places = "[...document.querySelectorAll('a[href], button, input, select, summary')]"
    seen = []
    for _ in range(15):
        page.keyboard.press("Tab")
        style, width = page.evaluate(OUTLINE)
        assert style != "none"
        assert float(width.removesuffix("px")) >= 1
        seen.append(page.evaluate(f"{places}.indexOf(document.activeElement)"))
    assert -1 not in seen
    assert seen == sorted(seen)


def test_search_works_without_scripts(open_page: Opener) -> None:
    page = open_page("/search", java_script_enabled=False).page
    page.fill("main input[name=q]", "clap")
    page.press("main input[name=q]", "Enter")
    page.wait_for_url("**/search?q=clap*")
    assert page.locator("main a[href='/blog/the-clap-test']").count() == 1


@pytest.mark.parametrize("path", ["/", "/blog", "/projects", "/tags", "/skills", "/blog/the-clap-test"])
def test_pages_say_the_same_without_scripts(open_page: Opener, path: str) -> None:
    without = open_page(path, java_script_enabled=False).page.locator("main").text_content() or ""
    with_scripts = open_page(path).page.locator("main").text_content() or ""
    assert len(without.split()) > 20
    assert set(without.split()) <= set(with_scripts.split())
