"""The API of the inbox, for the owner."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint

from portico.features.contact import api_examples, inbox
from portico.features.contact.api import TAG
from portico.features.contact.schemas import AnswerCreate, LetterChange, LetterEntry, LettersQuery, LetterView
from portico.features.contact.serving import contact
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import Identity, owner
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction
from portico.web.paging import InvalidCursor, ListQuery, Page, page_of

bp = Blueprint("contact_inbox_api", __name__, url_prefix="/api/v1/contact/messages")


@bp.get("")
@owner
@operation(
    tag=TAG,
    query=LettersQuery,
    returns=Page[LetterEntry],
    problems=[InvalidCursor],
    cache=NO_STORE,
    example={"items": [api_examples.ENTRY], "next_cursor": None},
)
def list_letters(query: LettersQuery, identity: Identity) -> Reply:
    """Letters to the owner, the newest first."""

    def find(before: int | None, limit: int) -> Sequence[LetterEntry]:
        with reading() as session:
            return inbox.list_letters(session, state=query.state, words=query.q, before=before, limit=limit)

    return page_of(query, find, lambda letter: letter.id)


@bp.get("/export")
@owner
@operation(
    tag=TAG,
    query=ListQuery,
    returns=Page[LetterView],
    problems=[InvalidCursor],
    cache=NO_STORE,
    example={"items": [api_examples.LETTER], "next_cursor": None},
)
def export_letters(query: ListQuery, identity: Identity) -> Reply:
    """Everything that the inbox holds, spam and answers included, the oldest first."""

    def find(after: int | None, limit: int) -> Sequence[LetterView]:
        with reading() as session:
            return inbox.export_letters(session, after=after, limit=limit)

    return page_of(query, find, lambda letter: letter.id)


@bp.get("/<int:number>")
@owner
@operation(tag=TAG, returns=LetterView, problems=[NotFound], cache=NO_STORE, example=api_examples.LETTER)
def read_letter(number: int, identity: Identity) -> LetterView:
    """One letter with its answers. Reading it here does not mark it as read."""
    with reading() as session:
        return inbox.read_letter(session, number)


@bp.patch("/<int:number>")
@owner
@operation(tag=TAG, body=LetterChange, returns=LetterView, problems=[NotFound], example=api_examples.LETTER)
def change_letter(number: int, body: LetterChange, identity: Identity) -> LetterView:
    """Mark a letter as read, unread or answered, or as spam or none."""
    with transaction() as session:
        return inbox.change_letter(session, number, body.state)


@bp.delete("/<int:number>")
@owner
@operation(tag=TAG, returns=None, status=204, problems=[NotFound])
def delete_letter(number: int, identity: Identity) -> None:
    """Forget a letter and what was answered."""
    with transaction() as session:
        inbox.delete_letter(session, number)


@bp.post("/<int:number>/answers")
@owner
@operation(
    tag=TAG,
    body=AnswerCreate,
    returns=LetterView,
    status=201,
    idempotent=True,
    problems=[NotFound],
    example=api_examples.LETTER,
)
def answer_letter(number: int, body: AnswerCreate, identity: Identity) -> LetterView:
    """Answer a letter by mail."""
    setup = contact().setup
    with transaction() as session:
        owners = setup.owners(session)
        return inbox.answer_letter(
            session, number, body.text, letters=setup.letters, owners=owners, now=clock.now()
        )
