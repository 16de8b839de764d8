"""Conversations by mail: a code goes to an address, and who brings it back has shown that they read there.

All of it is decided here, on the server; the other side holds the name of the conversation and nothing else.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from portico.features.accounts import budgets, codes
from portico.features.accounts.budgets import (
    GUESSES_AT_ADDRESS,
    GUESSES_FROM_NETWORK,
    MAILS,
    MAILS_FROM_NETWORK,
    MAILS_TO_ADDRESS,
)
from portico.features.accounts.errors import CodeOver, TooManyAttempts, TooSoon, WrongCode
from portico.features.accounts.models import Purpose, Verification
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.database import delete_rows
from portico.platform.errors import FieldError, PorticoError

LIFETIME = timedelta(minutes=10)
TRIES = 5
RESENDS = 3
APART = timedelta(seconds=60)
LETTERS: dict[Purpose, tuple[str, str]] = {
    "registration": ("registration-code", "already-registered"),
    "code": ("sign-in-code", "no-account"),
    "reset": ("reset-code", "no-account-reset"),
    "email-change": ("email-change-code", "already-registered"),
}
"""By purpose: the letter with the code, and the one where no code can help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a conversation is about."""

    purpose: Purpose
    email: str
    """Where the code goes, as `addresses.subject_of` gives it."""
    hopeless: bool = False
    """Whether no code can help, which only the reader of the mail is told."""
    account_id: int | None = None
    username: str | None = None
    password_hash: str | None = None
    invitation_id: int | None = None


def open_conversation(
    accounts: Accounts,
    session: Session,
    opening: Opening,
    *,
    now: datetime,
) -> Verification:
    """Begin a conversation and mail its code."""
    made = _begun(opening, now)
    _send(accounts, session, made, now)
    session.add(made)
    session.flush()
    return made


def open_unsent(
    accounts: Accounts, session: Session, opening: Opening, *, now: datetime
) -> tuple[Verification, str]:
    """Begin a conversation whose code is handed over by other means than mail; gives it as people read it."""
    made = _begun(opening, now)
    code = _new_code(accounts, made)
    session.add(made)
    session.flush()
    return made, codes.shown(code)


def spend_mail(session: Session, subject: str, visitor: Visitor, now: datetime) -> TooManyAttempts | None:
    """Spend one mail to this address; what to answer when there were enough."""
    return budgets.spend_each(
        session, now, (MAILS_TO_ADDRESS, subject), (MAILS_FROM_NETWORK, visitor.network), (MAILS, "")
    )


def resend(
    accounts: Accounts, session: Session, conversation_id: str, visitor: Visitor, now: datetime
) -> Verification | PorticoError:
    """Send another code, with which the one before is good no more. Raises CodeOver and TooSoon."""
    found = session.scalar(select(Verification).where(*_open(conversation_id, now)).with_for_update())
    if found is None or found.attempts_left < 1:
        raise _over()
    if not found.resends_left:
        raise TooSoon("A code was sent often enough. Begin anew to get another one.")
    if (wait := found.sent_at + APART - now) > timedelta(0):
        seconds = int(wait.total_seconds()) + 1
        raise TooSoon(f"The last code is on its way. Ask again in {seconds} seconds.", retry_after=seconds)
    if refusal := spend_mail(session, found.email, visitor, now):
        return refusal
    found.resends_left -= 1
    found.sent_at = now
    _send(accounts, session, found, now)
    return found


def try_code(
    accounts: Accounts,
    session: Session,
    conversation_id: str,
    code: str,
    *,
    purposes: tuple[Purpose, ...],
    visitor: Visitor,
    now: datetime,
) -> Verification | PorticoError:
    """The conversation that a code belongs to; `use` then ends it.

    An attempt is spent before anything is compared, and stays spent, so a refusal is given back for the
    caller to raise once that is committed.
    """
    spent = (
        update(Verification)
        .where(
            *_open(conversation_id, now), Verification.attempts_left > 0, Verification.purpose.in_(purposes)
        )
        .values(attempts_left=Verification.attempts_left - 1)
        .returning(Verification)
    )
    found = session.scalar(spent.execution_options(populate_existing=True))
    if found is None:
        return _over()
    whose = (GUESSES_AT_ADDRESS, found.email), (GUESSES_FROM_NETWORK, visitor.network)
    if refusal := budgets.spend_each(session, now, *whose):
        return refusal
    if codes.matches(accounts.code_key, found.id, code, found.code_hash) and not found.hopeless:
        return found
    return _wrong(found.attempts_left)


def use(session: Session, found: Verification, now: datetime) -> CodeOver | None:
    """End a conversation whose code was right; what to answer when somebody was faster."""
    once = update(Verification).where(Verification.id == found.id, Verification.used_at.is_(None))
    used = session.scalar(once.values(used_at=now).returning(Verification.id))
    return None if used else _over()


def account_of(session: Session, conversation_id: str) -> int | None:
    """Which account a conversation is about."""
    return session.scalar(select(Verification.account_id).where(Verification.id == conversation_id))


def end_all(session: Session, account_id: int) -> None:
    """End every conversation about an account, as when somebody else may have begun them."""
    delete_rows(session, Verification, Verification.account_id == account_id)


def _begun(opening: Opening, now: datetime) -> Verification:
    return Verification(
        id=secrets.token_hex(16),
        purpose=opening.purpose,
        email=opening.email,
        account_id=opening.account_id,
        username=opening.username,
        password_hash=opening.password_hash,
        invitation_id=opening.invitation_id,
        hopeless=opening.hopeless,
        code_hash=b"",
        attempts_left=TRIES,
        resends_left=RESENDS,
        sent_at=now,
        expires_at=now + LIFETIME,
    )


def _new_code(accounts: Accounts, made: Verification) -> str:
    code = codes.new_code()
    made.code_hash = codes.digest(accounts.code_key, made.id, code)
    return code


def _send(accounts: Accounts, session: Session, made: Verification, now: datetime) -> None:
    code = _new_code(accounts, made)
    with_code, without = LETTERS[made.purpose]  # type: ignore[index]
    if made.hopeless:
        accounts.letters.tell(session, made.email, without, now=now)
        return
    told: dict[str, Any] = {"code": code, "username": made.username, "id": made.id}
    accounts.letters.tell(session, made.email, with_code, now=now, **told)


def _open(conversation_id: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Verification.id == conversation_id,
        Verification.used_at.is_(None),
        Verification.expires_at > now,
    )


def _over() -> CodeOver:
    return CodeOver("The code was used, is older than ten minutes or was tried too often. Ask for another.")


def _wrong(left: int) -> WrongCode:
    tries = "one more try" if left == 1 else f"{left} more tries"
    sentence = f"That is not the code that was sent; there {'is' if left == 1 else 'are'} {tries}."
    if not left:
        sentence = "That is not the code that was sent, and it was the last try. Ask for a new one."
    return WrongCode(sentence, errors=[FieldError("/body/code", "wrong", sentence)])
