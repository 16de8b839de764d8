"""The session in the browser: known before the first paint, renewed once, over in every tab at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import Porch, Someone
from tests.browser.watch import until

pytestmark = pytest.mark.chromium

REFRESH = "POST /api/v1/auth/refresh"
ME = "GET /api/v1/me"
MODULES = "**/static/portico/js/main.*.js"
SIGNED_OUT = "localStorage.getItem('portico-member') === null"


@pytest.fixture
def member(quiet_porch: Porch) -> Someone:
    return Someone(quiet_porch).register()


def test_a_stranger_asks_the_api_for_nothing(quiet_porch: Porch, member: Someone) -> None:
    stranger = Someone(quiet_porch)
    for path in ("/", "/about", f"/@{member.name}", "/search"):
        stranger.page.goto(path, wait_until="networkidle")
    # What any page may show next is the same for everyone.
    known = ("/api/v1/search", "/api/v1/manifest")
    assert [path for path in stranger.asked if not path.endswith(known)] == []


def test_the_header_knows_before_any_module_runs(member: Someone) -> None:
    page = member.page
    page.route(MODULES, lambda route: route.abort())
    page.goto("/about")
    face = page.get_by_role("button", name="Your account")
    expect(face).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.member'), '::before').content") == '"S"'
    expect(page.get_by_role("link", name="Sign in")).to_be_hidden()


def test_a_stranger_is_shown_the_way_in_before_any_module_runs(quiet_porch: Porch) -> None:
    page = Someone(quiet_porch).page
    page.route(MODULES, lambda route: route.abort())
    page.goto("/about")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(page.get_by_role("button", name="Your account")).to_be_hidden()


def test_two_tabs_renew_the_session_once(member: Someone) -> None:
    tabs = [member.page, member.tab()]
    for tab in tabs:
        tab.goto("/about", wait_until="networkidle")
    member.forget_access()
    member.asked.clear()
    for tab in tabs:
        tab.evaluate("() => void (location.href = '/settings')")
    for tab in tabs:
        expect(tab.get_by_text(f"Signed in as {member.name}")).to_be_visible()
    assert member.questions(REFRESH) == 1
    assert member.troubles == []


def test_many_calls_of_one_page_renew_the_session_once(member: Someone) -> None:
    page = member.settings()
    page.wait_for_load_state("networkidle")
    member.forget_access()
    member.asked.clear()
    names = page.evaluate(
        """async () => {
          const { me } = await import("portico/api/me");
          const { client } = await import("portico/state/shared");
          const all = await Promise.all(Array.from({ length: 12 }, () => me(client).read()));
          return all.map(({ username }) => username);
        }"""
    )
    assert names == [member.name] * 12
    assert member.questions(REFRESH) == 1


def test_signing_out_is_seen_in_every_tab(member: Someone) -> None:
    other = member.tab()
    other.goto("/about", wait_until="networkidle")
    settings = member.tab()
    settings.goto("/settings")
    expect(settings.get_by_text(f"Signed in as {member.name}")).to_be_visible()

    member.page.get_by_role("button", name="Your account").click()
    member.page.get_by_role("button", name="Sign out").click()
    for page in (member.page, other):
        expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    settings.wait_for_url("**/sign-in?to=*")
    assert member.page.evaluate(SIGNED_OUT)


def test_signing_out_forgets_what_was_kept(member: Someone) -> None:
    page = member.settings()
    kept = """async () => {
      const { cache } = await import("portico/state/shared");
      let asked = false;
      await cache.get("me", async () => void (asked = true));
      return !asked;
    }"""
    assert page.evaluate(kept)
    page.evaluate(
        """async () => {
          const { session } = await import("portico/state/session");
          session.leave(async () => {});
        }"""
    )
    page.wait_for_url("**/sign-in?to=*")
    assert not page.evaluate(kept)


def test_a_session_that_is_over_leaves_nothing_behind(member: Someone) -> None:
    member.page.goto("/about")
    member.context.clear_cookies()
    member.page.goto("/about")
    until(member.page, SIGNED_OUT)
    expect(member.page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()


def test_a_server_that_is_not_heard_signs_nobody_out(member: Someone) -> None:
    member.page.route("**/api/v1/**", lambda route: route.abort())
    member.page.goto("/settings")
    expect(member.page.get_by_text("Check the connection")).to_be_visible()
    assert not member.page.evaluate(SIGNED_OUT)


def test_the_palette_offers_what_the_menu_does(member: Someone) -> None:
    member.page.goto("/about", wait_until="networkidle")
    member.page.keyboard.press("Control+k")
    expect(member.page.get_by_role("option", name="Settings")).to_be_visible()
    member.page.get_by_role("option", name="Sign out").click()
    expect(member.page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    member.page.keyboard.press("Control+k")
    expect(member.page.get_by_role("option", name="Sign in")).to_be_visible()


def test_a_stranger_is_sent_to_the_door_without_a_question(quiet_porch: Porch) -> None:
    stranger = Someone(quiet_porch)
    stranger.page.goto("/settings")
    stranger.page.wait_for_url("**/sign-in?to=*")
    assert stranger.questions(ME) == stranger.questions(REFRESH) == 0
