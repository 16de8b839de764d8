"""Mails through outages of the mail server and deaths of the workers: none lost, hardly any doubled."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.support.mails import LETTER, mails
from tests.support.smtp import FAILURES, MailServer, mail_server
from tests.support.waiting import eventually
from tests.support.workers import Farm, Workers, farm, workers

from portico.features.accounts import Letters
from portico.platform import clock
from portico.platform.database import Database
from portico.platform.mail.outbox import FORGOTTEN, post
from portico.platform.mail.tables import Mail

MAILS = int(os.environ.get("PORTICO_TEST_MAILS", "40"))
OUTAGES = MAILS // 5
KILLS = max(3, MAILS // 20)
PASSING = [failure for failure in FAILURES if failure != "hang" or MAILS >= 1000]
"""What goes wrong; a server that hangs costs each time half a minute."""
PATIENCE = 120 + MAILS / 2
LETTERS = Letters(lambda: "A site", "https://site.test", LETTER["sender"])
CODE = "K7QM2FZD"


@pytest.fixture(scope="module")
def hall() -> Iterator[Farm]:
    """Where the workers of these tests come from."""
    with farm() as made:
        yield made


def plan() -> list[str]:
    """Which connections fail and how, among the many that go well."""
    failures = [PASSING[number % len(PASSING)] for number in range(OUTAGES)]
    connections = failures + [""] * MAILS
    random.shuffle(connections)
    return connections


def unsent(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Mail.sent_at.is_(None))) or 0


def test_mails_outlast_outages_and_deaths(hall: Farm, database: Database, tmp_path: Path) -> None:
    with mail_server(plan()) as server:
        with workers(hall, database, environ=_settings(server, tmp_path)) as hands:
            _storm(database, hands)
            eventually(lambda: unsent(database) == 0, PATIENCE)
        eventually(lambda: not server.open)
    doubled = Counter(server.ledger.accepted) - Counter(set(server.ledger.accepted))
    assert set(server.ledger.accepted) == {mail.message_id for mail in mails(database)}, "none is lost"
    assert doubled <= Counter(server.ledger.cut), "doubled only where the connection was cut after the dot"
    assert sum(server.ledger.failures.values()) >= OUTAGES // 2
    assert {mail.text == FORGOTTEN for mail in mails(database) if mail.kind == "sign-in-code"} == {True}
    _tell(server, doubled)


def _storm(database: Database, hands: Workers) -> None:
    """Enqueue mails while workers are killed and others take their place."""
    crew = [_hire(hands) for _ in range(1 if database.dialect == "sqlite" else 2)]
    for _ in range(KILLS):
        with database.transaction() as session:
            for _ in range(-(-MAILS // KILLS // 2)):
                post(session, **LETTER, now=clock.now())
                LETTERS.tell(session, LETTER["recipient"], "sign-in-code", now=clock.now(), code=CODE)
        time.sleep(random.uniform(0.05, 0.5))
        hands.end(crew.pop(0), signal.SIGKILL)
        crew.append(_hire(hands))


def _hire(hands: Workers) -> int:
    return hands.start("worker", "--lease", "1", "--threads", "4")


def _settings(server: MailServer, home: Path) -> dict[str, str]:
    return {
        "PORTICO_HOME": str(home),
        "PORTICO_MAIL_URL": server.url,
        "PORTICO_MAIL_FROM": LETTER["sender"],
        "PORTICO_LOG_LEVEL": "ERROR",
    }


def _tell(server: MailServer, doubled: Counter[str]) -> None:
    ledger = server.ledger
    sys.stdout.write(
        f"{MAILS} mails, {sum(ledger.failures.values())} outages {dict(ledger.failures)}, {KILLS} kills: "
        f"{len(set(ledger.accepted))} arrived, {doubled.total()} doubled, {len(ledger.cut)} cut after the dot"
        "\n"
    )
