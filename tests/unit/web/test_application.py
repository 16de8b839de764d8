"""The lean Flask finds, builds and redirects to addresses as Flask itself does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, has_app_context, has_request_context, request, url_for
from flask.testing import FlaskClient

from portico.main import create_app
from portico.settings import Testing
from portico.web.application import Application

ENVIRONMENTS: list[dict[str, Any]] = [
    {"path": "/notes/zoë", "headers": {"Host": "example.org:8080"}},
    {"path": "/notes/1", "base_url": "https://example.org/mount"},
    {"path": "//notes/1"},
    {"path": "/shelf?a=%C3%BC&b=%FF", "base_url": "https://bücher.example"},
    {"path": "/shelf/", "method": "POST"},
    {"path": "/notes/1", "headers": {"Host": "bad host"}},
    {"path": "/notes/1", "headers": {"Host": "." * 300}},
]


def client_of(kind: type[Flask]) -> FlaskClient:
    app = kind("addresses")

    @app.get("/notes/<name>")
    def note(name: str) -> dict[str, str]:
        return {"name": name, "whole": url_for("note", name=name, _external=True), "short": url_for("shelf")}

    @app.get("/shelf/")
    def shelf() -> str:
        return "shelf"

    return app.test_client()


@pytest.mark.parametrize("asked", ENVIRONMENTS)
def test_an_address_leads_where_it_leads_with_flask(asked: dict[str, Any]) -> None:
    lean, plain = (client_of(kind) for kind in (Application, Flask))
    for _ in range(2):  # The second time it is known where it leads.
        mine, flasks = lean.open(**asked), plain.open(**asked)
        assert (mine.status, mine.data, mine.headers) == (flasks.status, flasks.data, flasks.headers)


def test_what_is_remembered_of_addresses_does_not_grow_with_what_is_asked() -> None:
    client = client_of(Application)
    app = client.application
    assert isinstance(app, Application)
    for number in range(100):
        client.get(f"/notes/{number}", headers={"Host": f"{number}.example"})
        client.get(f"/nowhere/{number}")
    assert app.fixed == {}
    client.get("/shelf/")
    assert list(app.fixed) == [("GET", "/shelf/")]
    assert app._bound.cache_info().currsize == app._bound.cache_info().maxsize


def test_a_route_with_a_part_that_is_given_is_found_with_it_again() -> None:
    app = Application("addresses")
    app.add_url_rule("/rooms", "room", lambda room: room, defaults={"room": "first"})
    app.add_url_rule("/rooms/<room>", "room")
    assert [app.test_client().get(path).text for path in ("/rooms", "/rooms", "/rooms/other")] == [
        "first",
        "first",
        "other",
    ]


def test_addresses_can_be_built_outside_a_request() -> None:
    app = Application("addresses")
    app.config["SERVER_NAME"] = "example.org"
    app.add_url_rule("/shelf/", "shelf", lambda: "shelf")
    with app.app_context():
        assert url_for("shelf") == "http://example.org/shelf/"


def test_no_hook_waits_for_what_the_lean_flask_leaves_out(tmp_path: Path) -> None:
    app = create_app(Testing(home=tmp_path))
    assert set(app.before_request_funcs) == {None}
    left_out = (
        app.url_value_preprocessors,
        app.after_request_funcs,
        app.teardown_request_funcs,
        app.teardown_appcontext_funcs,
    )
    assert not any(left_out)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/broken"])
def test_no_request_leaves_anything_behind(path: str) -> None:
    app = Application("short")
    seen: list[str] = []

    @app.get("/")
    def show() -> str:
        seen.append(g.setdefault("kept", request.path))
        return request.path

    @app.get("/broken")
    def fail() -> str:
        raise RuntimeError("broken")

    client = app.test_client()
    statuses = {"/": 200, "/nowhere": 404, "/broken": 500}
    for _ in range(2):
        assert client.get(path).status_code == statuses[path]
        assert not has_request_context()
        assert not has_app_context()
    assert seen == ["/", "/"] * (path == "/")


def test_a_test_can_look_at_a_request_after_its_end() -> None:
    app = Application("kept")
    app.add_url_rule("/", "show", lambda: "shown")
    with app.test_client() as client:
        client.get("/?a=1")
        assert request.args["a"] == "1"
    assert not has_request_context()
