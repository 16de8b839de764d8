"""What is asked of a judge of spam, whose words are judged, and what a judge is.

Which judge there is, if any, is decided where the house is put together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from sqlalchemy.orm import Session

from portico.features.discussion.holding import KEEPERS, is_known
from portico.features.discussion.models import Ban
from portico.platform.errors import Unavailable
from portico.platform.sealing import Sealer

Opinion = Literal["ham", "spam", "discard", "refused", "unreachable"]
"""`discard` is spam beyond doubt. The last two are none: it would not say, or could not be asked."""
SAID: Final[tuple[Opinion, ...]] = ("ham", "spam", "discard")
SPAM: Final[tuple[Opinion, ...]] = ("spam", "discard")


class JudgeRefuses(Unavailable):
    """The judge takes no questions of this site, which only its owner can mend."""

    code = "judge-refuses"
    title = "The check for spam refuses this site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where something comes from, which is personal: it is sealed where it is kept, and not kept for long."""

    address: str
    agent: str = ""
    referrer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What somebody says, as a judge is told of it."""

    text: str
    """Markdown."""
    author: str
    """The name that readers see."""
    path: str
    """Of what it stands under."""
    is_reply: bool
    is_edit: bool = False
    origin: Origin


class Judge(Protocol):
    """Tells spam from what people say."""

    def ask(self, saying: Saying) -> Opinion:
        """What it thinks, within a bounded time. Raises nothing."""
        ...

    def teach(self, saying: Saying, *, is_spam: bool) -> None:
        """Tell it what a keeper of the site thinks. Raises UpstreamUnavailable or JudgeRefuses."""
        ...

    def check(self) -> None:
        """Let pass while nothing is known against asking it. Raises JudgeRefuses."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a judge thought of something that is about to be said."""

    opinion: Opinion
    origin: Origin
    sealer: Sealer = field(repr=False)
    """Seals the origin where it is kept."""

    @property
    def is_spam(self) -> bool:
        """Whether it is held for that."""
        return self.opinion in SPAM


def is_judged(session: Session, account_id: int, role: str, *, besides: int | None = None) -> bool:
    """Whether a judge is asked of what somebody says: of those alone of whom nothing is shown yet.

    `besides` is the comment that they edit, by which nobody becomes known.
    """
    if role in KEEPERS or session.get(Ban, account_id) is not None:
        return False
    return not is_known(session, account_id, besides=besides)
