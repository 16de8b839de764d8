"""The mails that letters cause: to the owner, to the writer, and the owner's answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from portico.features.contact.models import ContactMessage
from portico.platform.errors import Invalid
from portico.platform.mail.addresses import recipient_address
from portico.platform.mail.correspondence import Correspondence
from portico.platform.mail.letters import Letter

FOLDER = Path(__file__).parent / "mail"
Deliver = Callable[[Session, ContactMessage], None]
"""Has a letter brought to the owner once its transaction is committed."""

log = structlog.get_logger("portico.contact")


@dataclass(frozen=True, slots=True)
class Letters(Correspondence):
    """Writes about letters to the owner."""

    folder: Path = FOLDER


def by_mail(letters: Letters, owners: Callable[[Session], Sequence[str]], *, auto_reply: bool) -> Deliver:
    """Bring letters by mail to the owner; with `auto_reply`, tell the writer once a day that they arrived."""

    def deliver(session: Session, message: ContactMessage) -> None:
        tell_owner(session, letters, owners(session), message)
        # Whoever was not checked may have given anybody's address.
        if auto_reply and message.checked != "trap":
            _tell_writer(session, letters, message)

    return deliver


def tell_owner(session: Session, letters: Letters, owners: Sequence[str], message: ContactMessage) -> None:
    """Have a letter brought to the owner's addresses, whose answer goes to the writer."""
    for address in reachable(owners):
        letters.tell(
            session,
            address,
            "contact-letter",
            now=message.created_at,
            headers={"Reply-To": message.email},
            id=message.id,
            topic=message.topic,
            name=message.name,
            email=message.email,
            text=message.text,
        )


def tell_answer(
    session: Session,
    letters: Letters,
    owners: Sequence[str],
    message: ContactMessage,
    text: str,
    now: datetime,
) -> None:
    """Have an answer brought to the writer of a letter, whose own answer goes to the owner."""
    answered_to = next(iter(reachable(owners)), None)
    letters.tell(
        session,
        message.email,
        "contact-answer",
        now=now,
        headers={"Reply-To": answered_to} if answered_to else None,
        text=text,
        letter=message.text,
        written_at=message.created_at,
    )


def reachable(addresses: Sequence[str]) -> list[str]:
    """Those of the owner's addresses that mail can be sent to; letters wait in the inbox for all others."""
    found = []
    for address in addresses:
        try:
            found.append(recipient_address(address))
        except Invalid:
            log.warning("owner_address_unfit", hint="mend `email` of `[owner]` in site.toml")
    if not found:
        log.warning("letter_not_mailed", hint="nobody's address is known; letters stand in the inbox")
    return found


def examples(letters: Letters) -> dict[str, Letter]:
    """Every mail, written with example values."""
    noon = datetime.fromisoformat("2026-05-01T12:00:00+00:00")
    question = "How did you measure the echo of the arcade?\n\nI ask because ours\nechoes as well."
    about = {"id": 7, "topic": "A question", "name": "Ada Lovelace", "email": "ada@example.org"}
    answer = "With a balloon.\n\nThe paper stands on the site."
    return {
        "contact-letter": letters.write("contact-letter", text=question, **about),
        "contact-received": letters.write("contact-received"),
        "contact-answer": letters.write("contact-answer", text=answer, letter=question, written_at=noon),
    }


def _tell_writer(session: Session, letters: Letters, message: ContactMessage) -> None:
    mark = hashlib.sha256(message.email.lower().encode()).hexdigest()[:32]
    key = f"contact-received:{mark}:{message.created_at:%Y-%m-%d}"
    letters.tell(session, message.email, "contact-received", now=message.created_at, key=key)
