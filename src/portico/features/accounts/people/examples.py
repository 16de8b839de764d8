"""Answers of the API over people as its document shows them."""

from __future__ import annotations

PERSON = {
    "id": 7,
    "username": "ada",
    "email": "ada@example.org",
    "role": "member",
    "state": "active",
    "created_at": "2026-04-01T09:00:00Z",
    "last_seen_at": "2026-05-01T12:00:00Z",
    "deletion_at": None,
}
LINK = {
    "link": "https://example.org/forgot#id=5f0c2c6a1f7b4f0e9a3d8c7b6a594837&code=K7QM-2FZD",
    "expires_at": "2026-05-01T12:10:00Z",
}
INVITATION = {
    "link": "https://example.org/register#invitation=gQ3vZk1t9XcS7mYp2LwR5bN8dHfJ4aEoUiTqVxWyKzM",
    "expires_at": "2026-05-15T12:00:00Z",
}
