"""The shapes of what those who look after the site see of its people, and do for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import Field, model_validator

from portico.features.accounts.models import Role, State
from portico.platform.shapes import Input, documented
from portico.web.paging import ListQuery


class PeopleQuery(ListQuery):
    """Which people to list."""

    q: str | None = Field(default=None, min_length=1, max_length=100, examples=["ada"])
    """Only people whose username or address holds this."""
    role: Role | None = None
    """Only people of this role."""
    state: State | None = None
    """Only accounts in this state."""


class PersonCreate(Input):
    """Somebody to make an account for."""

    username: str = Field(min_length=3, max_length=30, examples=["ada"])
    email: str = Field(
        min_length=3, max_length=254, examples=["ada@example.org"], json_schema_extra={"format": "email"}
    )
    role: Role = Field(default="member", examples=["member"])


class PersonChange(Input):
    """What becomes of somebody; what is left out stays as it is."""

    role: Role | None = Field(default=None, examples=["moderator"])
    state: Literal["active", "suspended"] | None = Field(default=None, examples=["suspended"])
    """`suspended` shuts an account, `active` opens it again."""

    @model_validator(mode="after")
    def _asks_for_something(self) -> PersonChange:
        if self.role is None and self.state is None:
            raise ValueError("Say what to change: the role or the state.")
        return self


class DeletionQuery(Input):
    """What stays of somebody who is deleted."""

    keep_comments: bool = Field(default=True, examples=[True])
    """Whether their comments stay, as those of a deleted user."""


class InvitationCreate(Input):
    """Leave for one person to register."""

    email: str | None = Field(
        default=None,
        min_length=3,
        max_length=254,
        examples=["ada@example.org"],
        json_schema_extra={"format": "email"},
    )
    """The only address that it is good for, where it is sent; without one it is good for any."""
    days: int = Field(default=14, ge=1, le=365, examples=[14])
    """How long it is good."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAnswer:
    """Somebody as those see them who look after the site."""

    id: int
    username: str | None
    """None once the account is anonymised."""
    email: str | None
    role: Role
    state: State
    created_at: datetime
    last_seen_at: datetime | None
    """When they last used a session that is on; none where none is."""
    deletion_at: datetime | None
    """When a closed account is deleted for good."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class PassAnswer:
    """A link that lets somebody do one thing, once."""

    link: str
    expires_at: datetime


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """An account that was made, and the link with which its holder chooses a password."""

    person: PersonAnswer
    link: str
    expires_at: datetime
