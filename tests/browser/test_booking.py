"""An appointment is made in the frame of another site, which hears of nobody who does not ask for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import ARGUMENTS, Opener, awake
from tests.browser.watch import Watched
from tests.support.server import serving
from tests.support.sites import post, write_site

pytestmark = pytest.mark.chromium

ELSEWHERE = "https://booking.test"
SITE: dict[str, str | bytes] = {
    "site.toml": f'title = "Ada"\n[booking]\nlabel = "Book an hour"\nurl = "{ELSEWHERE}/ada?for=60"\n',
    "content/blog/a.md": post("A post"),
}


@pytest.fixture(scope="module")
def ada(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with a booking page elsewhere."""
    home = tmp_path_factory.mktemp("booking")
    with serving(write_site(home / "site", SITE), home / "var") as address:
        yield address


@pytest.fixture
def opened(open_page: Opener, ada: str) -> Watched:
    watched = open_page(f"{ada}/contact")
    watched.page.context.route(f"{ELSEWHERE}/**", lambda route: route.fulfill(body="free hours"))
    return watched


def test_the_other_site_hears_of_it_only_when_it_is_asked_for(opened: Watched) -> None:
    page = opened.page
    link = page.get_by_role("link", name="Book an hour")
    link.hover()
    page.wait_for_load_state("networkidle")
    assert opened.foreign == []
    link.click()
    expect(page.get_by_role("dialog", name="Book an hour")).to_be_visible()
    expect(page.frame_locator("dialog iframe").get_by_text("free hours")).to_be_visible()
    assert opened.foreign == [f"{ELSEWHERE}/ada?for=60"]
    assert opened.troubles == []


def test_escape_closes_it_and_gives_the_focus_back(opened: Watched) -> None:
    page = opened.page
    link = page.get_by_role("link", name="Book an hour")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.booking")).to_be_hidden()
    expect(link).to_be_focused()


def test_a_click_for_a_new_tab_is_left_alone(chromium: Browser, windowed_path: str, ada: str) -> None:
    browser = chromium.browser_type.launch(executable_path=windowed_path, args=ARGUMENTS)
    page = browser.new_page(base_url=ada)
    page.route(f"{ELSEWHERE}/**", lambda route: route.fulfill(body="free hours"))
    page.goto("/contact")
    awake(page)
    with page.context.expect_page():
        page.get_by_role("link", name="Book an hour").click(modifiers=["Control"])
    expect(page.locator("dialog.booking")).to_have_count(0)
    browser.close()


def test_without_scripts_it_is_a_link(open_page: Opener, ada: str) -> None:
    page = open_page(f"{ada}/", java_script_enabled=False).page
    link = page.get_by_role("link", name="Book an hour")
    assert link.get_attribute("href") == f"{ELSEWHERE}/ada?for=60"


@pytest.mark.parametrize(("path", "allowed"), [("/", True), ("/contact", True), ("/blog", False)])
def test_pages_may_frame_it_only_where_it_is_offered(
    open_page: Opener, ada: str, path: str, allowed: bool
) -> None:
    page = open_page(f"{ada}/robots.txt").page
    policy = page.request.get(ada + path).headers["content-security-policy"]
    assert (f"frame-src {ELSEWHERE};" in policy) is allowed


def test_a_page_of_the_site_itself_is_simply_led_to(open_page: Opener) -> None:
    page = open_page("/").page
    page.locator(".signals").get_by_role("link", name="Ask for half an hour").click()
    page.wait_for_url("**/contact")
