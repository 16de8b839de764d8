"""A server of GitHub's shape: its OAuth, which refuses with status 200, and two questions of its API."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

from werkzeug import Request, Response

from tests.support.small_server import small_server

CLIENT = "portico-at-github"
SECRET = "github's secret of tests"


@dataclass
class GitHubServer:
    """Whom it knows, and what it was asked. Whoever comes is signed in as `person` already."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {"id": 7, "login": "ada", "name": "Ada"})
    emails: Any = field(
        default_factory=lambda: [{"email": "ada@example.org", "primary": True, "verified": True}]
    )
    denies: bool = False
    answers: dict[str, Callable[[Request], Response]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _tokens: set[str] = field(default_factory=set)

    def answer(self, request: Request) -> Response:
        """What it says to a request."""
        self.requests.append(f"{request.method} {request.path}")
        if scripted := self.answers.get(request.path):
            return scripted(request)
        routes: dict[str, Callable[[Request], Response]] = {
            "/login/oauth/authorize": self._authorized,
            "/login/oauth/access_token": self._redeemed,
            "/api/v3/user": lambda request: self._told(request, self.person),
            "/api/v3/user/emails": lambda request: self._told(request, self.emails),
        }
        return routes[request.path](request)

    def _authorized(self, request: Request) -> Response:
        asked = request.args.to_dict()
        if asked["client_id"] != CLIENT:
            return Response("no such client", 404)
        back = {"state": asked["state"]}
        if self.denies:
            back |= {
                "error": "access_denied",
                "error_description": "The user has denied your application access.",
            }
        else:
            back["code"] = secrets.token_hex(10)
            self._codes[back["code"]] = asked
        return Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{urlencode(back)}"})

    def _redeemed(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs(request.get_data(as_text=True)).items()}
        asked = self._codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        right = (
            asked is not None
            and (form["client_id"], form["client_secret"]) == (CLIENT, SECRET)
            and form["redirect_uri"] == asked["redirect_uri"]
            and base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
        )
        if not right:
            return _json({"error": "bad_verification_code"})
        token = f"gho_{secrets.token_hex(18)}"
        self._tokens.add(token)
        return _json({"access_token": token, "scope": "read:user,user:email", "token_type": "bearer"})

    def _told(self, request: Request, told: Any) -> Response:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return _json(told) if given in self._tokens else Response("{}", 401)


@contextmanager
def github_server() -> Iterator[GitHubServer]:
    """A running server; its API lies under `/api/v3`, as on GitHub Enterprise Server."""
    github = GitHubServer()
    with small_server(github.answer) as address:
        github.url = address
        yield github


def _json(told: Any) -> Response:
    return Response(json.dumps(told), mimetype="application/json")
