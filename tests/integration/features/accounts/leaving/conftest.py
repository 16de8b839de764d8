"""A site that people leave, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.accounts import Person
from tests.support.leaving import Site, site


@pytest.fixture
def town(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site on each kind of database."""
    with site(tmp_path, database_url, monkeypatch) as made:
        yield made


@pytest.fixture
def village(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site on SQLite alone, for what the kind of database does not matter to."""
    with site(tmp_path, sqlite_url, monkeypatch) as made:
        yield made


@pytest.fixture
def ada(request: pytest.FixtureRequest) -> Person:
    """Somebody who has just joined the site of the test."""
    place: Site = request.getfixturevalue("town" if "town" in request.fixturenames else "village")
    return place.join("ada")
