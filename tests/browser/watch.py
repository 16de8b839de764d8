"""A page under watch: what goes wrong while it is open, and whom it talks to."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

GIVEN_UP = "net::ERR_ABORTED"
"""How a request ends that the browser itself no longer needs, such as the rest of a film."""


NO_TROUBLE = (
    "Service Worker registration blocked by Playwright",
    # axe asks every frame, and letters are framed without an origin.
    "does not match the recipient window's origin ('null')",
)


class Watched:
    """Collects the troubles of a page and the requests that leave the origin of its first one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        self.foreign: list[str] = []
        self._origin = ""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.troubles.append(f"uncaught: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def forget(self) -> None:
        """Begin anew, with the page that is opened next."""
        self.troubles.clear()
        self.foreign.clear()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(known in message.text for known in NO_TROUBLE):
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        self._origin = self._origin or origin
        if parts.scheme in ("http", "https") and origin != self._origin:
            self.foreign.append(request.url)

    def _failed(self, request: Request) -> None:
        if request.failure != GIVEN_UP:
            self.troubles.append(f"{self.page.url}: {request.url} failed: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{self.page.url}: {response.url} answered {response.status}")


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def until(page: Page, expression: str, seconds: float = 20) -> None:
    """Wait until an expression holds, asked from outside: our policies let no page evaluate one."""
    end = time.monotonic() + seconds
    while not _holds(page, expression):
        assert time.monotonic() < end, f"{expression} never held"
        page.wait_for_timeout(30)


def _holds(page: Page, expression: str) -> bool:
    try:
        return bool(page.evaluate(f"Boolean({expression})"))
    except Error:
        # The page is just being left for another.
        return False
