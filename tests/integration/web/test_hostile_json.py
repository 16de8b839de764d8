"""Whatever JSON is sent to a route that writes, the answer is clear, and the same on both databases."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as some
from tests.support.hostile import documents
from tests.support.shelf import shelf_at
from werkzeug.test import TestResponse

from portico.settings import Settings

DOCUMENTS = int(os.environ.get("PORTICO_TEST_DOCUMENTS", "1500"))
"""100,000 take about four minutes."""
EXPECTED = {201, 400, 413, 415, 422}

Answer = tuple[int, object]


@pytest.fixture
def shelves(settings: Settings, sqlite_url: str, postgres_url: str) -> Iterator[list[FlaskClient]]:
    """The same application on SQLite and on PostgreSQL."""
    with shelf_at(settings, sqlite_url) as one, shelf_at(settings, postgres_url) as other:
        yield [one.test_client(), other.test_client()]


def test_no_document_breaks_anything_and_both_databases_agree(shelves: list[FlaskClient]) -> None:
    seen = set()
    for document in documents(seed=2026, count=DOCUMENTS):
        on_sqlite, on_postgresql = (_sent(client, document) for client in shelves)
        assert (document[:200], on_sqlite) == (document[:200], on_postgresql)
        assert on_sqlite[0] in EXPECTED, document[:200]
        seen.add(on_sqlite[0])
    assert seen >= {201, 400, 422}


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(some.characters()),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=20,
)


@examples(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(notes=JSON, title=some.text(some.characters(), max_size=210))
def test_neither_does_what_a_machine_thinks_of(shelves: list[FlaskClient], notes: object, title: str) -> None:
    document = json.dumps({"title": title, "notes": notes}).encode()
    on_sqlite, on_postgresql = (_sent(client, document) for client in shelves)
    assert on_sqlite == on_postgresql
    assert on_sqlite[0] in EXPECTED


def _sent(client: FlaskClient, document: bytes) -> Answer:
    """The answer, and for a book that was kept, how it is read again."""
    response = client.post("/api/v1/books", data=document, content_type="application/json")
    if response.status_code == 201:
        kept = client.get(response.headers["Location"])
        assert kept.status_code == 200
        return 201, _without_name(kept, "id")
    return response.status_code, _without_name(response, "request_id")


def _without_name(response: TestResponse, name: str) -> object:
    return {key: value for key, value in response.json.items() if key != name}
