"""What the API of profiles answers, for its document."""

from __future__ import annotations

from typing import Any

FOLDER = "/media/accounts/5f0c6a7e1b9d4c28a3f1e0d2b4c6a890/"
AVATAR: dict[str, Any] = {
    "url": f"{FOLDER}0d1c2b3a495867768594a3b2c1d0e0ff-256.webp",
    "width": 256,
    "height": 256,
    "alt": "",
    "sources": [
        {
            "media_type": "image/webp",
            "srcset": ", ".join(
                f"{FOLDER}0d1c2b3a495867768594a3b2c1d0e0ff-{width}.webp {width}w" for width in (96, 256, 512)
            ),
        }
    ],
}
PROFILE: dict[str, Any] = {
    "username": "ada",
    "name": "Ada Lovelace",
    "bio": "Writes programs for machines that are still to be built.",
    "role": "member",
    "joined": "2026-03-14T09:30:00Z",
    "avatar": AVATAR,
    "banner": None,
    "links": [{"label": "Notes", "url": "https://notes.example.org/"}],
    "recent": [],
}
UPLOAD: dict[str, Any] = {
    "url": "https://example.org/api/v1/uploads/slots/WyJzdGFnaW5n",
    "method": "PUT",
    "headers": {"Content-Type": "image/jpeg"},
    "key": "staging/9a3f1e0d2b4c6a8905f0c6a7e1b9d4c2",
    "confirm_token": "WzEsMSwiYXZhdGFyIl0",
    "expires_at": "2026-03-14T09:40:00Z",
}
KEPT: dict[str, Any] = {"purpose": "avatar", "url": AVATAR["url"], "picture": AVATAR}
