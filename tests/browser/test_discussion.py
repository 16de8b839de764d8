"""Readers talk under an article: they read, come in, post, answer, change, take back and react."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.axe import violations
from tests.browser.people import Porch, Someone
from tests.browser.talks import Evening, Said, Talk
from tests.browser.watch import overflow

pytestmark = pytest.mark.chromium

DISCUSSIONS = "**/api/v1/discussions/**"
COMMENTS = "**/api/v1/comments/**"
Meet = Callable[[Route], None]


@pytest.fixture(scope="module")
def known(quiet_porch: Porch) -> tuple[Someone, Someone]:
    """Two people of whom nothing is held back any more."""
    people = (Someone(quiet_porch).register(), Someone(quiet_porch).register())
    Evening(quiet_porch).say([Said("Good evening.", by=person.name) for person in people])
    for person in people:
        Someone.present.remove(person)
    return people


@pytest.fixture
def ada(known: tuple[Someone, Someone]) -> Someone:
    return known[0].again()


@pytest.fixture
def ben(known: tuple[Someone, Someone]) -> Someone:
    return known[1].again()


@pytest.fixture
def evening(quiet_porch: Porch) -> Evening:
    return Evening(quiet_porch)


def refused(status: int, code: str, title: str) -> Meet:
    """Answers a request with a problem, and lets those pass that only read."""
    body = json.dumps({"status": status, "code": code, "title": title, "detail": f"{title}."})

    def meet(route: Route) -> None:
        if route.request.method == "GET":
            return route.continue_()
        return route.fulfill(status=status, body=body, content_type="application/problem+json")

    return meet


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
    assert way.endswith(f"/sign-in?to=%2Fblog%2F{evening.slug}%23discussion")
    asked = [path for path in stranger.asked if not path.endswith("/manifest")]
    assert asked == [f"GET /api/v1/discussions/blog/{evening.slug}"]
    assert stranger.troubles == []


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
    page.get_by_label("Password", exact=True).fill("a lighthouse in autumn rain")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{evening.path}#discussion")
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
    post = talk.section.get_by_role("button", name="Post")
    post.click()
    expect(talk.section.get_by_role("alert").filter(has_text="Write something first.")).to_be_visible()
    talk.field.fill("𝄞" * 5_001)
    expect(talk.section.get_by_text("1 characters too many")).to_be_visible()
    post.click()
    expect(talk.section.get_by_role("alert").filter(has_text="5000 characters at most")).to_be_visible()
    assert ada.questions(f"POST /api/v1/discussions/blog/{evening.slug}") == 0


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


def test_two_people_see_each_other(ada: Someone, ben: Someone, evening: Evening) -> None:
    hers, his = evening.open(ada), evening.open(ben)
    hers.post("Who is there?")
    ben.page.reload()
    his.reply("Who is there?", "I am.")
    ada.page.reload()
    expect(hers.comment("I am.")).to_contain_text(ben.name)
    expect(hers.comment("I am.").get_by_role("button", name="More")).to_be_visible()
    expect(hers.comment("Who is there?").get_by_role("button", name="More")).to_be_visible()


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
    expect(talk.comment("Buy columns")).to_contain_text(f"You hear no more of {ben.name}.")
    blocked = ada.page.evaluate("fetch('/api/v1/me/blocks').then((answer) => answer.text())")
    assert ben.name in blocked


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


def test_all_of_it_works_by_the_keyboard_alone(ada: Someone, evening: Evening) -> None:
    evening.say([Said("Is anybody there?")])
    talk = evening.open(ada)
    press = ada.page.keyboard.press

    def reach(role: str, name: str) -> None:
        for _step in range(60):
            press("Tab")
            if talk.page.locator(":focus").and_(talk.page.get_by_role(role, name=name)).count():  # type: ignore[arg-type]
                return
        raise AssertionError(f"the keyboard does not reach {name}")

    reach("textbox", "Join the discussion")
    ada.page.keyboard.type("By keys alone.")
    press("Control+Enter")
    talk.taken("By keys alone.")
    expect(talk.comment("By keys alone.")).to_be_focused()
    reach("button", "React")
    press("Enter")
    press("ArrowRight")
    press("Enter")
    expect(talk.comment("By keys alone.").get_by_role("button", name="Heart: 1 person")).to_be_visible()
    reach("button", "Reply")
    press("Enter")
    ada.page.keyboard.type("And an answer.")
    press("Tab")
    press("Enter")
    talk.taken("And an answer.")
    reach("button", "More")
    press("Enter")
    press("Enter")
    expect(talk.section.get_by_label("Edit your comment")).to_be_focused()
    press("Control+a")
    ada.page.keyboard.type("And a better answer.")
    press("Control+Enter")
    expect(talk.comment("And a better answer.")).to_be_focused()
    reach("button", "More")
    press("Enter")
    press("ArrowDown")
    press("Enter")
    press("Shift+Tab")
    press("Enter")
    expect(talk.told).to_have_text("Comment deleted.")
    expect(talk.comment("And a better answer.")).to_have_count(0)
    assert talk.page.locator(":focus").count() == 1


def test_without_scripts_a_link_leads_to_the_discussion(quiet_porch: Porch, evening: Evening) -> None:
    evening.say([Said("Read me.")])
    page = Someone(quiet_porch, java_script_enabled=False).page
    page.goto(evening.path)
    expect(page.locator(".prose").get_by_text("The lamps are lit.")).to_be_visible()
    expect(page.locator("noscript p")).to_be_visible()
    page.get_by_role("link", name="Read what others say").click()
    expect(page.get_by_text("Read me.")).to_be_visible()


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


@pytest.mark.parametrize("width", [390, 1440])
def test_long_words_and_other_scripts_stay_within_the_page(
    quiet_porch: Porch, evening: Evening, width: int
) -> None:
    said = [Said("W" * 400, guest="Ü" * 80), Said("שלום לכולם, זה ערב טוב", guest="אברהם", to=0)]
    said += [Said(f"<pre><code>{'x = 1; ' * 60}</code></pre>", to=depth) for depth in range(1, 8)]
    evening.say(said)
    talk = evening.open(Someone(quiet_porch, viewport={"width": width, "height": 900}))
    expect(talk.section.locator(".comment")).to_have_count(9)
    assert overflow(talk.page) == 0
    assert talk.comment("שלום").locator("p").evaluate("(it) => getComputedStyle(it).direction") == "rtl"


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_discussion_can_be_used_by_everyone(
    ada: Someone, ben: Someone, evening: Evening, scheme: str
) -> None:
    evening.say([Said("A claim.", by=ben.name), Said("A doubt.", by=ada.name, to=0), Said("Out.", to=1)])
    ada.page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    talk = evening.open(ada)
    talk.comment("A claim.").get_by_role("button", name="React").click()
    ada.page.get_by_role("button", name="Thumbs up", exact=True).click()
    talk.comment("A doubt.").get_by_role("button", name="Reply").click()
    assert violations(ada.page) == []


def test_what_was_said_stands_on_the_page_of_whoever_said_it(ada: Someone, evening: Evening) -> None:
    evening.open(ada).post("For my own page.")
    ada.page.goto(f"/@{ada.name}")
    said = ada.page.locator("[data-recent=comments] li").first
    expect(said).to_contain_text("For my own page.")
    said.get_by_role("link").click()
    expect(Talk(ada.page).comment("For my own page.")).to_be_focused()
