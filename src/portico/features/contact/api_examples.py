"""What the API of letters answers, for its document."""

from __future__ import annotations

from typing import Any

FORM: dict[str, Any] = {
    "topics": ["A question", "Work together"],
    "site_key": None,
    "stamp": "WyJxN0siLDE3Nzc2MzY4MDAuMF0.aQ7cIA.3q2-7wAAbbE",
}
TAKEN = {"taken_at": "2026-05-01T12:00:00Z"}
ENTRY: dict[str, Any] = {
    "id": 7,
    "topic": "A question",
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "excerpt": "How did you measure the echo of the arcade?",
    "state": "new",
    "created_at": "2026-05-01T12:00:00Z",
}
LETTER: dict[str, Any] = {name: value for name, value in ENTRY.items() if name != "excerpt"} | {
    "text": "How did you measure the echo of the arcade?",
    "state": "answered",
    "checked": "stamp",
    "answers": [
        {"id": 3, "text": "With a balloon, and a very long ruler.", "created_at": "2026-05-01T14:30:00Z"}
    ],
}
