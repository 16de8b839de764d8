"""The letters that people get about their accounts: templates in `mail`, sent by the outbox."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from portico.features.accounts.codes import folded, shown
from portico.features.accounts.event_kinds import KINDS
from portico.platform.mail.correspondence import Correspondence
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
class Letters(Correspondence):
    """Writes letters about accounts; what each is told stands with its example in `letter_examples`."""

    folder: Path = FOLDER

    def write(self, name: str, /, **values: Any) -> Letter:
        """A letter as it is sent; a `code` may be given with its hyphen or without."""
        if "code" in values:
            values["code"] = shown(folded(values["code"]))
        if kind := KINDS.get(values.get("kind", "")):
            values |= asdict(kind)
        return Correspondence.write(self, name, **values)
