"""A stand-in for Cloudflare's siteverify, which speaks the contract that they document.

See https://developers.cloudflare.com/turnstile/get-started/server-side-validation/: a form of `secret`,
`response` and `remoteip`; an answer of `success`, `error-codes`, `hostname`, `action`, `challenge_ts`. Tokens
are good once. What else it is to do is told by how a token begins, or by `fails`.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from werkzeug import Request, Response

from tests.support.small_server import small_server

SECRET = "1x00000000000000000000000000000000TURN"
SITE_KEY = "1x00000000000000000000AA"
HOSTNAME = "site.test"
HANGS = 30.0
"""Seconds, longer than anybody waits."""


@dataclass
class Cloudflare:
    """What the stand-in has seen, and how it fails."""

    url: str = ""
    fails: str = ""
    """`500`, `hang`, `garbage`, `list` or `nothing`; empty for not at all."""
    asked: list[dict[str, str]] = field(default_factory=list)
    spent: set[str] = field(default_factory=set)
    ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Response:
        """One answer."""
        given = dict(request.form.items())
        with self._lock:
            self.asked.append(given)
            known = given.get("response", "") in self.spent
            self.spent.add(given.get("response", ""))
        if self.fails:
            return self._failure()
        return Response(json.dumps(_judged(request.method, given, known=known)), mimetype="application/json")

    def _failure(self) -> Response:
        if self.fails == "hang":
            self.ended.wait(HANGS)
        bodies = {"garbage": "<html>Bad gateway</html>", "list": "[true]", "nothing": "{}"}
        return Response(bodies.get(self.fails, ""), 500 if self.fails == "500" else 200)


@contextmanager
def cloudflare() -> Iterator[Cloudflare]:
    """The stand-in, until the block ends."""
    stand_in = Cloudflare()
    with small_server(stand_in.answer) as address:
        stand_in.url = f"{address}/turnstile/v0/siteverify"
        yield stand_in
        stand_in.ended.set()


def _judged(method: str, given: dict[str, str], *, known: bool) -> dict[str, Any]:
    token = given.get("response", "")
    objections = {
        "bad-request": method != "POST",
        "missing-input-secret": not given.get("secret"),
        "invalid-input-secret": given.get("secret") != SECRET,
        "missing-input-response": not token,
        "invalid-input-response": token.startswith("invalid"),
        "internal-error": token.startswith("internal"),
        "timeout-or-duplicate": known or token.startswith("expired"),
    }
    if code := next((code for code, is_so in objections.items() if is_so), None):
        return {"success": False, "error-codes": [code]}
    return {
        "success": True,
        "challenge_ts": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "hostname": "evil.test" if token.startswith("elsewhere") else HOSTNAME,
        "action": "login" if token.startswith("login") else "contact",
        "error-codes": [],
        "cdata": "",
    }
