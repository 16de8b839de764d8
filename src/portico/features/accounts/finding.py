"""Accounts by what they are known by."""

from __future__ import annotations

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from portico.features.accounts.models import EMAIL, Account, Ceremony, Identity, LoginSession, Passkey, Totp
from portico.features.accounts.names import folded
from portico.platform.errors import Invalid
from portico.platform.mail.addresses import recipient_address

STAFF = ("owner", "moderator")


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
    lock = select(Account).where(Account.id == (account_id or 0)).with_for_update(key_share=True)
    # As it is now, also where it was read before somebody else changed it.
    return session.scalar(lock.execution_options(populate_existing=True))


def one_locked(session: Session, account_id: int) -> Account:
    """An account that is there, as `locked` gives it."""
    account = locked(session, account_id)
    assert account is not None
    return account


def has_factor(session: Session, account_id: int) -> bool:
    """Whether more than one proof is asked for: an authenticator app or a passkey."""
    app = exists().where(Totp.account_id == account_id, Totp.confirmed_at.is_not(None))
    key = exists().where(Passkey.account_id == account_id)
    return bool(session.scalar(select(app | key)))


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
    gone = delete(LoginSession).where(mine, LoginSession.id != (but or ""))
    session.execute(gone.execution_options(synchronize_session=False))
    # Whoever had shown the first of two factors begins anew as well.
    waiting = delete(Ceremony).where(Ceremony.account_id == account.id)
    session.execute(waiting.execution_options(synchronize_session=False))


def drop_outdated(session: Session, account_id: int, digest: str, new: str) -> None:
    """Keep a password under today's parameters, unless it was changed in the meantime."""
    mine = (Account.id == account_id, Account.password_hash == digest)
    session.execute(update(Account).where(*mine).values(password_hash=new))
