"""What a reader does about the comments of others: signs, reports, blocks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import Someone
from tests.browser.talks import COMMENTS, Evening, Said, refused

pytestmark = pytest.mark.chromium


def test_signs_are_given_and_taken_back_and_turned_back_when_refused(ada: Someone, evening: Evening) -> None:
    evening.say([Said("A good one.")])
    talk = evening.open(ada)
    comment = talk.comment("A good one.")
    comment.get_by_role("button", name="React").click()
    ada.page.get_by_role("button", name="Heart", exact=True).click()
    heart = comment.get_by_role("button", name="Heart: 1 person")
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(talk.told).to_have_text("Heart given")
    ada.page.reload()
    expect(heart).to_have_attribute("aria-pressed", "true")
    ada.page.route(COMMENTS, refused(500, "internal-error", "Something broke"))
    heart.click()
    expect(talk.told).to_have_text("That did not work. Something broke.")
    expect(heart).to_have_attribute("aria-pressed", "true")
    ada.page.unroute(COMMENTS)
    heart.click()
    expect(talk.told).to_have_text("Heart taken back")
    expect(heart).to_have_count(0)
    article = talk.section.locator(".discussion-signs")
    article.get_by_role("button", name="React").click()
    ada.page.get_by_role("button", name="Party", exact=True).click()
    expect(article.get_by_role("button", name="Party: 1 person")).to_be_visible()
    ada.page.reload()
    expect(article.get_by_role("button", name="Party: 1 person")).to_have_attribute("aria-pressed", "true")


def test_a_comment_is_reported_and_its_author_blocked(ada: Someone, ben: Someone, evening: Evening) -> None:
    evening.say([Said("Buy columns cheaply!", by=ben.name)])
    talk = evening.open(ada)
    talk.more("Buy columns", "Report")
    dialog = ada.page.get_by_role("dialog")
    dialog.get_by_label("It is advertising or spam").check()
    dialog.get_by_label("Anything to add (optional)").fill("Third time today.")
    dialog.get_by_role("button", name="Report").click()
    expect(talk.comment("Buy columns")).to_contain_text(
        "Thank you. The keepers of this site will look at it."
    )
    talk.more("Buy columns", f"Block {ben.name}")
    expect(talk.comment("Buy columns")).to_contain_text(f"You will hear no more about {ben.name}.")
    assert ben.name in blocked_by(ada)
    # The menu gave the focus back to its button; what undoes it comes next.
    expect(talk.told).to_contain_text("The button “Undo” takes that back.")
    expect(talk.comment("Buy columns").get_by_role("button", name="More")).to_be_focused()
    ada.page.keyboard.press("Tab")
    expect(talk.section.get_by_role("button", name="Undo")).to_be_focused()
    ada.page.keyboard.press("Enter")
    expect(talk.told).to_have_text(f"You will hear about {ben.name} again.")
    expect(talk.comment("Buy columns")).to_be_focused()
    expect(talk.section.get_by_role("button", name="Undo")).to_have_count(0)
    assert ben.name not in blocked_by(ada)


def blocked_by(who: Someone) -> str:
    return str(who.page.evaluate("fetch('/api/v1/me/blocks').then((answer) => answer.text())"))
