"""The operator's API over the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, current_app, url_for

from portico.features.ops import mails
from portico.features.ops.mails import MailForgotten, MailNotParked, MailOnItsWay
from portico.features.ops.schemas import MailAnswer, MailQuery, TestMailCreate
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import operator
from portico.web.contract import Reply, operation
from portico.web.database import reading, transaction
from portico.web.paging import InvalidCursor, Page, page_of

EXTENSION = "portico.ops.sender"
"""Who the mails are from that the operator asks for."""
bp = Blueprint("ops_mails", __name__, url_prefix="/api/v1/ops/mails")

EXAMPLE = {
    "id": 3,
    "kind": "test",
    "state": "waiting",
    "recipient": "ada@example.org",
    "subject": "Mail from example.org arrives",
    "message_id": "<5f0c2c6a1f7b4f0e9a3d8c7b6a594837@example.org>",
    "created_at": "2026-05-01T12:00:00Z",
    "sent_at": None,
    "job": 7,
    "attempts": 2,
    "next_attempt_at": "2026-05-01T12:00:16Z",
    "error": "The mail server does not answer.",
}
FRESH = EXAMPLE | {"attempts": 0, "next_attempt_at": "2026-05-01T12:00:00Z", "error": None}
LISTING: dict[str, Any] = {
    "query": MailQuery,
    "returns": Page[MailAnswer],
    "problems": [InvalidCursor],
    "example": {"items": [EXAMPLE], "next_cursor": None},
}
"""How mails are listed, for the operator and for the owner."""
DELIVERING: dict[str, Any] = {
    "returns": MailAnswer,
    "problems": [NotFound, MailForgotten, MailOnItsWay],
    "status": 202,
    "example": FRESH,
}
"""How one is sent again, for both."""


@bp.get("")
@operator
@operation(tag="operations", **LISTING)
def list_mails(query: MailQuery) -> Reply:
    """Mails that have left or are to leave, the newest first."""
    return listed(query)


@bp.get("/<int:number>")
@operator
@operation(tag="operations", returns=MailAnswer, problems=[NotFound], example=EXAMPLE)
def read_mail(number: int) -> MailAnswer:
    """One mail, without its words."""
    with reading() as session:
        return mails.find_mail(session, number)


@bp.post("")
@operator
@operation(
    tag="operations", body=TestMailCreate, returns=MailAnswer, status=201, idempotent=True, example=FRESH
)
def send_test_mail(body: TestMailCreate) -> Reply:
    """Send a mail to an address, to see that mails arrive."""
    sender: str = current_app.extensions[EXTENSION]
    with transaction() as session:
        number = mails.send_test_mail(session, body.recipient, sender=sender, now=clock.now())
        made = mails.find_mail(session, number)
    return Reply(made, {"Location": url_for("ops_mails.read_mail", number=number)})


@bp.post("/<int:number>/deliveries")
@operator
@operation(tag="operations", idempotent=True, **DELIVERING)
def deliver_mail(number: int) -> MailAnswer:
    """Send a mail again that was given up or has been sent."""
    return delivered(number)


@bp.delete("/<int:number>")
@operator
@operation(tag="operations", returns=None, problems=[NotFound, MailNotParked, MailOnItsWay], status=204)
def drop_mail(number: int) -> None:
    """Forget a mail that was given up, and the job that was to deliver it."""
    with transaction() as session:
        mails.drop_mail(session, number)


def listed(query: MailQuery) -> Reply:
    """The part of all mails that a query asks for."""

    def find(before: int | None, limit: int) -> Sequence[MailAnswer]:
        with reading() as session:
            return mails.list_mails(session, state=query.state, before=before, limit=limit)

    return page_of(query, find, lambda mail: mail.id)


def delivered(number: int) -> MailAnswer:
    """A mail, on its way once more. Raises as `mails.deliver_again` does."""
    with transaction() as session:
        mails.deliver_again(session, number, now=clock.now())
        session.flush()
        return mails.find_mail(session, number)
