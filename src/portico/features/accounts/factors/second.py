"""The second half of a sign-in: a code of the app, a recovery code, or a passkey; codes also in between."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portico.features.accounts import entering, events, sessions
from portico.features.accounts.entering import SECOND, Admission
from portico.features.accounts.factors import answering, apps, ceremonies, recovery, tickets, tries
from portico.features.accounts.factors.credentials import SignedCredential
from portico.features.accounts.factors.errors import PasskeyRefused
from portico.features.accounts.factors.keeping import passkeys_of
from portico.features.accounts.finding import one_locked
from portico.features.accounts.models import Account, Ceremony
from portico.features.accounts.sessions import Holder
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import PorticoError


def by_code(
    accounts: Accounts, session: Session, *, ticket: str, code: str, visitor: Visitor, now: datetime
) -> Admission | PorticoError:
    """Let in whoever brings a code of their app, or a recovery code.

    A try is spent before anything is compared, and stays spent, so a refusal is given back for the caller
    to raise once that is committed. Raises CodeOver, and what `entering.check_state` raises.
    """
    account = _whose(session, ticket, now)
    asked = tickets.spend(session, ticket, SECOND, account_id=account.id, now=now)
    if isinstance(asked, PorticoError):
        return asked
    if refusal := tries.spend(session, account.id, visitor, now):
        return refusal
    if not _is_good(accounts, session, account, code, visitor, now):
        return apps.wrong(_sentence(asked.attempts_left))
    tries.give_back(session, account.id, visitor)
    return _admit(accounts, session, account, asked, visitor, now)


def show_code(
    accounts: Accounts, session: Session, holder: Holder, *, code: str, visitor: Visitor, now: datetime
) -> PorticoError | None:
    """Note that whoever is signed in has shown a code; gives refusals back as `by_code` does."""
    account = one_locked(session, holder.account_id)
    if refusal := tries.spend(session, account.id, visitor, now):
        return refusal
    if not _is_good(accounts, session, account, code, visitor, now):
        return apps.wrong("That is not a good code, or it was used before.")
    tries.give_back(session, account.id, visitor)
    sessions.show_factor(accounts, session, holder, now)
    return None


def ask_passkey(accounts: Accounts, session: Session, ticket: str, now: datetime) -> dict[str, Any]:
    """Ask for a passkey of the account. Raises CodeOver, and PasskeyRefused where it has none."""
    mine = passkeys_of(session, tickets.account_of(session, ticket, now))
    if not mine:
        raise PasskeyRefused("This account has no passkey.")
    challenge = tickets.ask(session, ticket, now)
    return ceremonies.to_sign(accounts.party, challenge, verified=False, passkeys=mine)


def by_passkey(
    accounts: Accounts,
    session: Session,
    *,
    ticket: str,
    credential: SignedCredential,
    visitor: Visitor,
    now: datetime,
) -> Admission | PorticoError:
    """Let in whoever has a passkey of the account; gives refusals back, and raises, as `by_code` does."""
    account = _whose(session, ticket, now)
    asked = tickets.spend(session, ticket, SECOND, account_id=account.id, now=now)
    if isinstance(asked, PorticoError):
        return asked
    answered = answering.answer(
        accounts, session, asked, credential, verified=False, visitor=visitor, now=now
    )
    if isinstance(answered, PorticoError):
        return answered
    return _admit(accounts, session, account, asked, visitor, now)


def _whose(session: Session, ticket: str, now: datetime) -> Account:
    """The account that is signed in to, which nobody shuts before this is done."""
    account = one_locked(session, tickets.account_of(session, ticket, now))
    entering.check_state(account)
    return account


def _is_good(
    accounts: Accounts, session: Session, account: Account, code: str, visitor: Visitor, now: datetime
) -> bool:
    if apps.is_code(code):
        return apps.is_on(session, account.id) and apps.take(accounts, session, account.id, code, now)
    if not recovery.take(accounts, session, account.id, code, now):
        return False
    events.record(accounts, session, account.id, "recovery-code-used", visitor=visitor, now=now)
    return True


def _admit(
    accounts: Accounts, session: Session, account: Account, asked: Ceremony, visitor: Visitor, now: datetime
) -> Admission:
    asked.used_at = now
    method = asked.method or ""
    return entering.admit(accounts, session, account, method=method, factor=True, visitor=visitor, now=now)


def _sentence(left: int) -> str:
    if not left:
        return "That is not a good code, and it was the last try. Sign in again."
    tries_left = "is one more try" if left == 1 else f"are {left} more tries"
    return f"That is not a good code, or it was used before; there {tries_left}."
