"""Linking identities with an account, and unlinking them, but never the last way in (reliability O10)."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, func, select, update
from tests.support.github_server import GitHubServer
from tests.support.openid import ScriptedOpenId
from tests.support.racing import delete as deletion
from tests.support.racing import get, post, race
from tests.support.small_server import serving_wsgi
from tests.support.visiting import (
    SAME_ORIGIN,
    SITE,
    Browser,
    House,
    at_provider,
    github_settings,
    house,
    openid_settings,
)

from portico.features.accounts import finding
from portico.features.accounts.models import EMAIL, Account, Identity, LoginSession, SecurityEvent
from portico.platform import clock

ROUNDS = int(os.environ.get("PORTICO_TEST_RACES", "3"))
OTHERS_ADDRESS = [{"email": "else@example.org", "primary": True, "verified": True}]


def signed_in(site: House, name: str = "ada", email: str | None = None) -> Browser:
    """A browser with somebody new in it."""
    browser = site.browser()
    site.join(name, email)
    assert browser.sign_in(name).status_code == 200
    return browser


def linked(browser: Browser) -> list[str]:
    """The providers that one's account is linked with."""
    return [one["provider"] for one in browser.send("GET", "/me/identities").json["items"]]


def test_an_identity_is_linked_and_lets_in(site: House, github: GitHubServer) -> None:
    browser = signed_in(site)
    told = browser.visit("github", purpose="link", return_to="/settings")
    assert told == {"linked": "github", "return_to": "/settings"}
    assert linked(browser) == ["github"]
    assert site.browser().come_in("github").json["account"]["username"] == "ada"
    with site.database.reading() as session:
        assert "provider-linked" in session.scalars(select(SecurityEvent.kind)).all()


def test_linking_twice_changes_nothing(small_site: House) -> None:
    browser = signed_in(small_site)
    for _ in range(2):
        assert browser.visit("github", purpose="link")["linked"] == "github"
    assert linked(browser) == ["github"]


def test_linking_takes_no_address(small_site: House, github: GitHubServer) -> None:
    """Whose address it is does not matter where somebody is signed in: the link is what they ask for."""
    small_site.join("grace", "grace@example.org")
    browser = signed_in(small_site)
    github.emails = [{"email": "grace@example.org", "primary": True, "verified": True}]
    assert browser.visit("github", purpose="link")["linked"] == "github"
    me = browser.me()
    assert me is not None
    assert me["email"] is None


def test_an_identity_of_another_account_is_refused(site: House) -> None:
    first = site.browser()
    first.come_in("github")
    second = signed_in(site, "grace")
    assert second.visit("github", purpose="link") == {"error": "taken", "return_to": "/"}
    assert linked(first) == ["github"]
    assert linked(second) == []


def test_linking_takes_somebody_who_has_just_shown_who_they_are(small_site: House) -> None:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as travel:
        stranger = small_site.browser().send("POST", "/auth/providers/github/start", {"purpose": "link"})
        assert stranger.json["code"] == "signed-out"
        browser = signed_in(small_site)
        travel.shift(timedelta(minutes=11))
        late = browser.send("POST", "/auth/providers/github/start", {"purpose": "link"})
        assert late.json["code"] == "proof-needed"


def test_a_link_that_was_begun_is_over_with_the_session(small_site: House) -> None:
    browser = signed_in(small_site)
    back = at_provider(browser.start("github", purpose="link"))
    assert browser.send("POST", "/auth/sign-out").status_code == 204
    assert browser.come_back(back)["error"] == "expired"
    assert small_site.count(Identity) == 0


def test_a_link_is_not_finished_by_somebody_else_at_the_same_machine(small_site: House) -> None:
    browser = signed_in(small_site)
    back = at_provider(browser.start("github", purpose="link"))
    small_site.join("grace")
    browser.sign_in("grace")
    assert browser.come_back(back)["error"] == "expired"
    assert small_site.count(Identity) == 0


def test_a_link_outlives_the_access_token(small_site: House) -> None:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as travel:
        browser = signed_in(small_site)
        travel.shift(timedelta(minutes=9))
        back = at_provider(browser.start("github", purpose="link"))
        travel.shift(timedelta(minutes=7))
        assert browser.me() is None
        assert browser.come_back(back)["linked"] == "github"


def test_a_link_of_a_suspended_account_is_refused(small_site: House) -> None:
    browser = signed_in(small_site)
    back = at_provider(browser.start("github", purpose="link"))
    with small_site.database.transaction() as session:
        session.execute(update(Account).values(state="suspended"))
    assert browser.come_back(back)["error"] == "expired"


def test_an_answer_for_a_link_lets_nobody_in(small_site: House) -> None:
    """And one for a sign-in links nothing: what a visit is for stands in its row, not in its address."""
    browser = signed_in(small_site)
    assert "code" not in browser.visit("github", purpose="link")
    other = small_site.browser()
    assert "linked" not in other.visit("github")


# Proving an account before its address lets an identity in.


def test_who_has_the_address_signs_in_and_is_linked(site: House) -> None:
    site.join("ada", "ada@example.org")
    browser = site.browser()
    needed = browser.come_in("github").json
    assert needed["ways"] == ["password", "code"]
    assert browser.send("POST", "/auth/exchange/link", {"ticket": needed["ticket"]}).status_code == 401
    assert browser.sign_in(needed["email"]).json["state"] == "signed-in"
    assert browser.send("POST", "/auth/exchange/link", {"ticket": needed["ticket"]}).status_code == 204
    assert linked(browser) == ["github"]
    assert site.browser().come_in("github").json["account"]["username"] == "ada"


def test_a_ticket_is_good_once(small_site: House) -> None:
    small_site.join("ada", "ada@example.org")
    browser = small_site.browser()
    body = {"ticket": browser.come_in("github").json["ticket"]}
    browser.sign_in("ada")
    assert browser.send("POST", "/auth/exchange/link", body).status_code == 204
    assert browser.send("POST", "/auth/exchange/link", body).json["code"] == "exchange-over"


def test_a_ticket_links_no_other_account(small_site: House) -> None:
    small_site.join("ada", "ada@example.org")
    small_site.join("mallory")
    browser = small_site.browser()
    body = {"ticket": browser.come_in("github").json["ticket"]}
    browser.sign_in("mallory")
    assert browser.send("POST", "/auth/exchange/link", body).json["code"] == "another-account"
    assert linked(browser) == []
    browser.sign_in("ada")
    assert browser.send("POST", "/auth/exchange/link", body).status_code == 204


def test_a_ticket_is_nothing_in_another_browser_later_or_as_a_code(small_site: House) -> None:
    small_site.join("ada", "ada@example.org")
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as travel:
        browser, thief = small_site.browser(), small_site.browser()
        ticket = browser.come_in("github").json["ticket"]
        thief.start("github")
        thief.sign_in("ada")
        assert thief.send("POST", "/auth/exchange/link", {"ticket": ticket}).json["code"] == "exchange-over"
        assert browser.exchange(code=ticket).json["code"] == "exchange-over"
        code = browser.told["code"]
        travel.shift(timedelta(minutes=9))
        browser.sign_in("ada")
        assert browser.send("POST", "/auth/exchange/link", {"ticket": code}).json["code"] == "exchange-over"
        travel.shift(timedelta(minutes=2))
        late = browser.send("POST", "/auth/exchange/link", {"ticket": ticket})
        assert late.json["code"] == "exchange-over"


# Unlinking.


def test_an_identity_is_unlinked(site: House) -> None:
    browser = signed_in(site)
    browser.visit("github", purpose="link")
    (found,) = browser.send("GET", "/me/identities").json["items"]
    assert browser.send("DELETE", f"/me/identities/{found['id']}").status_code == 204
    assert linked(browser) == []
    assert site.browser().come_in("github").json["account"]["username"] != "ada"


def test_an_identity_of_somebody_else_cannot_be_unlinked(small_site: House) -> None:
    owner = small_site.browser()
    owner.come_in("github")
    (found,) = owner.send("GET", "/me/identities").json["items"]
    stranger = signed_in(small_site, "mallory")
    assert stranger.send("DELETE", f"/me/identities/{found['id']}").status_code == 404
    assert linked(owner) == ["github"]


def test_an_address_is_not_unlinked_here(small_site: House) -> None:
    browser = signed_in(small_site, email="ada@example.org")
    with small_site.database.reading() as session:
        number = session.scalar(select(Identity.id).where(Identity.provider == EMAIL))
    assert browser.send("DELETE", f"/me/identities/{number}").status_code == 404


@pytest.mark.parametrize(
    "other", ["nothing", "password", "address", "another identity", "one of a former provider"]
)
def test_the_last_way_in_stays(
    small_site: House, github: GitHubServer, scripted: ScriptedOpenId, other: str
) -> None:
    github.emails = []
    browser = small_site.browser()
    number = browser.come_in("github").json["account"]["id"]
    with small_site.database.transaction() as session:
        if other == "password":
            session.execute(update(Account).values(password_hash="x"))
        elif other != "nothing":
            provider = {"address": EMAIL, "another identity": "openid"}.get(other, "myspace")
            session.add(Identity(account_id=number, provider=provider, subject="x", created_at=clock.now()))
    found = browser.send("GET", "/me/identities").json["items"][0]
    answer = browser.send("DELETE", f"/me/identities/{found['id']}")
    if other in ("nothing", "one of a former provider"):
        assert (answer.status_code, answer.json["code"]) == (409, "last-way-in")
        assert small_site.browser().come_in("github").status_code == 200
    else:
        assert answer.status_code == 204


# Races, over real sockets.


def race_unlinking(site: House, github: GitHubServer, scripted: ScriptedOpenId, number: int) -> int:
    """Both ways into an account unlinked at the same moment; gives how many remain."""
    github.person, github.emails = {"id": number, "login": f"person-{number}"}, []
    scripted.claims = {"sub": f"person-{number}", "email": None}
    browser = site.browser()
    account = browser.come_in("github").json["account"]["id"]
    browser.visit("openid", purpose="link")
    identities = browser.send("GET", "/me/identities").json["items"]
    assert len(identities) == 2
    headers = {**SAME_ORIGIN, "Cookie": browser.cookies}
    with serving_wsgi(site.app) as port:
        race(
            port,
            [deletion(f"/api/v1/me/identities/{one['id']}", "site.test", headers) for one in identities] * 5,
        )
    with site.database.reading() as session:
        return session.scalar(select(func.count()).where(Identity.account_id == account)) or 0


def test_unlinking_both_ways_at_once_leaves_one(
    site: House, github: GitHubServer, scripted: ScriptedOpenId
) -> None:
    assert [race_unlinking(site, github, scripted, number) for number in range(1, ROUNDS + 1)] == [1] * ROUNDS


def test_the_race_finds_an_account_that_is_not_locked(
    tmp_path: Path,
    postgres_url: str,
    github: GitHubServer,
    scripted: ScriptedOpenId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = house(tmp_path, postgres_url, **github_settings(github), **openid_settings(scripted))

    def not_locked(session: Any, account_id: int) -> Account:
        time.sleep(0.02)
        found: Account = session.get_one(Account, account_id)
        return found

    with monkeypatch.context() as mutant:
        mutant.setattr(finding, "one_locked", not_locked)
        left = [race_unlinking(site, github, scripted, number) for number in range(1, 6)]
    site.database.dispose()
    assert 0 in left


def test_of_two_accounts_that_link_one_identity_one_gets_it(site: House, github: GitHubServer) -> None:
    people = [signed_in(site, "ada"), signed_in(site, "grace")]
    for number in range(1, ROUNDS + 1):
        github.person, github.emails = {"id": number, "login": "x"}, []
        backs = [at_provider(person.start("github", purpose="link")).removeprefix(SITE) for person in people]
        with serving_wsgi(site.app) as port:
            answers = race(
                port,
                [
                    get(back, "site.test", {**SAME_ORIGIN, "Cookie": person.cookies})
                    for back, person in zip(backs, people, strict=True)
                ],
            )
        outcomes = sorted(answer.headers["Location"].partition("#")[2] for answer in answers)
        assert outcomes == ["return_to=%2F&error=taken", "return_to=%2F&linked=github"]
        with site.database.transaction() as session:
            assert session.scalar(select(func.count()).where(Identity.provider == "github")) == 1
            session.execute(delete(Identity).where(Identity.provider == "github"))


def test_of_two_browsers_that_are_new_by_one_identity_both_get_one_account(
    site: House, github: GitHubServer
) -> None:
    for number in range(1, ROUNDS + 1):
        github.person, github.emails = {"id": number, "login": f"person-{number}"}, []
        browsers = [site.browser() for _ in range(5)]
        requests = []
        for browser in browsers:
            body = {"code": browser.visit("github")["code"]}
            headers = {**SAME_ORIGIN, "Cookie": browser.cookies}
            requests.append(post("/api/v1/auth/exchange", "site.test", headers, body))
        with serving_wsgi(site.app) as port:
            answers = race(port, requests)
        assert [answer.status for answer in answers] == [200] * len(browsers)
        assert len({answer.json["account"]["id"] for answer in answers}) == 1
        assert site.count(Account) == number
        assert site.count(LoginSession) == number * len(browsers)


def test_two_that_share_an_address_at_two_providers_never_share_an_account_by_it(
    site: House, github: GitHubServer, scripted: ScriptedOpenId
) -> None:
    states = []
    for number in range(1, ROUNDS + 1):
        address = f"person-{number}@example.org"
        github.person = {"id": number, "login": f"person-{number}"}
        github.emails = [{"email": address, "primary": True, "verified": True}]
        scripted.claims = {"sub": f"person-{number}", "email": address}
        requests = []
        for provider in ("github", "openid"):
            browser = site.browser()
            body = {"code": browser.visit(provider)["code"]}
            headers = {**SAME_ORIGIN, "Cookie": browser.cookies}
            requests.append(post("/api/v1/auth/exchange", "site.test", headers, body))
        with serving_wsgi(site.app) as port:
            states += [answer.json["state"] for answer in race(port, requests)]
        assert site.count(Account) == number
    assert sorted(states) == ["proof-needed"] * ROUNDS + ["signed-in"] * ROUNDS
