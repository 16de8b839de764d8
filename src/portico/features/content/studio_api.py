"""What is wrong with the content, for who keeps the site."""

from __future__ import annotations

from flask import Blueprint, Flask

from portico.features.content.reading import all_problems
from portico.features.content.schemas import ContentProblems
from portico.features.content.serving import EXTENSION, Content, current_site
from portico.features.content.snapshot import ContentMissing
from portico.web.access import Identity, owner
from portico.web.contract import NO_STORE, operation

MOST = 500
"""Problems in one answer: whoever has more mends these first."""
EXAMPLE = {
    "items": [
        {
            "path": "content/blog/hello.md",
            "line": 12,
            "code": "unknown-component",
            "message": "There is no component <Galery>.",
            "hint": "Did you mean <Gallery>?",
            "severity": "warning",
        }
    ],
    "total": 1,
}
bp = Blueprint("content_studio", __name__, url_prefix="/api/v1/studio")


@bp.get("/content-problems")
@owner
@operation(tag="studio", returns=ContentProblems, cache=NO_STORE, example=EXAMPLE)
def list_content_problems(identity: Identity) -> ContentProblems:
    """What the last sync had to report, with the line and what to do about it."""
    found = all_problems(current_site())
    return ContentProblems(items=found[:MOST], total=len(found))


def count_problems(app: Flask) -> int:
    """How many there are; none without a site."""
    content: Content = app.extensions[EXTENSION]
    try:
        return len(all_problems(content.site.current()))
    except ContentMissing:
        return 0
