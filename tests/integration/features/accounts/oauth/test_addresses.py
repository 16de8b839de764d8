"""What a provider says of somebody's address, and what comes of it (reliability O05, O06)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update
from tests.support.github_server import GitHubServer
from tests.support.openid import ScriptedOpenId
from tests.support.visiting import Browser, House

from portico.features.accounts.models import Account

OLD = "ada@example.org"
VERIFIED = {
    "true": True,
    "false": False,
    "absent": None,
    "in words": "true",
    "a number": 1,
    "null in a list": [None],
}


def come_in(site: House, scripted: ScriptedOpenId, **claims: Any) -> tuple[Browser, Any]:
    """Somebody who comes from the OpenID provider with these claims."""
    scripted.claims = claims
    browser = site.browser()
    return browser, browser.come_in("openid")


@pytest.mark.parametrize("said", VERIFIED)
def test_only_an_address_that_is_said_to_be_verified_counts(
    small_site: House, scripted: ScriptedOpenId, said: str
) -> None:
    is_verified = said == "true"
    browser, answer = come_in(small_site, scripted, email_verified=VERIFIED[said])
    assert answer.json["state"] == "signed-in"
    me = browser.me()
    assert me is not None
    assert me["email"] == (OLD if is_verified else None)


@pytest.mark.parametrize("said", VERIFIED)
def test_whoever_has_the_address_is_asked_for_only_if_it_is_verified(
    small_site: House, scripted: ScriptedOpenId, said: str
) -> None:
    owner = small_site.join("ada", OLD)
    browser, answer = come_in(small_site, scripted, email_verified=VERIFIED[said])
    if said == "true":
        assert answer.json["state"] == "proof-needed"
        assert browser.me() is None
        assert small_site.count(Account) == 1
    else:
        assert answer.json["account"]["id"] != owner


@pytest.mark.parametrize("written", ["ADA@EXAMPLE.ORG", "Ada@Example.Org", "ada@EXAMPLE.org"])
def test_the_same_address_in_other_letters_is_the_same(
    small_site: House, scripted: ScriptedOpenId, written: str
) -> None:
    small_site.join("ada", OLD)
    _, answer = come_in(small_site, scripted, email=written)
    assert answer.json["state"] == "proof-needed"


@pytest.mark.parametrize(
    "written",
    ["\u212ada@example.org", "ad\u0430@example.org", "ada", "", "a\x00da@example.org", 5, [OLD], {"a": OLD}],
)
def test_what_only_looks_like_the_address_is_none(
    small_site: House, scripted: ScriptedOpenId, written: Any
) -> None:
    small_site.join("kda", "kda@example.org")
    small_site.join("ada", OLD)
    browser, answer = come_in(small_site, scripted, email=written)
    assert answer.json["state"] == "signed-in"
    me = browser.me()
    assert me is not None
    assert me["email"] is None


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("active", "proof-needed"), ("suspended", "proof-needed"), ("deactivated", "proof-needed")],
)
def test_an_account_with_the_address_is_never_come_into_by_it(
    site: House, scripted: ScriptedOpenId, state: str, outcome: str
) -> None:
    owner = site.join("ada", OLD)
    with site.database.transaction() as session:
        session.execute(update(Account).where(Account.id == owner).values(state=state))
    browser, answer = come_in(site, scripted)
    assert answer.json["state"] == outcome
    assert answer.json["email_hint"] == "a…@example.org"
    assert browser.me() is None


def test_an_address_that_the_provider_gave_to_somebody_else_lets_them_into_nothing(
    small_site: House, scripted: ScriptedOpenId
) -> None:
    _, first = come_in(small_site, scripted)
    assert first.json["state"] == "signed-in"
    browser, second = come_in(small_site, scripted, sub="the next holder")
    assert second.json["state"] == "proof-needed"
    assert browser.me() is None


def test_who_changes_the_address_at_the_provider_keeps_the_account(
    small_site: House, scripted: ScriptedOpenId
) -> None:
    small_site.join("grace", "grace@example.org")
    _, first = come_in(small_site, scripted)
    browser, second = come_in(small_site, scripted, email="grace@example.org")
    assert second.json["account"] == first.json["account"]
    me = browser.me()
    assert me is not None
    assert me["email"] == OLD
    (linked,) = browser.send("GET", "/me/identities").json["items"]
    assert linked["email"] == "grace@example.org"


EMAILS: dict[str, tuple[Any, str | None]] = {
    "primary and verified": ([{"email": OLD, "primary": True, "verified": True}], OLD),
    "primary, not verified": ([{"email": OLD, "primary": True, "verified": False}], None),
    "verified, not primary": ([{"email": OLD, "primary": False, "verified": True}], None),
    "nothing said": ([{"email": OLD}], None),
    "said in words": ([{"email": OLD, "primary": "true", "verified": "true"}], None),
    "said in numbers": ([{"email": OLD, "primary": 1, "verified": 1}], None),
    "the second is": (
        [
            {"email": "other@example.org", "primary": False, "verified": True},
            {"email": OLD, "primary": True, "verified": True},
        ],
        OLD,
    ),
    "none": ([], None),
    "no entries": ([5, None, "a"], None),
    "no address": ([{"email": None, "primary": True, "verified": True}], None),
    "a number for an address": ([{"email": 5, "primary": True, "verified": True}], None),
}


@pytest.mark.parametrize("name", EMAILS)
def test_of_githubs_addresses_the_main_one_counts_if_it_is_verified(
    small_site: House, github: GitHubServer, name: str
) -> None:
    github.emails, expected = EMAILS[name]
    browser = small_site.browser()
    assert browser.come_in("github").json["state"] == "signed-in"
    me = browser.me()
    assert me is not None
    assert me["email"] == expected


def test_an_address_on_the_public_profile_is_no_address(small_site: House, github: GitHubServer) -> None:
    small_site.join("ada", OLD)
    github.person |= {"email": OLD}
    github.emails = []
    assert small_site.browser().come_in("github").json["state"] == "signed-in"
