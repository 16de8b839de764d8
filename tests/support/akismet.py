"""A stand-in for Akismet, which speaks the contract that they document.

See https://akismet.com/developers/detailed-docs/: forms sent to `comment-check`, `submit-spam`, `submit-ham`,
`verify-key`; answers of one word, with reasons in headers. What it takes for spam is told by words of the
comment. How else it is to behave is told by `fails`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from werkzeug import Request, Response

from tests.support.small_server import small_server

KEY = "12ab34cd56ef"
SPAM = "Cheap watches"
CERTAIN = "Cheapest watches of all"
THANKS = "Thanks for making the web a better place."
KNOWN = set(
    "api_key blog blog_charset user_ip user_agent referrer permalink comment_type comment_author"
    " comment_author_email comment_author_url comment_content comment_date_gmt recheck_reason is_test".split()
)
"""The fields that they name."""
HANGS = 30.0
"""Seconds, longer than anybody waits."""


@dataclass
class Asked:
    """One question."""

    method: str
    """`comment-check`, and so on."""
    told: dict[str, str]


@dataclass
class Akismet:
    """What the stand-in has seen, and how it fails."""

    url: str = ""
    fails: str = ""
    """`500`, `hang`, `garbage`, `nothing`, `long`, `cut`, `missing` or `suspended`; empty for not at all."""
    alert: str = ""
    """What is wrong with the account, told with each opinion."""
    asked: list[Asked] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def answer(self, request: Request) -> Response:
        """One answer."""
        method, told = request.path.rpartition("/")[2], dict(request.form.items())
        self.asked.append(Asked(method, told))
        if self.fails:
            return self._failure()
        if wrong := _objection(request, told):
            return Response("invalid", headers={"X-akismet-debug-help": wrong})
        if method == "verify-key":
            return Response("valid")
        return self._opinion(told) if method == "comment-check" else Response(THANKS)

    def methods(self) -> list[str]:
        """What it was asked, in order."""
        return [each.method for each in self.asked]

    def _opinion(self, told: dict[str, str]) -> Response:
        text = told["comment_content"]
        reply = Response("true" if SPAM in text or CERTAIN in text else "false")
        reply.headers["X-akismet-guid"] = "8a0c2c8981324a621707acdf958fc2ad"
        if CERTAIN in text:
            reply.headers["X-akismet-pro-tip"] = "discard"
        if self.alert:
            reply.headers["X-akismet-alert-code"] = "10005"
            reply.headers["X-akismet-alert-msg"] = self.alert
        return reply

    def _failure(self) -> Response:
        if self.fails == "hang":
            self.ended.wait(HANGS)
        if self.fails == "missing":
            return Response("Missing required field: user_ip.")
        if self.fails == "suspended":
            alert = {"X-akismet-alert-code": "10009", "X-akismet-alert-msg": "Suspended due to overuse."}
            return Response("", headers=alert)
        bodies = {"garbage": "<html>Bad gateway</html>", "long": "true" * 10_000, "cut": "tr"}
        reply = Response(bodies.get(self.fails, ""), 500 if self.fails == "500" else 200)
        if self.fails == "cut":
            reply.headers["Content-Length"] = "4"
        return reply


@contextmanager
def akismet() -> Iterator[Akismet]:
    """The stand-in, until the block ends."""
    stand_in = Akismet()
    with small_server(stand_in.answer) as address:
        stand_in.url = f"{address}/1.1/"
        yield stand_in
        stand_in.ended.set()


def _objection(request: Request, told: dict[str, str]) -> str:
    """What is wrong with a question, in the words of its header; empty for nothing."""
    needed = ("blog",) if request.path.endswith("verify-key") else ("blog", "user_ip")
    objections = {
        "Only POST is taken.": request.method != "POST",
        "Invalid API key.": told.get("api_key") != KEY,
        "We were unable to parse your blog URI": not told.get("blog", "").startswith(("http://", "https://")),
        "Empty value of what is needed": not all(told.get(name) for name in needed),
        "Unknown field": not set(told) <= KNOWN,
        "Unknown method": request.path.rpartition("/")[0] != "/1.1",
    }
    return next((words for words, is_so in objections.items() if is_so), "")
