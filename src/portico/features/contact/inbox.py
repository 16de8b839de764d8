"""The owner's inbox: letters found, read, answered, put among the spam, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portico.features.contact.letters import Letters, tell_answer
from portico.features.contact.models import Check, ContactAnswer, ContactMessage, State
from portico.features.contact.schemas import AnswerView, LetterEntry, LetterView
from portico.platform.errors import NotFound

EXCERPT = 160


def list_letters(
    session: Session,
    *,
    state: State | None = None,
    words: str | None = None,
    before: int | None = None,
    limit: int,
) -> tuple[LetterEntry, ...]:
    """Letters, the newest first, those numbered lower than `before`. One query."""
    found = select(ContactMessage).order_by(ContactMessage.id.desc()).limit(limit)
    found = found.where(ContactMessage.state == state if state else ContactMessage.state != "spam")
    if words is not None:
        found = found.where(_holds(words))
    if before is not None:
        found = found.where(ContactMessage.id < before)
    return tuple(_entry(message) for message in session.scalars(found))


def unread(session: Session) -> int:
    """How many letters nobody has read."""
    return session.scalar(select(func.count()).where(ContactMessage.state == "new")) or 0


def read_letter(session: Session, number: int) -> LetterView:
    """One letter with its answers. Two queries. Raises NotFound."""
    return whole(session, [_found(session, number)])[0]


def export_letters(session: Session, *, after: int | None, limit: int) -> tuple[LetterView, ...]:
    """Whole letters, spam among them, the oldest first, those numbered higher than `after`. Two queries."""
    found = select(ContactMessage).order_by(ContactMessage.id).limit(limit)
    if after is not None:
        found = found.where(ContactMessage.id > after)
    return whole(session, session.scalars(found).all())


def change_letter(session: Session, number: int, state: State) -> LetterView:
    """Put a letter into another state. Raises NotFound."""
    message = _found(session, number)
    message.state = state
    return whole(session, [message])[0]


def delete_letter(session: Session, number: int) -> None:
    """Forget a letter and its answers. Raises NotFound."""
    session.delete(_found(session, number))


def answer_letter(
    session: Session, number: int, text: str, *, letters: Letters, owners: Sequence[str], now: datetime
) -> LetterView:
    """Answer a letter by mail, and keep the answer. Raises NotFound."""
    message = _found(session, number)
    session.add(ContactAnswer(message_id=message.id, text=text, created_at=now))
    message.state = "answered"
    session.flush()
    tell_answer(session, letters, owners, message, text, now)
    return whole(session, [message])[0]


def whole(session: Session, messages: Sequence[ContactMessage]) -> tuple[LetterView, ...]:
    """Letters with their answers. One query."""
    answers: dict[int, list[AnswerView]] = {message.id: [] for message in messages}
    mine = select(ContactAnswer).where(ContactAnswer.message_id.in_(answers)).order_by(ContactAnswer.id)
    for answer in session.scalars(mine):
        view = AnswerView(id=answer.id, text=answer.text, created_at=answer.created_at)
        answers[answer.message_id].append(view)
    return tuple(_view(message, answers[message.id]) for message in messages)


def _found(session: Session, number: int) -> ContactMessage:
    message = session.get(ContactMessage, number)
    if message is None:
        raise NotFound("There is no such letter. It may have been deleted.")
    return message


def _holds(words: str) -> ColumnElement[bool]:
    columns = (ContactMessage.name, ContactMessage.email, ContactMessage.topic, ContactMessage.text)
    return or_(*(column.icontains(words, autoescape=True) for column in columns))


def _entry(message: ContactMessage) -> LetterEntry:
    words = " ".join(message.text[: 2 * EXCERPT].split())
    return LetterEntry(
        id=message.id,
        topic=message.topic,
        name=message.name,
        email=message.email,
        excerpt=words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1]}…",
        state=cast("State", message.state),
        created_at=message.created_at,
    )


def _view(message: ContactMessage, answers: Sequence[AnswerView]) -> LetterView:
    return LetterView(
        id=message.id,
        topic=message.topic,
        name=message.name,
        email=message.email,
        text=message.text,
        state=cast("State", message.state),
        checked=cast("Check", message.checked),
        created_at=message.created_at,
        answers=tuple(answers),
    )
