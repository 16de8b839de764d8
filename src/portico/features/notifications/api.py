"""The API of notifications: what there is, how much of it is new, and how one hears of it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint
from sqlalchemy.orm import Session

from portico.features.notifications import api_examples, listing
from portico.features.notifications.choosing import choose, wishes
from portico.features.notifications.schemas import (
    ChoicesUpdate,
    MailChoices,
    NotificationChoices,
    NotificationQuery,
    NotificationView,
    ReadMark,
    Unread,
)
from portico.features.notifications.serving import mails
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import Identity, member
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction
from portico.web.paging import InvalidCursor, Page, page_of

bp = Blueprint("notifications_api", __name__, url_prefix="/api/v1/me")
TAG = "notifications"


@bp.get("/notifications")
@member
@operation(
    tag=TAG,
    query=NotificationQuery,
    returns=Page[NotificationView],
    cache=NO_STORE,
    problems=[InvalidCursor],
    example={"items": [api_examples.NOTIFICATION], "next_cursor": None},
)
def list_notifications(identity: Identity, query: NotificationQuery) -> Reply:
    """What happened that concerns you, the latest first."""

    def find(before: int | None, limit: int) -> Sequence[NotificationView]:
        with reading() as session:
            return listing.list_notifications(
                session, mails().faces, identity.account_id, unread=query.unread, before=before, limit=limit
            )

    return page_of(query, find, lambda one: one.id)


@bp.get("/notifications/count")
@member
@operation(tag=TAG, returns=Unread, cache=NO_STORE, example={"unread": 3})
def count_unread(identity: Identity) -> Unread:
    """How much of it you have not read."""
    with reading() as session:
        return Unread(unread=listing.count_unread(session, identity.account_id))


@bp.put("/notifications/read")
@member
@operation(tag=TAG, body=ReadMark, returns=None, status=204)
def read_notifications(identity: Identity, body: ReadMark) -> None:
    """Mark everything as read up to the one that you saw last."""
    with transaction() as session:
        listing.read_up_to(session, identity.account_id, body.up_to, now=clock.now())


@bp.put("/notifications/<int:number>/read")
@member
@operation(tag=TAG, returns=None, status=204, problems=[NotFound])
def read_notification(identity: Identity, number: int) -> None:
    """Mark one as read."""
    with transaction() as session:
        listing.read_one(session, identity.account_id, number, now=clock.now())


@bp.delete("/notifications/<int:number>")
@member
@operation(tag=TAG, returns=None, status=204, problems=[NotFound])
def remove_notification(identity: Identity, number: int) -> None:
    """Remove one from the list."""
    with transaction() as session:
        listing.remove(session, identity.account_id, number)


@bp.get("/notification-choices")
@member
@operation(tag=TAG, returns=NotificationChoices, cache=NO_STORE, example=api_examples.CHOICES)
def read_choices(identity: Identity) -> NotificationChoices:
    """When you are written to about what happened, and where your day begins."""
    with reading() as session:
        return _choices(session, identity.account_id)


@bp.patch("/notification-choices")
@member
@operation(tag=TAG, body=ChoicesUpdate, returns=NotificationChoices, example=api_examples.CHOICES)
def change_choices(identity: Identity, body: ChoicesUpdate) -> NotificationChoices:
    """Choose when you are written to; what is left out stays as it is."""
    mail = body.mail.model_dump(exclude_none=True) if body.mail else None
    with transaction() as session:
        choose(session, identity.account_id, mail=mail, timezone=body.timezone)
        return _choices(session, identity.account_id)


def _choices(session: Session, account_id: int) -> NotificationChoices:
    wish = wishes(session, [account_id])[account_id]
    return NotificationChoices(mail=MailChoices(**wish.mail), timezone=wish.timezone)
