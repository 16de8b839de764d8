"""Who caused something, as those who hear of it see them; the main file hands in where that is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from sqlalchemy.orm import Session

from portico.web.shell import Picture


class Face(Protocol):
    """What others see of somebody."""

    @property
    def username(self) -> str:
        """What their page is found by."""
        ...

    @property
    def name(self) -> str:
        """What they are called."""
        ...

    @property
    def avatar(self) -> Picture | None:
        """None where they show none."""
        ...


Faces = Callable[[Session, Iterable[int]], Mapping[int, Face]]
"""The faces of those of these accounts that are active, by their numbers; one query."""
