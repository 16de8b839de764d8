"""A comment on its way from one system into another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portico.features.discussion.models import State

LONGEST_ORIGIN = 200
LONGEST_NAME = 80
LONGEST_TITLE = 500
LONGEST_PAGE = 1_000
LONGEST_TEXT = 9_000
"""Characters; elsewhere comments may be longer than here, and a request has an end."""

MOST_AT_ONCE = 100
"""Comments in one request."""


class NotReadable(Exception):
    """A file is none of a format that is known, or is damaged; the sentence says which and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One comment."""

    origin: str
    """What it is known by for good, such as `disqus:5101`."""
    parent: str | None = None
    """The origin of what it answers."""
    page: str
    """The address of what it stands under, from its first slash on."""
    title: str = ""
    name: str
    text: str
    """Markdown."""
    state: State = "shown"
    created_at: datetime
    edited_at: datetime | None = None
