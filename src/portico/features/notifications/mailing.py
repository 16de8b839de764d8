"""The mails about what happened, and those that are written at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portico.features import accounts
from portico.features.notifications.faces import Faces
from portico.features.notifications.listing import pictured
from portico.features.notifications.models import Notification
from portico.features.notifications.schemas import NotificationView
from portico.features.notifications.unsubscribing import Stop, Unsubscriptions
from portico.features.notifications.wording import CAUSES, sentence, subject
from portico.platform.mail.correspondence import Correspondence
from portico.platform.mail.letters import Letter

FOLDER = Path(__file__).parent / "mail"
ONE, DAILY = "notification", "daily-notifications"
LETTERS = frozenset({ONE, DAILY})
"""They quote people to each other; once they are sent the outbox forgets their words."""
AT_ONCE = accounts.budgets.Allowance("notification-mails", 20, timedelta(hours=1))
"""For each person; what is beyond it waits for the mail of the day."""
NOBODY = "Somebody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mails:
    """All that is needed to write to people about what happened."""

    letters: Correspondence
    stops: Unsubscriptions
    faces: Faces

    def tell(
        self, session: Session, to: str, name: str, stop: Stop, *, now: datetime, key: str, **values: Any
    ) -> None:
        """Have a letter delivered that can be stopped by one click (RFC 8058)."""
        address = self._address(stop)
        headers = {
            "List-Unsubscribe": f"<{address}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        words = {"stop": address, "cause": CAUSES[stop.scope]}
        self.letters.tell(session, to, name, now=now, key=key, headers=headers, **words, **values)

    def write(self, name: str, scope: str, **values: Any) -> Letter:
        """A letter to nobody in particular."""
        words = {"stop": self._address(Stop(0, scope)), "cause": CAUSES[scope]}
        return self.letters.write(name, **words, **values)

    def _address(self, stop: Stop) -> str:
        return f"{self.letters.address}/unsubscribe?token={self.stops.token(stop)}"


def mail_at_once(mails: Mails, session: Session, numbers: Sequence[int], *, now: datetime) -> None:
    """Mail those of these notifications, all of one event, that are neither read nor withdrawn by now."""
    waiting = Notification.id.in_(numbers), Notification.mail == "immediate"
    rows = session.scalars(select(Notification).where(*waiting).order_by(Notification.id)).all()
    cause = rows[0].actor_id if rows else None
    people = {one.id: one for one in accounts.recipients(session, {row.account_id for row in rows}, of=cause)}
    for row in rows:
        row.mail = "none"
        person = people.get(row.account_id)
        if person is None or person.email is None or row.read_at is not None:
            continue
        if accounts.budgets.spend(session, AT_ONCE, person.id, now):
            _mail(mails, session, person.email, row, now)
        else:
            row.mail = "daily"


def item(view: NotificationView) -> dict[str, str]:
    """What a letter says of one thing that happened."""
    who = view.actor.name if view.actor else NOBODY
    words = sentence(view.kind, who, view.others, view.title)
    return {"sentence": words, "path": view.path, "excerpt": view.excerpt}


def _mail(mails: Mails, session: Session, to: str, row: Notification, now: datetime) -> None:
    view = pictured(session, mails.faces, row.account_id, [row])[0]
    stop = Stop(row.account_id, row.kind)
    key = f"notification:{row.id}"
    about = {"subject": subject(view.kind, row.title), "item": item(view)}
    mails.tell(session, to, ONE, stop, now=now, key=key, **about)
