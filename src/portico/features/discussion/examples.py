"""What the API of discussions answers, for its document."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

AUTHOR: Example = {
    "kind": "member",
    "name": "Ada Lovelace",
    "username": "ada",
    "url": "/@ada",
    "avatar": None,
    "role": "member",
}
HEARTS: Example = {"kind": "heart", "count": 3, "mine": True}
REACTIONS: Example = {"reactions": [HEARTS]}
COMMENT: Example = {
    "id": 12,
    "parent_id": None,
    "root_id": None,
    "depth": 0,
    "state": "shown",
    "author": AUTHOR,
    "html": "<p>Well <strong>put</strong>.</p>\n",
    "source": "Well **put**.",
    "created_at": "2026-03-14T09:30:00Z",
    "edited_at": None,
    "replies": 1,
    "reactions": [HEARTS],
    "own": True,
    "path": "/blog/hello#comment-12",
}
REPLY: Example = COMMENT | {
    "id": 15,
    "parent_id": 12,
    "root_id": 12,
    "depth": 1,
    "author": {
        "kind": "guest",
        "name": "Grace",
        "username": None,
        "url": None,
        "avatar": None,
        "role": None,
    },
    "html": "<p>Indeed.</p>\n",
    "source": None,
    "created_at": "2026-03-14T10:02:00Z",
    "replies": 0,
    "reactions": [],
    "own": False,
    "path": "/blog/hello#comment-15",
}
THREAD: Example = {"comment": COMMENT, "replies": [REPLY], "more": None}
DISCUSSION: Example = {
    "collection": "blog",
    "slug": "hello",
    "title": "Hello",
    "path": "/blog/hello",
    "state": "open",
    "count": 2,
    "reactions": [HEARTS],
    "threads": [THREAD],
    "next_cursor": None,
}
EDIT: Example = {"source": "Well put", "replaced_at": "2026-03-14T09:31:00Z"}
SAVED: Example = {
    "collection": "blog",
    "slug": "hello",
    "title": "Hello",
    "path": "/blog/hello",
    "saved_at": "2026-03-14T09:30:00Z",
}
STATUS: Example = {"saved": True}
FEED: Example = {
    "url": "https://example.org/saved/feed.atom?token=pWv3M0nCq0cX7m1hUu0n0kQ1mS2fQy5g9XbT4dE6a8c"
}
