"""The operator is whoever can read a file in the var folder."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from portico.platform.errors import Unavailable
from portico.platform.lifecycle import Lifecycle
from portico.web import operator as operators
from portico.web import problems
from portico.web.access import access_of, caller, operator, public
from portico.web.operator import FILE, token


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    app = Flask("operator")
    problems.install(app)
    operators.install(app, Lifecycle(), tmp_path)

    @app.get("/api/secret")
    @operator
    def secret() -> Response:
        return Response("the secret", headers={"Cache-Control": "public"})

    @app.get("/api/caller")
    @public
    def who() -> str:
        return caller()

    return app.test_client()


def test_the_token_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: token(tmp_path / "var"), range(32)))) == 1
    assert (tmp_path / "var" / FILE).stat().st_mode & 0o777 == 0o600
    assert len(token(tmp_path / "var")) >= 43


def test_starting_makes_it(tmp_path: Path) -> None:
    lifecycle = Lifecycle()
    operators.install(Flask("a"), lifecycle, tmp_path)
    assert not (tmp_path / FILE).exists()
    lifecycle.start()
    assert (tmp_path / FILE).exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_token_that_others_can_read_is_not_used(tmp_path: Path, mode: int) -> None:
    token(tmp_path)
    (tmp_path / FILE).chmod(mode)
    with pytest.raises(Unavailable, match="Others can read"):
        token(tmp_path)


@pytest.mark.parametrize("text", ["", "\n", "a" * 31])
def test_a_short_token_is_not_used(tmp_path: Path, text: str) -> None:
    token(tmp_path)
    (tmp_path / FILE).write_text(text)
    with pytest.raises(Unavailable, match="too short"):
        token(tmp_path)


def test_a_folder_that_cannot_be_used_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file")
    with pytest.raises(Unavailable, match="cannot be used"):
        token(tmp_path / "var")


def test_the_operator_passes_and_no_cache_keeps_the_answer(client: FlaskClient, tmp_path: Path) -> None:
    answer = client.get("/api/secret", headers={"Authorization": f"Bearer {token(tmp_path)}"})
    assert (answer.status_code, answer.text) == (200, "the secret")
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "sent",
    [None, "", "Bearer", "Bearer ", "Bearer x", "Basic {}", "bearer  {}x", "{}", "Bearer {} {}", "Bearer é"],
)
def test_nobody_else_does(client: FlaskClient, tmp_path: Path, sent: str | None) -> None:
    made = token(tmp_path)
    headers = {} if sent is None else {"Authorization": sent.replace("{}", made)}
    answer = client.get("/api/secret", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, "operator-only")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert made not in answer.text


def test_routes_tell_who_may_use_them(client: FlaskClient) -> None:
    views = client.application.view_functions
    assert {name: access_of(views[name]) for name in ("secret", "who")} == {
        "secret": "operator",
        "who": "public",
    }


def test_a_caller_is_the_operator_or_an_address(client: FlaskClient, tmp_path: Path) -> None:
    assert client.get("/api/caller").text == "address:127.0.0.1"
    assert (
        client.get("/api/caller", headers={"Authorization": f"Bearer {token(tmp_path)}"}).text == "operator"
    )
