"""Articles are saved to be found again: from the article, on one's own page, in a private feed."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import Porch, Someone
from tests.browser.talks import Evening

pytestmark = pytest.mark.chromium

SAVED = "**/api/v1/saved/**"


@pytest.fixture(scope="module")
def reader(quiet_porch: Porch) -> Someone:
    person = Someone(quiet_porch).register()
    Someone.present.remove(person)
    return person


@pytest.fixture
def ada(reader: Someone) -> Someone:
    return reader.again()


@pytest.fixture
def evening(quiet_porch: Porch) -> Evening:
    return Evening(quiet_porch)


def fail(route: Route) -> None:
    """Let what reads pass, and nothing else."""
    if route.request.method == "GET":
        route.continue_()
    else:
        route.fulfill(status=503, body="", content_type="text/plain")


def save(who: Someone, *evenings: Evening) -> None:
    """Save articles."""
    for one in evenings:
        who.page.goto(one.path)
        button = who.page.get_by_role("button", name="Save", exact=True)
        expect(button).to_have_attribute("aria-pressed", "false")
        with who.page.expect_response(SAVED):
            button.click()


def test_a_stranger_is_led_to_the_door_and_back(quiet_porch: Porch, evening: Evening) -> None:
    stranger = Someone(quiet_porch)
    stranger.page.goto(evening.path)
    stranger.page.get_by_role("button", name="Save", exact=True).click()
    stranger.page.wait_for_url(f"**/sign-in?to=%2Fblog%2F{evening.slug}")
    assert stranger.asked == [] or all("/saved" not in path for path in stranger.asked)


def test_an_article_is_saved_and_unsaved(ada: Someone, evening: Evening) -> None:
    save(ada, evening)
    page = ada.page
    page.reload()
    saved = page.get_by_role("button", name="Saved", exact=True)
    expect(saved).to_have_attribute("aria-pressed", "true")
    saved.click()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.get_by_role("button", name="Save", exact=True)).to_have_attribute("aria-pressed", "false")


def test_saving_that_fails_is_turned_back(ada: Someone, evening: Evening) -> None:
    page = ada.page
    page.goto(evening.path)
    button = page.locator("save-button button")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.route(SAVED, fail)
    button.click()
    expect(page.get_by_role("status").filter(has_text="That did not work.")).to_be_attached()
    expect(button).to_have_text("Save")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_the_holder_of_a_page_finds_removes_and_gets_back(quiet_porch: Porch) -> None:
    ada = Someone(quiet_porch).register()
    first, second = Evening(quiet_porch), Evening(quiet_porch)
    save(ada, first, second)
    page = ada.page
    page.goto(f"/@{ada.name}")
    section = page.get_by_role("region", name="Saved")
    rows = section.get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.first.get_by_role("link")).to_have_attribute("href", second.path)
    page.route(SAVED, fail)
    rows.first.get_by_role("button").click()
    expect(section.get_by_role("alert")).not_to_be_empty()
    expect(rows).to_have_count(2)
    expect(rows.first.get_by_role("button")).to_be_focused()
    page.unroute(SAVED)
    rows.first.get_by_role("button").click()
    expect(rows).to_have_count(1)
    expect(rows.first.get_by_role("button")).to_be_focused()
    page.reload()
    expect(rows).to_have_count(1)
    # What is no longer published is told as such, and can be removed as well.
    quiet_porch.write("UPDATE subject SET slug = 'gone-' || slug WHERE slug = ?", first.slug)
    page.reload()
    expect(rows.first).to_contain_text("No longer published")
    expect(rows.first.get_by_role("link")).to_have_count(0)
    rows.first.get_by_role("button").click()
    expect(section.get_by_text("Nothing yet.")).to_be_visible()


def test_nobody_else_sees_what_is_saved(quiet_porch: Porch, ada: Someone) -> None:
    stranger = Someone(quiet_porch)
    stranger.page.goto(f"/@{ada.name}", wait_until="networkidle")
    expect(stranger.page.get_by_role("heading", name="Saved")).to_be_hidden()
    assert stranger.asked == []


def test_a_private_feed_is_made_and_ended(ada: Someone, evening: Evening) -> None:
    save(ada, evening)
    page = ada.page
    page.goto(f"/@{ada.name}")
    section = page.get_by_role("region", name="Saved")
    section.get_by_role("button", name="Make an address").click()
    address = section.get_by_role("link", name="/saved/feed.atom").get_attribute("href") or ""
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert evening.path in answer.read().decode()
    section.get_by_role("button", name="End the feed").click()
    expect(section.get_by_text("The feed has ended.")).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address, timeout=20)
