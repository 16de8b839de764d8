"""Looking after mails: the operator sees them, sends one to see that mails arrive, and sends some again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, literal, null, select
from sqlalchemy.orm import Session

from portico.features.ops import jobs
from portico.features.ops.schemas import MailAnswer, MailState
from portico.platform.errors import Conflict, NotFound
from portico.platform.jobs.tables import Job
from portico.platform.mail import letters, outbox
from portico.platform.mail.addresses import domain_of
from portico.platform.mail.tables import Mail

STATE = case(
    (Mail.sent_at.is_not(None), literal("sent")),
    (Job.parked_at.is_not(None), literal("parked")),
    else_=literal("waiting"),
)
IN_STATE = {
    "sent": Mail.sent_at.is_not(None),
    "parked": and_(Mail.sent_at.is_(None), Job.parked_at.is_not(None)),
    "waiting": and_(Mail.sent_at.is_(None), Job.parked_at.is_(None)),
}


class MailOnItsWay(Conflict):
    """The mail will be delivered without anybody asking for it."""

    code = "mail-on-its-way"
    title = "This mail is on its way"


class MailForgotten(Conflict):
    """The mail was sent and its words were secret, so that nobody has them any more."""

    code = "mail-forgotten"
    title = "The words of this mail are forgotten"


class MailNotParked(Conflict):
    """Only a mail that was given up can be dropped."""

    code = "mail-not-parked"
    title = "This mail was not given up"


def list_mails(
    session: Session, *, state: MailState | None = None, before: int | None = None, limit: int
) -> tuple[MailAnswer, ...]:
    """Mails in this state, the newest first, those numbered lower than `before`."""
    chosen = _mails().order_by(Mail.id.desc()).limit(limit)
    if state is not None:
        chosen = chosen.where(IN_STATE[state])
    if before is not None:
        chosen = chosen.where(Mail.id < before)
    return tuple(_answer(row) for row in session.execute(chosen))


def find_mail(session: Session, number: int) -> MailAnswer:
    """One mail. Raises NotFound."""
    row = session.execute(_mails().where(Mail.id == number)).one_or_none()
    if row is None:
        raise _no_mail(number)
    return _answer(row)


def send_test_mail(session: Session, recipient: str, *, sender: str, now: datetime) -> int:
    """Send a mail that says that mails arrive; gives its number. Raises Invalid for what is no address."""
    letter = letters.write("test", site=domain_of(sender))
    number = outbox.post(
        session,
        kind="test",
        sender=sender,
        recipient=recipient,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        now=now,
    )
    assert number is not None  # it has no key
    return number


def deliver_again(session: Session, number: int, *, now: datetime) -> None:
    """Send a mail that was given up, or was sent before.

    Raises NotFound, MailForgotten and MailOnItsWay.
    """
    mail, job = _locked(session, number)
    if mail.sent_at is not None and mail.text == outbox.FORGOTTEN:
        raise MailForgotten("Codes and links that let somebody in are not kept. Have a new one made.")
    if job is None or job.done_at is not None:
        outbox.post_again(session, number, now=now)
    elif job.parked_at is not None:
        jobs.run_again(session, job.id, now=now)
    else:
        raise MailOnItsWay("The mail has not been given up. It is attempted again by itself.")


def drop_mail(session: Session, number: int) -> None:
    """Forget a mail that was given up, and its job. Raises NotFound, MailNotParked and MailOnItsWay."""
    mail, job = _locked(session, number)
    if mail.sent_at is not None or job is None or job.parked_at is None:
        raise MailNotParked("Only parked mails can be dropped; all others leave, or have left.")
    session.delete(mail)
    session.flush()
    session.delete(job)


def _locked(session: Session, number: int) -> tuple[Mail, Job | None]:
    """A mail and its job, both locked. Raises NotFound, and MailOnItsWay when they part in this moment."""
    # The job first, as a delivery does: two that wait for each other would both be given up.
    known = session.scalar(select(Mail.job_id).where(Mail.id == number))
    job = session.get(Job, known, with_for_update=True) if known is not None else None
    mail = session.get(Mail, number, with_for_update=True)
    if mail is None:
        raise _no_mail(number)
    if mail.job_id != (job.id if job else None):
        raise MailOnItsWay("Somebody else has just asked for the mail to be sent.")
    return mail, job


def _no_mail(number: int) -> NotFound:
    return NotFound(f"There is no mail {number}. Mails are forgotten thirty days after they were sent.")


def _mails() -> Select[Any]:
    waits = and_(Mail.sent_at.is_(None), Job.done_at.is_(None), Job.parked_at.is_(None))
    return select(
        Mail.id,
        Mail.kind,
        STATE.label("state"),
        Mail.recipient,
        Mail.subject,
        Mail.message_id,
        Mail.created_at,
        Mail.sent_at,
        Mail.job_id.label("job"),
        func.coalesce(Job.attempts, 0).label("attempts"),
        case((waits, Job.run_at), else_=null()).label("next_attempt_at"),
        Job.error,
    ).outerjoin(Job, Mail.job_id == Job.id)


def _answer(row: Row[Any]) -> MailAnswer:
    return MailAnswer(**row._mapping)
