"""The owner's API over the people of the site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint

from portico.features.accounts.people import people
from portico.features.accounts.people.examples import PERSON
from portico.features.accounts.people.people import LastOwner, NotOneself, NotOpen
from portico.features.accounts.people.schemas import PeopleQuery, PersonAnswer, PersonChange
from portico.features.accounts.replies import accounts, visitor
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import Identity, ProofNeeded, owner, recent_person
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction
from portico.web.paging import InvalidCursor, Page, page_of

bp = Blueprint("people", __name__, url_prefix="/api/v1/people")
TAG = "people"
LISTING: dict[str, Any] = {
    "tag": TAG,
    "query": PeopleQuery,
    "returns": Page[PersonAnswer],
    "cache": NO_STORE,
    "problems": [InvalidCursor],
    "example": {"items": [PERSON], "next_cursor": None},
}
"""How people are listed, for the owner and for the operator."""


@bp.get("")
@owner
@operation(**LISTING)
def list_people(identity: Identity, query: PeopleQuery) -> Reply:
    """People whose name or address holds some words, the newest first."""
    return listed(query)


@bp.patch("/<int:number>")
@owner
@operation(
    tag=TAG,
    body=PersonChange,
    returns=PersonAnswer,
    problems=[NotFound, ProofNeeded, NotOneself, LastOwner, NotOpen],
    example=PERSON,
)
def change_person(identity: Identity, number: int, body: PersonChange) -> PersonAnswer:
    """Give somebody else another role, suspend their account or open it again; takes a recent proof."""
    recent_person()
    with transaction() as session:
        people.change_person(
            accounts(),
            session,
            number,
            body,
            by=identity.account_id,
            visitor=visitor(),
            now=clock.now(),
        )
        return people.find_person(session, number)


def listed(query: PeopleQuery) -> Reply:
    """The part of all people that a query asks for."""

    def find(before: int | None, limit: int) -> Sequence[PersonAnswer]:
        with reading() as session:
            return people.list_people(
                session, words=query.q, role=query.role, state=query.state, before=before, limit=limit
            )

    return page_of(query, find, lambda person: person.id)
