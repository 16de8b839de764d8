"""The outbox: mails and their jobs are written with their cause."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from tests.support.jobs import NOON, jobs
from tests.support.mails import LETTER, mails, send

from portico.platform.database import Database
from portico.platform.errors import Invalid
from portico.platform.jobs.tables import Job
from portico.platform.mail.outbox import KEPT, KIND, post, post_again, sweep
from portico.platform.mail.tables import Mail


def test_a_mail_and_its_job_are_written_together(database: Database) -> None:
    number = send(database)
    (mail,), (job,) = mails(database), jobs(database)
    assert mail.id == number
    assert mail.job_id == job.id
    assert (job.kind, job.payload) == (KIND, {"mail": number})


def test_neither_is_written_when_their_cause_is_not(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _post_and_fail(database)
    assert mails(database) == []
    assert jobs(database) == []


def test_of_one_key_there_is_one_mail(database: Database) -> None:
    assert send(database, key="error:1") is not None
    assert send(database, key="error:1") is None
    assert len(mails(database)) == len(jobs(database)) == 1


def test_each_mail_has_a_name_of_its_own_at_the_domain_of_its_sender(database: Database) -> None:
    send(database)
    send(database)
    names = {mail.message_id for mail in mails(database)}
    assert len(names) == 2
    assert all(re.fullmatch(r"<[0-9a-f]{32}@example\.org>", name) for name in names)


@pytest.mark.parametrize("field", ["sender", "recipient", "subject"])
@pytest.mark.parametrize(
    "control", ["\r\nBcc: eve@example.org", "\nX: y", "\rX: y", "\0", "\u2028", "\ud800"]
)
def test_a_header_cannot_be_smuggled_in(database: Database, field: str, control: str) -> None:
    with pytest.raises(Invalid):
        send(database, **{field: LETTER[field] + control})
    assert mails(database) == []


@pytest.mark.parametrize("field", ["text", "html"])
@pytest.mark.parametrize("character", ["\0", "\udc80"])
def test_a_body_holds_only_what_both_databases_and_the_wire_can(
    database: Database, field: str, character: str
) -> None:
    with pytest.raises(Invalid):
        send(database, **{field: f"a{character}b"})


def test_a_mail_can_be_sent_again(database: Database) -> None:
    number = send(database)
    assert number
    with database.transaction() as session:
        session.execute(update(Mail).values(sent_at=NOON))
        job_id = post_again(session, number, now=NOON)
    mail = mails(database)[0]
    assert (mail.job_id, mail.sent_at) == (job_id, None)
    assert len(jobs(database)) == 2


def test_the_sweep_finds_mails_whose_job_has_vanished(database: Database) -> None:
    send(database)
    with database.transaction() as session:
        session.execute(delete(Job))
    assert mails(database)[0].job_id is None
    for _ in range(2):
        with database.transaction() as session:
            sweep(session, NOON)
    assert len(jobs(database)) == 1
    assert mails(database)[0].job_id == jobs(database)[0].id


def test_the_sweep_leaves_alone_what_waits_and_forgets_what_was_sent_long_ago(database: Database) -> None:
    send(database)
    sent = send(database)
    with database.transaction() as session:
        session.execute(update(Mail).where(Mail.id == sent).values(sent_at=NOON))
    for age, left in ((KEPT, 2), (KEPT + timedelta(seconds=1), 1)):
        with database.transaction() as session:
            sweep(session, NOON + age)
        assert len(mails(database)) == left
    assert len(jobs(database)) == 2


def _post_and_fail(database: Database) -> None:
    with database.transaction() as session:
        post(session, **LETTER, now=NOON)
        raise ZeroDivisionError
