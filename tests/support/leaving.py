"""A site whose people leave and come back, with the clock in the hand of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portico import background
from portico.features.accounts import Farewell
from portico.features.accounts.leaving.anonymising import SCRUB
from portico.features.accounts.models import Account
from portico.features.accounts.replies import EXTENSION
from portico.features.accounts.working import Accounts
from portico.main import create_app
from portico.platform import clock
from portico.platform.database import Database
from portico.platform.jobs.attempt import perform
from portico.platform.jobs.queue import enqueue
from portico.platform.mail import outbox
from portico.platform.storage import Storage, open_storage
from portico.settings import Testing
from portico.web.database import EXTENSION as DATABASE
from tests.support.accounts import House, Person, Straight
from tests.support.jobs import take

GRACE = timedelta(days=30)
BEFORE = timedelta(seconds=1)


@dataclass
class Site:
    """The site, and what tests do with it."""

    house: House
    settings: Testing
    now: datetime = field(default_factory=clock.now)

    @property
    def database(self) -> Database:
        """Its main database."""
        return self.house.database

    @property
    def accounts(self) -> Accounts:
        """Its accounts."""
        assert isinstance(self.house.wire, Straight)
        found: Accounts = self.house.wire.app.extensions[EXTENSION]
        return found

    @property
    def farewell(self) -> Farewell:
        """What it does when somebody goes."""
        return self.accounts.farewell

    @property
    def storage(self) -> Storage:
        """Where it keeps files."""
        return open_storage(self.settings.storage, self.settings.signing_secret)

    def join(self, name: str = "ada", **more: Any) -> Person:
        """Somebody who is signed in."""
        return self.house.join(name, **more)

    def pass_by(self, time: timedelta) -> None:
        """Let time pass."""
        self.now += time

    def leave(self, person: Person, *, keep_comments: bool = True) -> datetime:
        """Have somebody close their account; gives when it is to be wiped."""
        answer = person.post("/me/deactivation", {"keep_comments": keep_comments})
        assert answer.status == 200, answer.body
        return datetime.fromisoformat(answer.json["deletion_at"])

    def account(self, account_id: int) -> Account:
        """An account as it is now."""
        with self.database.reading() as session:
            return session.scalars(select(Account).where(Account.id == account_id)).one()

    def work(self, *kinds: str) -> list[str]:
        """Put these jobs into the queue, and do everything that is due; gives the kinds of what was done."""
        jobs = background.jobs_of(self.settings, self.database)
        with self.database.transaction() as session:
            for kind in kinds:
                enqueue(session, kind, {}, now=self.now)
        done = []
        while lease := take(self.database, self.now):
            outcome = perform(lease, jobs._handlers, self.database, lambda: self.now)
            # Where the site has no mail server mails wait, and the disk is scrubbed again after the last.
            assert outcome == "job_done" or lease.kind in (outbox.KIND, SCRUB), (lease.kind, outcome)
            done.append(lease.kind)
        return done

    def written(self, person: Person) -> list[str]:
        """The kinds of letters to somebody, the latest first."""
        return [letter.kind for letter in self.house.letters(person.email)]


@contextmanager
def site(folder: Path, database_url: str, patch: pytest.MonkeyPatch, **more: Any) -> Iterator[Site]:
    """A site in a folder; what asks for the time asks the test."""
    settings = Testing(
        home=folder,
        var=folder / "var",
        database_url=database_url.replace("+psycopg", ""),
        public_url="https://site.test",
        registration="open",
        **more,
    )
    app = create_app(settings)
    database: Database = app.extensions[DATABASE]
    made = Site(House(Straight(app), database), settings)
    patch.setattr(clock, "now", lambda: made.now)
    try:
        yield made
    finally:
        database.dispose()


SiteMaker = Callable[..., Site]
