"""A site and its people, with the operator who looks after them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.accounts import House, Straight
from tests.support.operator import Operator

from portico.main import create_app
from portico.settings import Testing
from portico.web.database import EXTENSION as DATABASE


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Testing:
    """A site over each kind of database; whoever comes may join only with an invitation."""
    url = database_url.replace("+psycopg", "")
    return Testing(home=tmp_path, var=tmp_path / "var", database_url=url, public_url="https://site.test")


@pytest.fixture
def house(settings: Testing) -> Iterator[House]:
    app = create_app(settings)
    yield House(Straight(app), app.extensions[DATABASE])
    app.extensions[DATABASE].dispose()


@pytest.fixture
def operator(house: House, settings: Testing) -> Operator:
    assert isinstance(house.wire, Straight)
    return Operator(house.wire.app, settings.var)
