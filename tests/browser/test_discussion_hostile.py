"""Whatever people write, nothing of it runs: in threads, names, profiles, links and the search."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from portico.features.discussion.words import NothingSaid, written
from tests.browser.people import Porch, Someone
from tests.browser.talks import Evening, Said
from tests.support.hostile_markup import payloads

pytestmark = pytest.mark.chromium

EVERYTHING = "PORTICO_TEST_HOSTILE" in os.environ
"""Also what takes a page for each payload, which otherwise a few stand for."""
ON_A_PAGE = 10 * 20
"""Replies that one answer of the API holds: ten below each of twenty threads."""
WATCH = """
  window.ran = [];
  window.stopped = [];
  window.boom = () => window.ran.push("ran");
  for (const name of ["alert", "confirm", "prompt"]) window[name] = () => window.ran.push(name);
  addEventListener("securitypolicyviolation", (event) => window.stopped.push(event.violatedDirective));
"""
TOUCH_ALL = """(section) => {
  const all = [...section.querySelectorAll("*")];
  for (const type of ["click", "focus", "mouseover", "toggle", "error", "load", "animationstart"]) {
    for (const element of all) {
      if (element.matches(".comment-words *")) element.dispatchEvent(new Event(type));
    }
  }
  const led = [...section.querySelectorAll("a[href]")].map((link) => link.href);
  return led.filter((address) => !/^(https?|mailto):/.test(address));
}"""

HOLD = "UPDATE comment SET state = 'held' WHERE guest_name <> 'Grace' AND state = 'shown'"
PROFILE = (
    "INSERT OR REPLACE INTO profile (account_id, folder, name, bio, links, updated_at)"
    " SELECT id, username, ?, ?, ?, '2026-11-20 18:30:00' FROM account WHERE username = ?"
)


class Stranger(Someone):
    """A visitor whose pages tell what ran in them, and who else was asked."""

    def __init__(self, porch: Porch, name: str = "") -> None:
        super().__init__(porch, name)
        self.foreign: list[str] = []
        self.context.add_init_script(WATCH)
        self.context.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.porch.address, "data:")):
            self.foreign.append(url)

    def assert_nothing_ran(self, *, stopped: bool = False) -> None:
        """No payload, nor anything that our own policies had to stop, but where that was to be seen."""
        ran, refused = self.page.evaluate("[window.ran, window.stopped]")
        assert ran == []
        assert stopped or refused == []
        assert self.foreign == []
        # The mailbox of development, from which codes are read, frames letters without an origin.
        assert [told for told in self.troubles if "/studio/mail/" not in told] == []


@pytest.fixture
def stranger(quiet_porch: Porch) -> Stranger:
    return Stranger(quiet_porch)


def parts(size: int) -> list[list[str]]:
    """All payloads, so many at a time."""
    known = payloads()
    return [known[start : start + size] for start in range(0, len(known), size)]


def html_of(payload: str) -> str:
    """What the server makes of it."""
    try:
        return written(payload, lambda _names: {}).html
    except NothingSaid:
        return ""


def talk_of(texts: Sequence[str], htmls: Sequence[str]) -> list[Said]:
    """Twenty threads, and in them these comments, whose authors are called what they say."""
    threads = [Said("A thread.") for _ in range(20)]
    replies = [
        Said(text, guest=text[:80], html=html, to=at % 20)
        for at, (text, html) in enumerate(zip(texts, htmls, strict=True))
    ]
    return threads + replies


@pytest.mark.parametrize("made", [html_of, str], ids=["as the server makes it", "as it came"])
def test_no_comment_runs_on_the_page_of_its_article(
    quiet_porch: Porch, stranger: Stranger, made: Callable[[str], str]
) -> None:
    """Had the server let all of it through, the browser still would take nothing but words."""
    evening = Evening(quiet_porch)
    for number, part in enumerate(parts(ON_A_PAGE)):
        evening.forget()
        evening.say(talk_of(part, [made(payload) for payload in part]))
        talk = evening.open(stranger, f"?{number}#discussion")
        expect(talk.section.locator(".comment")).to_have_count(20 + len(part))
        assert talk.section.evaluate(TOUCH_ALL) == []
        stranger.assert_nothing_ran(stopped=made is str)


def test_no_comment_runs_where_there_are_no_scripts_of_ours(quiet_porch: Porch, stranger: Stranger) -> None:
    evening = Evening(quiet_porch)
    for part in parts(ON_A_PAGE):
        evening.forget()
        evening.say(talk_of(part, [html_of(payload) for payload in part]))
        stranger.page.goto(f"/discussion{evening.path}")
        expect(stranger.page.locator(".comment")).to_have_count(20 + len(part))
        assert stranger.page.locator("main").evaluate(TOUCH_ALL) == []
        stranger.assert_nothing_ran()


def test_no_name_or_link_runs_on_a_profile(quiet_porch: Porch, stranger: Stranger) -> None:
    somebody = Someone(quiet_porch).register()
    for number, part in enumerate(parts(1000)):
        links = json.dumps([{"label": each, "url": f"https://example.org/{each}"} for each in part])
        quiet_porch.write(PROFILE, part[0], "\n".join(part), links, somebody.name)
        stranger.page.goto(f"/@{somebody.name}?{number}")
        expect(stranger.page.locator(".inline-links a")).to_have_count(len(part))
        assert stranger.page.locator("main").evaluate(TOUCH_ALL) == []
        stranger.assert_nothing_ran()


def test_nothing_runs_where_keepers_decide(quiet_porch: Porch) -> None:
    joined = Someone(quiet_porch, "warden").register()
    quiet_porch.write("UPDATE account SET role = 'moderator' WHERE username = ?", joined.name)
    keeper = Stranger(quiet_porch, joined.name)
    keeper.sign_in()
    evening = Evening(quiet_porch)
    for part in parts(ON_A_PAGE) if EVERYTHING else [payloads()[::20]]:
        evening.forget()
        evening.say(talk_of(part, [html_of(payload) for payload in part]))
        quiet_porch.write(HOLD)
        keeper.page.goto("/studio/comments")
        show_all(keeper.page, len(part))
        assert keeper.page.locator("main").evaluate(TOUCH_ALL) == []
        keeper.assert_nothing_ran()
    evening.forget()
    quiet_porch.write("UPDATE account SET role = 'member' WHERE username = ?", joined.name)


def show_all(page: Page, number: int) -> None:
    """Have the queue show so many comments, part by part."""
    rows = page.locator("[data-list] > li")
    expect(rows).not_to_have_count(0)
    while (shown := rows.count()) < number:
        page.get_by_role("button", name="Show more").click()
        expect(rows).not_to_have_count(shown)


def test_nothing_that_is_looked_for_runs(stranger: Stranger) -> None:
    known = payloads()
    for payload in known if EVERYTHING else known[:: len(known) // 12]:
        looked_for(stranger.page, payload)
        stranger.assert_nothing_ran()


def looked_for(page: Page, words: str) -> None:
    """Look for words on the page of the search."""
    page.goto(f"/search?q={quote(words[:200])}")
    assert page.locator("h1").count() == 1
