"""A place with a site and a database, and the `portico` command in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.pairs import write_pair
from tests.support.postgres import PostgresServer
from tests.support.sites import write_site

from portico.cli import main
from portico.platform.database import Database

SITE: dict[str, str | bytes] = {
    "site.toml": 'title = "Pairs"\n',
    "content/blog/first.md": "---\ntitle: First\ndate: 2024-01-01\n---\nHello.\n",
    "media/photo.bin": bytes(range(256)),
}


@dataclass
class Place:
    """A PORTICO_HOME, and the command as it works there."""

    home: Path
    environ: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, **environ: str) -> Result:
        """Run `portico` with these words."""
        told = {**self.environ, "PORTICO_ENV": "testing", "PORTICO_HOME": str(self.home), **environ}
        others = {name: None for name in os.environ if name.startswith("PORTICO_") and name not in told}
        return CliRunner().invoke(main, arguments, env={**others, **told})


Elsewhere = Callable[[str], Place]


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> Place:
    """A place with a site and a database with the newest tables; the test runs once on each kind."""
    home = tmp_path / "home"
    write_site(home / "site", SITE)
    return Place(home, {"PORTICO_DATABASE_URL": database_url})


@pytest.fixture
def elsewhere(tmp_path: Path, postgres_server: PostgresServer) -> Iterator[Elsewhere]:
    """Another place without anything, with a database of the kind that is asked for."""
    with ExitStack() as held:

        def at(kind: str) -> Place:
            home = tmp_path / f"elsewhere-{kind}"
            home.mkdir()
            if kind == "sqlite":
                return Place(home, {"PORTICO_DATABASE_URL": f"sqlite:///{home}/new.db"})
            url = postgres_server.url(held.enter_context(postgres_server.fresh()))
            return Place(home, {"PORTICO_DATABASE_URL": url})

        yield at


@pytest.fixture
def archive(place: Place, database: Database, tmp_path: Path) -> Path:
    """A backup of the place with three pairs in its database."""
    for number in range(3):
        with database.transaction() as session:
            write_pair(session, f"a-{number}")
    path = tmp_path / "made.tar.gz"
    assert place.run("backup", "--to", str(path)).exit_code == 0
    return path
