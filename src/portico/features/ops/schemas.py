"""The shapes of the operator's API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import Field

from portico.platform.shapes import Input, documented
from portico.web.paging import ListQuery

JobState = Literal["waiting", "running", "done", "parked"]
MailState = Literal["waiting", "sent", "parked"]


class JobQuery(ListQuery):
    """Which jobs to list."""

    state: JobState | None = Field(default=None, examples=["parked"])
    """Only jobs in this state."""
    kind: str | None = Field(default=None, min_length=1, max_length=100, examples=["mail.send"])
    """Only jobs of this kind."""


class MailQuery(ListQuery):
    """Which mails to list."""

    state: MailState | None = Field(default=None, examples=["parked"])
    """Only mails in this state."""


class TestMailCreate(Input):
    """A mail that shows whether mails arrive."""

    __test__: ClassVar[bool] = False

    recipient: str = Field(
        min_length=3, max_length=254, examples=["ada@example.org"], json_schema_extra={"format": "email"}
    )
    """The address to send it to."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class JobAnswer:
    """One piece of work in the background."""

    id: int
    kind: str
    state: JobState
    priority: int
    """Of the jobs that are due, the highest goes first."""
    attempts: int
    """How often it was attempted since it was enqueued or last told to run again."""
    error: str | None
    """Why the last attempt failed."""
    created_at: datetime
    run_at: datetime
    """Before this moment it is not attempted, or not again."""
    done_at: datetime | None
    parked_at: datetime | None
    """When it was given up."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class MailAnswer:
    """One mail that has left or is to leave; its words are not shown."""

    id: int
    kind: str
    """What it is for, such as `test`."""
    state: MailState
    recipient: str
    subject: str
    message_id: str
    created_at: datetime
    sent_at: datetime | None
    """When the mail server took it."""
    job: int | None
    """The number of the job that delivers it."""
    attempts: int
    next_attempt_at: datetime | None
    """When it is attempted next, while it waits."""
    error: str | None
    """Why the last attempt failed, where it was the mail server in its own words."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class FlagAnswer:
    """Something new that is not for everyone yet."""

    name: str
    share: int
    """For how many of a hundred visitors it is on: 0 for nobody, 100 for everyone."""
    owner: str
    """Who decides when it is settled."""
    since: date
    description: str


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class FlagList:
    """Every flag there is, settled ones are gone."""

    items: tuple[FlagAnswer, ...]
