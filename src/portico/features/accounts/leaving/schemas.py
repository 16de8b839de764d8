"""The shapes of leaving and of what one takes along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from portico.features.accounts.models import ExportState
from portico.features.accounts.schemas import Delivered, SignInCreate
from portico.platform.shapes import Input, documented


class DeactivationCreate(Input):
    """Somebody who wants to leave."""

    keep_comments: bool = Field(examples=[True])
    """Whether what one wrote under other texts stays, without one's name."""


class ReactivationCreate(SignInCreate):
    """Somebody who wants their account back."""


class ReactivationByCode(Delivered):
    """The code for signing in that came by mail."""

    code: str = Field(min_length=1, max_length=64, examples=["7KQ2-M9XD"])


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Deactivation:
    """A closed account."""

    deletion_at: datetime
    """When it is deleted for good; until then its holder can open it again."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAnswer:
    """A file of all that is kept of somebody."""

    id: int
    state: ExportState
    progress: int
    """In hundredths."""
    size: int | None
    """Bytes of the file, once it is there."""
    file: str | None
    """Where to fetch it, once it is there."""
    created_at: datetime
    expires_at: datetime | None
    """When the file is deleted."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ExportList:
    """One's exports that are kept, the newest first."""

    items: list[ExportAnswer]
