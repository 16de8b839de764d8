"""The mails about what happened: at once, in the morning, and not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session
from tests.integration.features.notifications.conftest import MAILS, Town
from tests.support.jobs import NOON
from tests.support.waiting import eventually

from portico.features import notifications
from portico.features.notifications import choosing, keeping, listing
from portico.features.notifications.daily import LISTED, is_due
from portico.features.notifications.mailing import AT_ONCE
from portico.platform.jobs.run import Handler
from portico.platform.jobs.worker import Jobs, Pace
from portico.platform.mail import outbox
from portico.platform.mail.correspondence import Correspondence

MORNING = datetime(2026, 5, 2, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROOT = Path(__file__).parents[4]


def test_a_mail_goes_out_after_a_moment_and_says_how_to_have_no_more(town: Town) -> None:
    ada, bob = town.settle("ada"), town.settle("bob")
    town.tell(ada, by=bob, excerpt="Why does the lamp turn?")
    assert town.work(NOON) == []
    assert town.work() == ["job_done", "job_done"]
    (mail,) = town.mails()
    assert (mail.recipient, mail.subject) == ("ada@example.org", "An answer to you under “A lighthouse”")
    assert "bob answered you under “A lighthouse”." in mail.text
    assert "Why does the lamp turn?" in mail.text
    assert "https://site.test/writing/lighthouse#comment-12" in mail.text
    headers = mail.headers or {}
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address in mail.text
    stop = MAILS.stops.read(address.partition("token=")[2])
    assert (stop.account_id, stop.scope) == (ada.id, "reply")


def test_what_was_read_withdrawn_or_unwanted_meanwhile_is_not_mailed(town: Town) -> None:
    ada, bob, poor = town.settle("ada"), town.settle("bob"), town.settle("poor", address=False)
    town.tell(ada, by=bob, about="read")
    with town.database.transaction() as session:
        listing.read_up_to(session, ada.id, 1, now=NOON)
    town.tell(ada, by=bob, about="withdrawn")
    with town.database.transaction() as session:
        notifications.Notifier().withdraw(session, "withdrawn")
    town.tell(ada, by=bob, kind="mention")
    with town.database.transaction() as session:
        choosing.choose(session, ada.id, mail={"mention": "none"})
    town.tell(ada, poor, by=bob, kind="mention", about="silent")
    assert set(town.work()) == {"job_done"}
    assert town.mails() == []
    assert (town.unread(ada), town.unread(poor)) == (2, 1)


def test_who_gets_many_gets_the_rest_in_the_morning(town: Town) -> None:
    ada, bob = town.settle("ada"), town.settle("bob")
    for number in range(AT_ONCE.amount + 2):
        town.tell(ada, by=bob, about=f"comment:{number}")
    town.work()
    assert len(town.mails()) == AT_ONCE.amount
    town.write_day(ada, MORNING)
    last = town.mails()[-1]
    assert len(town.mails()) == AT_ONCE.amount + 1
    assert last.text.count("bob answered you") == 2
    assert (
        MAILS.stops.read((last.headers or {})["List-Unsubscribe"].strip("<>").partition("token=")[2]).scope
        == "daily"
    )


@pytest.mark.parametrize(
    ("zone", "due"),
    [
        (None, [False, True]),
        ("Europe/Vienna", [True, True]),
        ("America/New_York", [False, False]),
        ("Pacific/Kiritimati", [True, True]),
    ],
)
def test_the_day_begins_where_its_reader_is(zone: str | None, due: list[bool]) -> None:
    assert [is_due(zone, None, MORNING + timedelta(minutes=minutes)) for minutes in (-1, 0)] == due


def test_a_mail_of_the_day_is_written_once_in_a_day_and_gathers_what_is_new(town: Town) -> None:
    ada, bob = town.settle("ada"), town.settle("bob")
    with town.database.transaction() as session:
        choosing.choose(session, ada.id, mail={"reply": "daily"}, timezone="Europe/Vienna")
    for number in range(LISTED + 3):
        town.tell(ada, by=bob, about=f"comment:{number}")
    with town.database.transaction() as session:
        listing.read_one(session, ada.id, 1, now=NOON)
    early = datetime(2026, 5, 2, 5, 59, tzinfo=UTC)
    town.write_day(ada, early)
    assert town.mails() == []
    for moment in (early + timedelta(minutes=1), early + HOUR):
        town.write_day(ada, moment)
    (mail,) = town.mails()
    assert mail.text.count("bob answered you") == LISTED
    assert "And 2 more." in mail.text
    town.tell(ada, by=bob, about="later")
    town.write_day(ada, early + 12 * HOUR)
    assert len(town.mails()) == 1
    town.write_day(ada, early + 24 * HOUR + timedelta(minutes=1))
    assert len(town.mails()) == 2


def test_a_day_on_which_nothing_is_new_has_no_mail(town: Town) -> None:
    ada, bob = town.settle("ada"), town.settle("bob")
    town.tell(ada, by=bob, kind="reaction")
    with town.database.transaction() as session:
        keeping.remove_from(session, bob.id, told=ada.id)
    town.tell(ada, by=bob, kind="reaction", about="read")
    with town.database.transaction() as session:
        listing.read_up_to(session, ada.id, 2, now=NOON)
    town.write_day(ada, MORNING)
    assert town.mails() == []
    town.tell(ada, by=bob, kind="reaction", about="new", now=MORNING)
    town.write_day(ada, MORNING + HOUR)
    assert len(town.mails()) == 1


def test_two_workers_write_each_mail_of_the_day_once_though_one_attempt_fails(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob, people = town.settle("bob"), [town.settle(f"reader{number}") for number in range(12)]
    town.tell(*people, by=bob, kind="reaction")
    tell, failed = Correspondence.tell, list[str]()

    def fail_once(self: Correspondence, session: Session, to: str, name: str, **told: Any) -> None:
        tell(self, session, to, name, **told)
        if to == "reader5@example.org" and not failed:
            failed.append(to)
            raise RuntimeError("the power was lost")

    monkeypatch.setattr(Correspondence, "tell", fail_once)
    with working(town), working(town):
        eventually(lambda: len(town.mails()) == len(people))
    assert failed
    # However often the hour strikes, and whoever hears it first.
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda person: town.write_day(person, MORNING), people * 2))
    assert sorted(mail.recipient for mail in town.mails()) == sorted(
        f"{person.username}@example.org" for person in people
    )


def test_two_worker_processes_write_each_mail_of_the_day_once(town: Town) -> None:
    bob, people = town.settle("bob"), [town.settle(f"reader{number}") for number in range(12)]
    with two_workers(town) as work:
        for day in (1, 2):
            town.tell(*people, by=bob, kind="reaction", about=f"comment:{day}")
            work(MORNING + day * timedelta(days=1), "carefully")
            mails = [mail.recipient for mail in town.mails()]
            assert sorted(mails) == sorted(f"{one.username}@example.org" for one in people * day)
        # Two that look first, and then write, are noticed.
        town.tell(*people, by=bob, kind="reaction", about="comment:3")
        work(MORNING + 3 * timedelta(days=1), "carelessly")
        assert len(town.mails()) > 3 * len(people)


@contextmanager
def two_workers(town: Town) -> Iterator[Callable[[datetime, str], None]]:
    """Two processes over the town; gives what has both come to one morning, and waits until they are done."""
    url = town.database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.support.mornings", url]
    piped: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as stack:
        both = [stack.enter_context(subprocess.Popen(command, cwd=ROOT, **piped)) for _ in range(2)]

        def answers() -> list[str]:
            return [worker.stdout.readline().strip() for worker in both if worker.stdout]

        def work(morning: datetime, how: str) -> None:
            for worker in both:
                print(morning.isoformat(), how, file=worker.stdin, flush=True)
            assert answers() == [how, how]

        assert answers() == ["ready", "ready"]
        yield work
        for worker in both:
            worker.terminate()


@contextmanager
def working(town: Town) -> Iterator[None]:
    """A worker of its own, whose clock goes from a morning on as fast as it can."""
    ticks = count()
    jobs = Jobs(
        town.database,
        handlers=notifications.handlers(MAILS) | {outbox.KIND: Handler(lambda _: None)},
        periodic=notifications.periodic(MAILS),
        now=lambda: MORNING + next(ticks) * timedelta(seconds=1),
        pace=Pace(look=0.05),
    )
    jobs.start()
    try:
        yield
    finally:
        jobs.stop()
