"""Who of the site can be told something, for the features that tell people of what others do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portico.features.accounts.models import EMAIL, Account, Block, Identity, Role
from portico.features.accounts.names import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody who can be told."""

    id: int
    username: str
    role: str
    email: str | None
    """None for those who joined through a provider without an address."""


def recipients(session: Session, ids: Iterable[int], *, of: int | None) -> list[Recipient]:
    """Those of these accounts that are active and want to hear of what `of` does, without `of`. One query."""
    unwelcome = exists().where(Block.account_id == Account.id, Block.blocked_id == of)
    found = (
        select(Account.id, Account.username, Account.role, Identity.email)
        .outerjoin(Identity, (Identity.account_id == Account.id) & (Identity.provider == EMAIL))
        .where(Account.id.in_(set(ids)), Account.state == "active")
        .order_by(Account.id)
    )
    if of is not None:
        found = found.where(Account.id != of, ~unwelcome)
    return [Recipient(**row._mapping) for row in session.execute(found)]


def keepers(session: Session, *roles: Role) -> list[int]:
    """The numbers of those who look after the site in one of these roles, and can."""
    active = Account.role.in_(roles), Account.state == "active"
    return list(session.scalars(select(Account.id).where(*active).order_by(Account.id)))


def ids_of(session: Session, usernames: Collection[str]) -> dict[str, int]:
    """By the names as they are written here, the numbers of those who are active."""
    written = {name: folded(name) for name in usernames}
    known = Account.username.in_(set(written.values())), Account.state == "active"
    found = {
        row.username: row.id for row in session.execute(select(Account.username, Account.id).where(*known))
    }
    return {name: found[spelt] for name, spelt in written.items() if spelt in found}
