"""What readers say, for whoever comes without scripts: in bounded pages, the same for whoever looks."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from portico.features.discussion import reading
from portico.features.discussion.reading import Marks, Part
from portico.features.discussion.serving import absolute, discussed_item, discussion
from portico.features.discussion.showing import Viewer
from portico.features.discussion.subjects import Item, anchor
from portico.features.discussion.trees import nested
from portico.platform.errors import NotFound
from portico.web.access import public
from portico.web.contract import NO_STORE
from portico.web.database import reading as open_reading
from portico.web.pages import respond, site_url
from portico.web.paging import cursors
from portico.web.shell import PageMeta

THREADS = 20
REPLIES = 100
STRANGER = Viewer()

bp = Blueprint("discussions", __name__, template_folder="templates")


@bp.get("/discussion/<collection>/<path:slug>")
@public
def show_discussion(collection: str, slug: str) -> Response:
    """The threads under something, the newest first, each with the first of its replies."""
    item = discussed_item(collection, slug)
    if (item.collection, item.slug) != (collection, slug):
        return redirect(site_url(_address(item)), 308)
    part = Part(sort="newest", limit=THREADS, after=cursors().read(request.args.get("cursor")))
    marks = Marks(following=cursors().make, replies=_thread)
    with open_reading() as session:
        found = reading.read_discussion(session, item, STRANGER, part, marks)
    return respond(
        "discussion/discussion.html",
        page=_head(item, f"What readers say about “{item.title}”"),
        item=item,
        found=found,
        threads=[(nested(each.comment, each.replies), each.more) for each in found.threads],
        following=found.next_cursor and f"{_address(item)}?cursor={found.next_cursor}",
        back=None if part.after is None else _address(item),
        cache=NO_STORE,
    )


@bp.get("/comments/<int:number>")
@public
def show_comment(number: int) -> Response:
    """The place of a comment on the page of its article; with scripts it is found there."""
    with open_reading() as session:
        comment = reading.comment(session, number)
        item = reading.item_of(session, discussion().items, comment)
    if not comment.listed:
        raise NotFound(reading.GONE)
    return redirect(site_url(anchor(item.path, number)), 303)


@bp.get("/comments/<int:number>/replies")
@public
def show_replies(number: int) -> Response:
    """All replies below a comment at the top, page by page."""
    after = cursors().read(request.args.get("cursor")) or 0
    with open_reading() as session:
        comment = reading.top_comment(session, number, STRANGER)
        item = reading.item_of(session, discussion().items, comment)
        top = reading.read_comment(session, item, number, STRANGER)
        found, more = reading.read_replies(session, item, number, STRANGER, limit=REPLIES, after=after)
    return respond(
        "discussion/replies.html",
        page=_head(item, f"Replies about “{item.title}”"),
        item=item,
        place=nested(top, found),
        following=None if more is None else _thread(number, more),
        back=_address(item),
        cache=NO_STORE,
    )


def _thread(root: int, after: int) -> str:
    path = f"/comments/{root}/replies"
    return f"{path}?cursor={cursors().make(after, of=path)}"


def _address(item: Item) -> str:
    return f"/discussion/{quote(f'{item.collection}/{item.slug}')}"


def _head(item: Item, title: str) -> PageMeta:
    """The head of a page that is no page of its own for search engines: the article is."""
    return PageMeta(title=title, path=_address(item), canonical=absolute(item.path), index=False)
