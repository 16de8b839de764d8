"""The pages of accounts as everyone meets them: accessible, in their window, light on all others."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.people import Porch, Someone
from tests.browser.watch import overflow

pytestmark = pytest.mark.chromium

DOORS = (
    *("/sign-in", "/register", "/forgot", "/welcome", "/welcome#token"),
    *("/email-undo#token", "/auth/callback#error=expired"),
)
INLINE = "p a, li a, .visually-hidden, [type=checkbox], [type=radio]"
TARGETS = """() => [...document.querySelectorAll("main :is(a, button, input, select, textarea)")]
  .filter((element) => element.checkVisibility() && !element.matches("INLINE"))
  .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect().height])
  .filter(([, height]) => height < 43.5)""".replace("INLINE", INLINE)
"""What is smaller than a finger, apart from links in running text and boxes whose label is pressed."""


@pytest.fixture(scope="module")
def member(quiet_porch: Porch) -> Someone:
    return Someone(quiet_porch).register()


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_doors(quiet_porch: Porch, scheme: str) -> None:
    page = Someone(quiet_porch, color_scheme=scheme).page
    found = {}
    for path in DOORS:
        page.goto("about:blank")
        page.goto(path, wait_until="networkidle")
        if path == "/sign-in":
            page.get_by_role("button", name="Sign in", exact=True).click()
            expect(page.get_by_text("This is needed.").first).to_be_visible()
        found[path] = violations(page)
    assert found == {path: [] for path in DOORS}


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_settings_and_profile(member: Someone, scheme: str) -> None:
    page = member.page
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    member.settings()
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
    page.goto(f"/@{member.name}", wait_until="networkidle")
    assert violations(page) == []
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_role("dialog", name="Settings").get_by_label("About you")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Your account").click()
    assert violations(page) == []


@pytest.mark.parametrize("path", [*DOORS, "/settings", "profile"])
def test_a_page_fits_a_telephone_and_a_finger(quiet_porch: Porch, member: Someone, path: str) -> None:
    page = member.page
    page.set_viewport_size({"width": 320, "height": 720})
    page.goto("about:blank")
    page.goto(f"/@{member.name}" if path == "profile" else path, wait_until="networkidle")
    assert overflow(page) == 0
    assert page.evaluate(TARGETS) == []


def test_what_a_page_is_made_of_is_its_own(quiet_porch: Porch) -> None:
    someone = Someone(quiet_porch)
    loaded: list[str] = []
    someone.page.on("request", lambda request: loaded.append(request.url))
    someone.page.goto("/about", wait_until="networkidle")
    assert [url for url in loaded if "/account/" in url or "/state/" in url or "css/forms" in url] == []
    someone.page.goto("/sign-in", wait_until="networkidle")
    assert [url for url in loaded if "/account/sign-in" in url]
    assert [url for url in loaded if "/account/settings" in url] == []


def test_no_page_has_an_error(member: Someone) -> None:
    for path in (*DOORS, "/settings", f"/@{member.name}"):
        member.page.goto(path, wait_until="networkidle")
    assert member.troubles == []
