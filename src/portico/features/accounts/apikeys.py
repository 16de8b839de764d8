"""Tokens for programs: made by somebody for themself, shown once, good for some scopes and some time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from portico.features.accounts import events
from portico.features.accounts.models import ApiToken
from portico.features.accounts.standings import TokenStanding
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import Conflict, NotFound

PREFIX = "portico_"
"""What every token begins with, so that people and scanners of code see what it is."""
MOST = 50
NOTED = timedelta(hours=1)
"""How exactly it is kept when a token was last used."""
ENDING = 4


class TooManyTokens(Conflict):
    """Somebody has as many tokens as one can look after."""

    code = "too-many-tokens"
    title = "You have enough tokens"


def make(  # noqa: PLR0913 - what a token consists of
    accounts: Accounts,
    session: Session,
    account_id: int,
    *,
    name: str,
    scopes: frozenset[str],
    lasting: timedelta,
    visitor: Visitor,
    now: datetime,
) -> tuple[ApiToken, str]:
    """A new token and its text, which is not kept. Raises TooManyTokens."""
    mine = select(func.count()).select_from(ApiToken).where(ApiToken.account_id == account_id)
    if (session.scalar(mine) or 0) >= MOST:
        raise TooManyTokens(f"{MOST} tokens are enough. Remove one that you do not use.")
    token = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken(
        account_id=account_id,
        name=name,
        digest=sha256(token.encode()).digest(),
        ending=token[-ENDING:],
        scopes=" ".join(sorted(scopes)),
        created_at=now,
        expires_at=now + lasting,
    )
    session.add(made)
    session.flush()
    events.record(accounts, session, account_id, "token-made", visitor=visitor, now=now, detail=name)
    return made, token


def list_tokens(session: Session, account_id: int) -> list[ApiToken]:
    """The tokens of an account, the newest first; those that have run out too."""
    mine = ApiToken.account_id == account_id
    return list(session.scalars(select(ApiToken).where(mine).order_by(ApiToken.id.desc())))


def remove(
    accounts: Accounts, session: Session, account_id: int, token_id: int, *, visitor: Visitor, now: datetime
) -> None:
    """End a token of this account. Raises NotFound for any other."""
    own = (ApiToken.id == token_id, ApiToken.account_id == account_id)
    gone = session.execute(delete(ApiToken).where(*own))
    assert isinstance(gone, CursorResult)
    if not gone.rowcount:
        raise NotFound("There is no such token; it may have been removed already.")
    events.record(accounts, session, account_id, "token-ended", visitor=visitor, now=now)
    accounts.standings.drop(session, account_id)


def note_use(accounts: Accounts, standing: TokenStanding, now: datetime) -> None:
    """Keep when a token was used, to the hour."""
    if standing.last_used_at is not None and now - standing.last_used_at < NOTED:
        return
    with accounts.database.transaction() as session:
        session.execute(update(ApiToken).where(ApiToken.id == standing.id).values(last_used_at=now))
        accounts.standings.drop(session, standing.account_id)
