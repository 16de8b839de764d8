"""What is done when somebody goes for good, and by whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portico.features.accounts.letters import Letters


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who goes for good."""

    account_id: int
    keep_comments: bool
    """Whether what they wrote under other texts stays, without their name."""
    now: datetime


Forget = Callable[[Session, Leaver], object]
"""Removes all that one feature keeps of somebody, in the transaction that wipes them."""


@dataclass(frozen=True, slots=True)
class Farewell:
    """What is done when somebody goes."""

    letters: Letters
    forget: Sequence[Forget]
