"""Readers answer each other, and change and take back what they said."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.people import Someone
from tests.browser.talks import Evening, Said

pytestmark = [pytest.mark.chromium, pytest.mark.node]


def test_answers_are_indented_six_times_and_no_more(ada: Someone, evening: Evening) -> None:
    evening.say(
        [
            Said(f"Level {depth}.", to=depth - 1 if depth else None, guest=f"Guest {depth}")
            for depth in range(9)
        ]
    )
    talk = evening.open(ada)
    edges = [talk.comment(f"Level {depth}.").bounding_box() for depth in range(9)]
    lefts = [round(edge["x"]) for edge in edges if edge]
    assert lefts[:7] == sorted(set(lefts))
    assert lefts[6] == lefts[7] == lefts[8]
    expect(talk.comment("Level 6.")).not_to_contain_text("in reply to")
    # The seventh still stands straight below what it answers.
    expect(talk.comment("Level 8.")).to_contain_text("in reply to Guest 7")
    talk.reply("Level 8.", "And one below all of them.")
    expect(talk.comment("And one below")).to_contain_text("in reply to Guest 8")
    ada.page.reload()
    expect(talk.comment("And one below")).to_contain_text("in reply to Guest 8")


def test_an_answer_is_closed_by_escape_and_found_again(ada: Someone, evening: Evening) -> None:
    evening.say([Said("What do you think?")])
    talk = evening.open(ada)
    talk.comment("What do you think?").get_by_role("button", name="Reply").click()
    field = talk.section.get_by_label("Answer Grace")
    expect(field).to_be_focused()
    ada.page.keyboard.type("I think that")
    ada.page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(talk.comment("What do you think?")).to_be_focused()
    ada.page.reload()
    expect(field).to_have_value("I think that")


def test_the_author_edits_and_deletes_and_answers_stay(ada: Someone, evening: Evening) -> None:
    evening.say([Said("A claim.", by=ada.name), Said("A doubt.", to=0), Said("Another claim.", by=ada.name)])
    talk = evening.open(ada)
    talk.more("A claim.", "Edit")
    field = talk.section.get_by_label("Edit your comment")
    expect(field).to_have_value("A claim.")
    field.fill("A *better* claim.")
    talk.section.get_by_role("button", name="Save").click()
    expect(talk.comment("A better claim.")).to_be_focused()
    expect(talk.comment("A better claim.")).to_contain_text("edited")

    talk.more("A better claim.", "Delete")
    dialog = ada.page.get_by_role("dialog", name="Delete your comment?")
    expect(dialog.get_by_role("button", name="Not now")).to_be_focused()
    ada.page.keyboard.press("Escape")
    expect(talk.comment("A better claim.")).to_be_focused()
    talk.more("A better claim.", "Delete")
    dialog.get_by_role("button", name="Delete").click()
    expect(talk.told).to_have_text("Comment deleted. The replies to it stay.")
    expect(talk.section.get_by_text("This comment was deleted.")).to_be_visible()
    expect(talk.comment("A doubt.")).to_be_focused()

    talk.more("Another claim.", "Delete")
    dialog.get_by_role("button", name="Delete").click()
    expect(talk.comment("Another claim.")).to_have_count(0)
    expect(talk.heading).to_have_text("Discussion 1")
    ada.page.reload()
    expect(talk.section.get_by_text("This comment was deleted.")).to_be_visible()
    expect(talk.comment("A doubt.")).to_be_visible()
    assert ada.troubles == []


def test_what_was_said_before_is_shown_to_its_author_with_the_times(
    ada: Someone, ben: Someone, evening: Evening
) -> None:
    evening.say([Said("A claim.", by=ada.name)])
    talk = evening.open(ada)
    for before, after in (("A claim.", "A *better* claim."), ("A better claim.", "<b>The</b> claim.")):
        talk.more(before, "Edit")
        talk.section.get_by_label("Edit your comment").fill(after)
        ada.page.keyboard.press("Control+Enter")
        expect(talk.told).to_have_text("Comment changed.")
        expect(talk.comment(before)).to_have_count(0)
    edited = talk.comment("<b>The</b> claim.").get_by_role("button", name="edited: what it said before")
    edited.focus()
    ada.page.keyboard.press("Enter")
    dialog = ada.page.get_by_role("dialog", name="What it said before")
    expect(dialog.locator(".version-words")).to_have_text(["A *better* claim.", "A claim."])
    written = dialog.get_by_role("listitem").last.locator("time").first
    expect(written).to_have_text("Friday, 20 November 2026 at 18:30")
    assert violations(ada.page) == []
    ada.page.keyboard.press("Escape")
    expect(edited).to_be_focused()
    expect(dialog).to_have_count(0)
    # Others are told that it was edited, and no more.
    his = evening.open(ben)
    expect(his.comment("<b>The</b> claim.")).to_contain_text("edited")
    expect(his.comment("<b>The</b> claim.").get_by_role("button", name="edited")).to_have_count(0)
    assert ada.troubles == ben.troubles == []


def test_two_people_see_each_other(ada: Someone, ben: Someone, evening: Evening) -> None:
    hers, his = evening.open(ada), evening.open(ben)
    hers.post("Who is there?")
    ben.page.reload()
    his.reply("Who is there?", "I am.")
    ada.page.reload()
    expect(hers.comment("I am.")).to_contain_text(ben.name)
    expect(hers.comment("I am.").get_by_role("button", name="More")).to_be_visible()
    expect(hers.comment("Who is there?").get_by_role("button", name="More")).to_be_visible()
