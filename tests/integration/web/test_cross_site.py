"""No other site can have a visitor's browser change something here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from tests.support.shelf import shelf_at

from portico.settings import Settings
from portico.web.operator import token

OWN = "http://localhost"
FRIEND = "https://app.example.org"


@pytest.fixture
def browser(settings: Settings, sqlite_url: str) -> Iterator[FlaskClient]:
    with shelf_at(settings, sqlite_url, cors_origins=(FRIEND,)) as app:
        yield app.test_client(use_cookies=False)


def status(client: FlaskClient, **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/api/v1/books", json={"title": "A book"}, headers=named).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "same-origin", "Origin": OWN},
        {"Origin": OWN},
        {"Origin": FRIEND},
        {"Origin": FRIEND, "Sec_Fetch_Site": "cross-site"},
        {"Cookie": "a=b", "Origin": OWN},
    ],
)
def test_what_comes_from_here_or_from_no_browser_passes(
    browser: FlaskClient, headers: dict[str, str]
) -> None:
    assert status(browser, **headers) == 201


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "SAME-ORIGIN"},
        {"Sec_Fetch_Site": ""},
        {"Sec_Fetch_Site": "cross-site", "Origin": OWN},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://localhost:81"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://evil.example/http://localhost"},
        {"Origin": "http://localhost@evil.example"},
        {"Origin": "http://[broken"},
        {"Origin": FRIEND + ".evil.example"},
        {"Cookie": "a=b", "Sec_Fetch_Site": "same-site"},
        {"Authorization": "Basic YTpi", "Sec_Fetch_Site": "cross-site"},
    ],
)
def test_what_another_site_sends_is_refused(browser: FlaskClient, headers: dict[str, str]) -> None:
    assert status(browser, **headers) == 403


def test_the_refusal_is_a_problem_with_a_name(browser: FlaskClient) -> None:
    answer = browser.post("/api/v1/books", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.json["code"] == "cross-site"


def test_a_bearer_without_cookies_passes_and_with_them_does_not(
    browser: FlaskClient, settings: Settings
) -> None:
    bearer = {"Authorization": f"Bearer {token(settings.var)}", "Sec-Fetch-Site": "cross-site"}
    sent = {"json": {"title": "A book"}}
    assert browser.post("/api/v1/books/secret", headers=bearer, **sent).status_code == 201
    assert browser.post("/api/v1/books/secret", headers=bearer | {"Cookie": "a=b"}, **sent).status_code == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_for_every_site(browser: FlaskClient, method: str) -> None:
    answer = browser.open("/api/v1/lamp", method=method, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_every_other_method_is_guarded(browser: FlaskClient, method: str) -> None:
    answer = browser.open("/api/v1/books/1", method=method, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == (403 if method == "PUT" else 405)
