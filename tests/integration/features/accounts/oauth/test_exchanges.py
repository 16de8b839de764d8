"""What a visit earned is handed over once, soon, and to the browser that made it (reliability O07)."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update
from tests.support.github_server import GitHubServer
from tests.support.visiting import Browser, House, github_settings, house

from portico.features.accounts.models import (
    Account,
    Ceremony,
    Invitation,
    LoginSession,
    OAuthExchange,
    Totp,
)
from portico.platform import clock


def test_a_code_is_taken_once_and_a_second_use_ends_what_it_gave(site: House) -> None:
    browser = site.browser()
    assert browser.come_in("github").json["state"] == "signed-in"
    assert browser.me() is not None
    again = browser.exchange()
    assert (again.status_code, again.json["code"]) == (403, "exchange-over")
    assert browser.me() is None
    assert site.count(LoginSession) == 0


def test_a_second_use_ends_no_other_session(small_site: House) -> None:
    first, second = small_site.browser(), small_site.browser()
    first.come_in("github")
    second.come_in("github")
    second.exchange()
    assert first.me() is not None


def test_a_code_in_another_browser_is_none_and_harms_nobody(site: House) -> None:
    browser, thief = site.browser(), site.browser()
    code = browser.visit("github")["code"]
    thief.start("github")
    for stolen in (thief, site.browser()):
        stolen.told = {"code": code}
        assert stolen.exchange().json["code"] == "exchange-over"
    assert browser.exchange().json["state"] == "signed-in"
    thief.exchange()
    assert browser.me() is not None


def test_a_code_is_good_for_a_minute(small_site: House) -> None:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as travel:
        for seconds, status in ((59, 200), (61, 403)):
            browser = small_site.browser()
            browser.visit("github")
            travel.shift(seconds)
            assert browser.exchange().status_code == status


@pytest.mark.parametrize("code", ["x", "x" * 100, "é", "\x01"])
def test_what_is_no_code_is_refused(small_site: House, code: str) -> None:
    browser = small_site.browser()
    browser.visit("github")
    assert browser.exchange(code=code).status_code == 403
    assert browser.exchange().status_code == 200


@pytest.mark.parametrize(
    "body",
    [{}, {"code": ""}, {"code": 5}, {"code": ["a"]}, {"code": None}, {"code": "a" * 101}, [], "a", None],
)
def test_a_body_of_another_shape_is_refused(small_site: House, body: Any) -> None:
    answer = small_site.browser().send("POST", "/auth/exchange", body)
    assert 400 <= answer.status_code < 500


def test_no_code_is_kept_as_it_is(small_site: House) -> None:
    browser = small_site.browser()
    code = browser.visit("github")["code"].encode()
    cookie = browser.client.get_cookie("__Host-portico-visit", domain="site.test")
    assert cookie
    with small_site.database.reading() as session:
        kept = session.scalars(select(OAuthExchange)).one()
        assert code not in kept.digest + kept.browser
        assert cookie.value.encode() not in kept.digest + kept.browser


def close_account(browser: Browser) -> None:
    """Have whoever is signed in close their account."""
    answer = browser.send("POST", "/me/deactivation", {"keep_comments": True})
    assert answer.status_code == 200, answer.text


def test_a_closed_account_is_opened_again_only_when_asked_for(site: House) -> None:
    browser = site.browser()
    first = browser.come_in("github").json["account"]
    close_account(browser)
    assert browser.come_in("github").json["code"] == "account-deactivated"
    assert browser.me() is None
    # The refusal has cost nothing, so that the page can ask and then go on.
    assert browser.exchange(reactivate=True).json["account"] == first
    assert browser.me() is not None


def test_a_closed_account_whose_time_is_over_is_gone(site: House) -> None:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as travel:
        browser = site.browser()
        first = browser.come_in("github").json["account"]
        close_account(browser)
        travel.shift(timedelta(days=31))
        second = browser.come_in("github").json["account"]
        assert second["id"] != first["id"]
        assert second["username"] == first["username"]


def test_a_suspended_account_lets_nobody_in(small_site: House) -> None:
    browser = small_site.browser()
    browser.come_in("github")
    with small_site.database.transaction() as session:
        session.execute(update(Account).values(state="suspended"))
    browser = small_site.browser()
    assert browser.come_in("github").json["code"] == "account-suspended"
    assert browser.exchange(reactivate=True).json["code"] == "account-suspended"
    assert browser.me() is None


def test_a_second_factor_is_asked_for_all_the_same(small_site: House) -> None:
    browser = small_site.browser()
    number = browser.come_in("github").json["account"]["id"]
    with small_site.database.transaction() as session:
        session.add(Totp(account_id=number, secret=b"x", confirmed_at=clock.now()))
    browser = small_site.browser()
    answer = browser.come_in("github").json
    assert (answer["state"], answer["methods"]) == ("second-factor", ["totp"])
    assert browser.me() is None
    assert small_site.count(Ceremony) == 1
    browser.exchange()
    assert small_site.count(Ceremony) == 0, "whoever copied the code may be the one who was asked"


@pytest.mark.parametrize(("policy", "status"), [("closed", 403), ("invitation", 403), ("open", 200)])
def test_joining_keeps_to_the_rules_of_the_site(
    tmp_path: Path, sqlite_url: str, github: GitHubServer, policy: str, status: int
) -> None:
    site = house(tmp_path, sqlite_url, registration=policy, **github_settings(github))
    browser = site.browser()
    assert browser.come_in("github").status_code == status
    known = site.join("grace")
    browser = site.browser()
    browser.sign_in("grace")
    github.person = {"id": 8, "login": "grace"}
    browser.visit("github", purpose="link")
    assert site.browser().come_in("github").json["account"]["id"] == known
    site.database.dispose()


@pytest.mark.parametrize("address", [None, "ada@example.org", "else@example.org"])
def test_an_invitation_is_good_once_for_whom_it_is(
    tmp_path: Path, sqlite_url: str, github: GitHubServer, address: str | None
) -> None:
    site = house(tmp_path, sqlite_url, registration="invitation", **github_settings(github))
    with site.database.transaction() as session:
        session.add(
            Invitation(
                digest=sha256(b"welcome").digest(),
                email=address,
                created_at=clock.now(),
                expires_at=clock.now() + timedelta(days=1),
            )
        )
    wrong = site.browser().send("POST", "/auth/providers/github/start", {"invitation": "made up"})
    assert wrong.json["code"] == "registration-closed"
    browsers = [site.browser(), site.browser()]
    for number, browser in enumerate(browsers, 50):
        github.person = {"id": number, "login": f"person-{number}"}
        browser.visit("github", invitation="welcome")
        github.emails = []
    statuses = [browser.exchange().status_code for browser in browsers]
    assert statuses == ([403, 403] if address == "else@example.org" else [200, 403])
    site.database.dispose()
