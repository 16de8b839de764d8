"""The page of the people of a site: the same for everyone, and empty; a script asks for who there is."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from portico.web import pages
from portico.web.access import public
from portico.web.cacheable import cacheable
from portico.web.shell import SHELL, PageMeta

bp = Blueprint("studio_people", __name__, url_prefix="/studio", template_folder="templates")


@bp.get("/people")
@public
@cacheable(SHELL)
def show_people() -> Response:
    """Who has joined, for the owner."""
    page = PageMeta(title="People", path="/studio/people", index=False)
    return pages.respond("studio/people.html", page=page)
