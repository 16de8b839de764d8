"""Visits to providers: begun in one browser, finished once, in the same one, within ten minutes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portico.features.accounts.models import OAuthState
from portico.features.accounts.oauth.errors import VisitOver
from portico.features.accounts.oauth.provider import Visit
from portico.platform.signing import Signer, TokenExpired, TokenInvalid

LASTING = timedelta(minutes=10)
Purpose = Literal["sign-in", "link"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody goes to a provider for."""

    purpose: str
    return_to: str
    popup: bool = False
    account_id: int | None = None
    """Whose account is to be linked, and in which session they asked for it."""
    session_id: str | None = None
    invitation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """A visit that came back to the browser that began it."""

    visit: Visit
    wish: Wish


def prepare(signer: Signer, redirect_uri: str) -> Visit:
    """A visit with secrets of its own."""
    return Visit(
        redirect_uri=redirect_uri,
        state=signer.sign(secrets.token_urlsafe(32)),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
    )


def begin(session: Session, visit: Visit, provider: str, wish: Wish, *, browser: str, now: datetime) -> None:
    """Keep a visit until it comes back; `browser` is the secret of the browser that sets out."""
    session.add(
        OAuthState(
            digest=digest(visit.state),
            browser=digest(browser),
            provider=provider,
            purpose=wish.purpose,
            account_id=wish.account_id,
            session_id=wish.session_id,
            verifier=visit.verifier,
            nonce=visit.nonce,
            return_to=wish.return_to,
            popup=wish.popup,
            invitation_id=wish.invitation_id,
            expires_at=now + LASTING,
        )
    )


def check(signer: Signer, state: str) -> None:
    """Let a state pass that was made here, not long ago; asks nobody. Raises VisitOver."""
    try:
        signer.read(state, max_age=int(LASTING.total_seconds()))
    except (TokenExpired, TokenInvalid):
        raise _over() from None


def finish(
    session: Session, state: str, provider: str, redirect_uri: str, *, browser: str, now: datetime
) -> Return:
    """The visit that a state belongs to, which is over with this: one of many at once gets it.

    Raises VisitOver.
    """
    found = session.scalar(
        delete(OAuthState)
        .where(
            OAuthState.digest == digest(state),
            OAuthState.browser == digest(browser),
            OAuthState.provider == provider,
            OAuthState.expires_at > now,
        )
        .returning(OAuthState)
    )
    if found is None:
        raise _over()
    return Return(
        Visit(redirect_uri=redirect_uri, state=state, nonce=found.nonce, verifier=found.verifier),
        Wish(
            purpose=found.purpose,
            return_to=found.return_to,
            popup=found.popup,
            account_id=found.account_id,
            session_id=found.session_id,
            invitation_id=found.invitation_id,
        ),
    )


def digest(secret: str) -> bytes:
    """What is kept of a secret that is random enough not to be guessed."""
    return sha256(secret.encode()).digest()


def _over() -> VisitOver:
    return VisitOver("This sign-in is over, or was begun in another browser. Begin it once more.")
