"""Every route, in every way to go wrong, answers in the form that fits its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.support.server import free_port
from tests.support.shelf import shelf_at
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from portico.features.profiles import SENT_TO
from portico.settings import Testing
from portico.web import problems
from portico.web.access import access_of
from portico.web.clients import for_programs
from portico.web.contract import operation_of
from portico.web.operator import token

INSIDE = re.compile(
    r"Traceback|File \"|/src/|site-packages|SELECT |sqlite|psycopg|\.py\b|Error\b|secret words"
)
PARAMETER = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<choices>[^)]*)\))?:)?\w+>")
SHOWS_MORE = ("/api/v1/comments/", "/api/v1/discussions/")
"""What anyone may read, and who is signed in sees more of."""
BY_PEOPLE = ("/@", "/comments/", "/saved/")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}
ACCEPT_BOMB = ",".join(f"a/b{n};q=0.{n % 10}" for n in range(500))


@pytest.fixture
def app(web_settings: Testing, sqlite_url: str) -> Iterator[Flask]:
    with shelf_at(web_settings, sqlite_url) as made:
        yield made


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def address(rule: Rule) -> str:
    """Some address that a route answers, whether or not there is something behind it."""

    def fill(match: re.Match[str]) -> str:
        if match["kind"] == "int":
            return "1"
        return match["choices"].split(",")[0].strip() if match["choices"] else "x"

    return PARAMETER.sub(fill, rule.rule)


def routes(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def assert_failure(response: TestResponse, status: int, where: str) -> None:
    assert (where, response.status_code) == (where, status)
    name = response.headers["X-Request-ID"]
    assert response.headers["X-Content-Type-Options"] == "nosniff", where
    assert "public" not in response.headers["Cache-Control"], where
    if not for_programs(where):
        assert (where, response.mimetype) == (where, "text/html")
        assert "<h1>" in response.text
        assert (name in response.text) == (status >= 500)
    else:
        assert (where, response.mimetype) == (where, "application/problem+json")
        told = response.json
        assert (told["status"], told["request_id"]) == (status, name)
        assert told["type"] == f"urn:portico:problem:{told['code']}"
        assert told["title"]
        assert told["detail"].endswith((".", "?"))
    assert not INSIDE.search(response.text), (where, response.text)


@pytest.mark.parametrize(
    ("status", "query"),
    [(400, "a=%00"), (400, "a=%ff"), (400, "%ed%a0%80=1"), (400, "a=%c0%80"), (414, "a=" + "b" * 9000)],
)
def test_an_address_that_is_none(app: Flask, browser: FlaskClient, status: int, query: str) -> None:
    for rule in routes(app):
        assert_failure(browser.get(f"{address(rule)}?{query}"), status, address(rule))


@pytest.mark.parametrize(
    "path", ["/%00", "/a%ff", "/api/v1/content/%00", "/api/v1/content/a/%ed%a0%80", "/api/%ff"]
)
def test_a_path_that_is_none(browser: FlaskClient, path: str) -> None:
    as_servers_say_it = unquote_to_bytes(path).decode("latin-1")
    response = browser.get("/", environ_overrides={"PATH_INFO": as_servers_say_it})
    assert_failure(response, 400, path)


def test_a_method_that_a_route_does_not_take(app: Flask, browser: FlaskClient) -> None:
    taken: dict[str, set[str]] = {}
    for rule in routes(app):
        taken.setdefault(rule.rule, set()).update(rule.methods or ())
    for rule in routes(app):
        for method in {*METHODS, "TRACE", "BREW"} - taken[rule.rule]:
            response = browser.open(address(rule), method=method)
            if method == "HEAD":
                assert (rule.rule, response.status_code) == (rule.rule, 405)
            else:
                assert_failure(response, 405, address(rule))
            assert (rule.rule, set(response.allow)) == (rule.rule, taken[rule.rule])


def _is_open(app: Flask, rule: Rule) -> bool:
    """Whether the operator is let in; whoever has to be signed in is asked for that first."""
    return access_of(app.view_functions[rule.endpoint]) in ("public", "operator")


def test_a_body_larger_than_any(app: Flask, browser: FlaskClient, web_settings: Testing) -> None:
    body = b"a" * (web_settings.body_limit + 1)
    for rule in routes(app):
        if rule.rule.startswith(SENT_TO):
            continue  # pictures may be larger
        for method in METHODS & set(rule.methods or ()) - {"HEAD"}:
            assert_failure(browser.open(address(rule), method=method, data=body), 413, address(rule))


def test_a_body_of_the_wrong_kind(app: Flask, browser: FlaskClient, web_settings: Testing) -> None:
    bearer = {"Authorization": f"Bearer {token(web_settings.var)}"}
    tried = 0
    for rule in routes(app):
        declared = operation_of(app.view_functions[rule.endpoint])
        if declared and declared.body and _is_open(app, rule):
            for method in METHODS & set(rule.methods or ()):
                for status, body, kind in [
                    (415, b"{}", "text/plain"),
                    (400, b"{", "application/json"),
                    (400, b"\xff", "application/json"),
                    (422, b"[]", "application/json"),
                    (422, b'{"no such field": 1}', "application/json"),
                ]:
                    response = browser.open(
                        address(rule), method=method, data=body, content_type=kind, headers=bearer
                    )
                    assert_failure(response, status, address(rule))
                    tried += 1
    assert tried >= 25


def test_a_parameter_given_twice_or_never_heard_of(
    app: Flask, browser: FlaskClient, web_settings: Testing
) -> None:
    bearer = {"Authorization": f"Bearer {token(web_settings.var)}"}
    for rule in routes(app):
        declared = operation_of(app.view_functions[rule.endpoint])
        if declared and "GET" in (rule.methods or ()) and _is_open(app, rule):
            names = list(declared.query.model_fields) if declared.query else []
            for query in ["never-heard-of=1", *(f"{name}=1&{name}=1" for name in names)]:
                response = browser.get(f"{address(rule)}?{query}", headers=bearer)
                assert_failure(response, 422, address(rule))


def test_nobody_who_is_not_the_operator(app: Flask, browser: FlaskClient) -> None:
    for rule in routes(app):
        if access_of(app.view_functions[rule.endpoint]) == "operator":
            for method in METHODS & set(rule.methods or ()) - {"HEAD"}:
                response = browser.open(address(rule), method=method)
                assert_failure(response, 401, address(rule))
                assert response.headers["WWW-Authenticate"] == "Bearer"


def test_headers_without_measure_change_nothing(app: Flask, browser: FlaskClient) -> None:
    headers = {
        "Accept": ACCEPT_BOMB,
        "Accept-Language": ACCEPT_BOMB,
        "Accept-Encoding": ACCEPT_BOMB,
        "If-None-Match": '"a",' * 500,
        "If-Modified-Since": "never",
        "Range": "bytes=" + "0-1," * 500,
        "Cookie": "a=b;" * 500,
        "Authorization": "Bearer " + "a" * 4000,
        "X-Request-ID": "\x7f\xff",
        "traceparent": "00-" + "0" * 200,
        "Host": "localhost",
    }
    for rule in routes(app):
        plain = browser.get(address(rule)).status_code
        strange = browser.get(address(rule), headers=headers)
        # A token that is none is told to be where one may be of use.
        told = plain, 206, 416, *([401] if rule.rule.startswith(SHOWS_MORE) else [])
        assert strange.status_code in told, rule.rule


def test_an_error_that_nobody_expects(
    app: Flask, browser: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: object) -> str:
        raise RuntimeError("the secret words of SELECT in /src/portico")

    for rule in routes(app):
        app.view_functions[rule.endpoint] = fail
        method = min(METHODS & set(rule.methods or ()))
        caplog.clear()
        response = browser.open(address(rule), method=method)
        assert_failure(response, 500, address(rule))
        assert response.headers["Cache-Control"] == "no-store"
        lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
        named = [(line["event"], line["request_id"]) for line in lines if line["level"] == "error"]
        assert named == [("unexpected_error", response.headers["X-Request-ID"])], rule


@pytest.mark.parametrize("gone", ["sqlite", "postgresql"])
def test_a_database_that_is_gone(web_settings: Testing, tmp_path: Path, gone: str) -> None:
    urls = {
        "sqlite": f"sqlite:///{tmp_path / 'no-such-folder' / 'portico.db'}",
        "postgresql": f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/nothing",
    }
    with shelf_at(web_settings, urls[gone], tables=False, database_seconds=0.5) as app:
        client = app.test_client()
        bearer = {"Authorization": f"Bearer {token(web_settings.var)}"}
        failed = []
        for rule in routes(app):
            response = client.get(address(rule), headers=bearer)
            if response.status_code >= 500 and not rule.rule.startswith("/health"):
                assert_failure(response, 503, address(rule))
                assert 1 <= int(response.headers["Retry-After"]) <= 60
                failed.append(rule.rule)
        assert "/api/v1/books/<int:number>" in failed
        pages = [rule for rule in failed if not for_programs(rule)]
        assert all(rule.startswith(BY_PEOPLE) for rule in pages), "only what people make needs the database"
        assert "/@<username>" in pages


def test_an_error_page_that_fails_too(
    app: Flask, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise RuntimeError("the secret words")

    monkeypatch.setattr(problems, "render", fail)
    assert_failure(browser.get("/nowhere"), 404, "/nowhere")
