"""A creating request that names itself happens once, however often it is sent."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from tests.support.server import Server
from tests.support.shelf import SHELF, Book, shelf_at
from tests.support.wire import Exchange, break_off, exchange, posting
from werkzeug.test import TestResponse

from portico.platform.clock import now
from portico.platform.database import Database, after_commit
from portico.platform.errors import Conflict
from portico.settings import Settings
from portico.web import idempotency
from portico.web.database import outer_transaction, transaction
from portico.web.idempotency import prune
from portico.web.operator import token
from portico.web.tables import IdempotencyKey

CUTS = int(os.environ.get("PORTICO_TEST_CUTS", "0"))
"""Set to 1 to cut at every byte; left out, every 13th byte is tried."""
BOOK = {"title": "On Growth and Form"}


@pytest.fixture
def app(settings: Settings, database_url: str) -> Iterator[Flask]:
    with shelf_at(settings, database_url) as made:
        yield made


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def running(settings: Settings, database_url: str) -> Iterator[Server]:
    """A real server with the shelf on a database of its own."""
    settings.site.mkdir()
    environ = {"PORTICO_DATABASE_URL": database_url, "PORTICO_THREADS": "16"}
    with Server(settings.site, settings.var, environ, SHELF) as server:
        yield server


def post(client: FlaskClient, key: str, path: str = "/api/v1/books", **book: object) -> TestResponse:
    return client.post(path, json=BOOK | book, headers={"Idempotency-Key": key})


def books(database: Database, title: str = BOOK["title"]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Book.title == title)) or 0


def test_the_same_request_gets_the_first_answer_again(browser: FlaskClient, database: Database) -> None:
    first, second = post(browser, "a-key"), post(browser, "a-key")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.data == second.data
    assert first.headers["Location"] == second.headers["Location"]
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert books(database) == 1


def test_without_a_key_every_request_counts(browser: FlaskClient, database: Database) -> None:
    for _ in range(2):
        assert browser.post("/api/v1/books", json=BOOK).status_code == 201
    assert books(database) == 2


@pytest.mark.parametrize("change", [{"title": "Another"}, {"pages": 1}])
def test_a_key_is_for_one_request_only(browser: FlaskClient, change: dict[str, Any]) -> None:
    post(browser, "a-key")
    refused = post(browser, "a-key", **change)
    assert (refused.status_code, refused.json["code"]) == (422, "idempotency-key-reused")
    elsewhere = post(browser, "a-key", "/api/v1/books/torn")
    assert (elsewhere.status_code, elsewhere.json["code"]) == (422, "idempotency-key-reused")


def test_two_clients_may_choose_the_same_key(browser: FlaskClient, database: Database) -> None:
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1"):
        answer = browser.post(
            "/api/v1/books",
            json=BOOK,
            headers={"Idempotency-Key": "1"},
            environ_base={"REMOTE_ADDR": address},
        )
        assert answer.status_code == 201
    assert books(database) == 2


@pytest.mark.parametrize("key", ["!", "~", "a" * 200, '"8e03978e-40d5-43dd-bc93-6894a57f9324"'])
def test_a_key_is_made_of_visible_ascii(browser: FlaskClient, key: str) -> None:
    answer = post(browser, key)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("key", ["", "a" * 201, "a b", "a\tb", "\x7f", "ä", "\x00".join("ab")])
def test_any_other_key_is_refused(browser: FlaskClient, database: Database, key: str) -> None:
    answer = post(browser, key)
    assert (answer.status_code, answer.json["code"]) == (400, "invalid-idempotency-key")
    assert books(database) == 0


def test_what_was_refused_may_be_mended_under_the_same_key(browser: FlaskClient, database: Database) -> None:
    assert post(browser, "a-key", title="").status_code == 422
    assert post(browser, "a-key").status_code == 201
    assert books(database) == 1


def test_a_refusal_that_leaves_a_mark_leaves_it_and_frees_the_key(
    browser: FlaskClient, database: Database
) -> None:
    for count in (1, 2):
        refused = post(browser, "a-key", "/api/v1/books/torn")
        assert (refused.status_code, refused.json["code"]) == (409, "torn")
        assert books(database) == count


def test_what_a_block_undoes_is_told_to_nobody(app: Flask) -> None:
    heard: list[str] = []
    with app.test_request_context(), outer_transaction():
        with transaction() as session:
            after_commit(session, lambda: heard.append("kept"))
        with suppress(Conflict), transaction() as session:
            after_commit(session, lambda: heard.append("undone"))
            raise Conflict("No.")
        assert heard == []
    assert heard == ["kept"]


def test_an_answer_with_a_secret_is_given_once(
    browser: FlaskClient, database: Database, settings: Settings
) -> None:
    headers = {"Idempotency-Key": "a-key", "Authorization": f"Bearer {token(settings.var)}"}
    first, second = (browser.post("/api/v1/books/secret", json=BOOK, headers=headers) for _ in range(2))
    assert first.status_code == 201
    assert (second.status_code, second.json["code"]) == (409, "answer-not-kept")
    assert books(database) == 1
    with database.reading() as session:
        [kept] = session.scalars(select(IdempotencyKey))
    assert (kept.body, kept.headers) == (None, {})


def test_keys_are_kept_for_a_day(browser: FlaskClient, database: Database) -> None:
    post(browser, "a-key")
    for passed, gone in ((timedelta(hours=23, minutes=59), 0), (timedelta(hours=24, minutes=1), 1)):
        with database.transaction() as session:
            assert prune(session, now() + passed) == gone
    assert post(browser, "a-key").headers.get("Idempotent-Replayed") is None


def test_only_so_many_keys_are_forgotten_at_once_and_the_oldest_first(
    browser: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "AT_ONCE", 3)
    for number in range(5):
        post(browser, f"key-{number}")
    for left in (2, 0):
        with database.transaction() as session:
            prune(session, now() + timedelta(days=2))
            kept = session.scalars(select(IdempotencyKey.key).order_by(IdempotencyKey.created_at))
            assert list(kept) == [f"key-{number}" for number in range(5 - left, 5)]


def test_of_fifty_at_once_one_happens(running: Server, database: Database) -> None:
    sent = posting("/api/v1/books", BOOK, Idempotency_Key="the-same")
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: exchange(running.address, sent), range(50)))
    assert books(database) == 1
    assert Counter(answer.status for answer in answers).keys() <= {201, 409}
    assert all(a.headers["retry-after"] == "1" for a in answers if a.status == 409)
    assert len({answer.body for answer in answers if answer.status == 201}) == 1
    assert exchange(running.address, sent).headers["idempotent-replayed"] == "true"


def test_of_two_processes_one_does_it(
    settings: Settings, postgres_url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.site.mkdir()
    environ = {"PORTICO_DATABASE_URL": postgres_url}
    other = tmp_path_factory.mktemp("other")
    database = Database(postgres_url)
    with (
        Server(settings.site, settings.var, environ, SHELF) as one,
        Server(settings.site, other, environ, SHELF) as two,
        ThreadPoolExecutor(8) as pool,
    ):
        for number in range(20):
            title = f"Book {number}"
            sent = posting("/api/v1/books", {"title": title}, Idempotency_Key=f"key-{number}")
            answers = list(pool.map(lambda to, sent=sent: exchange(to.address, sent), [one, two] * 4))
            # On a busy machine some may wait too long for the one that does it.
            assert {answer.status for answer in answers} <= {201, 409, 503}
            assert books(database, title) == 1
    database.dispose()


def test_a_connection_cut_at_any_byte_does_it_once(running: Server, database: Database) -> None:
    whole = _request("whole")
    size = _until_done(running.address, whole).size
    step = 1 if CUTS else 13
    for at in range(0, len(whole), step):
        _cut_and_repeat(running.address, f"q{at:05}", sent=at)
    for at in range(0, size, step):
        _cut_and_repeat(running.address, f"a{at:05}", read=at)
    with database.reading() as session:
        found = Counter(session.scalars(select(Book.title)))
    assert len(found) == len(range(0, len(whole), step)) + len(range(0, size, step)) + 1
    assert set(found.values()) == {1}


def _request(name: str) -> bytes:
    return posting("/api/v1/books", {"title": f"Book {name:>6}"}, Idempotency_Key=f"key-{name:->6}")


def _cut_and_repeat(address: str, name: str, *, sent: int | None = None, read: int = 0) -> None:
    request = _request(name)
    break_off(address, request[:sent], read=read)
    assert _until_done(address, request).status == 201


def _until_done(address: str, request: bytes) -> Exchange:
    """Repeat as a careful client does: with the same key, for as long as the first one runs."""
    while (answer := exchange(address, request)).status == 409:
        time.sleep(0.01)
    return answer
