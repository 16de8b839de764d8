"""The outbox: a mail and the job that delivers it, written in the transaction of their cause."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from portico.platform.database import delete_rows, insert_of
from portico.platform.errors import Invalid
from portico.platform.jobs.queue import Priority, enqueue
from portico.platform.jobs.tables import Job
from portico.platform.mail.addresses import domain_of, one_line, recipient_address, sender_address
from portico.platform.mail.tables import Mail

KIND = "mail.send"
"""The kind of job that delivers a mail."""
KEPT = timedelta(days=30)
"""How long a mail that was sent can still be looked at."""
FORGOTTEN = ""
"""The text of a mail that was sent and whose words were not for keeping."""
LONGEST_SUBJECT = 500
OWN = {"Reply-To": 320, "List-Unsubscribe": 900, "List-Unsubscribe-Post": 60}
"""The headers that a mail may have beyond those that all have, and how long they may be."""
AT_ONCE = 10_000


def post(  # noqa: PLR0913 - a mail consists of so much
    session: Session,
    *,
    kind: str,
    sender: str,
    recipient: str,
    subject: str,
    text: str,
    html: str | None = None,
    headers: Mapping[str, str] | None = None,
    now: datetime,
    key: str | None = None,
) -> int | None:
    """Have a mail delivered once this transaction is committed; `headers` are some of `OWN`.

    Gives the mail's number, and None when there is one of this key already. Raises Invalid when a
    header would hold more than its line, or an address is none.
    """
    sender = sender_address(sender)
    values = {
        "kind": kind,
        "key": key,
        "message_id": f"<{secrets.token_hex(16)}@{domain_of(sender)}>",
        "sender": sender,
        "recipient": recipient_address(recipient),
        "subject": one_line("subject", subject, LONGEST_SUBJECT),
        "text": _body(text),
        "html": None if html is None else _body(html),
        "headers": {name: one_line(name, value, OWN[name]) for name, value in (headers or {}).items()}
        or None,
        "created_at": now,
    }
    insert = insert_of(session)
    statement = insert(Mail).values(values).on_conflict_do_nothing(index_elements=[Mail.key])
    made = session.scalar(statement.returning(Mail.id))
    if made is not None:
        _have_delivered(session, made, now)
    return made


def post_again(session: Session, mail_id: int, *, now: datetime) -> int:
    """Have a mail delivered that was parked or sent before; gives the number of its new job."""
    session.execute(update(Mail).where(Mail.id == mail_id).values(sent_at=None))
    return _have_delivered(session, mail_id, now)


def forget(session: Session, addresses: Sequence[str]) -> None:
    """Forget every mail to these addresses, which are in lower case, and what became of it.

    A mail that is being delivered at this moment may still arrive.
    """
    _forget(session, func.lower(Mail.recipient).in_(addresses))


def forget_old(session: Session, kinds: Collection[str], *, before: datetime) -> None:
    """Forget the mails of these kinds that were written before a moment, delivered or not."""
    _forget(session, Mail.kind.in_(kinds) & (Mail.created_at < before))


def sweep(session: Session, now: datetime) -> None:
    """Have those mails delivered whose job has vanished, and forget those that were sent long ago."""
    orphans = select(Mail.id).where(Mail.sent_at.is_(None), Mail.job_id.is_(None)).limit(AT_ONCE)
    for mail_id in session.scalars(orphans).all():
        _have_delivered(session, mail_id, now)
    old = select(Mail.id).where(Mail.sent_at < now - KEPT).limit(AT_ONCE)
    delete_rows(session, Mail, Mail.id.in_(old))


def _forget(session: Session, which: ColumnElement[bool]) -> None:
    """Forget mails and all of their jobs, which may quote what a server said of an address."""
    numbers = list(session.scalars(select(Mail.id).where(which)))
    told = Job.kind == KIND, Job.payload["mail"].as_integer().in_(numbers)
    # The jobs first, as a delivery takes its locks in that order.
    delete_rows(session, Job, *told)
    delete_rows(session, Mail, Mail.id.in_(numbers))


def _have_delivered(session: Session, mail_id: int, now: datetime) -> int:
    job_id = enqueue(session, KIND, {"mail": mail_id}, now=now, priority=Priority.HIGH)
    assert job_id is not None  # it has no key
    session.execute(update(Mail).where(Mail.id == mail_id).values(job_id=job_id))
    return job_id


def _body(text: str) -> str:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Invalid("The text of a mail holds characters that cannot be sent.")
    return text
