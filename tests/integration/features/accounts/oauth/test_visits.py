"""Going to a provider and coming back, in every way that this goes well, and who is let in then."""

from __future__ import annotations

import re

import pytest
from tests.support.github_server import GitHubServer
from tests.support.openid import OpenIdServer
from tests.support.visiting import SITE, House, at_provider

from portico.features.accounts.models import Account, Identity

REAL = pytest.mark.node


@REAL
@pytest.mark.parametrize("provider", ["openid", "google"])
def test_who_is_new_gets_an_account(real_site: House, provider: str) -> None:
    browser = real_site.browser()
    answer = browser.come_in(provider, "ada")
    assert answer.json["state"] == "signed-in"
    me = browser.me()
    assert me is not None
    assert (me["username"], me["email"], me["has_password"]) == ("ada", "ada@example.org", False)
    assert me["providers"] == [provider]


@REAL
def test_who_comes_again_comes_to_the_same_account(real_site: House) -> None:
    first = real_site.browser().come_in("openid", "grace").json["account"]
    assert real_site.browser().come_in("openid", "grace").json["account"] == first
    assert real_site.count(Account) == 1


@REAL
def test_one_subject_at_two_providers_is_two_people(real_site: House, openid_b: OpenIdServer) -> None:
    openid_b.tell(people={"linus": {"email": "linus@elsewhere.test"}})
    first = real_site.browser().come_in("openid", "linus").json["account"]
    second = real_site.browser().come_in("google", "linus").json["account"]
    assert first["id"] != second["id"]
    assert second["username"].startswith("linus-")


@REAL
def test_who_says_no_is_nobody(real_site: House) -> None:
    browser = real_site.browser()
    told = browser.visit("openid", answer="no", return_to="/notes")
    assert told == {"error": "denied", "return_to": "/notes"}
    assert browser.me() is None
    assert real_site.count(Account) == 0


@REAL
def test_the_provider_is_asked_once_for_what_stays_the_same(real_site: House, openid_a: OpenIdServer) -> None:
    for login in ("ada", "grace"):
        real_site.browser().come_in("openid", login)
    asked = openid_a.requests
    assert asked.count("GET /.well-known/openid-configuration") == 1
    assert asked.count("GET /jwks") == 1
    assert asked.count("POST /token") == 2


def test_github_lets_people_in(site: House, github: GitHubServer) -> None:
    browser = site.browser()
    assert browser.come_in("github").json["account"]["username"] == "ada"
    github.person |= {"login": "renamed", "name": "Somebody Else"}
    assert site.browser().come_in("github").json["account"]["username"] == "ada"
    assert site.count(Account) == 1


def test_no_answer_on_the_way_holds_a_token(small_site: House) -> None:
    browser = small_site.browser()
    back = at_provider(browser.start("github"))
    answer = browser.client.get(back.removeprefix(SITE), base_url=SITE)
    assert re.fullmatch(r"/auth/callback#return_to=%2F&code=[A-Za-z0-9_-]{43}", answer.headers["Location"])
    assert answer.headers.getlist("Set-Cookie") == []
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_page_is_told_of_a_popup_and_the_way_on(small_site: House) -> None:
    told = small_site.browser().visit("github", return_to="/notes?page=2#a", popup=True)
    assert told.keys() == {"return_to", "popup", "code"}
    assert (told["return_to"], told["popup"]) == ("/notes?page=2#a", "1")


def test_the_way_on_never_leads_elsewhere(small_site: House) -> None:
    assert small_site.browser().visit("github", return_to="//evil.example")["return_to"] == "/"


def test_a_session_says_how_it_was_begun(small_site: House) -> None:
    browser = small_site.browser()
    browser.come_in("github")
    (session,) = browser.send("GET", "/me/sessions").json["items"]
    assert session["method"] == "github"


def test_tokens_in_the_body_are_for_clients_elsewhere(small_site: House) -> None:
    browser = small_site.browser()
    browser.visit("github")
    assert browser.exchange(deliver="body").json["code"] == "tokens-by-cookie"
    body = {"code": browser.told["code"], "deliver": "body"}
    answer = browser.client.post("/api/v1/auth/exchange", json=body, base_url=SITE)
    assert answer.json is not None
    assert answer.json["access_token"]


@pytest.mark.parametrize("address", ["/auth/myspace/callback", "/api/v1/auth/providers/myspace/start"])
def test_a_provider_that_is_not_configured_is_not_there(small_site: House, address: str) -> None:
    method = "GET" if address.endswith("callback") else "POST"
    answer = small_site.app.test_client().open(address, method=method, json={}, base_url=SITE)
    assert answer.status_code == 404


def test_the_ways_in_are_told(small_site: House) -> None:
    told = small_site.browser().send("GET", "/auth/ways").json
    assert told == {
        "registration": "open",
        "providers": [{"name": "github", "label": "GitHub"}, {"name": "openid", "label": "OpenID"}],
        "passkeys": True,
    }


def test_names_are_made_of_what_the_provider_says(small_site: House, github: GitHubServer) -> None:
    wanted = ["Grace.Hopper", "admin", "x", "日本", "Grace-Hopper", "\x00\ud7ff", "É" * 60]
    names = []
    for number, login in enumerate(wanted, 100):
        github.person = {"id": number, "login": login}
        github.emails = []
        names.append(small_site.browser().come_in("github").json["account"]["username"])
    assert names[0] == "grace-hopper"
    assert re.fullmatch(r"grace-hopper-\d{4}", names[4])
    assert all(
        re.fullmatch(r"(admin-\d{4}|x-\d{4}|member-[0-9a-f]{8}|e{24})", name)
        for name in names[1:4] + names[5:]
    )
    assert small_site.count(Identity) == len(wanted)
