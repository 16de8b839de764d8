"""The owner looks after the people of the site."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.people import Porch, Someone

pytestmark = pytest.mark.chromium
_numbers = count(1)


@pytest.fixture
def owner(quiet_porch: Porch) -> Iterator[Someone]:
    """The owner of the site, before the page of its people."""
    joined = Someone(quiet_porch, f"keeper{next(_numbers)}").register()
    quiet_porch.write("UPDATE account SET role = 'owner' WHERE username = ?", joined.name)
    someone = joined.elsewhere()
    someone.page.goto("/studio/people")
    yield someone
    assert someone.troubles == []
    quiet_porch.write("UPDATE account SET role = 'member' WHERE username = ?", joined.name)


def only(page: Page, name: str) -> None:
    """Look for somebody, and see nobody else."""
    page.get_by_label("Name or address").fill(name)
    expect(page.get_by_role("listitem").filter(has_text="@example.org")).to_have_count(1)


def test_strangers_are_asked_to_sign_in(quiet_porch: Porch) -> None:
    stranger = Someone(quiet_porch)
    stranger.page.goto("/studio/people")
    stranger.page.wait_for_url("**/sign-in?to=%2Fstudio%2Fpeople")


def test_members_are_told_that_it_is_not_for_them(quiet_porch: Porch) -> None:
    somebody = Someone(quiet_porch).register()
    somebody.page.goto("/studio/people")
    expect(somebody.page.get_by_role("heading", name="This room is not for your role")).to_be_visible()


def test_somebody_is_found_suspended_and_let_in_again(owner: Someone, quiet_porch: Porch) -> None:
    somebody = Someone(quiet_porch).register()
    page = owner.page
    only(page, somebody.name)
    page.get_by_role("button", name=f"Suspend: {somebody.name}").click()
    again = page.get_by_role("button", name=f"Open again: {somebody.name}")
    expect(again).to_be_focused()
    somebody.page.goto("/settings")
    somebody.page.wait_for_url("**/sign-in*")
    again.click()
    expect(page.get_by_role("button", name=f"Suspend: {somebody.name}")).to_be_visible()
    somebody.sign_in()


def test_a_role_is_given_and_counts(owner: Someone, quiet_porch: Porch) -> None:
    somebody = Someone(quiet_porch).register()
    page = owner.page
    only(page, somebody.name)
    page.get_by_label(f"Role of {somebody.name}").select_option("moderator")
    expect(page.get_by_label(f"Role of {somebody.name}")).to_be_focused()
    page.reload()
    page.get_by_label("Role", exact=True).select_option("moderator")
    only(page, somebody.name)
    expect(page.get_by_label(f"Role of {somebody.name}")).to_have_value("moderator")


def test_a_change_asks_who_it_is_when_that_is_long_ago(owner: Someone, quiet_porch: Porch) -> None:
    somebody = Someone(quiet_porch).register()
    late = "UPDATE login_session SET proved_at = '2020-01-01 00:00:00' WHERE account_id IN"
    quiet_porch.write(f"{late} (SELECT id FROM account WHERE username = ?)", owner.name)
    page = owner.page
    page.wait_for_timeout(5_500)  # for so long a process believes what it knew of a session
    only(page, somebody.name)
    page.get_by_label(f"Role of {somebody.name}").select_option("moderator")
    expect(page.get_by_role("dialog", name="Is it you?")).to_be_visible()
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_label(f"Role of {somebody.name}")).to_have_value("member")


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_can_be_used_by_everyone(owner: Someone, scheme: str) -> None:
    page = owner.page
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    only(page, owner.name)
    assert violations(page) == []
