"""How often and how soon a job that failed is tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import SystemRandom

_dice = SystemRandom().random


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Waits that double from `first` to `longest`, and after so many attempts none.

    A wait that still grows is lengthened by up to a quarter at random, so that jobs that failed
    together do not come back together. Attempts are counted and not days, so that neither a worker
    that stood still nor a clock that jumped uses them up.
    """

    first: timedelta = timedelta(seconds=5)
    longest: timedelta = timedelta(hours=1)
    attempts: int = 12

    def wait(self, attempt: int, dice: Callable[[], float] = _dice) -> timedelta | None:
        """How long to wait after this attempt, counted from 1; None when it was the last."""
        if attempt >= self.attempts:
            return None
        # Far beyond any `longest`, and short of what a timedelta can hold.
        doubled = self.first * 2 ** min(attempt - 1, 30)
        return self.longest if doubled >= self.longest else doubled * (1 + dice() / 4)
