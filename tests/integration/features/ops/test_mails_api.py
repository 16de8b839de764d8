"""The operator looks after mails."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import update
from tests.support.jobs import jobs, take
from tests.support.mails import LETTER, mails, send
from tests.support.operator import Operator

from portico.platform import clock
from portico.platform.jobs import leases
from portico.platform.jobs.tables import Job
from portico.platform.mail.outbox import FORGOTTEN
from portico.platform.mail.tables import Mail


def end_in(operator: Operator, state: str) -> int:
    """A mail that waits, was sent, or was given up."""
    now = clock.now()
    number = send(operator.database, now=now)
    assert number
    if state == "waiting":
        return number
    lease = take(operator.database, now)
    assert lease
    with operator.database.transaction() as session:
        if state == "parked":
            leases.park(session, lease, now=now, error="The mail server answered: 550 No.")
        else:
            leases.finish(session, lease, now=now)
            session.execute(update(Mail).where(Mail.id == number).values(sent_at=now))
    return number


@pytest.mark.parametrize("state", ["waiting", "sent", "parked"])
def test_a_mail_is_shown_and_listed_in_its_state(operator: Operator, state: str) -> None:
    numbers = {other: end_in(operator, other) for other in ("sent", "parked", "waiting")}
    shown = operator.get(f"/mails/{numbers[state]}").json
    assert shown["state"] == state
    assert (shown["sent_at"] is None) == (state != "sent")
    assert (shown["next_attempt_at"] is None) == (state != "waiting")
    assert shown["error"] == ("The mail server answered: 550 No." if state == "parked" else None)
    assert operator.get(f"/mails?state={state}").json["items"] == [shown]


def test_the_words_of_a_mail_are_not_shown(operator: Operator) -> None:
    number = send(operator.database)
    for path in ("/mails", f"/mails/{number}"):
        answer = operator.get(path).get_data(as_text=True)
        assert LETTER["recipient"] in answer
        assert "Schöne" not in answer


def test_mails_are_read_page_by_page_each_with_one_query(operator: Operator) -> None:
    numbers = [send(operator.database) for _ in range(5)]
    first = operator.get("/mails?limit=3").json
    with operator.statements() as statements:
        second = operator.get(f"/mails?limit=3&cursor={first['next_cursor']}").json
    assert sum(statement.startswith("SELECT mail") for statement in statements) == 1
    assert [one["id"] for one in first["items"] + second["items"]] == numbers[::-1]
    assert second["next_cursor"] is None


def test_a_test_mail_is_on_its_way(operator: Operator) -> None:
    answer = operator.post("/mails", {"recipient": "eve@example.net"})
    assert answer.status_code == 201
    assert answer.json["state"] == "waiting"
    assert operator.get(answer.headers["Location"].removeprefix("/api/v1/ops")).json == answer.json
    (mail,) = mails(operator.database)
    assert (mail.sender, mail.recipient) == ("Ada <ada@example.org>", "eve@example.net")
    assert mail.subject == "Mail from example.org arrives"
    assert jobs(operator.database)[0].id == mail.job_id


@pytest.mark.parametrize(
    "recipient", ["eve", "eve@example.net\r\nBcc: x@example.net", "a@b@c", "", "x" * 255]
)
def test_what_is_no_address_is_refused(operator: Operator, recipient: str) -> None:
    assert operator.post("/mails", {"recipient": recipient}).status_code == 422
    assert mails(operator.database) == []


def test_a_repeated_request_sends_one_mail(operator: Operator) -> None:
    body = {"recipient": "eve@example.net"}
    answers = [operator.post("/mails", body, **{"Idempotency-Key": "only-once"}) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len(mails(operator.database)) == 1


@pytest.mark.parametrize("state", ["sent", "parked"])
def test_a_mail_that_was_given_up_or_sent_is_sent_again(operator: Operator, state: str) -> None:
    number = end_in(operator, state)
    answer = operator.post(f"/mails/{number}/deliveries")
    assert answer.status_code == 202
    assert (answer.json["state"], answer.json["attempts"]) == ("waiting", 0)
    assert datetime.fromisoformat(answer.json["next_attempt_at"]) <= clock.now()
    lease = take(operator.database, clock.now())
    assert lease
    assert lease.id == answer.json["job"]
    assert operator.get("/jobs?state=parked").json["items"] == []


def test_a_mail_that_is_on_its_way_is_not_sent_again(operator: Operator) -> None:
    number = end_in(operator, "waiting")
    answer = operator.post(f"/mails/{number}/deliveries")
    assert answer.status_code == 409
    assert answer.json["code"] == "mail-on-its-way"
    assert len(jobs(operator.database)) == 1


def test_a_mail_whose_words_are_forgotten_is_not_sent_again(operator: Operator) -> None:
    number = end_in(operator, "sent")
    with operator.database.transaction() as session:
        session.execute(update(Mail).values(text=FORGOTTEN, html=None))
    answer = operator.post(f"/mails/{number}/deliveries")
    assert (answer.status_code, answer.json["code"]) == (409, "mail-forgotten")
    assert operator.get(f"/mails/{number}").json["state"] == "sent"


def test_a_mail_that_is_not_there_cannot_be_sent(operator: Operator) -> None:
    assert operator.post("/mails/1/deliveries").status_code == 404


@pytest.mark.parametrize("state", ["waiting", "sent", "parked"])
def test_only_a_mail_that_was_given_up_is_dropped_and_its_job_with_it(operator: Operator, state: str) -> None:
    number = end_in(operator, state)
    answer = operator.delete(f"/mails/{number}")
    left = len(mails(operator.database)), len(jobs(operator.database))
    if state == "parked":
        assert (answer.status_code, left) == (204, (0, 0))
    else:
        assert (answer.status_code, answer.json["code"], left) == (409, "mail-not-parked", (1, 1))


def test_the_job_of_a_mail_goes_only_with_its_mail(operator: Operator) -> None:
    end_in(operator, "parked")
    [job] = jobs(operator.database)
    answer = operator.delete(f"/jobs/{job.id}")
    assert (answer.status_code, answer.json["code"]) == (409, "job-not-parked")
    assert operator.delete("/mails/4711").status_code == 404


def test_a_mail_is_dropped_or_delivered_and_neither_waits_for_the_other_for_good(operator: Operator) -> None:
    number = end_in(operator, "parked")
    [job] = jobs(operator.database)
    with ThreadPoolExecutor(1) as pool:
        with operator.database.transaction() as session:
            # As a delivery does: first its job is marked, then its mail.
            session.execute(update(Job).where(Job.id == job.id).values(parked_at=None))
            dropping = pool.submit(operator.delete, f"/mails/{number}")
            time.sleep(0.3)
            session.execute(update(Mail).where(Mail.id == number).values(sent_at=clock.now()))
        assert (dropping.result().status_code, dropping.result().json["code"]) == (409, "mail-not-parked")
