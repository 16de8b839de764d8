"""Accepting a letter: what its two ways in, the API and the form of the page, have in common."""

from __future__ import annotations

from flask import request

from portico.features.contact import proofs
from portico.features.contact.letters import by_mail
from portico.features.contact.proofs import TRAP, Proof
from portico.features.contact.receiving import receive
from portico.features.contact.schemas import LetterCreate, LetterTaken
from portico.features.contact.serving import contact
from portico.platform import clock
from portico.platform.errors import PorticoError
from portico.web.clients import network_digest
from portico.web.database import reading, transaction

ATTEMPTS = "30/hour"
"""How often one network may try, letters that were refused included."""

Checked = Proof | PorticoError
"""How it is known that a person writes, or why not; kept until it is known that this is no repetition."""


def check(letter: LetterCreate) -> Checked:
    """Find out whether a person writes, while no transaction is open: others may have to be asked."""
    try:
        return _proof(letter)
    except PorticoError as refusal:
        return refusal


def take(letter: LetterCreate, checked: Checked) -> LetterTaken:
    """Store a letter and have it brought. Raises what `receive` does, and why no person wrote it."""
    feature, now = contact(), clock.now()
    try:
        if isinstance(checked, PorticoError):
            raise checked
        box = feature.setup.letterbox()
        deliver = by_mail(feature.setup.letters, feature.setup.owners, auto_reply=box.auto_reply)
        with transaction() as session:
            message = receive(
                session,
                letter,
                checked,
                network=network_digest(request.remote_addr, feature.network_key),
                topics=box.topics,
                deliver=deliver,
                now=now,
            )
            outcome = message.state
    except PorticoError as error:
        feature.outcomes.add(error.code)
        raise
    feature.outcomes.add("spam" if outcome == "spam" else "taken")
    return LetterTaken(taken_at=now)


def _proof(letter: LetterCreate) -> Proof:
    feature = contact()
    if letter.website:
        return TRAP
    if feature.turnstile:
        return feature.turnstile.check(letter.token, request.remote_addr or "", _is_used)
    return feature.stamps.read(letter.stamp, clock.now()) if letter.stamp else TRAP


def _is_used(digest: bytes) -> bool:
    with reading() as session:
        return proofs.is_used(session, digest)
