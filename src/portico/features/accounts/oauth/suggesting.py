"""Usernames made of what a provider calls somebody."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection, Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portico.features.accounts.errors import UnfitUsername, UsernameTaken
from portico.features.accounts.models import Account
from portico.features.accounts.names import skeleton, usable

LONGEST = 24
"""Leaves room for what makes it unique."""
NUMBERED = 5
"""Tries with a number of a few digits, before the name gives way to one that nobody has."""


def free_username(session: Session, suggestion: str | None, *, reserved: Collection[str]) -> str:
    """A username that nobody has or could be taken for. Raises UsernameTaken when luck runs out."""
    for name in _candidates(suggestion or ""):
        try:
            kept = usable(name, reserved=reserved)
        except UnfitUsername:
            continue
        if not session.scalar(select(exists().where(Account.username_key == skeleton(kept)))):
            return kept
    raise UsernameTaken("No free name was found. Try again.")


def _candidates(suggestion: str) -> Iterator[str]:
    base = _ascii(suggestion)
    if base:
        yield base
        for _ in range(NUMBERED):
            yield f"{base}-{secrets.randbelow(9000) + 1000}"
    for _ in range(NUMBERED):
        yield f"member-{secrets.token_hex(4)}"


def _ascii(name: str) -> str:
    """A name in the letters that usernames have, as near as they come."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.partition("@")[0])[:LONGEST].strip("-")
