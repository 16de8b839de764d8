"""Importing comments from elsewhere: each once, under what it stood under, after what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from portico.features.discussion.importing.line import Line
from portico.features.discussion.models import Comment, Subject
from portico.features.discussion.standing import subject_of
from portico.features.discussion.states import add
from portico.features.discussion.subjects import Item, Located
from portico.features.discussion.words import NothingSaid, Written, written

OWN = "portico:"
"""Before the number of a comment that was first written here."""
UNKNOWN = "unknown"
"""The collection of what is kept though nothing of the site has its address."""

log = structlog.get_logger("portico.discussion")


@dataclass(slots=True)
class Taken:
    """What became of some comments."""

    added: int = 0
    known: int = 0
    """Those that were here before."""
    unknown: dict[str, int] = field(default_factory=dict)
    """How many stood under which addresses that the site does not have."""


def take(session: Session, located: Located, lines: Sequence[Line], *, keep_unknown: bool = False) -> Taken:
    """Take in comments, those that are answered before what answers them.

    Who wrote them has no account here, and nobody is told.
    """
    taken, ids = Taken(), _known(session, lines)
    subjects: dict[str, Subject | None] = {}
    for line in lines:
        if line.origin in ids:
            taken.known += 1
            continue
        if line.page not in subjects:
            subjects[line.page] = _subject(session, located, line, keep_unknown=keep_unknown)
        if (subject := subjects[line.page]) is None:
            taken.unknown[line.page] = taken.unknown.get(line.page, 0) + 1
            continue
        ids[line.origin] = _put(session, subject, line, ids.get(line.parent or ""))
        taken.added += 1
    log.info("comments_imported", added=taken.added, known=taken.known, unknown=sum(taken.unknown.values()))
    return taken


def _subject(session: Session, located: Located, line: Line, *, keep_unknown: bool) -> Subject | None:
    item = located(line.page)
    if item is None and keep_unknown:
        slug = line.page.strip("/")[:400] or "/"
        item = Item(collection=UNKNOWN, slug=slug, title=line.title or line.page, path=line.page)
    return None if item is None else subject_of(session, item)


def _put(session: Session, subject: Subject, line: Line, parent_id: int | None) -> int:
    parent = session.get(Comment, parent_id, populate_existing=True) if parent_id else None
    if parent is not None and parent.subject_id != subject.id:
        parent = None
    said = _said(line)
    comment = Comment(
        subject_id=subject.id,
        parent_id=parent and parent.id,
        root_id=parent and (parent.root_id or parent.id),
        depth=0 if parent is None else parent.depth + 1,
        guest_name=line.name if said else None,
        state=line.state if said else "deleted",
        source=said.source if said else "",
        html=said.html if said else "",
        created_at=line.created_at,
        edited_at=line.edited_at if said else None,
        held_for="imported" if line.state == "held" else None,
        origin=line.origin,
    )
    if said:
        add(session, comment)
    else:
        # It is there for its answers, the first of which has it listed.
        comment.listed = False
        session.add(comment)
        session.flush()
    return comment.id


def _said(line: Line) -> Written | None:
    if line.state == "deleted":
        return None
    try:
        return written(line.text, lambda _: {})
    except NothingSaid:
        return None


def _known(session: Session, lines: Iterable[Line]) -> dict[str, int]:
    """The numbers of those comments that are here, by their origins; what they answer included."""
    origins = {origin for line in lines for origin in (line.origin, line.parent) if origin}
    found = select(Comment.origin, Comment.id).where(Comment.origin.in_(origins))
    known = {origin: number for origin, number in session.execute(found) if origin is not None}
    return known | _own(session, origins, {line.origin: line.created_at for line in lines})


def _own(session: Session, origins: Iterable[str], written_at: Mapping[str, datetime]) -> dict[str, int]:
    """Those that were written here, and come back."""
    numbers = [int(origin.removeprefix(OWN)) for origin in origins if _is_own(origin)]
    found = select(Comment.id, Comment.created_at).where(Comment.id.in_(numbers), Comment.origin.is_(None))
    return {
        f"{OWN}{number}": number
        for number, at in session.execute(found)
        if written_at.get(f"{OWN}{number}", at) == at
    }


def _is_own(origin: str) -> bool:
    number = origin.removeprefix(OWN)
    return number != origin and number.isascii() and number.isdigit() and len(number) < 19
