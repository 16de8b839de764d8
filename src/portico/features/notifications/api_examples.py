"""What the API of notifications answers, for its document."""

from __future__ import annotations

from typing import Any

ADA: dict[str, Any] = {"username": "ada", "name": "Ada Lovelace", "avatar": None}
NOTIFICATION: dict[str, Any] = {
    "id": 41,
    "kind": "reply",
    "actor": ADA,
    "others": 0,
    "path": "/writing/a-lighthouse-in-autumn#comment-12",
    "title": "A lighthouse in autumn",
    "excerpt": "Thank you for this. I had wondered why the lamp turns.",
    "created_at": "2026-05-01T12:00:00Z",
    "read": False,
}
CHOICES: dict[str, Any] = {
    "mail": {
        "reply": "immediate",
        "mention": "immediate",
        "reaction": "daily",
        "comment": "immediate",
        "held": "immediate",
        "report": "immediate",
    },
    "timezone": "Europe/Vienna",
}
BLOCKED: dict[str, Any] = {"id": 7, "person": ADA}
