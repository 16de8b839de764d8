"""Retired operations: they say so while they answer, and end on the day that was announced."""

from __future__ import annotations

from datetime import UTC, date, datetime
from http import HTTPStatus

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from portico.platform import clock
from portico.web import openapi, problems
from portico.web.access import public
from portico.web.cacheable import ANEW
from portico.web.contract import Reply, operation
from portico.web.retirement import Retirement, retiring

PATH = "/api/v1/lamps"
ENDS = datetime(2027, 6, 1, tzinfo=UTC)
LAST = datetime(2027, 5, 31, 23, 59, 59, tzinfo=UTC)


@pytest.fixture
def client() -> FlaskClient:
    kept: list[bool] = []
    app = Flask("retirement")
    problems.install(app)

    @app.get(PATH)
    @public
    @retiring(Retirement(since=date(2026, 12, 1), until=date(2027, 6, 1), instead="/api/v1/lights"))
    @operation(tag="lamps", returns=list[str])
    def lamps() -> Reply:
        """The lamps."""
        kept.append(ANEW not in request.environ)
        return Reply(["desk"], {"Link": '</api/v1/lamps?cursor=a>; rel="next"'})

    @app.get("/api/v1/lights")
    @public
    @operation(tag="lamps", returns=list[str])
    def lights() -> list[str]:
        """The lights."""
        return ["desk"]

    app.extensions["kept"] = kept
    return app.test_client()


def at(patch: pytest.MonkeyPatch, moment: datetime) -> None:
    patch.setattr(clock, "now", lambda: moment)


def test_until_its_last_second_it_answers_and_says_when_it_ends(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, LAST)
    answer = client.get(PATH)
    assert answer.json == ["desk"]
    assert answer.headers["Deprecation"] == f"@{int(datetime(2026, 12, 1, tzinfo=UTC).timestamp())}"
    assert answer.headers["Sunset"] == "Tue, 01 Jun 2027 00:00:00 GMT"
    assert answer.headers.getlist("Link") == [
        '</api/v1/lamps?cursor=a>; rel="next"',
        '</api/v1/lights>; rel="successor-version"',
    ]
    assert client.application.extensions["kept"] == [False], "a kept answer would outlive the day"


def test_from_its_last_day_on_it_is_gone_and_names_what_takes_its_place(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, ENDS)
    answer = client.get(PATH)
    assert answer.status_code == HTTPStatus.GONE
    assert answer.json is not None
    assert (answer.json["code"], answer.json["detail"]) == ("gone", "Call /api/v1/lights instead.")


def test_the_document_marks_it_and_knows_its_end(client: FlaskClient) -> None:
    paths = openapi.build(client.application, [])["paths"]
    assert paths[PATH]["get"]["deprecated"] is True
    assert "410" in paths[PATH]["get"]["responses"]
    assert "deprecated" not in paths["/api/v1/lights"]["get"]
    assert "410" not in paths["/api/v1/lights"]["get"]["responses"]
