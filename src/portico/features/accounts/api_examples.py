"""Answers of the accounts' API as its document shows them."""

from __future__ import annotations

from typing import Any

VERIFICATION = {
    "id": "5f0c2c6a1f7b4f0e9a3d8c7b6a594837",
    "expires_at": "2026-05-01T12:10:00Z",
    "resend_at": "2026-05-01T12:01:00Z",
    "resends_left": 3,
}
SIGN_IN: dict[str, Any] = {
    "state": "signed-in",
    "account": {"id": 7, "username": "ada", "role": "member"},
    "ticket": None,
    "methods": [],
    "access_token": None,
    "refresh_token": None,
    "expires_in": 900,
}
ME = {
    "id": 7,
    "username": "ada",
    "role": "member",
    "state": "active",
    "email": "ada@example.org",
    "has_password": True,
    "providers": ["github"],
    "factors": {"totp": False, "passkeys": 1, "recovery_codes": 8, "required": False},
    "session": "0e4b7f5f0c2c6a1f7b4f0e9a3d8c7b6a",
    "proved_until": "2026-05-01T12:10:00Z",
    "created_at": "2026-04-01T09:00:00Z",
}
SESSIONS = {
    "items": [
        {
            "id": "0e4b7f5f0c2c6a1f7b4f0e9a3d8c7b6a",
            "method": "password",
            "device": "Firefox on Linux",
            "network": "203.0.113.0/24",
            "created_at": "2026-04-01T09:00:00Z",
            "last_used_at": "2026-05-01T12:00:00Z",
            "current": True,
        }
    ]
}
TOKEN = {
    "id": 3,
    "name": "Editor on my laptop",
    "ending": "yKzM",
    "scopes": ["read"],
    "created_at": "2026-05-01T12:00:00Z",
    "expires_at": "2026-07-30T12:00:00Z",
    "last_used_at": None,
    "token": None,
}
EVENTS = {
    "items": [
        {
            "id": 12,
            "kind": "password-changed",
            "title": "Your password was changed",
            "detail": "",
            "device": "Firefox on Linux",
            "network": "203.0.113.0/24",
            "at": "2026-05-01T12:00:00Z",
        }
    ],
    "next_cursor": None,
}
