"""Letters on behalf of one site: written from a folder of templates, sent by the outbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from portico.platform.mail import letters, outbox
from portico.platform.mail.letters import Letter


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Who writes to people, and what they are called."""

    title: Callable[[], str]
    """Tells the title of the site, empty where it has none yet."""
    address: str
    """The public address of the site, without a slash at its end."""
    sender: str
    folder: Path
    """Where the templates of the letters lie."""

    def tell(
        self,
        session: Session,
        to: str,
        name: str,
        /,
        *,
        now: datetime,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> int | None:
        """Have a letter delivered once this transaction is committed; see `outbox.post`.

        Raises Invalid for what is no address.
        """
        letter = self.write(name, **values)
        return outbox.post(
            session,
            kind=name,
            sender=self.sender,
            recipient=to,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            headers=headers,
            now=now,
            key=key,
        )

    def write(self, name: str, /, **values: Any) -> Letter:
        """A letter as it is sent."""
        site = self.title() or urlsplit(self.address).netloc
        return letters.write(name, site=site, address=self.address, folder=self.folder, **values)
