"""Accounts by what they are known by."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from portico.features.accounts.models import EMAIL, Account, Ceremony, Identity, LoginSession, Passkey, Totp
from portico.features.accounts.names import folded
from portico.platform.database import delete_rows
from portico.platform.errors import Invalid
from portico.platform.mail.addresses import recipient_address

STAFF = ("owner", "moderator")

# Made once: every sign-in asks these.
THEIRS = bindparam("account", type_=Account.id.type)
LOCKED = select(Account).where(Account.id == THEIRS).with_for_update(key_share=True)
HAS_FACTOR = select(
    exists().where(Totp.account_id == THEIRS, Totp.confirmed_at.is_not(None))
    | exists().where(Passkey.account_id == THEIRS)
)


def by_address(session: Session, subject: str) -> Account | None:
    """Whose address this is; `subject` is in the form that `addresses.subject_of` gives."""
    return session.scalar(
        select(Account)
        .join(Identity, Identity.account_id == Account.id)
        .where(Identity.provider == EMAIL, Identity.subject == subject)
    )


def by_login(session: Session, login: str) -> Account | None:
    """Whose address or username this is, however it is written."""
    name = login_name(login)
    if "@" in name:
        return by_address(session, name)
    return session.scalar(select(Account).where(Account.username == name))


def login_name(login: str) -> str:
    """What somebody typed who wants in, in the one spelling that all others of it come to."""
    try:
        return recipient_address(login.strip()).lower()
    except Invalid:
        return folded(login.strip())


def address_of(session: Session, account_id: int) -> str | None:
    """Where mail to somebody goes; none for those who joined through a provider without an address."""
    return session.scalar(
        select(Identity.email).where(Identity.account_id == account_id, Identity.provider == EMAIL)
    )


def locked(session: Session, account_id: int | None) -> Account | None:
    """An account that nobody else changes before this transaction ends; none when there is none.

    Always the first that a transaction locks. Rows that point to it may be written meanwhile.
    """
    # As it is now, also where it was read before somebody else changed it.
    anew = {"populate_existing": True}
    return session.scalar(LOCKED, {"account": account_id or 0}, execution_options=anew)


def one_locked(session: Session, account_id: int) -> Account:
    """An account that is there, as `locked` gives it."""
    account = locked(session, account_id)
    assert account is not None
    return account


def has_factor(session: Session, account_id: int) -> bool:
    """Whether more than one proof is asked for: an authenticator app or a passkey."""
    return bool(session.scalar(HAS_FACTOR, {"account": account_id}))


def ways_in(session: Session, account: Account, *, providers: Collection[str]) -> int:
    """How many ways lead into an account: password, address, passkeys, and identities of these providers."""
    usable = or_(Identity.provider == EMAIL, Identity.provider.in_(providers))
    by_identity = select(func.count()).where(Identity.account_id == account.id, usable)
    by_passkey = select(func.count()).where(Passkey.account_id == account.id)
    counted = session.scalar(by_identity) or 0, session.scalar(by_passkey) or 0
    return sum(counted) + (account.password_hash is not None)


def owner_exists(session: Session) -> bool:
    """Whether the site has an owner."""
    return bool(session.scalar(select(exists().where(Account.role == "owner"))))


def end_sessions(session: Session, account: Account, *, but: str | None = None) -> None:
    """End every session of an account, and every access token with them; `but` names one that stays.

    The one that stays needs a new access token.
    """
    account.session_version += 1
    session.flush()
    mine = LoginSession.account_id == account.id
    delete_rows(session, LoginSession, mine, LoginSession.id != (but or ""))
    # Whoever had shown the first of two factors begins anew as well.
    delete_rows(session, Ceremony, Ceremony.account_id == account.id)
