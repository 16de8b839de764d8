"""The application with its people, over each database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.accounts import House, Straight
from tests.support.sites import compile_site, write_site

from portico.main import create_app
from portico.settings import Testing
from portico.web.database import EXTENSION


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled form of a site without content, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    compile_site(write_site(folder / "site", {"site.toml": 'title = "Stone"\n'}), folder / "compiled")
    return folder / "compiled"


@pytest.fixture
def house(tmp_path: Path, database_url: str, empty_site: Path) -> Iterator[House]:
    """A site without anybody; the test runs once on each kind of database."""
    yield from _house(tmp_path, database_url, empty_site)


@pytest.fixture
def small_house(tmp_path: Path, sqlite_url: str, empty_site: Path) -> Iterator[House]:
    """A site without anybody, on SQLite, for what the kind of database makes no difference to."""
    yield from _house(tmp_path, sqlite_url, empty_site)


def _house(folder: Path, url: str, compiled: Path) -> Iterator[House]:
    settings = Testing(
        home=folder,
        var=folder / "var",
        database_url=url.replace("+psycopg", ""),
        mail_from="Ada <ada@example.org>",
    )
    shutil.copytree(compiled, settings.compiled)
    app = create_app(settings)
    yield House(Straight(app), app.extensions[EXTENSION])
    app.extensions[EXTENSION].dispose()
