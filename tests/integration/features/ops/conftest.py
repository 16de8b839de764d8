"""The application over each database, as its operator sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.operator import Operator

from portico.main import create_app
from portico.settings import Testing


@pytest.fixture
def operator(tmp_path: Path, database_url: str) -> Iterator[Operator]:
    """The operator of a site."""
    settings = Testing(
        home=tmp_path,
        var=tmp_path / "var",
        database_url=database_url.replace("+psycopg", ""),
        mail_from="Ada <ada@example.org>",
    )
    made = Operator(create_app(settings), settings.var)
    yield made
    made.database.dispose()
