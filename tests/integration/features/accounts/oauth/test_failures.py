"""Providers that answer with anything at all: a clean page, nobody half made, and nothing of ours broken."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from tests.support.github_server import GitHubServer
from tests.support.openid import CLIENT, SECRET, ScriptedOpenId
from tests.support.visiting import House, at_provider
from werkzeug import Request, Response

from portico.features.accounts.models import Account
from portico.features.accounts.oauth import asking
from portico.features.accounts.oauth.request import EXTENSION

DESCRIPTION = "/.well-known/openid-configuration"
Script = Callable[[ScriptedOpenId], None]


def answer(path: str, body: Any, status: int = 200, **headers: str) -> Script:
    """A provider that answers one path with this."""
    text = body if isinstance(body, str | bytes) else json.dumps(body)

    def script(provider: ScriptedOpenId) -> None:
        provider.answers[path] = lambda _: Response(text, status, headers)

    return script


def claims(**changed: Any) -> Script:
    """A provider whose tokens say something else; None leaves a claim out."""
    return lambda provider: provider.claims.update(changed)


def token(made: Callable[[ScriptedOpenId, dict[str, Any]], str]) -> Script:
    """A provider that makes its tokens in another way."""

    def script(provider: ScriptedOpenId) -> None:
        provider.token = lambda told: made(provider, told)

    return script


def described(**changed: Any) -> Script:
    """A provider that describes itself in another way."""
    return lambda provider: provider.description.update(changed)


def slow(request: Request) -> Response:
    """An answer that takes longer than anybody waits."""
    time.sleep(1.5)
    return Response("{}")


def slowly(path: str) -> Script:
    """A provider that takes its time."""

    def script(provider: ScriptedOpenId) -> None:
        provider.answers[path] = slow

    return script


def by_another_key(_: ScriptedOpenId, told: dict[str, Any]) -> str:
    """A token that somebody else signed, under the name of the key that is published."""
    return jwt.encode({"alg": "RS256", "kid": "one"}, told, RSAKey.generate_key(2048))


def by_hand(header: dict[str, Any], told: dict[str, Any], key: bytes | None) -> str:
    """A token that no library would make: signed by a shared secret, or by nothing."""
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, told))
    said = b".".join(parts)
    signature = hmac.digest(key, said, "sha256") if key else b""
    return (said + b"." + base64.urlsafe_b64encode(signature).rstrip(b"=")).decode()


def by_the_public_key(provider: ScriptedOpenId, told: dict[str, Any]) -> str:
    """A token whose signature is made with what everybody knows, the published key, as a shared secret."""
    return by_hand({"alg": "HS256", "kid": "one"}, told, provider.key.as_pem(private=False))


def unsigned(_: ScriptedOpenId, told: dict[str, Any]) -> str:
    """A token that says of itself that it needs no signature."""
    return by_hand({"alg": "none", "kid": "one"}, told, None)


NOW = int(time.time())
FAILURES: dict[str, Script] = {
    "a token by another key": token(by_another_key),
    "a token by a shared secret": token(
        lambda _, told: by_hand({"alg": "HS256", "kid": "one"}, told, SECRET.encode())
    ),
    "a token by the public key as a secret": token(by_the_public_key),
    "a token without a signature": token(unsigned),
    "a token by an unknown key": token(lambda provider, told: provider.signed(told, {"kid": "two"})),
    "a token cut short": token(lambda provider, told: provider.signed(told)[:-9]),
    "a token that is none": token(lambda _, told: "a.b.c"),
    "a token of nothing": token(lambda _, told: ""),
    "a token of another issuer": claims(iss="https://evil.example"),
    "a token for somebody else": claims(aud="another"),
    "a token for many, without a party": claims(aud=[CLIENT, "another"]),
    "a token for another party": claims(azp="another"),
    "a token that is over": claims(exp=NOW - 3600, iat=NOW - 7200),
    "a token that never ends": claims(exp=NOW + 10**9),
    "a token that ends at no time": claims(exp=float("nan")),
    "a token that ends in words": claims(exp="tomorrow"),
    "a token without an end": claims(exp=None),
    "a token of tomorrow": claims(iat=NOW + 86_400),
    "a token not good yet": claims(nbf=NOW + 3600),
    "a token of another visit": claims(nonce="another"),
    "a token of no visit": claims(nonce=None),
    "a token about nobody": claims(sub=None),
    "a token about an empty name": claims(sub=""),
    "a token about a number": claims(sub=5),
    "a token about a long name": claims(sub="a" * 256),
    "a token about a name with a NUL": claims(sub="a\x00b"),
    "no token": answer("/token", {"access_token": "a"}),
    "tokens in a list": answer("/token", []),
    "a refusal": answer("/token", {"error": "invalid_grant"}, 400),
    "a refusal with status 200": answer("/token", {"error": "invalid_grant"}),
    "a page in place of tokens": answer("/token", "<!doctype html>"),
    "tokens that lead elsewhere": answer("/token", "", 302, Location="https://evil.example/"),
    "tokens behind a failure": answer("/token", "{}", 500),
    "tokens of a megabyte": answer("/token", "1" * 1024 * 1024),
    "tokens that take long": slowly("/token"),
    "keys that are none": answer("/jwks", {"keys": "many"}),
    "keys without a kind": answer("/jwks", {"keys": [{}]}),
    "no key at all": answer("/jwks", {"keys": []}),
    "too many keys": answer("/jwks", {"keys": [{"kty": "RSA"}] * 51}),
    "keys behind a failure": answer("/jwks", "{}", 503),
}
AT_THE_START: dict[str, Script] = {
    "no description": answer(DESCRIPTION, "not found", 404),
    "a description that is none": answer(DESCRIPTION, "<!doctype html>"),
    "a description in a list": answer(DESCRIPTION, []),
    "a description of another issuer": described(issuer="https://evil.example"),
    "a description without a door": described(authorization_endpoint=None),
    "a door that is no address": described(authorization_endpoint="javascript:alert(1)"),
    "keys on this machine's disk": described(jwks_uri="file:///etc/passwd"),
    "a description that takes long": slowly(DESCRIPTION),
}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 1.0)


@pytest.mark.parametrize("name", FAILURES)
def test_a_visit_that_fails_is_told_of(small_site: House, scripted: ScriptedOpenId, name: str) -> None:
    browser = small_site.browser()
    back = at_provider(browser.start("openid"))
    FAILURES[name](scripted)
    if name.startswith("key") or "key at all" in name or "many keys" in name:
        assert scripted.requests.count("GET /jwks") == 0
    assert browser.come_back(back) == {"error": "provider", "return_to": "/"}
    assert small_site.count(Account) == 0


@pytest.mark.parametrize("name", AT_THE_START)
def test_nobody_is_sent_to_a_provider_that_fails(
    small_site: House, scripted: ScriptedOpenId, name: str
) -> None:
    AT_THE_START[name](scripted)
    answer = small_site.browser().send("POST", "/auth/providers/openid/start", {})
    assert answer.status_code == 503
    assert answer.json["code"] in ("provider-failed", "upstream-unavailable")
    assert "Retry-After" in answer.headers


@pytest.mark.parametrize("error", ["server_error", "temporarily_unavailable", "", "x" * 3000, "<script>"])
def test_a_provider_may_say_that_it_failed(small_site: House, error: str) -> None:
    browser = small_site.browser()
    back = at_provider(browser.start("openid")).replace("code=good", f"error={error}")
    assert browser.come_back(back) == {"error": "provider", "return_to": "/"}


PEOPLE: dict[str, Any] = {
    "nobody": {"login": "ada"},
    "a name for a number": {"id": "7", "login": "ada"},
    "true": {"id": True},
    "none": {"id": 0},
    "a list": [],
}


@pytest.mark.parametrize("name", PEOPLE)
def test_github_has_to_say_who_somebody_is(small_site: House, github: GitHubServer, name: str) -> None:
    github.person = PEOPLE[name]
    assert small_site.browser().visit("github")["error"] == "provider"


@pytest.mark.parametrize("path", ["/login/oauth/access_token", "/api/v3/user", "/api/v3/user/emails"])
@pytest.mark.parametrize("status", [200, 301, 403, 500])
def test_github_may_fail_anywhere(small_site: House, github: GitHubServer, path: str, status: int) -> None:
    github.answers[path] = lambda _: Response('"?"', status, {"Location": "/elsewhere"})
    assert small_site.browser().visit("github")["error"] == "provider"
    assert small_site.count(Account) == 0


def test_a_code_for_other_eyes_is_of_no_use(small_site: House, github: GitHubServer) -> None:
    """Somebody else's code, brought back under one's own state: the proof of PKCE is another one."""
    victim, attacker = small_site.browser(), small_site.browser()
    stolen = at_provider(victim.start("github")).partition("&code=")[2]
    own = at_provider(attacker.start("github")).partition("&code=")[0]
    assert attacker.come_back(f"{own}&code={stolen}")["error"] == "provider"


def test_a_provider_that_fails_again_and_again_is_left_alone(
    small_site: House, scripted: ScriptedOpenId
) -> None:
    browser = small_site.browser()
    addresses = [at_provider(browser.start("openid")) for _ in range(7)]
    scripted.answers["/token"] = lambda _: Response("{}", 500)
    assert {browser.come_back(address)["error"] for address in addresses} == {"provider"}
    assert scripted.requests.count("POST /token") == 5


def test_one_that_does_not_describe_itself_is_asked_again_after_a_while(
    small_site: House, scripted: ScriptedOpenId
) -> None:
    scripted.answers[DESCRIPTION] = lambda _: Response("{}")
    for _ in range(3):
        small_site.browser().send("POST", "/auth/providers/openid/start", {})
    assert scripted.requests.count(f"GET {DESCRIPTION}") == 1


def test_new_keys_are_found_and_invented_ones_asked_for_once(
    small_site: House, scripted: ScriptedOpenId
) -> None:
    assert "code" in small_site.browser().visit("openid")
    scripted.token = lambda told: scripted.signed(told, {"kid": "invented"})
    for _ in range(5):
        assert small_site.browser().visit("openid")["error"] == "provider"
    assert scripted.requests.count("GET /jwks") == 1
    scripted.token = None
    assert "code" in small_site.browser().visit("openid")


def test_no_more_visits_wait_than_there_are_places(small_site: House, scripted: ScriptedOpenId) -> None:
    browser = small_site.browser()
    back = at_provider(browser.start("openid"))
    asker = small_site.app.extensions[EXTENSION].find("openid").asker
    with asker.visit(), asker.visit():
        assert browser.come_back(back)["error"] == "provider"
    assert "POST /token" not in scripted.requests
