"""The first owner of a site, made with the link that starting prints while there is none.

The token of the link is derived from the key of the application, so that nothing has to be kept for it. What
is kept is that it was used: it is good once, even for a site that has lost its owner since.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portico.features.accounts import addresses, entering, names, registration
from portico.features.accounts.entering import Admission
from portico.features.accounts.errors import CodeOver
from portico.features.accounts.finding import owner_exists
from portico.features.accounts.models import Ceremony
from portico.features.accounts.passwords import check_fitness
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.database import Database
from portico.platform.keys import derive

PURPOSE = "welcome"
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def first_owner_token(database: Database, secret: str) -> str | None:
    """The token that lets somebody become the owner; none when the site has one, or had one by it."""
    token = token_of(secret)
    with database.reading() as session:
        return None if _is_over(session, token) else token


def token_of(secret: str) -> str:
    """The token of a site with this key: 256 bits."""
    return urlsafe_b64encode(derive(secret, "welcome")).decode().rstrip("=")


def make_owner(
    accounts: Accounts,
    *,
    token: str,
    email: str,
    username: str,
    password: str,
    visitor: Visitor,
    now: datetime,
) -> Admission:
    """Make the first owner, and let them in.

    Raises CodeOver for whoever has no good link, Invalid, UnfitUsername, UnfitPassword, UsernameTaken,
    AddressTaken and Busy; after these the link is still good.
    """
    _check(accounts, token)
    subject = addresses.subject_of(email)
    name = names.usable(username, reserved=accounts.rules.reserved())
    check_fitness(password, name, subject)
    password_hash = accounts.passwords.hash(password)
    with accounts.database.transaction() as session:
        _use(session, token, now)
        registration.check_free(session, name)
        account = registration.create(
            accounts,
            session,
            username=name,
            email=subject,
            password_hash=password_hash,
            now=now,
            role="owner",
        )
        accounts.letters.tell(session, subject, "welcome", now=now, username=name)
        return entering.admit(accounts, session, account, method=PURPOSE, visitor=visitor, now=now)


def _check(accounts: Accounts, token: str) -> None:
    if not hmac.compare_digest(token.encode(errors="replace"), accounts.welcome_token.encode()):
        raise _over()
    with accounts.database.reading() as session:
        if _is_over(session, token):
            raise _over()


def _use(session: Session, token: str, now: datetime) -> None:
    """Let one pass of all who come at the same moment: only one of them can write this row."""
    used = Ceremony(digest=_digest(token), purpose=PURPOSE, attempts_left=0, expires_at=FOR_EVER, used_at=now)
    try:
        with session.begin_nested():
            session.add(used)
    except IntegrityError:
        raise _over() from None
    if owner_exists(session):
        raise _over()


def _is_over(session: Session, token: str) -> bool:
    return owner_exists(session) or session.get(Ceremony, _digest(token)) is not None


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def _over() -> CodeOver:
    return CodeOver(
        "The link was used, or is not of this site. `portico user create --owner` makes an owner."
    )
