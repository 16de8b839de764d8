"""Of whom somebody wants nothing: a blocked person still reads and writes, and causes no notification."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portico.features.accounts.models import Account, Block
from portico.features.accounts.names import folded
from portico.platform.database import delete_rows, insert_of
from portico.platform.errors import Conflict, Forbidden, NotFound

MOST = 1_000
"""How many people somebody can block."""


class NotYourself(Forbidden):
    """Nobody can do without themself."""

    code = "not-yourself"
    title = "Somebody else has to do this"


class TooManyBlocks(Conflict):
    """The list is full."""

    code = "too-many-blocks"
    title = "You have blocked as many people as you can"


def block(session: Session, account_id: int, username: str, *, now: datetime) -> int:
    """Have nothing more of somebody, whose number this gives; blocking twice changes nothing.

    Raises NotFound, NotYourself and TooManyBlocks.
    """
    blocked_id = _number_of(session, username)
    if blocked_id == account_id:
        raise NotYourself("You cannot block yourself.")
    mine = select(func.count()).where(Block.account_id == account_id, Block.blocked_id != blocked_id)
    if (session.scalar(mine) or 0) >= MOST:
        raise TooManyBlocks(f"That is {MOST:,} people. Remove somebody from the list first.")
    insert = insert_of(session)
    row = insert(Block).values(account_id=account_id, blocked_id=blocked_id, created_at=now)
    session.execute(row.on_conflict_do_nothing())
    return blocked_id


def unblock(session: Session, account_id: int, username: str) -> None:
    """Hear of somebody again, who may never have been blocked. Raises NotFound where nobody is called so."""
    blocked_id = _number_of(session, username)
    delete_rows(session, Block, Block.account_id == account_id, Block.blocked_id == blocked_id)


def blocked(session: Session, account_id: int, *, after: int = 0, limit: int) -> list[int]:
    """Whom somebody has blocked: active accounts in the order of their numbers, those after a number only."""
    mine = Block.account_id == account_id, Block.blocked_id > after, Account.state == "active"
    found = select(Block.blocked_id).join(Account, Account.id == Block.blocked_id).where(*mine)
    return list(session.scalars(found.order_by(Block.blocked_id).limit(limit)))


def forget(session: Session, account_id: int) -> None:
    """Forget whom somebody blocked, and who blocked them."""
    delete_rows(session, Block, (Block.account_id == account_id) | (Block.blocked_id == account_id))


def _number_of(session: Session, username: str) -> int:
    number = session.scalar(select(Account.id).where(Account.username == folded(username)))
    if number is None:
        raise NotFound("Nobody here has this name.")
    return number
