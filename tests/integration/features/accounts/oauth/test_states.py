"""A provider's answer is taken once, soon, from the browser that asked for it (reliability O01–O03)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import time_machine
from tests.support.github_server import GitHubServer
from tests.support.openid import OpenIdServer
from tests.support.visiting import Browser, House, at_provider

from portico.features.accounts.models import Account

EXPIRED = {"error": "expired"}
TOGETHER = 20


def changed(address: str, **changes: str | None) -> str:
    """An address with other parameters; None leaves one out."""
    query = dict(parse_qsl(urlsplit(address).query)) | changes
    kept = {name: value for name, value in query.items() if value is not None}
    return f"{address.partition('?')[0]}?{urlencode(kept)}"


def test_an_answer_in_another_browser_lets_nobody_in(site: House, github: GitHubServer) -> None:
    attacker, victim = site.browser(), site.browser()
    stolen = at_provider(attacker.start("github"))
    assert victim.come_back(stolen) == EXPIRED
    victim.start("github")
    assert victim.come_back(stolen) == EXPIRED
    assert victim.me() is None
    assert "POST /login/oauth/access_token" not in github.requests
    assert "code" in attacker.come_back(stolen)


def test_an_answer_is_taken_once(site: House, github: GitHubServer) -> None:
    browser = site.browser()
    back = at_provider(browser.start("github"))
    assert "code" in browser.come_back(back)
    assert browser.come_back(back) == EXPIRED
    assert github.requests.count("POST /login/oauth/access_token") == 1


def test_an_answer_is_taken_for_ten_minutes(small_site: House, github: GitHubServer) -> None:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as travel:
        for seconds, expected in ((599, True), (601, False)):
            browser = small_site.browser()
            back = at_provider(browser.start("github"))
            travel.shift(seconds)
            assert ("code" in browser.come_back(back)) is expected


def variations(state: str) -> Iterator[str]:
    """States that are not the one that was given out."""
    yield from ("", ".", "a", state[:-1], state + "A", state.upper(), "A" * 5000)
    for place in range(0, len(state), 7):
        other = "A" if state[place] != "A" else "B"
        yield state[:place] + other + state[place + 1 :]


def test_a_state_that_was_changed_is_refused(small_site: House, github: GitHubServer) -> None:
    browser = small_site.browser()
    back = at_provider(browser.start("github"))
    state = dict(parse_qsl(urlsplit(back).query))["state"]
    for other in variations(state):
        if other != state:
            assert browser.come_back(changed(back, state=other)) == EXPIRED
    assert browser.come_back(changed(back, state=None)) == EXPIRED
    assert "POST /login/oauth/access_token" not in github.requests


def test_a_token_of_another_kind_is_no_state(small_site: House) -> None:
    browser = small_site.browser()
    back = at_provider(browser.start("github"))
    browser.come_back(back)
    code = browser.told["code"]
    assert browser.come_back(changed(back, state=code)) == EXPIRED


def test_a_state_of_one_provider_is_none_of_another(small_site: House, github: GitHubServer) -> None:
    browser = small_site.browser()
    back = at_provider(browser.start("openid"))
    assert browser.come_back(back.replace("/auth/openid/", "/auth/github/")) == EXPIRED
    assert github.requests == []


@pytest.mark.node
def test_an_answer_of_one_provider_is_never_taken_to_another(
    real_site: House, openid_a: OpenIdServer, openid_b: OpenIdServer
) -> None:
    issuers = {"openid": openid_a.issuer, "google": openid_b.issuer}
    for begun, delivered, named in itertools.product(issuers, issuers, [*issuers, None, "another"]):
        if begun == delivered == named:
            continue
        browser = real_site.browser()
        back = at_provider(browser.start(begun))
        # `None` is an answer that says nothing of who gave it, which these two promised to say.
        iss = issuers.get(named, "https://evil.example") if named else None
        back = changed(back.replace(f"/auth/{begun}/", f"/auth/{delivered}/"), iss=iss)
        assert browser.come_back(back)["error"] in ("expired", "provider")
    assert "POST /token" not in [*openid_a.requests, *openid_b.requests]
    assert real_site.count(Account) == 0


def test_a_browser_can_be_at_two_providers_at_once(small_site: House) -> None:
    browser = small_site.browser()
    first, second = browser.start("github"), browser.start("openid")
    assert "code" in browser.come_back(at_provider(second))
    assert "code" in browser.come_back(at_provider(first))


@pytest.mark.parametrize("secret", ["", "x", "x" * 43 + "=", "é" * 43, "a" * 1000])
def test_a_secret_that_no_site_gave_a_browser_is_none(small_site: House, secret: str) -> None:
    browser = Browser(small_site.app.test_client())
    back = at_provider(browser.start("github"))
    browser.client.set_cookie("__Host-portico-visit", secret, domain="site.test", secure=True)
    assert browser.come_back(back) == EXPIRED
