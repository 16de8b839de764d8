"""Linking identities with an account, and unlinking them, but never the last way in (reliability O10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update
from tests.support.github_server import GitHubServer
from tests.support.openid import ScriptedOpenId
from tests.support.visiting import Browser, House, at_provider

from portico.features.accounts.models import EMAIL, Account, Identity, SecurityEvent
from portico.platform import clock


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
