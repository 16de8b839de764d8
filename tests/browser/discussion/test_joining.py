"""A stranger reads under an article, comes in, and finds what was begun."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.people import CODE, PASSWORD, Porch, Someone
from tests.browser.talks import Evening, Said, Talk

pytestmark = pytest.mark.chromium


def test_a_stranger_reads_and_is_shown_the_way_in(quiet_porch: Porch, evening: Evening) -> None:
    evening.say([Said("The first word."), Said("An answer.", to=0)])
    stranger = Someone(quiet_porch)
    talk = evening.open(stranger)
    expect(talk.heading).to_have_text("Discussion 2")
    expect(talk.comment("An answer.")).to_be_visible()
    expect(talk.field).to_have_count(0)
    for deed in ("Reply", "React"):
        expect(talk.section.get_by_role("button", name=deed, exact=True)).to_have_count(0)
    way = talk.section.get_by_role("link", name="Sign in to join").get_attribute("href") or ""
    assert way.endswith(f"/sign-in?to=%2Fblog%2F{evening.slug}%23write-comment")
    asked = [path for path in stranger.asked if not path.endswith("/manifest")]
    assert asked == [f"GET /api/v1/discussions/blog/{evening.slug}"]
    assert stranger.troubles == []


Come = Callable[[Someone], None]


def by_password(who: Someone) -> None:
    page = who.page
    page.get_by_label("E-mail or username").fill(who.name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def by_mailed_code(who: Someone) -> None:
    page, before = who.page, sum(bool(CODE.search(text)) for text in who.porch.mails_to(who.email))
    page.get_by_role("button", name="Mail me a code").click()
    page.get_by_label("E-mail", exact=True).fill(who.email)
    page.get_by_role("button", name="Send the code").click()
    who.code_field.fill(who.porch.mail_to(who.email, CODE, before + 1))
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.parametrize("come_in", [by_password, by_mailed_code])
def test_who_signs_in_to_answer_comes_back_to_the_answer(
    known: tuple[Someone, Someone], evening: Evening, come_in: Come
) -> None:
    """A stranger begins where an answer belongs, and on the way back finds what they once began there."""
    evening.say([Said("What do you think?")])
    evening.say([Said(f"Later {number}.") for number in range(30)])
    writer = known[0].again()
    talk = evening.open(writer)
    talk.more_threads()
    talk.comment("What do you think?").get_by_role("button", name="Reply").click()
    writer.page.keyboard.type("I think that")
    # The session ends, and nobody is signed in when the page is loaded anew.
    writer.context.clear_cookies()
    writer.page.evaluate("localStorage.removeItem('portico-member')")
    writer.page.reload()
    talk.settle()
    expect(talk.section.get_by_text("What you have written is kept here")).to_be_visible()
    talk.more_threads()
    expect(talk.section.get_by_role("textbox")).to_have_count(0)
    talk.comment("What do you think?").get_by_role("link", name="Reply").click()
    come_in(writer)
    writer.page.wait_for_url(f"**{evening.path}#*")
    field = talk.section.get_by_label("Answer Grace")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    expect(field).to_have_value("I think that")
    expect(talk.comment("What do you think?")).to_have_class("comment comment-linked")
    assert "#comment-" in writer.page.url
    writer.page.keyboard.press("End")
    writer.page.keyboard.type(" you are right.")
    writer.page.keyboard.press("Control+Enter")
    talk.taken("I think that you are right.")
    assert writer.troubles == []


def test_who_signs_in_to_join_finds_the_form_and_what_was_begun_in_another_tab(
    known: tuple[Someone, Someone], evening: Evening
) -> None:
    writer = known[1].again()
    talk = evening.open(writer)
    talk.field.fill("Begun in another tab.")
    writer.context.clear_cookies()
    writer.page.evaluate("localStorage.removeItem('portico-member')")
    there = Talk(writer.tab())
    there.page.goto(evening.path + "#discussion")
    there.section.get_by_role("link", name="Sign in to join").click()
    writer.page, there.page = there.page, writer.page
    by_password(writer)
    there = Talk(writer.page)
    expect(there.field).to_be_focused()
    expect(there.field).to_be_in_viewport()
    expect(there.field).to_have_value("Begun in another tab.")


def test_who_has_no_account_yet_makes_one_on_the_way(quiet_porch: Porch, evening: Evening) -> None:
    (number,) = evening.say([Said("Welcome, strangers.")])
    newcomer = Someone(quiet_porch)
    page = newcomer.page
    talk = evening.open(newcomer)
    talk.comment("Welcome").get_by_role("link", name="Reply").click()
    page.get_by_role("link", name="Create one").click()
    page.get_by_label("E-mail").fill(newcomer.email)
    page.get_by_label("Username").fill(newcomer.name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue", exact=True).click()
    newcomer.code_field.fill(quiet_porch.mail_to(newcomer.email, CODE))
    page.get_by_role("button", name="Create the account").click()
    page.wait_for_url(f"**{evening.path}#comment-{number}")
    expect(talk.section.get_by_label("Answer Grace")).to_be_focused()


def test_who_may_not_write_is_led_to_the_comment_alone(quiet_porch: Porch, evening: Evening) -> None:
    (number,) = evening.say([Said("Here it is.")])
    talk = evening.open(Someone(quiet_porch), f"#reply-to-{number}")
    expect(talk.comment("Here it is.")).to_be_focused()
    expect(talk.section.get_by_role("textbox")).to_have_count(0)


def test_a_draft_outlives_the_end_of_a_session(ada: Someone, evening: Evening) -> None:
    talk = evening.open(ada)
    talk.field.fill("Half a thought, and the session ends.")
    ada.context.clear_cookies()
    talk.section.get_by_role("button", name="Post").click()
    expect(talk.section.get_by_text("What you have written is kept here")).to_be_visible()
    expect(talk.field).to_have_count(0)
    talk.section.get_by_role("link", name="Sign in to join").click()
    page = ada.page
    page.get_by_label("E-mail or username").fill(ada.name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{evening.path}#write-comment")
    expect(talk.field).to_be_focused()
    expect(talk.field).to_have_value("Half a thought, and the session ends.")
    talk.section.get_by_role("button", name="Post").click()
    talk.taken("Half a thought")
    page.reload()
    expect(talk.field).to_have_value("")


def test_signing_out_forgets_what_was_begun(ada: Someone, evening: Evening) -> None:
    talk = evening.open(ada)
    talk.field.fill("Nobody else's business.")
    page = ada.page
    page.evaluate(
        """async () => {
          const { session } = await import("portico/state/session");
          await session.leave(async () => {});
        }"""
    )
    expect(talk.section.get_by_role("link", name="Sign in to join")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('draft'))") == []


def test_the_author_of_a_held_comment_is_told(quiet_porch: Porch, evening: Evening) -> None:
    somebody = Someone(quiet_porch).register()
    talk = evening.open(somebody)
    talk.field.fill("My very first words here.")
    talk.section.get_by_role("button", name="Post").click()
    expect(talk.told).to_have_text("Your comment waits for a keeper of the site to look at it.")
    for _look in range(2):
        expect(talk.comment("My very first words")).to_contain_text("So far only you see it.")
        somebody.page.reload()
    expect(evening.open(Someone(quiet_porch)).section.locator(".comment")).to_have_count(0)


def test_what_was_said_stands_on_the_page_of_whoever_said_it(ada: Someone, evening: Evening) -> None:
    evening.open(ada).post("For my own page.")
    ada.page.goto(f"/@{ada.name}")
    said = ada.page.locator("[data-recent=comments] li").first
    expect(said).to_contain_text("For my own page.")
    said.get_by_role("link").click()
    expect(Talk(ada.page).comment("For my own page.")).to_be_focused()
