"""What accounts keep of somebody, as they take it along; what only proves who they are is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portico.features.accounts.models import (
    Account,
    ApiToken,
    Block,
    DataExport,
    EmailUndo,
    Identity,
    LoginSession,
    Passkey,
    RecoveryCode,
    SecurityEvent,
    Totp,
)
from portico.platform.database import Base

LISTS: dict[str, tuple[type[Base], str]] = {
    "identities": (Identity, "provider subject email email_verified created_at last_used_at"),
    "sessions": (LoginSession, "method device network created_at last_used_at expires_at"),
    "tokens": (ApiToken, "name ending scopes created_at expires_at last_used_at"),
    "passkeys": (Passkey, "name transports backed_up created_at last_used_at"),
    "authenticator": (Totp, "confirmed_at"),
    "recovery_codes": (RecoveryCode, "used_at"),
    "security_events": (SecurityEvent, "kind detail device network at"),
    "former_addresses": (EmailUndo, "email expires_at used_at"),
    "blocks": (Block, "blocked_id created_at"),
    "exports": (DataExport, "state size created_at expires_at"),
}
"""By name, the rows that somebody has, and what of each is theirs to know."""
ACCOUNT = "id username role state created_at deactivated_at deletion_at keep_comments"


@dataclass(frozen=True, slots=True)
class OwnData:
    """See `exporting.Exported`."""

    data: Mapping[str, Any]
    prefixes: tuple[str, ...] = ()


def export(session: Session, account_id: int) -> OwnData:
    """Everything that is kept here of an account."""
    data: dict[str, Any] = {"account": _chosen(session.get_one(Account, account_id), ACCOUNT)}
    for name, (table, columns) in LISTS.items():
        mine = table.__table__.c.account_id == account_id
        data[name] = [_chosen(row, columns) for row in session.scalars(select(table).where(mine))]
    return OwnData(data)


def _chosen(row: Base, columns: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in columns.split()}
