"""The shapes of the API of notifications."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from portico.features.notifications.models import Kind, Mailing
from portico.platform.shapes import Input, documented
from portico.web.paging import ListQuery
from portico.web.shell import Picture


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who caused something."""

    username: str
    name: str
    avatar: Picture | None


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationView:
    """Something that happened and concerns you."""

    id: int
    kind: Kind
    """`comment`, `held` and `report` are for those who look after the site."""
    actor: Actor | None
    """The last who did it; none for whoever has no account."""
    others: int
    """How many did the same before."""
    path: str
    """Where on the site it leads."""
    title: str
    """Of the page that it happened on."""
    excerpt: str
    """How what was written begins."""
    created_at: datetime
    read: bool


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """How much is new."""

    unread: int
    """At most 100: nobody counts further."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class MailChoices:
    """When each is mailed."""

    reply: Mailing
    mention: Mailing
    reaction: Mailing
    comment: Mailing
    held: Mailing
    report: Mailing


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationChoices:
    """How you hear of things."""

    mail: MailChoices
    timezone: str | None
    """Where your day begins, as the IANA database names it; none while you have not said, which is UTC."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedPerson:
    """Somebody of whom you want nothing."""

    id: int
    person: Actor


class NotificationQuery(ListQuery):
    """Which notifications to list."""

    unread: bool = False
    """Whether to leave out what was read."""


class ReadMark(Input):
    """How far somebody has read."""

    up_to: int = Field(ge=1, le=2**63 - 1, examples=[41])
    """The latest notification that they saw."""


class MailChange(Input):
    """When each is to be mailed; what is left out stays as it is."""

    reply: Mailing | None = Field(default=None, examples=["daily"])
    mention: Mailing | None = Field(default=None, examples=["immediate"])
    reaction: Mailing | None = Field(default=None, examples=["none"])
    comment: Mailing | None = Field(default=None, examples=["immediate"])
    held: Mailing | None = Field(default=None, examples=["immediate"])
    report: Mailing | None = Field(default=None, examples=["immediate"])


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("is no time zone of the IANA database, such as Europe/Vienna")
    return name


class ChoicesUpdate(Input):
    """How to hear of things; what is left out stays as it is."""

    mail: MailChange | None = Field(default=None, examples=[{"reply": "daily"}])
    timezone: Annotated[str, AfterValidator(_known_zone)] | None = Field(
        default=None, min_length=1, max_length=60, examples=["Europe/Vienna"]
    )
