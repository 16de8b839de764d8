"""The rooms of the studio: the same pages for everyone, and empty; a script asks for what they show."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from portico.web import pages
from portico.web.access import public
from portico.web.cacheable import cacheable
from portico.web.shell import SHELL, PageMeta

ROOMS = {
    "overview": ("", "Studio"),
    "comments": ("/comments", "Comments"),
    "people": ("/people", "People"),
    "outbox": ("/outbox", "Mail"),
    "jobs": ("/jobs", "Jobs"),
    "traffic": ("/traffic", "Traffic"),
    "content": ("/content", "Content"),
    "health": ("/health", "Health"),
    "flags": ("/flags", "Flags"),
}
"""Where each is below `/studio`, and its name; `_nav.html` leads to them."""

bp = Blueprint("studio", __name__, url_prefix="/studio", template_folder="templates")


@public
@cacheable(SHELL)
def show_room(room: str) -> Response:
    """One room, for whoever looks after what it holds."""
    path, name = ROOMS[room]
    page = PageMeta(title=name, path=f"/studio{path}", index=False)
    return pages.respond(f"studio/{room}.html", page=page, room=room)


for _room, (_path, _) in ROOMS.items():
    bp.add_url_rule(_path, view_func=show_room, defaults={"room": _room})
