"""Whatever fails, the answer has the form that fits its address and tells nothing of the inside."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portico.features.content import search
from portico.main import create_app
from portico.settings import Testing

LONG = "/api/v1/search?q=" + "a" * 9000
INSIDE = re.compile(
    r"Traceback|File \"|/src/|site-packages|SELECT |sqlite|\.py\b|secret words", re.IGNORECASE
)
OF_THE_API = [
    (404, "GET", "/api"),
    (404, "GET", "/api/v1/nowhere"),
    (404, "GET", "/api/v1/content/nothing"),
    (404, "GET", "/api/v1/content/blog/nothing"),
    (405, "POST", "/api/v1/site"),
    (414, "GET", LONG),
    (422, "GET", "/api/v1/search"),
    (422, "GET", "/api/v1/site?what=1"),
]
OF_THE_PAGES = [
    (404, "GET", "/nowhere"),
    (404, "GET", "/blog/nothing"),
    (404, "GET", "/apis"),
    (404, "GET", "/blog?page=0"),
    (404, "GET", "/blog?year=020261234"),
    (400, "GET", "/preview/made-up"),
    (405, "DELETE", "/"),
    (414, "GET", "/search?q=" + "a" * 9000),
]


@pytest.fixture
def broken(web_settings: Testing, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client of an application whose search fails with words that nobody must read."""

    def fail(_query: str) -> str:
        raise RuntimeError("the secret words of SELECT in /src/portico")

    monkeypatch.setattr(search, "match_expression", fail)
    return create_app(web_settings).test_client()


@pytest.mark.parametrize(("status", "method", "address"), OF_THE_API)
def test_the_api_answers_with_a_problem_document(
    browser: FlaskClient, status: int, method: str, address: str
) -> None:
    response = browser.open(address, method=method)
    assert_problem(response, status)


@pytest.mark.parametrize(("status", "method", "address"), OF_THE_PAGES)
def test_other_addresses_answer_with_a_page(
    browser: FlaskClient, status: int, method: str, address: str
) -> None:
    response = browser.open(address, method=method)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert "<h1>" in response.text
    assert not INSIDE.search(response.text)


def test_a_page_of_another_version_than_the_one_asked_for_is_not_shown(browser: FlaskClient) -> None:
    response = browser.get("/", headers={"If-Match": '"another"'})
    assert (response.status_code, response.headers["Cache-Control"]) == (412, "no-cache")
    assert "another version by now" in response.text


def test_an_unexpected_failure_of_the_api_is_a_problem_too(broken: FlaskClient) -> None:
    assert_problem(broken.get("/api/v1/search?q=stone"), 500)


def test_an_unexpected_failure_of_a_page_is_a_page_that_names_the_request(broken: FlaskClient) -> None:
    response = broken.get("/search?q=stone")
    assert (response.status_code, response.mimetype) == (500, "text/html")
    assert response.headers["X-Request-ID"] in response.text
    assert not INSIDE.search(response.text)


def test_an_author_who_debugs_sees_the_cause_in_the_browser(
    broken: FlaskClient, web_settings: Testing
) -> None:
    client = create_app(web_settings.model_copy(update={"debug": True})).test_client()
    for address in ("/search?q=stone", "/api/v1/search?q=stone"):
        response = client.get(address)
        assert response.status_code == 500
        assert "RuntimeError: the secret words of SELECT in /src/portico" in response.text
        assert "test_failures.py, line " in response.text
    assert broken


def test_the_log_tells_the_cause_under_the_same_name(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = broken.get("/api/v1/search?q=stone", headers={"X-Request-ID": "trace-me-1234"})
    assert response.json["request_id"] == response.headers["X-Request-ID"] == "trace-me-1234"
    [line] = [record.msg for record in caplog.records]
    assert (line["event"], line["request_id"]) == ("unexpected_error", "trace-me-1234")
    assert "the secret words" in str(line["exc_info"])


def test_a_failure_is_never_kept(broken: FlaskClient) -> None:
    assert broken.get("/search?q=stone").headers["Cache-Control"] == "no-store"


def test_a_site_that_is_not_compiled_yet_is_unavailable(web_settings: Testing) -> None:
    empty = web_settings.model_copy(update={"var": web_settings.var / "nothing"})
    client = create_app(empty).test_client()
    assert_problem(client.get("/api/v1/site"), 503)
    assert client.get("/").status_code == 503


def assert_problem(response: TestResponse, status: int) -> None:
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    problem = response.json
    assert problem["status"] == status
    assert problem["type"] == f"urn:portico:problem:{problem['code']}"
    assert problem["title"]
    assert problem["detail"].endswith((".", "?"))
    assert problem["request_id"] == response.headers["X-Request-ID"]
    assert not INSIDE.search(response.text)
