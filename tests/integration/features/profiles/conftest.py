"""A site whose members have profiles, on each kind of database or storage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import urllib3
from flask import Flask
from tests.support.hostile_images import encoded, picture
from tests.support.jobs import take
from tests.support.people import Person, join
from tests.support.sites import compile_site, write_site

from portico.features import profiles
from portico.features.profiles.serving import EXTENSION, Profiles
from portico.features.profiles.sweeping import sweep
from portico.main import create_app
from portico.platform import clock
from portico.platform.database import Database
from portico.platform.jobs.attempt import perform
from portico.platform.jobs.queue import enqueue
from portico.platform.storage import Storage
from portico.settings import Testing
from portico.web.database import EXTENSION as DATABASE

SWEEP = "sweep_storage"
PORTRAIT = encoded("JPEG", picture(300, 200))


@dataclass(frozen=True, slots=True)
class House:
    """An application, and what tests do with it."""

    app: Flask
    settings: Testing

    @property
    def database(self) -> Database:
        """Its main database."""
        found: Database = self.app.extensions[DATABASE]
        return found

    @property
    def storage(self) -> Storage:
        """Where it keeps files."""
        feature: Profiles = self.app.extensions[EXTENSION]
        return feature.storage

    def ask(self, method: str, path: str, who: Person | None = None, **arguments: Any) -> Any:
        """The answer to a request."""
        headers = {**(who.headers if who else {}), **arguments.pop("headers", {})}
        return self.app.test_client().open(path, method=method, headers=headers, **arguments)

    def begin(self, who: Person, data: bytes, purpose: str = "avatar", kind: str = "image/jpeg") -> Any:
        """Leave to send these bytes."""
        body = {"purpose": purpose, "content_type": kind, "size": len(data)}
        answer = self.ask("POST", "/api/v1/uploads", who, json=body)
        assert answer.status_code == 201, answer.json
        return answer.json

    def send(self, leave: Any, data: bytes, **headers: str) -> int:
        """Send bytes to where leave was given, and give the status."""
        told = {**leave["headers"], **headers}
        if "/api/v1/uploads/slots/" in leave["url"]:
            path = urlsplit(leave["url"]).path
            return int(self.ask("PUT", path, data=data, headers=told).status_code)
        return urllib3.request("PUT", leave["url"], body=data, headers=told, retries=False).status

    def confirm(self, who: Person, leave: Any, **more: Any) -> Any:
        """The answer to whoever says that the bytes are there."""
        body = {"confirm_token": leave["confirm_token"], **more}
        return self.ask("POST", "/api/v1/uploads/confirm", who, json=body)

    def upload(self, who: Person, data: bytes = PORTRAIT, purpose: str = "avatar", **more: Any) -> Any:
        """Send a picture, and give what is said of it."""
        leave = self.begin(who, data, purpose)
        assert self.send(leave, data) in (200, 204)
        return self.confirm(who, leave, **more)

    def work(self, now: datetime | None = None) -> int:
        """Do every job of profiles that is due, and say how many those were."""
        handlers = profiles.handlers(self.storage) | {SWEEP: sweep(self.storage)}
        moment = now or clock.now()
        done = 0
        while lease := take(self.database, moment):
            assert perform(lease, handlers, self.database, lambda: moment) == "job_done"
            done += 1
        return done

    def sweep(self, now: datetime) -> None:
        """Sweep the storage at a moment."""
        with self.database.transaction() as session:
            enqueue(session, SWEEP, {}, now=now)
        assert self.work(now)

    def keys(self, prefix: str = "") -> list[str]:
        """What the storage holds."""
        return sorted(self.storage.listed(prefix))


@pytest.fixture
def make_house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Makes a house of a database and a storage."""
    made: list[House] = []

    def make(database_url: str, storage_url: str = "") -> House:
        site = write_site(tmp_path / "site", {"site.toml": 'title = "Stone"\n'})
        settings = Testing(
            home=tmp_path,
            site=site,
            var=tmp_path / "var",
            database_url=database_url,
            storage_url=storage_url,
            public_url="https://site.test",
        )
        compile_site(site, settings.compiled)
        made.append(House(create_app(settings), settings))
        return made[-1]

    yield make
    for house in made:
        house.database.dispose()


@pytest.fixture
def house(make_house: Callable[..., House], database_url: str) -> House:
    """A house on each kind of database, with files in a folder."""
    return make_house(database_url)


@pytest.fixture
def stored(make_house: Callable[..., House], sqlite_url: str, storage_url: str) -> House:
    """A house on each kind of storage."""
    return make_house(sqlite_url, storage_url)


@pytest.fixture
def ada(request: pytest.FixtureRequest) -> Person:
    """A member of the house that the test uses."""
    name = "house" if "house" in request.fixturenames else "stored"
    house: House = request.getfixturevalue(name)
    return join(house.database)
