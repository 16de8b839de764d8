"""Answers of the API over moderation as its document shows them."""

from __future__ import annotations

ENTRY = {
    "comment": {
        "id": 12,
        "parent_id": None,
        "root_id": None,
        "depth": 0,
        "state": "held",
        "author": {
            "kind": "member",
            "name": "Ada",
            "username": "ada",
            "url": "/@ada",
            "avatar": None,
            "role": "member",
        },
        "html": '<p dir="auto">Well <strong>put</strong>.</p>\n',
        "source": None,
        "created_at": "2026-05-01T12:00:00Z",
        "edited_at": None,
        "replies": 0,
        "reactions": [],
        "own": False,
        "path": "/blog/hello#comment-12",
    },
    "held_for": "first-comment",
    "title": "Hello",
    "answers": "",
    "banned": False,
    "edits": 0,
    "from_network": 0,
    "reports": [],
    "last_act": None,
}
ACT = {
    "id": 3,
    "act": "approve",
    "actor": "owner",
    "by_rule": False,
    "comment_id": 12,
    "username": "ada",
    "before": "held",
    "undoes": None,
    "undone": False,
    "at": "2026-05-01T12:30:00Z",
}
BAN = {
    "account_id": 7,
    "username": "ada",
    "reason": "Advertises everywhere.",
    "created_at": "2026-05-01T12:00:00Z",
}
RULES = {"hold_first": True, "words": ["casino"], "most_links": 2}
