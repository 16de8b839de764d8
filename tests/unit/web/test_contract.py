"""Operations: what a view reads and returns is checked against what it declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import BaseModel, ConfigDict, Field

from portico.web import problems
from portico.web.access import public
from portico.web.contract import Reply, operation


class ShelfQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(default=3, ge=1, le=9)
    tag: list[str] = []


@dataclass(frozen=True)
class Shelf:
    limit: int
    tags: tuple[str, ...]


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("contract")
    problems.install(app)

    @app.get("/api/shelf")
    @public
    @operation(tag="shelf", query=ShelfQuery, returns=Shelf)
    def shelf(query: ShelfQuery) -> Reply:
        return Reply(Shelf(query.limit, tuple(query.tag)), {"X-Shelf": "full"})

    @app.get("/api/plain")
    @public
    @operation(tag="shelf", returns=Shelf)
    def plain() -> Shelf:
        return Shelf(1, ())

    @app.get("/api/fresh")
    @public
    @operation(tag="shelf", returns=Shelf, cache="no-store")
    def fresh() -> Shelf:
        return Shelf(2, ("new",))

    @app.get("/api/version")
    @public
    @operation(tag="shelf", returns=Shelf, cache="no-store")
    def version() -> Reply:
        return Reply(Shelf(3, ()), {"ETag": '"v1"'})

    return app.test_client()


def errors(answer: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json["errors"]]


def test_a_value_is_returned_as_declared(client: FlaskClient) -> None:
    answer = client.get("/api/shelf?limit=2&tag=a&tag=b")
    assert answer.json == {"limit": 2, "tags": ["a", "b"]}
    assert answer.headers["X-Shelf"] == "full"


@pytest.mark.parametrize("limit", ["1", "9"])
def test_limits_are_inclusive(client: FlaskClient, limit: str) -> None:
    assert client.get(f"/api/shelf?limit={limit}").status_code == 200


@pytest.mark.parametrize("limit", ["0", "10", "x", "", "1.5", "9" * 5000])
def test_a_wrong_parameter_is_named(client: FlaskClient, limit: str) -> None:
    answer = client.get(f"/api/shelf?limit={limit}")
    assert answer.status_code == 422
    assert errors(answer)[0][0] == "/query/limit"


def test_every_wrong_parameter_is_named_at_once(client: FlaskClient) -> None:
    answer = client.get("/api/shelf?limit=0&lamp=1")
    assert errors(answer) == [("/query/limit", "out-of-range"), ("/query/lamp", "unknown")]


def test_a_single_value_given_twice_is_refused(client: FlaskClient) -> None:
    assert errors(client.get("/api/shelf?limit=1&limit=2")) == [("/query/limit", "repeated")]


def test_a_repeated_name_is_escaped_too(client: FlaskClient) -> None:
    assert errors(client.get("/api/shelf?a/b=1&a/b=2")) == [("/query/a~1b", "repeated")]


def test_a_pointer_escapes_what_json_pointers_cannot_hold(client: FlaskClient) -> None:
    assert errors(client.get("/api/plain?a/b~c=1")) == [("/query/a~1b~0c", "unknown")]


def test_an_unchanged_answer_has_no_body(client: FlaskClient) -> None:
    etag = client.get("/api/plain").headers["ETag"]
    answer = client.get("/api/plain", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_what_nobody_may_keep_has_no_etag_and_is_whole(client: FlaskClient) -> None:
    answer = client.get("/api/fresh")
    assert (answer.status, answer.json) == ("200 OK", {"limit": 2, "tags": ["new"]})
    assert dict(answer.headers) == {
        "Content-Type": "application/json",
        "Content-Length": str(len(answer.data)),
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    }


def test_an_etag_that_the_view_gives_is_compared_even_so(client: FlaskClient) -> None:
    assert client.get("/api/version").headers["ETag"] == '"v1"'
    assert client.get("/api/version", headers={"If-None-Match": '"v1"'}).status_code == 304
