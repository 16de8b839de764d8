"""A discussion comes with its reader, page by page, by links, and by other ways where it cannot."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import Porch, Someone
from tests.browser.talks import Evening, Said, Talk

pytestmark = pytest.mark.chromium


def test_nothing_is_asked_for_before_a_reader_comes_near(quiet_porch: Porch, evening: Evening) -> None:
    stranger = Someone(quiet_porch, viewport={"width": 390, "height": 300})
    page = stranger.page
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.route(
        "**/css/article.*.css",
        lambda route: route.fulfill(body=".prose{min-height:4000px}", content_type="text/css"),
    )
    page.goto(evening.path, wait_until="networkidle")
    assert [url for url in loaded if "/discussion" in url.partition("/static/")[2]] == []
    page.locator("#discussion").scroll_into_view_if_needed()
    Talk(page).settle()
    assert stranger.questions(f"GET /api/v1/discussions/blog/{evening.slug}") == 1


def test_an_order_that_was_seen_is_not_asked_for_again(quiet_porch: Porch, evening: Evening) -> None:
    evening.say([Said("Older."), Said("Newer.")])
    stranger = Someone(quiet_porch)
    page = stranger.page
    page.clock.install()
    talk = evening.open(stranger)
    words = talk.section.locator(".comment-words")
    asked = f"GET /api/v1/discussions/blog/{evening.slug}"
    expect(words).to_have_text(["Newer.", "Older."])
    talk.section.get_by_role("button", name="Oldest").click()
    expect(words).to_have_text(["Older.", "Newer."])
    talk.section.get_by_role("button", name="Newest").click()
    expect(words).to_have_text(["Newer.", "Older."])
    assert stranger.questions(asked) == 2
    # What is no longer fresh is shown, and then what has come since.
    evening.say([Said("Newest.")])
    page.clock.fast_forward("02:00")
    talk.section.get_by_role("button", name="Oldest").click()
    talk.section.get_by_role("button", name="Newest").click()
    expect(words).to_have_text(["Newest.", "Newer.", "Older."])
    assert stranger.questions(asked) == 4


def test_what_follows_is_brought_and_announced(quiet_porch: Porch, evening: Evening) -> None:
    evening.say([Said(f"Thread {number}.") for number in range(45)])
    evening.say([Said("A long talk."), *(Said(f"Answer {number}.", to=0) for number in range(60))])
    talk = evening.open(Someone(quiet_porch))
    replies = talk.section.get_by_role("button", name="Show more replies")
    before = talk.section.locator(".replies .comment").count()
    replies.click()
    expect(talk.told).to_contain_text("replies shown")
    expect(talk.comment(f"Answer {before}.")).to_be_focused()
    while replies.count():
        replies.click()
        expect(replies.and_(talk.page.locator(":disabled"))).to_have_count(0)
    expect(talk.section.locator(".replies .comment")).to_have_count(60)
    threads = talk.section.get_by_role("button", name="Show more", exact=True)
    while threads.count():
        threads.click()
        expect(threads.and_(talk.page.locator(":disabled"))).to_have_count(0)
    expect(talk.told).to_contain_text("shown")
    expect(talk.section.locator(".threads > li")).to_have_count(46)
    order = talk.section.locator(".threads > li > .comment .comment-words").all_text_contents()
    assert order == ["A long talk.", *(f"Thread {number}." for number in reversed(range(45)))]


def test_a_link_leads_to_a_comment_however_deep_or_late(quiet_porch: Porch, evening: Evening) -> None:
    deep = evening.say([Said(f"Depth {depth}.", to=depth - 1 if depth else None) for depth in range(41)])
    evening.say([Said(f"Later {number}.") for number in range(60)])
    stranger = Someone(quiet_porch)
    for number, text in ((deep[40], "Depth 40."), (deep[40] + 1, "Later 0.")):
        talk = evening.open(stranger, f"#comment-{number}")
        comment = talk.comment(text)
        expect(comment).to_be_in_viewport()
        expect(comment).to_be_focused()
        expect(comment).to_have_class("comment comment-linked")
    talk = evening.open(stranger, f"#comment-{deep[40]}")
    expect(talk.comment("Depth 40.")).to_be_focused()
    # All that was left out on the way comes to stand in its place.
    replies = talk.section.get_by_role("button", name="Show more replies")
    while replies.count():
        replies.click()
        expect(replies.and_(talk.page.locator(":disabled"))).to_have_count(0)
    told = talk.section.locator(".threads > li").first.locator(".comment-words").all_text_contents()
    assert told == [f"Depth {depth}." for depth in range(41)]
    assert talk.section.locator(" ".join([*[".replies"] * 7, ".comment"])).count() == 34
    assert talk.section.locator(" ".join([*[".replies"] * 8, ".comment"])).count() == 0
    expect(
        evening.open(stranger, "#comment-999999").section.get_by_text("is not here any more")
    ).to_be_visible()
    assert stranger.troubles == []


def test_without_scripts_a_link_leads_to_the_discussion(quiet_porch: Porch, evening: Evening) -> None:
    evening.say([Said("Read me.")])
    page = Someone(quiet_porch, java_script_enabled=False).page
    page.goto(evening.path)
    expect(page.locator(".prose").get_by_text("The lamps are lit.")).to_be_visible()
    expect(page.locator("noscript p")).to_be_visible()
    page.get_by_role("link", name="Read what others say").click()
    expect(page.get_by_text("Read me.")).to_be_visible()


def test_a_page_that_says_so_is_talked_about_as_articles_are(quiet_porch: Porch, ada: Someone) -> None:
    page = ada.page
    page.goto("/guestbook#discussion")
    talk = Talk(page)
    talk.settle()
    number = (talk.post("I was here.").get_attribute("id") or "").removeprefix("comment-")
    expect(talk.heading).to_have_text("Discussion 1")
    stranger = Someone(quiet_porch)
    stranger.page.goto(f"/comments/{number}")
    stranger.page.wait_for_url(f"**/guestbook#comment-{number}")
    expect(Talk(stranger.page).comment("I was here.")).to_be_focused()
    stranger.page.goto("/about")
    expect(stranger.page.locator("#discussion")).to_have_count(0)
    assert ada.troubles == stranger.troubles == []


def test_while_the_api_is_down_the_article_is_whole(quiet_porch: Porch, evening: Evening) -> None:
    evening.say([Said("Back again.")])
    stranger = Someone(quiet_porch)
    stranger.page.route("**/api/v1/**", lambda route: route.abort())
    talk = evening.open(stranger)
    expect(stranger.page.locator(".prose").get_by_text("The lamps are lit.")).to_be_visible()
    expect(talk.section.get_by_text("cannot be shown at the moment")).to_be_visible()
    stranger.page.unroute("**/api/v1/**")
    talk.section.get_by_role("button", name="Try again").click()
    expect(talk.comment("Back again.")).to_be_visible()
    expect(talk.section.get_by_text("cannot be shown at the moment")).to_have_count(0)
