"""Proofs that a person writes: the stamp of the form, and that each proof is good once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portico.features.contact.errors import CheckExpired, CheckInvalid, CheckUsed, TooQuick
from portico.features.contact.models import Check, ContactProof
from portico.platform.database import insert_of
from portico.platform.signing import Signer, TokenInvalid

SOONEST = timedelta(seconds=3)
LATEST = timedelta(hours=24)

USED = "A letter with this check has arrived already. Write another one after reloading the page."
OLD = "The page has been open for more than a day. Reload it; what you wrote is still there."


@dataclass(frozen=True, slots=True)
class Proof:
    """How it is known that a person writes."""

    kind: Check
    digest: bytes | None = None
    """What is remembered of it, so that nobody uses it twice."""


TRAP = Proof("trap")
"""All that is known of whoever writes without scripts: they did not fill in what people do not see."""


class Stamps:
    """Gives stamps to forms and knows them again."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, "contact-stamp")

    def make(self, now: datetime) -> str:
        """A stamp for a form that is shown at this moment."""
        return self._signer.sign([secrets.token_urlsafe(12), round(now.timestamp() * 1000)])

    def read(self, stamp: str, now: datetime) -> Proof:
        """What a stamp proves. Raises CheckInvalid, TooQuick or CheckExpired."""
        try:
            _, made = self._signer.read(stamp)
        except TokenInvalid:
            raise CheckInvalid("The form is not one of this site. Reload the page.") from None
        age = now.timestamp() - made / 1000
        if age < SOONEST.total_seconds():
            raise TooQuick("Nobody writes as quickly as that. Wait for a moment, and send it again.")
        if age > LATEST.total_seconds():
            raise CheckExpired(OLD)
        return Proof("stamp", digest_of(stamp))


def digest_of(proof: str) -> bytes:
    """What is remembered of a proof."""
    return hashlib.sha256(proof.encode()).digest()


def is_used(session: Session, digest: bytes) -> bool:
    """Whether a letter came with this proof."""
    return session.scalar(select(ContactProof.digest).where(ContactProof.digest == digest)) is not None


def use(session: Session, proof: Proof, *, now: datetime) -> None:
    """Use a proof, for good once this transaction is committed. Raises CheckUsed."""
    if proof.digest is None:
        return
    insert = insert_of(session)(ContactProof)
    new = insert.values(digest=proof.digest, used_at=now).on_conflict_do_nothing()
    if session.scalar(new.returning(ContactProof.digest)) is None:
        raise CheckUsed(USED)
