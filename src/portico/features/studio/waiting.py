"""What waits for those who look after the site, as the features tell that it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from portico.platform.shapes import documented

Keeper = Literal["moderator", "owner"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that may wait, and for whom."""

    label: str
    path: str
    """Of the room where it is dealt with."""
    count: Callable[[Session], int]
    keeper: Keeper = "owner"
    """The least role that it waits for."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingAnswer:
    """How much of something waits."""

    label: str
    path: str
    """Of the page where it is dealt with."""
    count: int


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What waits for whoever asks."""

    waiting: tuple[WaitingAnswer, ...]


def summarise(session: Session, things: Iterable[Waiting], *, role: str) -> Summary:
    """How much of everything waits for somebody of this role."""
    mine = [one for one in things if role in ("owner", one.keeper)]
    counted = [WaitingAnswer(label=one.label, path=one.path, count=one.count(session)) for one in mine]
    return Summary(waiting=tuple(counted))
