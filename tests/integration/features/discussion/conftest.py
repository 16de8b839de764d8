"""A site whose readers talk, on each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from tests.support.people import Person, join
from tests.support.sites import compile_site, post, write_site

from portico.features.discussion.models import Comment, Subject
from portico.features.discussion.rules import Rules, write_rules
from portico.main import create_app
from portico.platform import clock
from portico.platform.database import Database
from portico.settings import Testing
from portico.web.database import EXTENSION as DATABASE

HELLO = "/discussions/blog/hello"
SITE = {
    "site.toml": 'title = "Stone"\n[collections.news]\ncomments = "closed"\n',
    "content/blog/hello.md": post("Hello"),
    "content/blog/renamed.md": post("Renamed", aliases='["/blog/before", "/blog/long-before"]'),
    "content/blog/2026/deep.md": post("Deep"),
    "content/blog/quiet.md": post("Quiet", comments="hidden"),
    "content/blog/over.md": post("Over", comments="closed"),
    "content/blog/odd.md": post("Odd", comments="perhaps"),
    "content/blog/draft.md": post("Draft", draft="true"),
    "content/news/today.md": post("Today"),
    "content/news/open.md": post("Open", comments="true"),
    "content/pages/about.md": post("About"),
    "content/pages/guestbook.md": post("Guestbook", comments="open"),
}


@dataclass(frozen=True, slots=True)
class House:
    """An application, and what its readers do."""

    app: Flask
    settings: Testing

    @property
    def database(self) -> Database:
        """Its main database."""
        found: Database = self.app.extensions[DATABASE]
        return found

    def ask(self, method: str, path: str, who: Person | None = None, **arguments: Any) -> Any:
        """The answer of the API to a request; of a page, for a path that begins with `//`."""
        headers = {**(who.headers if who else {}), **arguments.pop("headers", {})}
        whole = path[1:] if path.startswith("//") else f"/api/v1{path}"
        return self.app.test_client().open(whole, method=method, headers=headers, **arguments)

    def say(self, who: Person, text: str, to: int | None = None, on: str = HELLO) -> int:
        """Post a comment, and give its number."""
        found = self.ask("POST", on, who, json={"text": text, "parent_id": to})
        assert found.status_code == 201, found.json
        return int(found.json["id"])

    def read(self, who: Person | None = None, on: str = HELLO, **query: Any) -> Any:
        """What is said under an article."""
        found = self.ask("GET", on, who, query_string=query)
        assert found.status_code == 200, found.json
        return found.json

    def count(self, of: Any = Comment) -> int:
        """How many rows a table has."""
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(of)) or 0

    def is_counted_right(self) -> None:
        """Whether every number that is kept is the number of the rows that it stands for."""
        with self.database.reading() as session:
            subjects = {row.id: row for row in session.scalars(select(Subject))}
            comments = {row.id: row for row in session.scalars(select(Comment))}
        for subject in subjects.values():
            shown = [
                one for one in comments.values() if one.subject_id == subject.id and one.state == "shown"
            ]
            assert subject.comments == len(shown)
        for one in comments.values():
            below = [each for each in comments.values() if each.parent_id == one.id]
            assert one.replies == sum(each.listed for each in below)
            assert one.listed == (one.state == "shown" or one.replies > 0)
            assert one.state != "deleted" or below

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """What is asked of the database meanwhile."""
        asked: list[str] = []

        def note(*arguments: Any) -> None:
            asked.append(arguments[2])

        # On PostgreSQL the reader is a view of the writer, whose listeners hear it as well.
        both = self.database.reader, self.database.writer
        engines = both if self.database.dialect == "sqlite" else both[1:]
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        yield asked
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def talked_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that readers talk about, compiled."""
    home = tmp_path_factory.mktemp("talk")
    site = write_site(home / "site", SITE)
    compile_site(site, Testing(home=home, site=site, var=home / "var").compiled)
    return home


@pytest.fixture
def make_house(talked_of: Path) -> Iterator[Callable[..., House]]:
    """Makes the site on a database; nothing of it is held, and people write as fast as they like."""
    made: list[House] = []

    def make(
        database_url: str, *, hold_first: bool = False, limits: bool = False, seconds: float = 3
    ) -> House:
        settings = Testing(
            home=talked_of,
            site=talked_of / "site",
            var=talked_of / "var",
            database_url=database_url,
            public_url="https://site.test",
            rate_limits=limits,
            database_seconds=seconds,
        )
        house = House(create_app(settings), settings)
        made.append(house)
        with house.database.transaction() as session:
            write_rules(session, Rules(hold_first=hold_first), now=clock.now())
        return house

    yield make
    for house in made:
        house.database.dispose()


@pytest.fixture
def house(make_house: Callable[..., House], database_url: str) -> House:
    """The site on each kind of database."""
    return make_house(database_url)


@pytest.fixture
def ada(house: House) -> Person:
    """A reader."""
    return join(house.database)


@pytest.fixture
def bob(house: House) -> Person:
    """Another one."""
    return join(house.database, "bob")
