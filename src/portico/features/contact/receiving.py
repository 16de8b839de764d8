"""A letter arrives: it is stored, and brought to the owner, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portico.features.contact import proofs
from portico.features.contact.errors import TooManyLetters
from portico.features.contact.letters import Deliver
from portico.features.contact.models import ContactMessage
from portico.features.contact.proofs import Proof
from portico.features.contact.schemas import LetterCreate
from portico.platform.errors import FieldError, Invalid

PACES = ((timedelta(hours=1), 5), (timedelta(days=1), 20))
"""How many letters are taken from one network in so much time."""
UNPROVED = ((timedelta(hours=1), 2), (timedelta(days=1), 8))
"""And how many of those that only the trap has looked at."""
KEPT = timedelta(days=30)
"""How long it is known which letters came from one network."""


def receive(
    session: Session,
    letter: LetterCreate,
    proof: Proof,
    *,
    network: bytes,
    topics: Collection[str],
    deliver: Deliver,
    now: datetime,
) -> ContactMessage:
    """Take a letter; what fell into the trap is kept as spam, and brought to nobody.

    `network` is a digest of where it came from. Raises Invalid, TooManyLetters or CheckUsed.
    """
    if letter.topic not in topics:
        wrong = FieldError("/body/topic", "not-one-of", "Choose one of the topics.")
        raise Invalid("Some fields are not valid.", errors=[wrong])
    _check_pace(session, network, PACES if proof.digest else UNPROVED, now)
    proofs.use(session, proof, now=now)
    message = ContactMessage(
        topic=letter.topic,
        name=letter.name,
        email=letter.email,
        text=letter.text,
        state="spam" if letter.website else "new",
        checked=proof.kind,
        network=network,
        network_until=now + KEPT,
        created_at=now,
    )
    session.add(message)
    session.flush()
    if message.state != "spam":
        deliver(session, message)
    return message


def _check_pace(
    session: Session, network: bytes, paces: tuple[tuple[timedelta, int], ...], now: datetime
) -> None:
    longest = max(span for span, _ in paces)
    latest = (
        select(ContactMessage.created_at)
        .where(ContactMessage.network == network, ContactMessage.created_at > now - longest)
        .order_by(ContactMessage.created_at.desc())
        .limit(max(most for _, most in paces))
    )
    came = session.scalars(latest).all()
    waits = [came[most - 1] + span - now for span, most in paces if len(came) >= most]
    wait = max(waits, default=timedelta(0))
    if wait > timedelta(0):
        minutes = int(wait.total_seconds() // 60) + 1
        raise TooManyLetters(
            f"So many letters came from here that the next one can be sent in {_span(minutes)}.",
            retry_after=int(wait.total_seconds()) + 1,
        )


def _span(minutes: int) -> str:
    number, unit = (minutes, "minute") if minutes < 120 else (-(-minutes // 60), "hour")
    return f"{number} {unit}{'' if number == 1 else 's'}"
