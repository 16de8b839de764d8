"""What the letterbox of a site is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.orm import Session

from portico.features.contact.letters import Letters
from portico.features.contact.turnstile import Keys
from portico.web.shell import PageMeta


class Introduction(Protocol):
    """What introduces the page."""

    @property
    def title(self) -> str:
        """Its heading."""
        ...

    @property
    def html(self) -> str:
        """What stands below, sanitised."""
        ...


class Letterbox(Protocol):
    """What the site says of writing to its owner."""

    @property
    def page(self) -> PageMeta:
        """The head of the page."""
        ...

    @property
    def intro(self) -> Introduction | None:
        """What introduces it."""
        ...

    @property
    def frames(self) -> tuple[str, ...]:
        """The site whose booking page may be framed."""
        ...

    @property
    def topics(self) -> tuple[str, ...]:
        """What a letter can be about."""
        ...

    @property
    def auto_reply(self) -> bool:
        """Whether the writer is told that the letter has arrived."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the doors of this feature need."""

    letterbox: Callable[[], Letterbox]
    """Tells it of the site that the current request is for."""
    letters: Letters
    owners: Callable[[Session], Sequence[str]]
    """The addresses that letters go to."""
    keys: Keys | None
    """What Turnstile knows this site as, where it is asked."""
    secret: str = field(repr=False)
    at_once: int
    """How many requests may wait for Turnstile at the same time."""
