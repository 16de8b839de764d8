"""What the discussions of a site are made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from portico.features.discussion.judging import Judge
from portico.features.discussion.subjects import Items, Located
from portico.features.notifications import Notifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the doors of this feature need."""

    items: Items
    """This and the next tell what the site of the current request has published."""
    located: Located
    notifier: Notifier
    judge: Judge | None = None
    """Who is asked whether something is spam that people say of whom nothing is shown yet."""
    secret: str = field(repr=False)
    public_url: str | None
