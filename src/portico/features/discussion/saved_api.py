"""The API of what somebody saved, and their private feed of it."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portico.features.discussion import examples, saving
from portico.features.discussion.saved_feed import MEDIA_TYPE, atom
from portico.features.discussion.saving import Kept
from portico.features.discussion.schemas import SavedFeedLink, SavedItem, SavedQuery, SavedStatus
from portico.features.discussion.serving import absolute, discussion, published_item
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import Identity, in_person, member, public
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction
from portico.web.paging import InvalidCursor, Page, cursors, link_to_next

TAG = "saved"
FEED = "/saved/feed.atom"

bp = Blueprint("saved_api", __name__)


@bp.get("/api/v1/saved")
@member
@operation(
    tag=TAG,
    query=SavedQuery,
    returns=Page[SavedItem],
    problems=(InvalidCursor,),
    cache=NO_STORE,
    example={"items": [examples.SAVED], "next_cursor": None},
)
def list_saved(query: SavedQuery, identity: Identity) -> Reply:
    """What you saved, the last first; what is no longer published has no path."""
    after = cursors().read(query.cursor)
    with reading() as session:
        kept = saving.saved_of(
            session, identity.account_id, limit=query.limit + 1, after=after, collection=query.collection
        )
    shown = kept[: query.limit]
    cursor = cursors().make(shown[-1].id) if len(kept) > len(shown) else None
    return Reply(Page(items=tuple(map(_item, shown)), next_cursor=cursor), link_to_next(cursor))


@bp.get("/api/v1/saved/<collection>/<path:slug>")
@member
@operation(tag=TAG, returns=SavedStatus, problems=(NotFound,), cache=NO_STORE, example=examples.STATUS)
def read_saved(collection: str, slug: str, identity: Identity) -> SavedStatus:
    """Whether you saved it."""
    item = published_item(collection, slug)
    with reading() as session:
        return SavedStatus(saved=saving.is_saved(session, identity.account_id, item))


@bp.put("/api/v1/saved/<collection>/<path:slug>")
@member
@operation(tag=TAG, returns=SavedStatus, problems=(NotFound, saving.TooManySaved), example=examples.STATUS)
def save(collection: str, slug: str, identity: Identity) -> SavedStatus:
    """Save it; saving it twice changes nothing."""
    item = published_item(collection, slug)
    with transaction() as session:
        saving.save(session, identity.account_id, item, now=clock.now())
    return SavedStatus(saved=True)


@bp.delete("/api/v1/saved/<collection>/<path:slug>")
@member
@operation(tag=TAG, returns=SavedStatus, example={"saved": False})
def unsave(collection: str, slug: str, identity: Identity) -> SavedStatus:
    """Save it no more, be it published still or not; where it was not saved nothing changes."""
    item = discussion().items(collection, slug)
    with transaction() as session:
        saving.unsave(session, identity.account_id, collection, slug, item)
    return SavedStatus(saved=False)


@bp.post("/api/v1/me/saved-feed")
@in_person
@operation(tag=TAG, returns=SavedFeedLink, status=201, example=examples.FEED)
def make_saved_feed(identity: Identity) -> SavedFeedLink:
    """Make a private feed of what you save, for a feed reader. The one before is good no more."""
    with transaction() as session:
        token = saving.open_feed(session, identity.account_id, now=clock.now())
    return SavedFeedLink(url=f"{absolute(FEED)}?token={token}")


@bp.delete("/api/v1/me/saved-feed")
@in_person
@operation(tag=TAG, returns=None, status=204)
def end_saved_feed(identity: Identity) -> None:
    """Have no private feed any more."""
    with transaction() as session:
        saving.close_feed(session, identity.account_id)


@bp.get(FEED)
@public
def show_saved_feed() -> Response:
    """What somebody saved, for whoever has the token of its feed."""
    with reading() as session:
        account_id = saving.reader_of(session, request.args.get("token", ""))
        kept = saving.saved_of(session, account_id, limit=saving.IN_FEED)
    response = Response(atom(absolute(FEED), map(_item, kept), absolute), content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _item(kept: Kept) -> SavedItem:
    """Something saved as it is published now, or, where it is not, as it was."""
    item = discussion().items(kept.collection, kept.slug)
    return SavedItem(
        collection=item.collection if item else kept.collection,
        slug=item.slug if item else kept.slug,
        title=item.title if item else kept.title,
        path=item.path if item else None,
        saved_at=kept.created_at,
    )
