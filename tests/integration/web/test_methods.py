"""What everyone may read answers every method as HTTP has it (RFC 9110)."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.integration.web.conftest import DRAFT
from werkzeug.test import TestResponse

from portico.platform.signing import Signer
from portico.settings import Testing
from portico.web.access import access_of

EXAMPLES = {
    "/static/portico/<path:address>": "/static/portico/css/base.css",
    "/static/theme/<path:address>": None,
    "/api/v1/content/<collection>": "/api/v1/content/blog?limit=3",
    "/api/v1/content/<collection>/<path:slug>": "/api/v1/content/blog/deep/er/nested",
    "/api/v1/views": "/api/v1/views?path=/blog/post-01",
    "/metrics": None,
    "/api/v1/search": "/api/v1/search?q=post",
    "/media/<name>": None,
    "/feed.<any(atom, rss, json):form>": "/feed.atom",
    "/<collection>/feed.<any(atom, rss, json):form>": "/blog/feed.rss",
    "/tags/<slug>/feed.<any(atom, rss, json):form>": "/tags/stone/feed.json",
    "/media/accounts/<folder>/<name>": None,
    "/api/v1/users/<username>": None,
    "/@<username>": None,
    "/media/cards/<path:name>.png": "/media/cards/blog/post-01.png",
    "/sitemap-<int:part>.xml": "/sitemap-1.xml",
    "/favicon.<any(ico, svg):form>": "/favicon.ico",
    "/tags/<slug>": "/tags/stone",
    "/authors/<slug>": "/authors/ada",
    "/preview/<token>": "a draft",
    "/auth/<provider>/callback": None,
    "/unsubscribe": None,
    "/api/v1/discussions/<collection>/<path:slug>": None,
    "/api/v1/comments/<int:number>": None,
    "/api/v1/comments/<int:number>/replies": None,
    "/discussion/<collection>/<path:slug>": "/discussion/blog/post-01",
    "/comments/<int:number>": None,
    "/comments/<int:number>/replies": None,
    "/saved/feed.atom": None,
    "/<page:path>": "/blog/post-01",
}
"""An address for every route with parameters; none where this site has nothing to serve."""
READING = {"GET", "HEAD", "OPTIONS"}
CHANGES_PER_ANSWER = {"Date", "X-Request-Id", "Traceparent", "Server-Timing"}


@pytest.fixture(scope="session")
def routes(app: Flask, web_settings: Testing) -> list[str]:
    """An address of every route that everyone may read."""
    secret = web_settings.secret.get_secret_value()
    named = {EXAMPLES.get(rule, rule) for rule in _readable(app)}
    addresses = {address for address in named if address not in (None, "a draft")}
    return sorted(addresses | {"/preview/" + Signer(secret, "preview").sign(DRAFT)})


def test_every_route_has_an_example_that_works(app: Flask, routes: list[str], browser: FlaskClient) -> None:
    unknown = {rule for rule in _readable(app) if "<" in rule} - set(EXAMPLES)
    assert unknown == set()
    assert [address for address in routes if browser.get(address).status_code >= 400] == []


def test_head_is_get_without_the_body(routes: list[str], browser: FlaskClient) -> None:
    for address in routes:
        got, head = browser.get(address), browser.head(address)
        assert (address, _headers(head)) == (address, _headers(got))
        assert head.data == b""


def test_options_names_the_methods(routes: list[str], browser: FlaskClient) -> None:
    for address in routes:
        response = browser.options(address)
        assert (address, response.status_code) == (address, 200)
        assert set(response.allow) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW"])
def test_nothing_can_be_changed_from_outside(routes: list[str], browser: FlaskClient, method: str) -> None:
    for address in routes:
        response = browser.open(address, method=method, data=b"x")
        assert (address, response.status_code) == (address, 405)
        assert set(response.allow) == {"GET", "HEAD", "OPTIONS"}


def test_who_has_it_already_is_told_so(routes: list[str], browser: FlaskClient) -> None:
    for address in routes:
        tag = browser.get(address).headers.get("ETag")
        if tag:
            again = browser.get(address, headers={"If-None-Match": tag})
            assert (address, again.status_code, again.data) == (address, 304, b"")


def _readable(app: Flask) -> set[str]:
    """The routes that only read, for everyone."""
    return {
        rule.rule
        for rule in app.url_map.iter_rules()
        if access_of(app.view_functions[rule.endpoint]) == "public" and rule.methods == READING
    }


def _headers(response: TestResponse) -> dict[str, str]:
    return {n: value for n, value in response.headers.items() if n.title() not in CHANGES_PER_ANSWER}
