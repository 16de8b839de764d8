"""The API of blocks: of whom one wants nothing."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint

from portico.features import accounts
from portico.features.notifications import api_examples
from portico.features.notifications.keeping import remove_from
from portico.features.notifications.schemas import Actor, BlockedPerson
from portico.features.notifications.serving import mails
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import Identity, member
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction
from portico.web.paging import InvalidCursor, ListQuery, Page, page_of

bp = Blueprint("blocks_api", __name__, url_prefix="/api/v1/me/blocks")
TAG = "notifications"
blocking = accounts.blocking


@bp.get("")
@member
@operation(
    tag=TAG,
    query=ListQuery,
    returns=Page[BlockedPerson],
    cache=NO_STORE,
    problems=[InvalidCursor],
    example={"items": [api_examples.BLOCKED], "next_cursor": None},
)
def list_blocks(identity: Identity, query: ListQuery) -> Reply:
    """Of whom you want nothing."""

    def find(after: int | None, limit: int) -> Sequence[BlockedPerson]:
        with reading() as session:
            found = blocking.blocked(session, identity.account_id, after=after or 0, limit=limit)
            faces = mails().faces(session, found)
        known = ((number, faces[number]) for number in found if number in faces)
        return [
            BlockedPerson(id=number, person=Actor(username=one.username, name=one.name, avatar=one.avatar))
            for number, one in known
        ]

    return page_of(query, find, lambda one: one.id)


@bp.put("/<username>")
@member
@operation(
    tag=TAG,
    returns=None,
    status=204,
    problems=[NotFound, blocking.NotYourself, blocking.TooManyBlocks],
)
def block(identity: Identity, username: str) -> None:
    """Hear nothing more of somebody, nor see what you were told of them; they are not told."""
    with transaction() as session:
        blocked_id = blocking.block(session, identity.account_id, username, now=clock.now())
        remove_from(session, blocked_id, told=identity.account_id)


@bp.delete("/<username>")
@member
@operation(tag=TAG, returns=None, status=204, problems=[NotFound])
def unblock(identity: Identity, username: str) -> None:
    """Hear of somebody again."""
    with transaction() as session:
        blocking.unblock(session, identity.account_id, username)
