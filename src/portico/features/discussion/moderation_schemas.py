"""What the API says and takes about looking after what readers say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from portico.features.discussion.models import State
from portico.features.discussion.schemas import CommentView
from portico.platform.shapes import Input, documented
from portico.web.paging import ListQuery

Act = Literal["approve", "hide", "spam", "delete"]
MOST_WORDS = 500


class QueueQuery(ListQuery):
    """Which comments to look at."""

    state: Literal["held", "reported", "shown", "hidden", "spam"] = "held"
    """`reported` are those, in whatever state, of which somebody told and nobody decided."""
    q: str | None = Field(default=None, min_length=1, max_length=100, examples=["ada"])
    """Only comments that hold these words, or that are by whoever is called so."""


class BanCreate(Input):
    """Why somebody may no longer take part."""

    reason: str = Field(default="", max_length=500, examples=["Advertises in every thread."])
    """For those who look after the site."""


class RulesUpdate(Input):
    """What is held back until somebody has looked."""

    hold_first: bool = Field(examples=[True])
    """Whether that goes for everything by people of whom no comment is shown yet."""
    words: list[Annotated[str, Field(min_length=3, max_length=60)]] = Field(
        max_length=MOST_WORDS, examples=[["casino"]]
    )
    """Words and phrases; found as whole words, whatever their case, accents and letters that look alike."""
    most_links: int = Field(ge=0, le=20, examples=[2])
    """How many links a comment may have without being held back."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A reader's word that a comment should not stand."""

    reason: str
    note: str
    username: str | None
    """Who told; none for somebody who is gone."""
    created_at: datetime


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationEntry:
    """A comment as those see it who look after the site."""

    comment: CommentView
    held_for: str | None
    """Why it waits: `first-comment`, `held-word`, `links`, `judged-spam` where a check takes it for spam,
    `reports`, or `undone` after an act was."""
    title: str
    """Of what it stands under."""
    answers: str = ""
    """The beginning of the comment that it answers, as plain text."""
    banned: bool = False
    """Whether its author is."""
    edits: int = 0
    """How often it was edited, also where that is not marked."""
    from_network: int = 0
    """How many other comments came from the same network within 30 days."""
    reports: tuple[ReportView, ...] = ()
    """Those that nobody decided on; 20 at most."""
    last_act: int | None = None
    """The number of the last act on it, to undo it by."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ActView:
    """Something that was done to look after the site."""

    id: int
    act: str
    """`approve`, `hide`, `spam`, `delete`, `hold`, `undo`, `ban`, `unban` or `rules`."""
    actor: str | None
    """Who did it, as they are called now; none for the rules of the site, and for somebody who is gone."""
    by_rule: bool
    """Whether the rules of the site did it."""
    comment_id: int | None
    username: str | None
    """Whom it was about, as they are called now."""
    before: State | None
    """The state that the comment was in."""
    undoes: int | None
    undone: bool
    at: datetime


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class BanView:
    """Somebody who may read but not take part."""

    account_id: int
    username: str
    reason: str
    created_at: datetime
