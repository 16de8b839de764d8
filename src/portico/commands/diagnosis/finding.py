"""What a look at one thing found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from portico.settings import Settings

Level = Literal["good", "doubtful", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """How one thing is."""

    about: str
    level: Level
    sentence: str
    """How it is and, unless that is good, what to do."""


Check = Callable[[Settings], Finding | None]


def good(about: str, sentence: str) -> Finding:
    """It is as it should be."""
    return Finding(about, "good", sentence)


def doubtful(about: str, sentence: str) -> Finding:
    """It works, and someone should look at it."""
    return Finding(about, "doubtful", sentence)


def bad(about: str, sentence: str) -> Finding:
    """It does not work."""
    return Finding(about, "bad", sentence)
