"""Keepers of the site look after what readers say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import violations
from tests.browser.people import Porch, Someone
from tests.browser.talks import Evening, Said

pytestmark = pytest.mark.chromium
_numbers = count(1)


@pytest.fixture
def keeper(quiet_porch: Porch) -> Iterator[Someone]:
    """The owner of the site, before three comments that wait."""
    joined = Someone(quiet_porch, f"warden{next(_numbers)}").register()
    quiet_porch.write("UPDATE account SET role = 'owner' WHERE username = ?", joined.name)
    someone = joined.elsewhere()
    said = Evening(quiet_porch).say(
        Said(f"Word {at}.", guest=guest, html=f'<p dir="auto">Word <strong>{at}</strong>.</p>')
        for at, guest in enumerate(("Grace", "Edsger", "<b>Bold</b>"))
    )
    # What other tests left waiting on the same site waits no more.
    quiet_porch.write(
        "UPDATE comment SET state = CASE WHEN state = 'held' AND id < ? THEN 'spam' ELSE state END", min(said)
    )
    for number in said:
        quiet_porch.write("UPDATE comment SET state = 'held', listed = 0 WHERE id = ?", number)
    someone.page.goto("/studio/comments")
    yield someone
    assert someone.troubles == []
    quiet_porch.write("DELETE FROM comment WHERE id IN (?, ?, ?)", *said)
    quiet_porch.write("UPDATE account SET role = 'member' WHERE username = ?", joined.name)


def rows(keeper: Someone) -> Locator:
    return keeper.page.locator("[data-list] > li")


def test_the_queue_is_gone_through_by_keys_and_the_last_act_undone(keeper: Someone) -> None:
    page = keeper.page
    expect(rows(keeper)).to_have_count(3)
    expect(rows(keeper).first).to_contain_text("<b>Bold</b>")
    rows(keeper).first.focus()
    page.keyboard.press("a")
    expect(rows(keeper)).to_have_count(2)
    expect(rows(keeper).first).to_be_focused()
    page.keyboard.press("s")
    expect(rows(keeper)).to_have_count(1)
    page.keyboard.press("u")
    expect(rows(keeper)).to_have_count(2)
    page.get_by_label("Which").select_option("shown")
    expect(rows(keeper).filter(has_text="Word 2")).to_have_count(1)
    page.get_by_text("What was done").click()
    expect(page.locator("[data-acts] li").filter(has_text="approved a comment").first).to_be_visible()


def test_each_comment_says_why_it_waits(keeper: Someone) -> None:
    reasons = {
        "first-comment": "Their first comment",
        "judged-spam": "Akismet takes it for spam",
        "links": "Holds many links",
    }
    for above, reason in enumerate(reasons):
        keeper.porch.write(
            "UPDATE comment SET held_for = ? WHERE id = (SELECT max(id) - ? FROM comment)", reason, above
        )
    keeper.page.reload()
    expect(keeper.page.locator(".entry-reason")).to_have_text(list(reasons.values()))


def test_what_a_comment_said_before_is_looked_up(keeper: Someone) -> None:
    """Also what was changed so soon that readers are not told."""
    keeper.porch.write(
        "INSERT INTO comment_edit (comment_id, source, replaced_at)"
        " SELECT max(id), 'A *bolder* word.', '2026-11-20 18:35:00' FROM comment"
    )
    page = keeper.page
    page.reload()
    rows(keeper).first.get_by_role("button", name="Edited 1 time").click()
    dialog = page.get_by_role("dialog", name="What it said before")
    expect(dialog.locator(".version-words")).to_have_text(["A *bolder* word."])
    expect(dialog.locator("time")).to_have_text(
        ["Friday, 20 November 2026 at 18:30", "Friday, 20 November 2026 at 18:35"]
    )
    page.keyboard.press("Escape")
    expect(rows(keeper).first.get_by_role("button", name="Edited 1 time")).to_be_focused()


def test_what_is_deleted_is_asked_about_first(keeper: Someone) -> None:
    page = keeper.page
    rows(keeper).filter(has_text="Edsger").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog", name="Delete what Edsger said?").get_by_role("button", name="Leave it").click()
    expect(rows(keeper)).to_have_count(3)


def test_the_rules_are_kept(keeper: Someone) -> None:
    page = keeper.page
    page.get_by_text("What is held back").click()
    expect(page.get_by_label("Links that a comment may have")).to_have_value("2")
    page.get_by_label("Words that hold a comment back").fill("casino\ncheap watches\n")
    page.get_by_role("button", name="Keep these rules").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    page.reload()
    page.get_by_text("What is held back").click()
    expect(page.get_by_label("Words that hold a comment back")).to_have_value("casino\ncheap watches")


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_can_be_used_by_everyone(keeper: Someone, scheme: str) -> None:
    page = keeper.page
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    expect(rows(keeper)).to_have_count(3)
    for name in ("Who is banned", "What was done", "What is held back"):
        page.get_by_text(name).click()
    rows(keeper).first.get_by_role("button", name="Hide").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
