"""Threads as pages indent them: six levels, and below those all on one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from portico.features.discussion.schemas import CommentView

DEEPEST = 6


@dataclass(slots=True)
class Place:
    """Where a comment stands on the page, with what stands below it."""

    comment: CommentView
    level: int
    answers: CommentView | None = None
    """What it answers, where its place does not show that."""
    replies: list[Place] = field(default_factory=list)


def nested(comment: CommentView, replies: Iterable[CommentView]) -> Place:
    """A comment with its replies, of which each is given after what it answers.

    One that would stand too deep stands beside what it answers; one whose parent is not among them, at the
    first level.
    """
    top = Place(comment, 0)
    known = {comment.id: top}
    holders = {comment.id: top}
    for reply in replies:
        parent = known.get(reply.parent_id or 0, top)
        is_deep = parent.level == DEEPEST
        holder = holders[parent.comment.id] if is_deep else parent
        place = Place(reply, holder.level + 1, answers=parent.comment if is_deep else None)
        holder.replies.append(place)
        known[reply.id], holders[reply.id] = place, holder
    return top
