"""Comments as whoever asks may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portico.features.discussion import words
from portico.features.discussion.rows import NOBODY, CommentRow, Read, counted
from portico.features.discussion.schemas import Author, CommentAuthor, CommentView
from portico.features.discussion.subjects import Item, anchor
from portico.features.profiles import Card, cards

WITHOUT_NAME: Mapping[Author, str] = {"deactivated": "Deactivated user", "deleted": "Deleted user"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who asks."""

    account_id: int = NOBODY
    keeper: bool = False
    """Whether they look after the site, and so see what others do not."""


def views(session: Session, rows: Iterable[CommentRow], viewer: Viewer, item: Item) -> dict[int, CommentView]:
    """Comments under an item, by their numbers. One query, for the names of all people."""
    seen = list(rows)
    people = {row.account_id for row in seen if row.account_id}
    people |= words.mentioned_in(row.html for row in seen)
    known = cards(session, people) if people else {}
    names = {number: card.username for number, card in known.items()}
    authors = {(row.account_id, row.guest_name): row for row in seen}
    told = {key: author(row, known) for key, row in authors.items()}
    return {row.id: _view(row, viewer, item.path, told, names) for row in seen}


def _view(
    row: CommentRow,
    viewer: Viewer,
    path: str,
    authors: Mapping[tuple[int | None, str | None], CommentAuthor],
    names: Mapping[int, str],
) -> CommentView:
    number, state, account_id = row.id, row.state, row.account_id
    own = account_id is not None and account_id == viewer.account_id
    is_shown = state == "shown"
    told = is_shown or own or viewer.keeper
    return CommentView(
        id=number,
        parent_id=row.parent_id,
        root_id=row.root_id,
        depth=row.depth,
        state=state,
        author=authors[account_id, row.guest_name] if told and state != "deleted" else None,
        html=words.shown(row.html, names) if told else "",
        source=words.for_editing(row.source, names) if own else None,
        created_at=row.created_at,
        edited_at=row.edited_at if told else None,
        replies=row.replies,
        reactions=counted(row.signs) if is_shown else (),
        own=own,
        path=anchor(path, number),
    )


def author(row: CommentRow, known: Mapping[int, Card]) -> CommentAuthor:
    """Who wrote a comment, as far as that can still be told."""
    if row.account_id is None and row.guest_name is not None:
        return CommentAuthor(kind="guest", name=row.guest_name)
    card = known.get(row.account_id or NOBODY)
    if card is None:
        kind: Author = "deleted" if row.account_state in (None, "anonymised") else "deactivated"
        return CommentAuthor(kind=kind, name=WITHOUT_NAME[kind])
    return CommentAuthor(
        kind="member",
        name=card.name,
        username=card.username,
        url=f"/@{card.username}",
        avatar=card.avatar,
        role=card.role,
    )


def in_order(rows: Iterable[Read]) -> list[Read]:
    """Comments in the order in which they came."""
    return sorted(rows, key=lambda row: row.id)
