"""The letters that people get about their accounts: templates in `mail`, sent by the outbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from portico.features.accounts.codes import folded, shown
from portico.features.accounts.event_kinds import KINDS
from portico.platform.mail import letters, outbox
from portico.platform.mail.letters import Letter

FOLDER = Path(__file__).parent / "mail"
SECRET = frozenset(
    {
        "registration-code",
        "sign-in-code",
        "reset-code",
        "email-change-code",
        "email-changed",
        "invitation",
    }
)
"""The letters that let in whoever reads them; once they are sent the outbox forgets their words."""
LAST = frozenset({"anonymised"})
"""The letters of which nothing is kept once they are sent."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes letters on behalf of one site."""

    title: Callable[[], str]
    """Tells the title of the site, empty where it has none yet."""
    address: str
    """The public address of the site, without a slash at its end."""
    sender: str

    def tell(self, session: Session, to: str, name: str, /, *, now: datetime, **values: Any) -> None:
        """Have a letter delivered once this transaction is committed. Raises Invalid for what is no address.

        What each letter is told stands with its example in `letter_examples`.
        """
        letter = self.write(name, **values)
        outbox.post(
            session,
            kind=name,
            sender=self.sender,
            recipient=to,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            now=now,
        )

    def write(self, name: str, /, **values: Any) -> Letter:
        """A letter as it is sent; a `code` may be given with its hyphen or without."""
        site = self.title() or urlsplit(self.address).netloc
        if "code" in values:
            values["code"] = shown(folded(values["code"]))
        if kind := KINDS.get(values.get("kind", "")):
            values |= asdict(kind)
        return letters.write(name, site=site, address=self.address, folder=FOLDER, **values)
