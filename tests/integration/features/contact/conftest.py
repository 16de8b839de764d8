"""A site to whose owner one can write."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from tests.support.accounts import House, Person, Reply, Straight
from tests.support.sites import compile_site, write_site

from portico.features.contact.models import ContactMessage
from portico.features.contact.serving import EXTENSION as CONTACT
from portico.features.contact.serving import Contact
from portico.main import create_app
from portico.platform import clock
from portico.platform.database import Database
from portico.platform.mail.tables import Mail
from portico.settings import Testing
from portico.web.database import EXTENSION

OWNER = "mira@site.test"
SITE = f'title = "Stone"\n[owner]\nname = "Mira"\nemail = "{OWNER}"\n'
LETTER = {
    "topic": "A question",
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "text": "How did you measure the echo of the arcade?",
}


@dataclass
class Porch:
    """The application, and what tests do with it."""

    app: Flask

    @property
    def database(self) -> Database:
        """Its main database."""
        found: Database = self.app.extensions[EXTENSION]
        return found

    @property
    def house(self) -> House:
        """The people of the site; each comes from a network of their own."""
        return House(Straight(self.app), self.database)

    def visitor(self) -> Person:
        """Somebody without an account, from a network of their own."""
        return self.house.person(program=True)

    def owner(self) -> Person:
        """The owner, signed in."""
        return self.house.let_in(self.house.make(role="owner"))

    def stamp(self, age: timedelta = timedelta(seconds=10)) -> str:
        """What the form gave so long ago."""
        feature: Contact = self.app.extensions[CONTACT]
        return feature.stamps.make(clock.now() - age)

    def write(self, who: Person | None = None, /, **changes: Any) -> Reply:
        """Send a letter by the API, by a fresh stamp; what is None is left out."""
        whole = LETTER | {"stamp": self.stamp()} | changes
        body = {name: value for name, value in whole.items() if value is not None}
        return (who or self.visitor()).post("/contact", body)

    def send(self, who: Person | None = None, /, **changes: str) -> Any:
        """Send the form of the page, as a browser does without scripts."""
        given = LETTER | {"website": ""} | changes
        environ = {"REMOTE_ADDR": (who or self.visitor()).source}
        return self.app.test_client().post("/contact", data=given, environ_base=environ)

    def kept(self) -> list[ContactMessage]:
        """Every letter that was stored."""
        with self.database.reading() as session:
            return list(session.scalars(select(ContactMessage).order_by(ContactMessage.id)))

    def mails(self) -> list[Mail]:
        """Every mail that is to leave."""
        with self.database.reading() as session:
            return list(session.scalars(select(Mail).order_by(Mail.id)))


PorchMaker = Callable[..., Porch]


@pytest.fixture(scope="session")
def compiled_porch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled form of the site, to be copied."""
    folder = tmp_path_factory.mktemp("porch")
    compile_site(write_site(folder / "site", {"site.toml": SITE}), folder / "compiled")
    return folder / "compiled"


@pytest.fixture
def make_porch(tmp_path: Path, compiled_porch: Path) -> Iterator[PorchMaker]:
    """Makes the application over a database, with further settings; `toml` is its `site.toml`."""
    made: list[Porch] = []

    def make(url: str, *, toml: str = "", **more: Any) -> Porch:
        settings = Testing(
            home=tmp_path,
            site=tmp_path / "site",
            var=tmp_path / "var",
            database_url=url.replace("+psycopg", ""),
            mail_from="Stone <porch@site.test>",
            public_url="https://site.test",
            **more,
        )
        if toml:
            compile_site(write_site(settings.site, {"site.toml": toml}), settings.compiled)
        else:
            shutil.copytree(compiled_porch, settings.compiled)
        made.append(Porch(create_app(settings)))
        return made[-1]

    yield make
    for porch in made:
        porch.database.dispose()


@pytest.fixture
def porch(make_porch: PorchMaker, database_url: str) -> Porch:
    """The site on each kind of database."""
    return make_porch(database_url)


@pytest.fixture
def small_porch(make_porch: PorchMaker, sqlite_url: str) -> Porch:
    """The site on SQLite, for what the kind of database makes no difference to."""
    return make_porch(sqlite_url)
