"""What each letter is told, by an example; in development one can look at the letters made of these."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from portico.features.accounts.event_kinds import KINDS
from portico.features.accounts.letters import Letters
from portico.platform.mail.letters import Letter

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
CODE = {"code": "K7QM2FZD"}
ADA = {"username": "ada"}
TOKEN = {"token": "gQ3vZk1t9XcS7mYp2LwR5bN8dHfJ4aEoUiTqVxWyKzM"}
EVENT = ADA | {"at": NOON, "device": "Firefox on Linux", "network": "203.0.113.0/24", "detail": ""}

EXAMPLES: dict[str, dict[str, Any]] = {
    "registration-code": CODE | ADA,
    "already-registered": {},
    "sign-in-code": CODE,
    "no-account": {},
    "reset-code": CODE | {"id": "5f0c2c6a1f7b4f0e9a3d8c7b6a594837"},
    "no-account-reset": {},
    "email-change-code": CODE | ADA,
    "email-changed": ADA | TOKEN | {"email": "ada@new.example.org"},
    "welcome": ADA,
    "security-event": EVENT | {"kind": "new-sign-in", "detail": "password"},
    "deactivated": ADA | {"deletion_at": NOON + timedelta(days=30), "keep_comments": True},
    "reactivated": ADA,
    "anonymised": {"keep_comments": True},
    "export-ready": {"path": "/settings#set-privacy", "expires_at": NOON + timedelta(days=7)},
    "invitation": TOKEN | {"expires_at": NOON + timedelta(days=14)},
}
"""Every letter, and values that it can be written with."""


def examples(letters: Letters) -> dict[str, Letter]:
    """Every letter, and of the one about events each kind, written with example values."""
    written = {name: letters.write(name, **values) for name, values in EXAMPLES.items()}
    for kind in KINDS:
        written[f"security-event-{kind}"] = letters.write("security-event", **EVENT | {"kind": kind})
    return written
