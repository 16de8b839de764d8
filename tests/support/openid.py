"""OpenID providers: real ones (npm `oidc-provider`), and one that says whatever a test wants it to."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin

import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug import Request, Response

from tests.support.checkers import NODE, node_modules
from tests.support.server import free_port
from tests.support.small_server import small_server

SCRIPT = NODE / "openid-provider.mjs"
CLIENT = "portico-at-openid"
SECRET = "a secret of tests & with = signs"


@dataclass(frozen=True, slots=True)
class OpenIdServer:
    """A running provider, where people may be called anything."""

    issuer: str
    client_id: str = CLIENT
    client_secret: str = SECRET

    def tell(self, **told: Any) -> None:
        """Tell it of `people` (claims by subject) and `redirect_uris`, or to `forget_requests`."""
        httpx2.post(f"{self.issuer}/control", json=told).raise_for_status()

    @property
    def requests(self) -> list[str]:
        """What it was asked, as method and path."""
        asked: list[str] = httpx2.get(f"{self.issuer}/control").json()["requests"]
        return asked


@contextmanager
def openid_server(*, by_userinfo: bool = True, host: str = "127.0.0.1") -> Iterator[OpenIdServer]:
    """A real provider; `by_userinfo` has it keep addresses out of its ID tokens.

    To a browser another host is another site; `localhost` is one on the same machine.
    """
    node_modules()
    node = shutil.which("node")
    assert node, "Node.js is missing"
    server = OpenIdServer(f"http://{host}:{free_port()}")
    told = {
        "client_id": server.client_id,
        "client_secret": server.client_secret,
        "redirect_uris": ["https://nowhere.test/"],
        "by_userinfo": by_userinfo,
        "host": host,
    }
    command = [node, str(SCRIPT), server.issuer.rpartition(":")[2], json.dumps(told)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=NODE)
    try:
        assert process.stdout
        assert process.stdout.readline(), "the provider did not start"
        yield server
    finally:
        process.kill()
        process.communicate()


def visit(address: str, login: str, answer: str = "yes") -> str:
    """Go where a site sends somebody, sign in there as `login`, and give the address one is sent back to."""
    with httpx2.Client() as browser:
        page = browser.get(address)
        while page.is_redirect:
            address = urljoin(str(page.request.url), page.headers["location"])
            if not address.startswith(str(page.request.url.join("/"))):
                return address
            page = browser.get(address)
            if not page.is_redirect and "/interaction/" in address:
                page = browser.post(address, data={"login": login, "answer": answer})
    raise AssertionError(f"the provider sent nobody back: {page.status_code} {page.text}")


@functools.cache
def _key() -> RSAKey:
    """Making one takes longer than a test."""
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


@dataclass
class ScriptedOpenId:
    """A provider of which a test changes any answer: by path, or the claims and the making of its tokens."""

    issuer: str = ""
    answers: dict[str, Callable[[Request], Response]] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    token: Callable[[dict[str, Any]], str] | None = None
    key: RSAKey = field(default_factory=_key)
    requests: list[str] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    """What went wrong in it, of which the test would else think that it was meant."""
    nonce: str = ""

    def answer(self, request: Request) -> Response:
        """What it says to a request."""
        self.requests.append(f"{request.method} {request.path}")
        usual = {
            "/.well-known/openid-configuration": self._described,
            "/authorize": self._authorized,
            "/token": self._redeemed,
            "/jwks": self._keys,
        }
        try:
            return (self.answers.get(request.path) or usual[request.path])(request)
        except Exception as trouble:
            self.troubles.append(trouble)
            raise

    def signed(self, claims: Mapping[str, Any], header: Mapping[str, Any] | None = None) -> str:
        """A token of these claims, signed with its key."""
        return jwt.encode({"alg": "RS256", "kid": "one", **(header or {})}, dict(claims), self.key)

    def told(self, **changed: Any) -> dict[str, Any]:
        """The claims of the person who signs in; None leaves one out."""
        now = int(time.time())
        told = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "ada",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "email": "ada@example.org",
            "email_verified": True,
            **self.claims,
            **changed,
        }
        return {name: value for name, value in told.items() if value is not None}

    def _described(self, _: Request) -> Response:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            **self.description,
        }
        return _json(told)

    def _authorized(self, request: Request) -> Response:
        self.nonce = request.args["nonce"]
        query = urlencode({"code": "good", "state": request.args["state"]})
        return Response(status=303, headers={"Location": f"{request.args['redirect_uri']}?{query}"})

    def _redeemed(self, request: Request) -> Response:
        assert parse_qs(request.get_data(as_text=True))["code"] == ["good"]
        token = self.token(self.told()) if self.token else self.signed(self.told())
        return _json({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def _keys(self, _: Request) -> Response:
        return _json(KeySet([self.key]).as_dict())


@contextmanager
def scripted_openid() -> Iterator[ScriptedOpenId]:
    """A running provider that says whatever it is told to."""
    scripted = ScriptedOpenId()
    with small_server(scripted.answer) as address:
        scripted.issuer = address
        yield scripted
        assert scripted.troubles == []


def _json(told: Any) -> Response:
    return Response(json.dumps(told), mimetype="application/json")
