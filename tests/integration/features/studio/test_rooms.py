"""What the rooms of the studio are told: what waits for whom, what it says, and in how few queries."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select
from tests.support.accounts import House, Person, Straight
from tests.support.jobs import add, take
from tests.support.mails import send
from tests.support.sites import compile_site, write_site

from portico.features.studio.rooms import ROOMS
from portico.features.traffic.models import PageView
from portico.main import create_app
from portico.platform import clock
from portico.platform.backup import mark
from portico.platform.jobs import leases
from portico.platform.jobs.tables import Job
from portico.settings import Testing
from portico.web.database import EXTENSION

SITE = {
    "site.toml": 'title = "Stone"\n',
    "content/blog/first.md": "---\ntitle: First\ndate: 2026-01-01\n---\n\nA wall.\n\n<Galery />\n",
}
LIMIT = {"summary": 6, "mails": 1, "jobs": 1, "flags": 0, "content-problems": 0, "traffic": 3, "health": 6}
"""By room: how many queries it may take. Each thing that waits is counted by one."""


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a slip in its content, to be copied."""
    folder = tmp_path_factory.mktemp("slip")
    compile_site(write_site(folder / "site", SITE), folder / "compiled")
    return folder / "compiled"


@pytest.fixture
def house(tmp_path: Path, var: Path, database_url: str, compiled: Path) -> Iterator[House]:
    """That site over each kind of database."""
    url = database_url.replace("+psycopg", "")
    settings = Testing(home=tmp_path, var=var, database_url=url, mail_from="Ada <ada@example.org>")
    shutil.copytree(compiled, settings.compiled)
    app = create_app(settings)
    yield House(Straight(app), app.extensions[EXTENSION])
    app.extensions[EXTENSION].dispose()


@pytest.fixture
def owner(house: House) -> Person:
    return house.let_in(house.make(role="owner"))


@contextmanager
def queries(house: House) -> Iterator[list[str]]:
    """The statements that are read inside the block."""
    said: list[str] = []

    def listen(*told: object) -> None:
        said.extend([str(told[2])] if str(told[2]).startswith("SELECT") else [])

    event.listen(house.database.reader, "before_cursor_execute", listen)
    yield said
    event.remove(house.database.reader, "before_cursor_execute", listen)


def give_up(house: House) -> None:
    """Have the only job that is due be given up."""
    now = clock.now()
    lease = take(house.database, now)
    assert lease
    with house.database.transaction() as session:
        leases.park(session, lease, now=now, error="550 No.")


def waiting(person: Person) -> dict[str, int]:
    return {one["path"]: one["count"] for one in person.get("/studio/summary").json["waiting"]}


def test_what_waits_is_counted_for_whom_it_waits(house: House, owner: Person) -> None:
    calm = waiting(owner)
    assert calm["/studio/outbox"] == calm["/studio/jobs"] == 0
    assert calm["/studio/content"] == 1
    send(house.database, now=clock.now())
    give_up(house)
    add(house.database, "sweep", now=clock.now())
    give_up(house)
    busy = waiting(owner)
    assert (busy["/studio/outbox"], busy["/studio/jobs"]) == (1, 1)
    moderator = house.let_in(house.make(role="moderator"))
    assert not {"/studio/outbox", "/studio/jobs", "/studio/content"} & set(waiting(moderator))


def test_every_room_is_told_in_few_queries_and_nothing_keeps_the_answer(house: House, owner: Person) -> None:
    for _ in range(3):
        send(house.database, now=clock.now())
    owner.get("/studio/summary")
    for room, most in LIMIT.items():
        with queries(house) as said:
            reply = owner.get(f"/studio/{room}")
        assert (room, reply.status) == (room, 200)
        assert reply.all("Cache-Control") == ["private, no-store"]
        assert len(said) <= most, (room, said)


def test_a_mail_that_was_given_up_is_sent_again(house: House, owner: Person) -> None:
    number = send(house.database, now=clock.now())
    give_up(house)
    shown = owner.get("/studio/mails?state=parked").json["items"]
    assert [(one["id"], one["error"]) for one in shown] == [(number, "550 No.")]
    sent = owner.post(f"/studio/mails/{number}/deliveries")
    assert (sent.status, sent.json["state"], sent.json["attempts"]) == (202, "waiting", 0)
    assert owner.post(f"/studio/mails/{number}/deliveries").code == "mail-on-its-way"
    assert owner.post("/studio/mails/999/deliveries").status == 404


def test_a_job_that_was_given_up_runs_again(house: House, owner: Person) -> None:
    number = add(house.database, "sweep", now=clock.now())
    give_up(house)
    shown = owner.get("/studio/jobs?state=parked").json["items"]
    assert [(one["id"], one["kind"]) for one in shown] == [(number, "sweep")]
    again = owner.post(f"/studio/jobs/{number}/runs")
    assert (again.status, again.json["state"], again.json["attempts"]) == (202, "waiting", 0)
    with house.database.transaction() as session:
        job = session.scalars(select(Job).where(Job.id == number)).one()
        job.done_at = clock.now()
    assert owner.post(f"/studio/jobs/{number}/runs").code == "job-runs"


def test_problems_of_the_content_are_told_with_their_line(owner: Person) -> None:
    found = owner.get("/studio/content-problems").json
    assert found["total"] == 1
    (problem,) = found["items"]
    assert (problem["path"], problem["line"]) == ("content/blog/first.md", 8)
    assert problem["hint"]


def test_the_machine_tells_its_sizes_and_its_last_backup(owner: Person, var: Path) -> None:
    before = owner.get("/studio/health").json
    assert before["health"]["report"]["parts"]
    assert before["database_bytes"] > 10_000
    assert 0 < before["disk_free_bytes"] <= before["disk_bytes"]
    assert before["backed_up_at"] is None
    mark.leave(var)
    night = datetime(2026, 5, 1, 3, 15, tzinfo=UTC)
    os.utime(var / mark.NAME, (night.timestamp(), night.timestamp()))
    assert owner.get("/studio/health").json["backed_up_at"] == "2026-05-01T03:15:00Z"


def test_traffic_tells_every_day_and_what_was_read_most(house: House, owner: Person) -> None:
    today = clock.now().date()
    counted = [
        ("/a", 0, "", 3),
        ("/a", 0, "news.example.net", 2),
        ("/b", 6, "", 4),
        ("/a", 7, "old.example.net", 5),
        ("/c", 14, "", 7),
    ]
    with house.database.transaction() as session:
        for path, ago, site, views in counted:
            session.add(PageView(path=path, day=today - timedelta(days=ago), referrer=site, views=views))
    told = owner.get("/studio/traffic?days=7").json
    assert (told["views"], told["views_before"]) == (9, 5)
    assert [one["views"] for one in told["by_day"]] == [4, 0, 0, 0, 0, 0, 5]
    assert told["pages"] == [{"path": "/a", "views": 5}, {"path": "/b", "views": 4}]
    assert told["sites"] == [{"site": "news.example.net", "views": 2}]
    assert owner.get("/studio/traffic?days=8").status == 422


def test_the_rooms_are_the_same_page_for_everyone_and_hold_nothing(house: House, owner: Person) -> None:
    send(house.database, now=clock.now())
    wire = house.wire
    assert isinstance(wire, Straight)
    app: Flask = wire.app
    rooms = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == "studio.show_room"]
    assert len(rooms) == len(ROOMS)
    for room in rooms:
        seen = [who.page(room).body for who in (house.person(), owner)]
        assert seen[0] == seen[1]
        assert b"<studio-" in seen[0]
