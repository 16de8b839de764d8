"""Visitors of a site that takes members: what they do in the browser, and the mails that reach them."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import ClassVar

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.support.server import serving
from tests.support.sites import write_site
from tests.support.smtp import MailServer, mail_server

PASSWORD = "a lighthouse in autumn rain"
ANOTHER = "seven herons over the harbour"
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")
PATIENCE = 60.0
EVENINGS = 60
"""Articles enough that each test which talks has one of its own."""
PAGES = {
    "site.toml": 'title = "Quiet Porch"\n[owner]\nname = "Ada"\nemail = "ada@example.org"\n',
    "content/pages/about.md": "---\ntitle: About\n---\nA porch.\n",
    "content/pages/guestbook.md": "---\ntitle: Guestbook\ncomments: open\n---\nWrite your name here.\n",
    **{
        f"content/blog/evening-{number}.md": (
            f"---\ntitle: Evening {number}\ndate: 2026-01-{number % 28 + 1:02}\n---\n\nThe lamps are lit.\n"
        )
        for number in range(1, EVENINGS + 1)
    },
}
_numbers = count(1)


@dataclass(frozen=True)
class Porch:
    """A site that people can join, and the post office of all of them."""

    address: str
    database: Path
    mail: MailServer
    browser: Browser

    def write(self, statement: str, *values: object) -> None:
        """Change rows, as time would."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection, connection:
            assert connection.execute(statement, values).rowcount > 0

    def mails_to(self, address: str) -> list[str]:
        """The texts of the mails that an address got, the latest last."""
        mine = [message for message in self.mail.ledger.messages if address in str(message["To"])]
        return [body.get_content() for message in mine if (body := message.get_body(("plain",)))]

    def mail_to(self, address: str, pattern: re.Pattern[str], number: int = 1) -> str:
        """What matches in the mails to an address, once there are so many that have it: of the last one."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = [match[0] for text in self.mails_to(address) if (match := pattern.search(text))]
            if len(found) >= number:
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"no such mail came to {address}: {self.mails_to(address)}")


class Someone:
    """A browser of its own, and who sits before it."""

    present: ClassVar[list[Someone]] = []
    """All who have come and not gone home yet."""

    def __init__(self, porch: Porch, name: str = "", **options: object) -> None:
        self.porch = porch
        self.name = name or f"someone{next(_numbers)}"
        self.asked: list[str] = []
        self.troubles: list[str] = []
        usual: dict[str, object] = {
            "base_url": porch.address,
            "reduced_motion": "reduce",
            "service_workers": "block",
        }
        self.context: BrowserContext = porch.browser.new_context(**(usual | options))  # type: ignore[arg-type]
        self.page = self.tab()
        self.present.append(self)

    @property
    def email(self) -> str:
        """Where mail reaches them."""
        return f"{self.name}@example.org"

    def tab(self) -> Page:
        """Another page of the same browser."""
        page = self.context.new_page()
        page.on("request", self._request)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        return page

    def register(self) -> Someone:
        """Join, with the code of the mail."""
        page = self.page
        page.goto("/register")
        page.get_by_label("E-mail").fill(self.email)
        page.get_by_label("Username").fill(self.name)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Continue", exact=True).click()
        self.code_field.fill(self.porch.mail_to(self.email, CODE))
        page.get_by_role("button", name="Create the account").click()
        page.wait_for_url(f"**/@{self.name}")
        return self

    def again(self) -> Someone:
        """The same browser with nothing open, still signed in."""
        return Someone(self.porch, self.name, storage_state=self.context.storage_state())

    def sign_in(self, password: str = PASSWORD) -> Someone:
        """Come in by username and password."""
        self.give(password)
        self.page.wait_for_url(f"**/@{self.name}")
        return self

    def give(self, password: str) -> None:
        """Try a password at the door."""
        page = self.page
        page.goto("/sign-in")
        page.get_by_label("E-mail or username").fill(self.name)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in", exact=True).click()

    def elsewhere(self) -> Someone:
        """The same person at another device, signed in."""
        return Someone(self.porch, self.name).sign_in()

    def settings(self) -> Page:
        """Their settings, once they are there."""
        self.page.goto("/settings")
        expect(self.page.get_by_text(f"Signed in as {self.name}")).to_be_visible()
        return self.page

    def section(self, name: str) -> Locator:
        """A section of the settings that are open."""
        return self.page.get_by_role("region", name=name, exact=True)

    def forget_access(self) -> None:
        """Let the access token run out; the refresh token stays."""
        self.context.clear_cookies(name=re.compile(r"^(__Host-)?portico$"))

    def questions(self, path: str) -> int:
        """How often the API was asked for a path."""
        return self.asked.count(path)

    @property
    def code_field(self) -> Locator:
        """Where the code of a mail is written."""
        return self.page.get_by_role("textbox", name="Code", exact=True)

    def _request(self, request: Request) -> None:
        path = request.url.removeprefix(self.porch.address).partition("?")[0]
        if path.startswith("/api/"):
            self.asked.append(f"{request.method} {path}")


@contextmanager
def porch(browser: Browser, home: Path, **settings: str) -> Iterator[Porch]:
    """The site, with these settings beside its mail, until the block ends."""
    site = write_site(home / "site", PAGES)
    with mail_server() as mail:
        environ = {"PORTICO_MAIL_URL": mail.url, "PORTICO_MAIL_FROM": "Porch <porch@example.org>"}
        environ |= settings
        with serving(site, home / "var", **environ) as address:
            yield Porch(address, home / "var" / "portico.db", mail, browser)
