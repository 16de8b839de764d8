"""What the holder of an account is told about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from portico.features.accounts.event_kinds import KINDS
from portico.features.accounts.finding import STAFF
from portico.features.accounts.models import (
    EMAIL,
    Account,
    Identity,
    Passkey,
    RecoveryCode,
    SecurityEvent,
    Totp,
)
from portico.features.accounts.schemas import EventAnswer, Factors, Me
from portico.features.accounts.working import Accounts
from portico.platform.errors import NotFound

MINE: BindParameter[int] = bindparam("account")
ME = (
    select(
        Account.id,
        Account.username,
        Account.role,
        Account.state,
        Account.password_hash.is_not(None),
        Account.created_at,
        select(func.count()).where(Totp.account_id == MINE, Totp.confirmed_at.is_not(None)).scalar_subquery(),
        select(func.count()).where(Passkey.account_id == MINE).scalar_subquery(),
        select(func.count())
        .where(RecoveryCode.account_id == MINE, RecoveryCode.used_at.is_(None))
        .scalar_subquery(),
        Identity.provider,
        Identity.id,
        Identity.email,
    )
    .outerjoin(Identity, Identity.account_id == Account.id)
    .where(Account.id == MINE)
)
"""A row for each identity, with all else before it: every page of somebody who is signed in asks this."""


def read_me(
    accounts: Accounts,
    account_id: int,
    *,
    session_id: str | None,
    proved_until: datetime | None,
) -> Me:
    """Everything about an account that its holder alone may know. Raises NotFound once it is no more."""
    rows = accounts.database.rows(ME, {"account": account_id})
    if not rows:
        raise NotFound("This account is no more.")
    number, username, role, state, has_password, created_at, apps, passkeys, codes = rows[0][:9]
    # Put in order here: for the one or two that most people have, a database sets up a sorter.
    identities = sorted(row[9:] for row in rows if row[9])
    required = accounts.rules.factor_required and role in STAFF
    return Me(
        id=number,
        username=username or "",
        role=role,
        state=state,
        email=next((email for provider, _, email in identities if provider == EMAIL), None),
        has_password=bool(has_password),
        providers=[provider for provider, *_ in identities if provider != EMAIL],
        factors=Factors(totp=bool(apps), passkeys=passkeys, recovery_codes=codes, required=required),
        session=session_id,
        proved_until=proved_until,
        created_at=created_at,
    )


def list_events(session: Session, account_id: int, before: int | None, limit: int) -> list[EventAnswer]:
    """What happened to an account, the latest first."""
    mine = select(SecurityEvent).where(SecurityEvent.account_id == account_id)
    older = mine if before is None else mine.where(SecurityEvent.id < before)
    found = session.scalars(older.order_by(SecurityEvent.id.desc()).limit(limit))
    return [_event(one) for one in found]


def _event(found: SecurityEvent) -> EventAnswer:
    kind = KINDS.get(found.kind)
    return EventAnswer(
        id=found.id,
        kind=found.kind,
        title=kind.title if kind else QUIET_TITLES.get(found.kind, found.kind),
        detail=found.detail,
        device=found.device,
        network=found.network,
        at=found.at,
    )


QUIET_TITLES = {
    "signed-in": "Signed in",
    "export-made": "A copy of your data was made",
}
"""Events that are looked up and not written about."""
