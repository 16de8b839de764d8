"""Discussions under articles: what was said there before a test, and what a reader sees of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.people import Porch, Someone

DISCUSSIONS = "**/api/v1/discussions/**"
COMMENTS = "**/api/v1/comments/**"
WHEN = "2026-11-20 18:30:00"
Meet = Callable[[Route], None]
_evenings = count(1)


def refused(status: int, code: str, title: str) -> Meet:
    """Answers a request with a problem, and lets those pass that only read."""
    body = json.dumps({"status": status, "code": code, "title": title, "detail": f"{title}."})

    def meet(route: Route) -> None:
        if route.request.method == "GET":
            return route.continue_()
        return route.fulfill(status=status, body=body, content_type="application/problem+json")

    return meet


@dataclass(frozen=True)
class Said:
    """Something said before: by whom, what, and what it answers, by its place among what was said."""

    text: str
    by: str | None = None
    """A username; none for a guest."""
    to: int | None = None
    guest: str = "Grace"
    html: str | None = None


class Evening:
    """An article, and the discussion under it."""

    def __init__(self, porch: Porch) -> None:
        self.porch = porch
        self.slug = f"evening-{next(_evenings)}"
        self.path = f"/blog/{self.slug}"

    def say(self, said: Iterable[Said]) -> list[int]:
        """Have this been said; gives the numbers of the comments."""
        with closing(sqlite3.connect(self.porch.database, timeout=30)) as connection, connection:
            return list(self._kept(connection, list(said)))

    def forget(self) -> None:
        """Have nothing been said here."""
        with closing(sqlite3.connect(self.porch.database, timeout=30)) as connection, connection:
            mine = "subject_id IN (SELECT id FROM subject WHERE slug = ?)"
            connection.execute(f"DELETE FROM comment WHERE {mine}", (self.slug,))
            connection.execute("UPDATE subject SET comments = 0 WHERE slug = ?", (self.slug,))

    def open(self, who: Someone, mark: str = "#discussion") -> Talk:
        """The discussion, as somebody sees it who has come to it."""
        who.page.goto(self.path + mark)
        talk = Talk(who.page)
        talk.settle()
        return talk

    def _kept(self, connection: sqlite3.Connection, said: list[Said]) -> Iterator[int]:
        connection.execute(
            "INSERT OR IGNORE INTO subject (collection, slug, title, path, comments)"
            " VALUES ('blog', ?, ?, ?, 0)",
            (self.slug, self.slug.replace("-", " ").capitalize(), self.path),
        )
        (subject,) = connection.execute("SELECT id FROM subject WHERE slug = ?", (self.slug,)).fetchone()
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM comment").fetchone()
        accounts = dict(connection.execute("SELECT username, id FROM account"))
        rows = [_row(last + 1, at, said, accounts) | {"subject_id": subject} for at in range(len(said))]
        names = ", ".join(rows[0])
        values = ", ".join(f":{name}" for name in rows[0])
        connection.executemany(f"INSERT INTO comment ({names}) VALUES ({values})", rows)
        connection.execute("UPDATE subject SET comments = comments + ? WHERE id = ?", (len(rows), subject))
        yield from (row["id"] for row in rows)


def _row(first: int, at: int, said: list[Said], accounts: Mapping[str, int]) -> dict[str, Any]:
    one, chain = said[at], [at]
    while (above := said[chain[-1]].to) is not None:
        chain.append(above)
    return {
        "id": first + at,
        "parent_id": None if one.to is None else first + one.to,
        "root_id": None if one.to is None else first + chain[-1],
        "depth": len(chain) - 1,
        "account_id": accounts[one.by] if one.by else None,
        "guest_name": None if one.by else one.guest,
        "state": "shown",
        "listed": 1,
        "replies": sum(other.to == at for other in said) if len(said) < 500 else int(one.to is None),
        "score": 0,
        "source": one.text,
        "html": f'<p dir="auto">{one.text}</p>' if one.html is None else one.html,
        "created_at": WHEN,
    }


class Talk:
    """The discussion on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.section = page.locator("#discussion")
        self.told = self.section.get_by_role("status")
        self.heading = self.section.get_by_role("heading", level=2)
        self.field = self.section.get_by_label("Join the discussion")

    def settle(self) -> None:
        """Wait until it stands there."""
        expect(self.section.locator(".threads")).to_be_attached()
        expect(self.section).not_to_have_attribute("aria-busy", "true")

    def comment(self, text: str) -> Locator:
        """The comment that says this."""
        return self.section.locator(".comment").filter(has=self.page.locator(".comment-words", has_text=text))

    def post(self, text: str) -> Locator:
        """Say something at the top, and see it taken."""
        self.field.fill(text)
        self.section.get_by_role("button", name="Post").click()
        return self.taken(text)

    def reply(self, to: str, text: str) -> Locator:
        """Answer a comment, and see it taken."""
        self.comment(to).get_by_role("button", name="Reply").click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Control+Enter")
        return self.taken(text)

    def taken(self, text: str) -> Locator:
        """A comment that the server has taken."""
        comment = self.comment(text)
        expect(comment).not_to_have_attribute("aria-busy", "true")
        expect(self.told).to_have_text("Comment posted.")
        return comment

    def more_threads(self) -> None:
        """Bring the threads that follow."""
        more = self.section.get_by_role("button", name="Show more", exact=True)
        more.click()
        expect(more.and_(self.page.locator(":disabled"))).to_have_count(0)

    def more(self, text: str, deed: str) -> None:
        """Do something that the menu of a comment offers."""
        self.comment(text).get_by_role("button", name="More").click()
        self.page.get_by_role("button", name=deed, exact=True).click()
