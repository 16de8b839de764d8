"""Somebody's page: one address for whoever looks, and for its holder what is theirs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import Porch, Someone

pytestmark = pytest.mark.chromium


@pytest.fixture
def member(quiet_porch: Porch) -> Someone:
    return Someone(quiet_porch).register()


def test_the_page_is_the_same_for_everyone_and_the_rest_merged(quiet_porch: Porch, member: Someone) -> None:
    stranger, other = Someone(quiet_porch), Someone(quiet_porch).register()
    pages = []
    for who in (stranger, other, member):
        answer = who.page.goto(f"/@{member.name}", wait_until="networkidle")
        assert answer
        pages.append(answer.body())
    assert pages[0] == pages[1] == pages[2]
    assert member.email.encode() not in pages[0]
    expect(member.page.get_by_text(member.email)).to_be_visible()
    for who in (stranger, other):
        expect(who.page.get_by_role("heading", name="Only you see this")).to_be_hidden()
        expect(who.page.get_by_role("button", name="Settings")).to_be_hidden()
    assert stranger.asked == []


def test_the_settings_open_as_a_dialog_and_the_page_shows_what_they_changed(member: Someone) -> None:
    page = member.page
    page.get_by_role("button", name="Settings").click()
    dialog = page.get_by_role("dialog", name="Settings")
    dialog.get_by_label("Name", exact=True).fill("Ada Lovelace")
    dialog.get_by_label("About you").fill("Counts columns.")
    dialog.get_by_role("button", name="Add a link").click()
    page.keyboard.type("Code")
    dialog.get_by_label("Address", exact=True).fill("plain.example")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Write a whole address, such as https://example.org.")).to_be_visible()
    dialog.get_by_label("Address", exact=True).fill("http://plain.example")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("Address", exact=True)).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Address", exact=True).fill("https://code.example/ada")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Saved.")).to_be_visible()
    dialog.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Lovelace")
    link = page.get_by_role("link", name="Code")
    expect(link).to_have_attribute("href", "https://code.example/ada")
    assert "me" in (link.get_attribute("rel") or "").split()


def test_the_page_can_be_shared(member: Someone) -> None:
    member.context.grant_permissions(["clipboard-read", "clipboard-write"])
    member.page.reload()
    member.page.get_by_role("button", name="Copy the link").click()
    expect(member.page.get_by_role("button", name="Copied")).to_be_visible()
    assert f"/@{member.name}" in member.page.evaluate("navigator.clipboard.readText()")
