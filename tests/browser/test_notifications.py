"""The bell, the list behind it, what is mailed and when, and the page that stops mails."""

from __future__ import annotations

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.people import Porch, Someone

pytestmark = pytest.mark.chromium
STOP = re.compile(r"http://\S+/unsubscribe\?token=\S+")
_numbers = count(1)


@pytest.fixture(scope="module")
def writer(quiet_porch: Porch) -> str:
    """The name of somebody who answers others."""
    return Someone(quiet_porch).register().name


@pytest.fixture
def reader(quiet_porch: Porch, writer: str) -> Someone:
    """Somebody who was answered twice and mentioned once, before a page of the site."""
    someone = Someone(quiet_porch, timezone_id="Asia/Tokyo").register()
    for kind in ("reply", "reply", "mention"):
        tell(someone, writer, kind)
    # What the bell was told while they joined is not a minute old.
    someone.page.evaluate("sessionStorage.clear()")
    someone.page.goto("/about")
    return someone


def tell(someone: Someone, writer: str, kind: str, mail: str = "none") -> None:
    """What the server writes down when somebody is told of something."""
    someone.porch.write(
        """INSERT INTO notification
           (account_id, kind, actor_id, about, path, title, excerpt, created_at, folded, mail)
           SELECT told.id, ?, by.id, ?, '/about#comment-1', 'A lighthouse', 'Why?', ?, 0, ?
           FROM account AS told, account AS by WHERE told.username = ? AND by.username = ?""",
        kind,
        f"comment:{next(_numbers)}",
        "2026-05-01 12:00:00.000000",
        mail,
        someone.name,
        writer,
    )


def focused(page: Page) -> str:
    """What the element with the focus is called."""
    words: str = page.evaluate(
        "document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"
    )
    return words


def test_the_bell_says_how_much_is_new_and_opens_by_keyboard(reader: Someone, writer: str) -> None:
    page = reader.page
    bell = page.get_by_role("button", name="Notifications, 3 new")
    expect(bell).to_be_visible()
    expect(bell).to_have_text("3")
    asked = reader.questions("GET /api/v1/me/notifications/count")
    page.goto("/")
    expect(bell).to_be_visible()
    assert reader.questions("GET /api/v1/me/notifications/count") == asked
    assert reader.questions("GET /api/v1/me/notifications") == 0
    bell.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Notifications")
    expect(panel).to_be_focused()
    expect(panel.get_by_role("listitem")).to_have_count(3)
    page.keyboard.press("Tab")
    assert focused(page) == f"New: {writer} mentioned you under A lighthouse"
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(bell).to_be_focused()
    page.keyboard.press("Enter")
    panel.get_by_role("button", name="Mark all as read").press("Enter")
    expect(page.get_by_role("button", name="Notifications", exact=True)).to_have_text("")
    expect(page.get_by_role("status").filter(has_text="All are read.")).to_be_attached()
    assert reader.troubles == []


def test_what_one_opens_is_read(reader: Someone) -> None:
    page = reader.page
    page.get_by_role("button", name="Notifications, 3 new").click()
    page.get_by_role("dialog").get_by_role("link", name="mentioned you").click()
    page.wait_for_url("**/about#comment-1")
    page.goto("/notifications")
    expect(page.get_by_role("listitem").filter(has_text="New:")).to_have_count(2)


def test_the_list_is_read_and_emptied(reader: Someone, writer: str) -> None:
    page = reader.page
    page.goto("/notifications")
    remove = page.get_by_role("button", name=f"Remove: {writer}")
    expect(remove).to_have_count(3)
    assert violations(page) == []
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_text("New:")).to_have_count(0)
    for left in (2, 1, 0):
        remove.first.press("Enter")
        expect(remove).to_have_count(left)
        expect(remove.first if left else page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    stranger = Someone(reader.porch)
    stranger.page.goto("/notifications")
    stranger.page.wait_for_url("**/sign-in?to=%2Fnotifications")
    assert stranger.questions("GET /api/v1/me/notifications/count") == 0
    expect(stranger.page.get_by_role("button", name="Notifications")).to_be_hidden()


def test_what_is_mailed_and_of_whom_one_wants_nothing_stands_in_the_settings(
    reader: Someone, writer: str
) -> None:
    reader.porch.write(
        """INSERT INTO block SELECT own.id, other.id, '2026-05-01 12:00:00.000000'
           FROM account AS own, account AS other WHERE own.username = ? AND other.username = ?""",
        reader.name,
        writer,
    )
    page = reader.settings()
    section = reader.section("Notifications")
    expect(section.get_by_label("The day begins in")).to_have_value("Asia/Tokyo")
    expect(section.get_by_label("Reports")).to_be_hidden()
    section.get_by_label("Answers to you").select_option("never")
    expect(section.get_by_text("Saved.")).to_be_visible()
    section.get_by_role("button", name=f"Unblock: {writer}").click()
    expect(section.get_by_text("Blocked")).to_be_hidden()
    page.reload()
    expect(section.get_by_label("Answers to you")).to_have_value("none")
    expect(section.get_by_label("Mentions of you")).to_have_value("immediate")


def test_a_mail_brings_the_way_to_have_no_more_of_them(reader: Someone, writer: str) -> None:
    tell(reader, writer, "mention", mail="immediate")
    reader.porch.write(
        """INSERT INTO job (kind, payload, priority, created_at, run_at, attempts, fence)
           SELECT 'notifications.mail', json_object('notifications', json_array(max(id))), 0, ?, ?, 0, 0
           FROM notification""",
        *["2026-05-01 12:00:00.000000"] * 2,
    )
    address = reader.porch.mail_to(reader.email, STOP)
    stranger = Someone(reader.porch, java_script_enabled=False).page
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Fewer mails")
    stranger.get_by_role("button", name="Stop these mails").click()
    expect(stranger.get_by_role("status").filter(has_text="mentions of you")).to_be_visible()
    reader.settings()
    section = reader.section("Notifications")
    expect(section.get_by_label("Mentions of you")).to_have_value("none")
