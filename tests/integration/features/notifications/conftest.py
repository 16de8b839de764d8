"""People who hear of each other, on each kind of database, without the web."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from tests.support.jobs import NOON, take
from tests.support.people import Person, join
from tests.support.sites import compile_site, write_site

from portico.features import notifications, profiles
from portico.features.accounts.models import EMAIL, Identity
from portico.features.notifications import daily, listing
from portico.features.notifications.models import Notification
from portico.features.notifications.schemas import NotificationView
from portico.main import create_app
from portico.platform.database import Database
from portico.platform.jobs.attempt import perform
from portico.platform.jobs.run import Handler
from portico.platform.mail import outbox
from portico.platform.mail.correspondence import Correspondence
from portico.platform.mail.tables import Mail
from portico.settings import Testing
from portico.web.database import EXTENSION

GRACE = timedelta(seconds=30)
PATH = "/writing/lighthouse#comment-12"
MAILS = notifications.Mails(
    letters=Correspondence(
        lambda: "Stone", "https://site.test", "Stone <post@site.test>", notifications.FOLDER
    ),
    stops=notifications.Unsubscriptions("a secret of these tests"),
    faces=profiles.cards,
)


@dataclass(frozen=True, slots=True)
class Town:
    """A database with people in it."""

    database: Database

    def settle(self, name: str, *, role: str = "member", address: bool = True) -> Person:
        """Somebody, with an address that mail reaches."""
        person = join(self.database, name, role=role)
        if address:
            where = f"{name}@example.org"
            known: dict[str, Any] = {"provider": EMAIL, "subject": where, "email": where, "created_at": NOON}
            with self.database.transaction() as session:
                session.add(Identity(account_id=person.id, **known))
        return person

    def tell(self, *people: Person, by: Person | None = None, now: datetime = NOON, **event: Any) -> None:
        """Tell people that somebody answered them, or of what is said of the event."""
        given = {"kind": "reply", "about": "comment:12", "path": PATH, "title": "A lighthouse"} | event
        with self.database.transaction() as session:
            told = notifications.Event(actor_id=by.id if by else None, **given)
            notifications.Notifier(grace=GRACE).tell(session, [one.id for one in people], told, now=now)

    def work(self, now: datetime = NOON + GRACE) -> list[str]:
        """Do what is due, but hand no mail on; gives how each job came out."""
        handlers = notifications.handlers(MAILS) | {outbox.KIND: Handler(lambda _: None)}
        outcomes = []
        while lease := take(self.database, now):
            outcomes.append(perform(lease, handlers, self.database, lambda: now))
        return outcomes

    def listed(self, person: Person, **query: Any) -> list[NotificationView]:
        """What somebody finds in their list."""
        asked = {"unread": False, "before": None, "limit": 20} | query
        with self.database.reading() as session:
            return listing.list_notifications(session, profiles.cards, person.id, **asked)

    def unread(self, person: Person) -> int:
        """What the bell says to somebody."""
        with self.database.reading() as session:
            return listing.count_unread(session, person.id)

    def mails(self) -> list[Mail]:
        """All mails that were written, the latest last."""
        with self.database.reading() as session:
            return list(session.scalars(select(Mail).order_by(Mail.id)))

    def rows(self) -> list[Notification]:
        """All that is kept of what anybody was told."""
        with self.database.reading() as session:
            return list(session.scalars(select(Notification).order_by(Notification.id)))

    def write_day(self, person: Person, now: datetime) -> None:
        """Write somebody the mail of their day where it is due."""
        with self.database.transaction() as session:
            daily.write_one(MAILS, session, person.id, now=now)

    @contextmanager
    def counted(self) -> Iterator[list[str]]:
        """The statements that are sent to the database inside the block."""
        told: list[str] = []

        def note(_: Any, __: Any, statement: str, *more: Any) -> None:
            told.append(statement)

        engines = {
            id(engine.pool): engine for engine in (self.database.writer, self.database.reader)
        }.values()
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield told
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def town(database: Database) -> Town:
    """A town without anybody; the test runs once on each kind of database."""
    return Town(database)


@dataclass(frozen=True, slots=True)
class House:
    """A whole application over a town."""

    app: Flask
    town: Town

    def ask(self, method: str, path: str, who: Person | None = None, **arguments: Any) -> Any:
        """The answer to a request, below the API where the path does not begin elsewhere."""
        headers = {**(who.headers if who else {}), **arguments.pop("headers", {})}
        whole = path if path.startswith("/unsubscribe") else f"/api/v1/me{path}"
        return self.app.test_client().open(whole, method=method, headers=headers, **arguments)


@pytest.fixture(scope="session")
def compiled_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled form of a site without content, to be copied."""
    folder = tmp_path_factory.mktemp("town")
    compile_site(write_site(folder / "site", {"site.toml": 'title = "Stone"\n'}), folder / "compiled")
    return folder / "compiled"


@pytest.fixture
def house(tmp_path: Path, database_url: str, compiled_town: Path) -> Iterator[House]:
    """A site without anybody; the test runs once on each kind of database."""
    settings = Testing(home=tmp_path, var=tmp_path / "var", database_url=database_url)
    shutil.copytree(compiled_town, settings.compiled)
    app = create_app(settings)
    yield House(app, Town(app.extensions[EXTENSION]))
    app.extensions[EXTENSION].dispose()
