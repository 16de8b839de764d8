"""People as the owner of the site sees them: found, given a role, shut out and let in again."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from portico.features.accounts import events
from portico.features.accounts.finding import end_sessions
from portico.features.accounts.models import EMAIL, Account, Identity, LoginSession, Role, State
from portico.features.accounts.names import folded
from portico.features.accounts.people.schemas import PersonAnswer, PersonChange
from portico.features.accounts.visitors import NOBODY, Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import Conflict, Forbidden, NotFound


class LastOwner(Conflict):
    """The site would be nobody's."""

    code = "last-owner"
    title = "The site needs an owner"


class NotOpen(Conflict):
    """The account is closed, or nobody's any more."""

    code = "account-closed"
    title = "The account is closed"


class NotOneself(Forbidden):
    """Somebody would change what they may do themself."""

    code = "not-oneself"
    title = "Somebody else has to do this"


def list_people(
    session: Session,
    *,
    words: str | None = None,
    role: Role | None = None,
    state: State | None = None,
    before: int | None = None,
    limit: int,
) -> list[PersonAnswer]:
    """People, the newest first; those whose username or address holds `words`. One query."""
    found = _people().order_by(Account.id.desc()).limit(limit)
    if words is not None:
        searched = (Account.username, Identity.subject)
        found = found.where(or_(*(column.contains(words.lower(), autoescape=True) for column in searched)))
    wanted = ((Account.role, role), (Account.state, state))
    found = found.where(*(column == value for column, value in wanted if value is not None))
    if before is not None:
        found = found.where(Account.id < before)
    return [_person(row) for row in session.execute(found)]


def find_person(session: Session, number: int) -> PersonAnswer:
    """One of them. Raises NotFound."""
    row = session.execute(_people().where(Account.id == number)).first()
    if row is None:
        raise _nobody()
    return _person(row)


def number_of(session: Session, username: str) -> int:
    """The number of whoever is called so. Raises NotFound."""
    number = session.scalar(select(Account.id).where(Account.username == folded(username)))
    if number is None:
        raise _nobody()
    return number


def change_person(
    accounts: Accounts,
    session: Session,
    number: int,
    change: PersonChange,
    *,
    by: int | None = None,
    visitor: Visitor = NOBODY,
    now: datetime,
) -> None:
    """Give somebody another role, shut them out or let them in again.

    `by` is who asks, none for the operator. Raises NotFound, NotOneself, NotOpen, and LastOwner when the site
    would be nobody's.
    """
    person = locked_with_owners(session, number)
    if person is None:
        raise _nobody()
    if number == by:
        raise NotOneself("Nobody changes their own role or state. Ask another owner.")
    if person.state not in ("active", "suspended"):
        raise NotOpen("The account is closed. Only its holder can open it again.")
    was_owned = owner_left(session)
    if change.role not in (None, person.role):
        _set_role(accounts, session, person, change.role, visitor=visitor, now=now)
    if change.state not in (None, person.state):
        _set_state(accounts, session, person, change.state, visitor=visitor, now=now)
    session.flush()
    if was_owned:
        check_owner_left(session)
    accounts.standings.drop(session, number)


def locked_with_owners(session: Session, person_id: int) -> Account | None:
    """An account that nobody else changes meanwhile, nor any owner; none when there is no such account.

    With the owners, since two of them who leave at the same moment would each take the other for the one who
    stays. In the order of their numbers, so that nobody waits in a circle.
    """
    statement = select(Account).where(or_(Account.id == person_id, Account.role == "owner"))
    rows = session.scalars(
        statement.order_by(Account.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return next((account for account in rows if account.id == person_id), None)


def owner_left(session: Session) -> bool:
    """Whether somebody owns the site, and can come in."""
    owners = select(exists().where(Account.role == "owner", Account.state == "active"))
    return bool(session.scalar(owners))


def check_owner_left(session: Session) -> None:
    """Let pass while somebody is left who owns the site. Raises LastOwner."""
    if not owner_left(session):
        raise LastOwner("The site would have no owner any more. Make somebody else an owner first.")


def _set_role(
    accounts: Accounts, session: Session, person: Account, role: Role, *, visitor: Visitor, now: datetime
) -> None:
    person.role = role
    events.record(accounts, session, person.id, "role-changed", visitor=visitor, now=now, detail=role)


def _set_state(
    accounts: Accounts, session: Session, person: Account, state: State, *, visitor: Visitor, now: datetime
) -> None:
    person.state = state
    if state == "suspended":
        end_sessions(session, person)
    kind = "suspended" if state == "suspended" else "unsuspended"
    events.record(accounts, session, person.id, kind, visitor=visitor, now=now)


def _people() -> Select[Any]:
    seen = (
        select(func.max(LoginSession.last_used_at))
        .where(LoginSession.account_id == Account.id)
        .scalar_subquery()
    )
    columns = (Account.id, Account.username, Account.role, Account.state, Account.created_at)
    own_address = (Identity.account_id == Account.id) & (Identity.provider == EMAIL)
    return select(*columns, Account.deletion_at, Identity.email, seen.label("seen")).outerjoin(
        Identity, own_address
    )


def _person(row: Row[Any]) -> PersonAnswer:
    return PersonAnswer(
        id=row.id,
        username=row.username,
        email=row.email,
        role=cast("Role", row.role),
        state=cast("State", row.state),
        created_at=row.created_at,
        last_seen_at=row.seen,
        deletion_at=row.deletion_at,
    )


def _nobody() -> NotFound:
    return NotFound("There is nobody with this name or number.")
