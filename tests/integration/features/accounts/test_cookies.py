"""The cookies that a browser is signed in by: what they are like, and who cannot make use of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.support import postgres
from tests.support.accounts import House, Person, Straight

from portico.features.accounts.models import Account, ApiToken, LoginSession
from portico.features.profiles.models import Profile
from portico.main import create_app
from portico.settings import Production, Testing
from portico.web.database import EXTENSION

OURS = "http://localhost"
ROWS: dict[str, tuple[dict[str, str], int]] = {
    "same origin": ({"Sec_Fetch_Site": "same-origin"}, 0),
    "same origin, and says so twice": ({"Sec_Fetch_Site": "same-origin", "Origin": OURS}, 0),
    "typed by its user": ({"Sec_Fetch_Site": "none"}, 0),
    "our origin alone": ({"Origin": OURS}, 0),
    "our origin and the mode of a form": ({"Origin": OURS, "Sec_Fetch_Mode": "navigate"}, 0),
    "says nothing": ({}, 403),
    "a Referer of ours alone": ({"Referer": OURS + "/settings"}, 403),
    "cross-site": ({"Sec_Fetch_Site": "cross-site"}, 403),
    "same site": ({"Sec_Fetch_Site": "same-site"}, 403),
    "cross-site with our origin": ({"Sec_Fetch_Site": "cross-site", "Origin": OURS}, 403),
    "same site with our origin": ({"Sec_Fetch_Site": "same-site", "Origin": OURS}, 403),
    "in capitals": ({"Sec_Fetch_Site": "SAME-ORIGIN"}, 403),
    "two sites": ({"Sec_Fetch_Site": "same-origin, cross-site"}, 403),
    "a site that is none": ({"Sec_Fetch_Site": "x"}, 403),
    "an origin of nobody": ({"Origin": "null"}, 403),
    "another origin": ({"Origin": "https://evil.test"}, 403),
    "an origin without a scheme": ({"Origin": "localhost"}, 403),
    "our name before theirs": ({"Origin": "http://localhost.evil.test"}, 403),
    "our name behind theirs": ({"Origin": "http://evil-localhost"}, 403),
    "our name as a user": ({"Origin": "http://localhost@evil.test"}, 403),
    "our name as a path": ({"Origin": "http://evil.test/localhost"}, 403),
    "another port": ({"Origin": "http://localhost:8080"}, 403),
    "a subdomain": ({"Origin": "http://blog.localhost"}, 403),
    "a dot more": ({"Origin": "http://localhost."}, 403),
    "a space more": ({"Origin": "http://localhost http://evil.test"}, 403),
    "two origins": ({"Origin": "http://localhost, http://evil.test"}, 403),
    "a file": ({"Origin": "file://"}, 403),
    "an extension": ({"Origin": "chrome-extension://abcdef"}, 403),
    "another method by its name": ({"Sec_Fetch_Site": "cross-site", "X_HTTP_Method_Override": "GET"}, 403),
    "a bearer token beside the cookie": ({"Sec_Fetch_Site": "cross-site", "Authorization": "Bearer x"}, 403),
    "a form": ({"Origin": OURS, "Content_Type": "application/x-www-form-urlencoded"}, 415),
    "plain text": ({"Origin": OURS, "Content_Type": "text/plain"}, 415),
    "a form from elsewhere": ({"Origin": "https://evil.test", "Content_Type": "text/plain"}, 403),
}
"""What a request with somebody's cookies says of itself, and how it is refused; 0 for those that pass."""
DEEDS: dict[str, tuple[str, str, object]] = {
    "refresh": ("POST", "/auth/refresh", {}),
    "sign out": ("POST", "/auth/sign-out", None),
    "sign out everywhere": ("POST", "/auth/sign-out-everywhere", None),
    "change the password": ("PUT", "/me/password", {"password": "another sentence of mine"}),
    "change the profile": ("PATCH", "/me/profile", {"name": "Eve"}),
    "make a token": ("POST", "/me/tokens", {"name": "x", "scopes": ["write"]}),
    "leave": ("POST", "/me/deactivation", {"keep_comments": False}),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[House]:
    """A site that all rows of the table share."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(migrated_file, folder / "portico.db")
    settings = Testing(home=folder, var=folder / "var", database_url=f"sqlite:///{folder}/portico.db")
    app = create_app(settings)
    yield House(Straight(app), app.extensions[EXTENSION])
    app.extensions[EXTENSION].dispose()


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("row", ROWS)
def test_a_cookie_speaks_for_its_owner_where_the_browser_says_that_this_site_asked(
    town: House, row: str, deed: str
) -> None:
    (headers, refusal), (method, path, body) = ROWS[row], DEEDS[deed]
    ada = _browser(town)
    takes_body = body is not None
    if refusal == 415 and not takes_body:
        refusal = 0  # there is nothing that could be read as anything else
    before = _state(town, ada)
    reply = ada.send(method, path, body, **{"Sec_Fetch_Site": ""} | headers)
    if refusal:
        assert reply.status == refusal, reply.body
        assert _state(town, ada) == before
        assert not reply.all("Set-Cookie")
    else:
        assert reply.status < 300, reply.body


@pytest.mark.parametrize("path", ["/auth/refresh", "/auth/sign-out", "/auth/sign-out-everywhere"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_nothing_is_changed_by_a_method_that_a_link_can_have(town: House, path: str, method: str) -> None:
    ada = _browser(town)
    before = _state(town, ada)
    reply = ada.send(method, path)
    assert reply.status == (200 if method == "OPTIONS" else 405)
    assert _state(town, ada) == before


def test_a_program_needs_no_origin_as_no_browser_sends_its_token(town: House) -> None:
    program = town.let_in(town.make())
    for site in ("cross-site", "same-origin", ""):
        assert program.patch("/me/profile", {"name": "A"}, Sec_Fetch_Site=site).status == 200


def test_a_page_of_the_site_gets_no_token_in_its_hands(small_house: House) -> None:
    ada = small_house.join()
    given = {"login": ada.email, "password": ada.password, "deliver": "body"}
    assert ada.post("/auth/sign-in", given).code == "tokens-by-cookie"
    assert ada.post("/auth/refresh", {"refresh_token": ada.refreshing()}).code == "tokens-by-cookie"
    body = ada.elsewhere().sign_in().refresh().json
    assert (body["access_token"], body["refresh_token"]) == (None, None)


def test_over_plain_http_cookies_have_no_prefix_that_a_browser_would_refuse(small_house: House) -> None:
    cookies = _cookies(small_house.person(), small_house)
    assert cookies == {
        "portico": {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=7776000"},
        "portico-refresh": {
            "HttpOnly",
            "Path=/api/v1/auth/refresh",
            "SameSite=Strict",
            "Max-Age=7776000",
        },
        "portico-known": {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=31536000"},
    }


def test_over_https_cookies_are_of_this_host_alone(small_house: House) -> None:
    assert isinstance(small_house.wire, Straight)
    house = House(Straight(small_house.wire.app, "https://localhost"), small_house.database)
    assert _cookies(house.person(), house) == SECURE


SECURE = {
    "__Host-portico": {"Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=7776000"},
    "__Secure-portico-refresh": {
        "Secure",
        "HttpOnly",
        "Path=/api/v1/auth/refresh",
        "SameSite=Strict",
        "Max-Age=7776000",
    },
    "__Host-portico-known": {"Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=31536000"},
}


@pytest.mark.parametrize("forwarded", ["https", ""])
def test_in_production_they_are_secure_whatever_a_proxy_says_or_forgets(
    tmp_path: Path, forwarded: str
) -> None:
    url = f"sqlite:///{tmp_path}/portico.db"
    postgres.migrate(url)
    app = create_app(
        Production(
            home=tmp_path,
            var=tmp_path / "var",
            public_url="https://site.test",
            database_url=url,
            secret="a-secret-of-production-that-is-long-enough",
            mail_url=(tmp_path / "mail").as_uri(),
            mail_from="Ada <ada@site.test>",
            trusted_proxies=1,
        )
    )
    house = House(Straight(app, "http://site.test"), app.extensions[EXTENSION])
    ada = house.person()
    assert _cookies(ada, house, X_Forwarded_Proto=forwarded) == SECURE
    assert ada.get("/me", X_Forwarded_Proto=forwarded).status == 200
    house.database.dispose()


def test_leaving_takes_away_what_signs_in_and_leaves_what_is_known(small_house: House) -> None:
    ada = small_house.join()
    reply = ada.post("/auth/sign-out")
    assert reply.status == 204
    assert {line.partition("=")[0] for line in reply.all("Set-Cookie")} == {"portico", "portico-refresh"}
    assert all("Max-Age=0" in line for line in reply.all("Set-Cookie"))
    assert set(ada.cookies) == {"portico-known"}
    assert ada.get("/me").status == 401


def test_a_browser_says_whom_it_knows_in_words_that_only_this_site_writes(small_house: House) -> None:
    ada = small_house.join()
    value, path = ada.cookies["portico-known"]
    forged = re.sub("^.", lambda letter: "A" if letter[0] != "A" else "B", value)
    for other in (forged, "", "x", value + "x", "é"):
        ada.cookies["portico-known"] = (other, path)
        assert ada.get("/me").status == 200


def _browser(house: House) -> Person:
    """Somebody who has just come in by browser."""
    program = house.let_in(house.make())
    ada = program.elsewhere(program=False)
    ada.cookies = {
        "portico": (program.bearer, "/"),
        "portico-refresh": (program.refresh_token, "/api/v1/auth/refresh"),
    }
    return ada


def _state(house: House, person: Person) -> object:
    """All of somebody that their deeds would change."""
    found = []
    for table in (Account, LoginSession, ApiToken, Profile):
        key = table.id if table is Account else table.account_id
        found.append(house.database.rows(select(*table.__table__.c).where(key == person.id)))
    return found


def _cookies(person: Person, house: House, **headers: str) -> dict[str, set[str]]:
    """What the cookies of somebody who has joined are like."""
    given = {"email": person.email, "username": person.name, "password": person.password}
    asked = person.post("/auth/registrations", given, **headers)
    code = {"code": house.code(person.email)}
    reply = person.post(f"/auth/verifications/{asked.json['id']}/confirm", code, **headers)
    parts = (re.split("; ?", line) for line in reply.all("Set-Cookie"))
    return {
        first.partition("=")[0]: {word for word in rest if not word.startswith("Expires=")}
        for first, *rest in parts
    }
