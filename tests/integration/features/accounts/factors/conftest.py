"""A site that all tests of a module share, and somebody of the test's own who has joined it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.accounts import House, Straight
from tests.support.authenticator import Authenticator
from tests.support.factors import Holder
from tests.support.operator import Operator
from tests.support.postgres import PostgresServer

from portico.features.accounts.replies import EXTENSION
from portico.main import create_app
from portico.settings import Testing
from portico.web.database import EXTENSION as DATABASE

SITE = "https://site.test"
OPERATOR = "tests.operator"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("factors")
    with ExitStack() as stack:
        if request.param == "sqlite":
            made: Path = request.getfixturevalue("migrated_file")
            url = f"sqlite:///{shutil.copy(made, home / 'portico.db')}"
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            url = server.url(stack.enter_context(server.fresh())).replace("+psycopg", "")
        settings = Testing(home=home, var=home / "var", database_url=url, public_url=SITE)
        app = create_app(settings)
        app.extensions[OPERATOR] = Operator(app, settings.var)
        stack.callback(app.extensions[DATABASE].dispose)
        yield House(Straight(app, SITE), app.extensions[DATABASE])


@pytest.fixture
def ada(house: House) -> Holder:
    """Somebody who has just joined, and holds a device."""
    return Holder(house.join(), Authenticator(SITE))


@pytest.fixture
def holder(ada: Holder) -> Holder:
    """Somebody with a passkey."""
    assert ada.add_passkey().status == 201
    return ada


@pytest.fixture
def operator(house: House) -> Operator:
    """Who runs the site."""
    assert isinstance(house.wire, Straight)
    found: Operator = house.wire.app.extensions[OPERATOR]
    return found


@pytest.fixture
def strict(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site where those who look after it need a second factor, as in production."""
    assert isinstance(house.wire, Straight)
    extensions = house.wire.app.extensions
    accounts = extensions[EXTENSION]
    rules = replace(accounts.rules, factor_required=True)
    monkeypatch.setitem(extensions, EXTENSION, replace(accounts, rules=rules))
