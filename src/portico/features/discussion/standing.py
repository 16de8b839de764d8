"""The subject of an item of the site: the row that its comments, reactions and saves belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session, aliased

from portico.features.discussion.models import Comment, Saved, Subject, SubjectReaction
from portico.features.discussion.subjects import Item
from portico.platform.database import insert_of

LONGEST_TITLE = 500
NAME = (Subject.collection, Subject.slug)
"""The columns that `present` asks for."""


class _Named(Protocol):
    collection: Any
    slug: Any


Found = TypeVar("Found", bound=_Named)


def is_of(item: Item) -> ColumnElement[bool]:
    """Whether a subject is the one of an item, be it by a name that it had before."""
    return or_(*(and_(Subject.collection == one, Subject.slug == slug) for one, slug in _names(item)))


def present(item: Item, found: Iterable[Found]) -> Found | None:
    """Of the subjects of an item the one with its latest name; none where nobody did anything."""
    by_name = {(row.collection, row.slug): row for row in found}
    return next((by_name[name] for name in _names(item) if name in by_name), None)


def subject_of(session: Session, item: Item) -> Subject:
    """The row of an item, made where there is none, and nobody else's to change before the transaction ends.

    What was done under names that the item had before comes along. Of two rows that with more comments stays,
    for what is moved is moved while whoever comes waits.
    """
    found = _locked(session, item) or _made(session, item)
    subject = max(found, key=lambda each: each.comments)
    for other in found:
        if other is not subject:
            _take_over(session, subject, other)
    for name in ("collection", "slug", "path"):
        if getattr(subject, name) != getattr(item, name):
            setattr(subject, name, getattr(item, name))
    if subject.title != (title := item.title[:LONGEST_TITLE]):
        subject.title = title
    session.flush()
    return subject


def _names(item: Item) -> tuple[tuple[str, str], ...]:
    return ((item.collection, item.slug), *item.former)


def _locked(session: Session, item: Item) -> list[Subject]:
    lock = select(Subject).where(is_of(item)).order_by(Subject.id).with_for_update()
    return list(session.scalars(lock.execution_options(populate_existing=True)))


def _made(session: Session, item: Item) -> list[Subject]:
    insert = insert_of(session)
    values = {"collection": item.collection, "slug": item.slug, "path": item.path, "comments": 0}
    new = insert(Subject).values(**values, title=item.title[:LONGEST_TITLE])
    session.execute(new.on_conflict_do_nothing(index_elements=["collection", "slug"]))
    return _locked(session, item)


def _take_over(session: Session, subject: Subject, other: Subject) -> None:
    """Let one row stand for two, where something was given the name that something else had."""
    there, second = aliased(SubjectReaction), aliased(Saved)
    theirs = there.subject_id == subject.id, there.account_id == SubjectReaction.account_id
    is_double = select(there.kind).where(*theirs, there.kind == SubjectReaction.kind).exists()
    is_saved = select(second.id).where(second.subject_id == subject.id, second.account_id == Saved.account_id)
    for moved in (
        update(Comment).where(Comment.subject_id == other.id),
        update(SubjectReaction).where(SubjectReaction.subject_id == other.id, ~is_double),
        update(Saved).where(Saved.subject_id == other.id, ~is_saved.exists()),
    ):
        session.execute(moved.values(subject_id=subject.id).execution_options(synchronize_session=False))
    subject.comments += other.comments
    session.expunge(other)
    session.execute(delete(Subject).where(Subject.id == other.id))
