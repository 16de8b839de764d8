"""A comment stands there at once, and is reconciled with the answer or taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import Someone
from tests.browser.talks import DISCUSSIONS, Evening, Meet, Said, refused

pytestmark = pytest.mark.chromium


def test_a_comment_stands_there_at_once_and_is_reconciled(ada: Someone, evening: Evening) -> None:
    held: list[Route] = []
    talk = evening.open(ada)
    ada.page.route(
        DISCUSSIONS, lambda route: held.append(route) if route.request.method == "POST" else route.continue_()
    )
    talk.field.fill("Well **put**.")
    talk.section.get_by_role("button", name="Post").click()
    expect(talk.comment("Well **put**.")).to_have_attribute("aria-busy", "true")
    assert len(held[0].request.headers["idempotency-key"]) == 32
    held[0].continue_()
    comment = talk.taken("Well put.")
    expect(comment).to_be_focused()
    expect(comment.locator("strong")).to_have_text("put")
    expect(talk.section.locator(".comment")).to_have_count(1)
    expect(talk.heading).to_have_text("Discussion 1")
    expect(talk.field).to_have_value("")


@pytest.mark.parametrize(
    ("meet", "why"),
    [
        (refused(422, "validation-failed", "That cannot be said"), "That cannot be said."),
        (refused(500, "internal-error", "Something broke"), "Something broke."),
        (refused(429, "rate-limited", "Slow down"), "Slow down."),
        (
            lambda route: route.continue_() if route.request.method == "GET" else route.abort(),
            "Check the connection",
        ),
    ],
)
def test_a_refused_comment_is_taken_back_and_its_text_kept(
    ada: Someone, evening: Evening, meet: Meet, why: str
) -> None:
    talk = evening.open(ada)
    ada.page.route(DISCUSSIONS, meet)
    talk.field.fill("Words worth keeping.")
    talk.section.get_by_role("button", name="Post").click()
    expect(talk.section.get_by_role("alert").filter(has_text=why)).to_be_visible()
    expect(talk.section.locator(".comment")).to_have_count(0)
    expect(talk.field).to_have_value("Words worth keeping.")
    expect(talk.field).to_be_focused()
    ada.page.unroute(DISCUSSIONS)
    ada.page.reload()
    expect(talk.field).to_have_value("Words worth keeping.")
    talk.section.get_by_role("button", name="Post").click()
    talk.taken("Words worth keeping.")


def test_what_is_sent_without_a_connection_is_kept_and_goes_once_it_is_back(
    ada: Someone, evening: Evening
) -> None:
    evening.say([Said("Still there?")])
    talk = evening.open(ada)
    ada.context.set_offline(True)
    talk.field.fill("Words in a tunnel.")
    talk.section.get_by_role("button", name="Post").click()
    kept = talk.section.get_by_role("alert").filter(has_text="There is no connection. What you wrote is kept")
    expect(kept).to_be_visible()
    expect(talk.section.locator(".comment")).to_have_count(1)
    expect(talk.field).to_have_value("Words in a tunnel.")
    expect(talk.field).to_be_focused()
    talk.comment("Still there?").get_by_role("button", name="Reply").click()
    answer = talk.section.get_by_label("Answer Grace")
    answer.fill("An answer in a tunnel.")
    ada.page.keyboard.press("Control+Enter")
    expect(kept).to_have_count(2)
    expect(answer).to_have_value("An answer in a tunnel.")
    # What is changed meanwhile waits for whoever changes it.
    answer.press_sequentially(" It is")
    ada.context.set_offline(False)
    expect(talk.comment("Words in a tunnel.")).not_to_have_attribute("aria-busy", "true")
    expect(talk.field).to_have_value("")
    expect(answer).to_be_focused()
    expect(answer).to_have_value("An answer in a tunnel. It is")
    answer.press_sequentially(" dark.")
    ada.page.keyboard.press("Control+Enter")
    talk.taken("An answer in a tunnel. It is dark.")
    expect(talk.section.locator(".comment")).to_have_count(3)
    assert ada.troubles == []


def test_the_same_words_sent_again_are_one_comment(ada: Someone, evening: Evening) -> None:
    """The server has taken them, and its answer was lost."""
    keys: list[str | None] = []
    talk = evening.open(ada)

    def lose_the_first(route: Route) -> None:
        if route.request.method == "POST":
            keys.append(route.request.headers.get("idempotency-key"))
            answer = route.fetch()
            return route.abort() if len(keys) == 1 else route.fulfill(response=answer)
        return route.continue_()

    ada.page.route(DISCUSSIONS, lose_the_first)
    talk.field.fill("Said once.")
    talk.section.get_by_role("button", name="Post").click()
    expect(talk.section.get_by_role("alert").filter(has_text="connection")).to_be_visible()
    talk.section.get_by_role("button", name="Post").click()
    talk.taken("Said once.")
    assert keys[0] == keys[1]
    ada.page.unroute(DISCUSSIONS)
    ada.page.reload()
    expect(talk.comment("Said once.")).to_have_count(1)


def test_what_is_too_long_or_empty_is_told_before_it_is_sent(ada: Someone, evening: Evening) -> None:
    talk = evening.open(ada)
    expect(talk.field).to_have_accessible_description("Markdown works, and so does @name.")
    post = talk.section.get_by_role("button", name="Post")
    post.click()
    expect(talk.section.get_by_role("alert").filter(has_text="Write something first.")).to_be_visible()
    talk.field.fill("𝄞" * 5_001)
    expect(talk.section.get_by_text("1 characters too many")).to_be_visible()
    post.click()
    expect(talk.section.get_by_role("alert").filter(has_text="5000 characters at most")).to_be_visible()
    assert ada.questions(f"POST /api/v1/discussions/blog/{evening.slug}") == 0
