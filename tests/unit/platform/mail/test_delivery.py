"""The job that delivers a mail."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, update
from tests.support.jobs import LENGTH, NOON, heard, job, jobs, take
from tests.support.mails import mails, send
from tests.support.smtp import MailServer, mail_server

from portico.platform.database import Database, DatabaseUnavailable
from portico.platform.jobs.attempt import perform
from portico.platform.jobs.run import Run
from portico.platform.mail.delivery import delivery
from portico.platform.mail.outbox import FORGOTTEN, KIND, post_again
from portico.platform.mail.tables import Mail
from portico.platform.mail.transport import Deliver, transport


def attempt(
    database: Database, server: MailServer, secret: Collection[str] = (), unkept: Collection[str] = ()
) -> None:
    """Take the next job and deliver its mail to the server."""
    lease = take(database)
    assert lease
    handler = delivery(transport(server.url), secret=secret, unkept=unkept)
    perform(lease, {KIND: handler}, database, lambda: NOON)


def test_a_mail_that_was_taken_is_sent_and_its_job_done(database: Database) -> None:
    send(database)
    with mail_server() as server, heard() as logs:
        attempt(database, server)
    (mail,) = mails(database)
    assert mail.sent_at == NOON
    assert job(database, mail.job_id).done_at == NOON
    assert server.ledger.accepted == [mail.message_id]
    assert [line["event"] for line in logs] == ["mail_sent", "job_done"]
    assert mail.recipient not in str(logs)


def test_an_outage_keeps_the_mail_for_a_later_attempt(database: Database) -> None:
    send(database)
    with mail_server(["451 data"]) as server:
        attempt(database, server)
    (mail,) = mails(database)
    waiting = job(database, mail.job_id)
    assert mail.sent_at is None
    assert waiting.parked_at is None
    assert waiting.error == "The mail server answered: 451 4.3.0 Disk full, come back later"


def test_a_refusal_for_good_parks_it_with_the_servers_sentence(database: Database) -> None:
    send(database)
    with mail_server(["550 rcpt"]) as server:
        attempt(database, server)
    parked = job(database, mails(database)[0].job_id)
    assert parked.parked_at == NOON
    assert parked.error == "The mail server answered: 550 5.1.1 There is nobody of that name"


def test_of_a_secret_mail_the_words_are_forgotten_when_it_is_sent(database: Database) -> None:
    send(database, kind="code", text="K7QM-2FZD", html="<b>K7QM-2FZD</b>")
    send(database, kind="other", text="Words.")
    with mail_server() as server:
        attempt(database, server, secret={"code"})
        attempt(database, server, secret={"code"})
    secret, other = mails(database)
    assert (secret.text, secret.html, secret.sent_at) == (FORGOTTEN, None, NOON)
    assert (other.text, other.sent_at) == ("Words.", NOON)
    assert "K7QM-2FZD" in server.ledger.messages[0].as_string()


@pytest.mark.parametrize("failure", ["451 data", "550 data"])
def test_a_secret_mail_that_did_not_leave_keeps_its_words(database: Database, failure: str) -> None:
    send(database, kind="code", text="K7QM-2FZD")
    with mail_server([failure]) as server:
        attempt(database, server, secret={"code"}, unkept={"code"})
    assert mails(database)[0].text == "K7QM-2FZD"


def test_a_last_mail_leaves_nothing_behind(database: Database) -> None:
    send(database, kind="last")
    with mail_server() as server:
        attempt(database, server, unkept={"last"})
    assert len(server.ledger.accepted) == 1
    assert mails(database) == []
    assert [job.done_at for job in jobs(database)] == [NOON]


def test_no_transaction_is_open_while_the_server_takes_its_time(database: Database) -> None:
    send(database)
    written: list[int | None] = []

    @contextmanager
    def slow() -> Iterator[Deliver]:
        written.append(send(database))
        yield lambda message: None

    lease = take(database)
    assert lease
    perform(lease, {KIND: delivery(slow)}, database, lambda: NOON)
    assert job(database, lease.id).done_at
    assert written[0]


def test_a_frozen_worker_that_wakes_up_cannot_mark_the_mail(database: Database) -> None:
    send(database)
    first = take(database)
    assert first
    assert take(database, NOON + LENGTH)
    with mail_server() as server:
        perform(first, {KIND: delivery(transport(server.url))}, database, lambda: NOON)
    assert mails(database)[0].sent_at is None


@pytest.mark.parametrize("change", ["forgotten", "sent", "given to another job"])
def test_a_mail_that_is_no_longer_this_jobs_is_left_alone(database: Database, change: str) -> None:
    number = send(database)
    assert number
    changes: dict[str, Callable[[object], object]] = {
        "forgotten": lambda session: session.execute(delete(Mail)),  # type: ignore[attr-defined]
        "sent": lambda session: session.execute(update(Mail).values(sent_at=NOON)),  # type: ignore[attr-defined]
        "given to another job": lambda session: post_again(session, number, now=NOON),  # type: ignore[arg-type]
    }
    with database.transaction() as session:
        changes[change](session)
    with mail_server() as server:
        attempt(database, server)
    assert server.ledger.accepted == []


def test_a_database_that_is_away_for_a_moment_does_not_double_the_mail(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(database)
    whole = Run.transaction
    calls: list[int] = []

    def away_at_first(run: Run) -> object:
        calls.append(1)
        if len(calls) < 3:
            raise DatabaseUnavailable
        return whole(run)

    monkeypatch.setattr(Run, "transaction", away_at_first)
    with mail_server() as server:
        attempt(database, server)
    assert len(calls) == 3
    assert len(server.ledger.accepted) == 1
    assert mails(database)[0].sent_at == NOON
