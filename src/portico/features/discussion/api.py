"""The API of what readers say, and of the signs that they give."""

from __future__ import annotations

from flask import Blueprint

from portico.features import profiles
from portico.features.discussion import asking, editing, examples, posting, reacting, reading
from portico.features.discussion.bans import Banned
from portico.features.discussion.judging import Judgement
from portico.features.discussion.pace import paced
from portico.features.discussion.reading import Marks, Part
from portico.features.discussion.schemas import (
    CommentCreate,
    CommentEditView,
    CommentUpdate,
    CommentView,
    DiscussionQuery,
    DiscussionView,
    Reactions,
    Thread,
)
from portico.features.discussion.serving import (
    discussed_item,
    discussion,
    viewer,
    viewer_of,
    writer_of,
)
from portico.features.discussion.words import NothingSaid
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import Identity, caller, member, public
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading as open_reading
from portico.web.database import transaction
from portico.web.paging import InvalidCursor, ListQuery, Page, cursors, link_to_next
from portico.web.rate_limits import limited

TAG = "discussions"
SIGNS_OF_A_MINUTE = limited("60/minute", by=caller, name="signs-of-a-minute")

bp = Blueprint("discussions_api", __name__, url_prefix="/api/v1")


@bp.get("/discussions/<collection>/<path:slug>")
@public
@operation(
    tag=TAG,
    query=DiscussionQuery,
    returns=DiscussionView,
    problems=(NotFound, InvalidCursor),
    cache=NO_STORE,
    example=examples.DISCUSSION,
)
def read_discussion(collection: str, slug: str, query: DiscussionQuery) -> Reply:
    """What readers say about something, a page of threads at a time, each with the first of its replies.

    Whoever is signed in also gets what they wrote that others do not see, such as what waits for a keeper.
    """
    item = discussed_item(collection, slug)
    part = Part(sort=query.sort, limit=query.limit, after=cursors().read(query.cursor))
    with open_reading() as session:
        found = reading.read_discussion(session, item, viewer(), part, _marks())
    return Reply(found, link_to_next(found.next_cursor))


@bp.post("/discussions/<collection>/<path:slug>")
@member
@operation(
    tag=TAG,
    body=CommentCreate,
    returns=CommentView,
    status=201,
    problems=(
        NotFound,
        Banned,
        NothingSaid,
        posting.DiscussionClosed,
        posting.UnknownParent,
        posting.ParentGone,
    ),
    idempotent=True,
    beforehand=asking.ask_of_new,
    example=examples.COMMENT,
)
@paced
def post_comment(
    collection: str, slug: str, body: CommentCreate, identity: Identity, beforehand: Judgement | None
) -> CommentView:
    """Say something about it, or answer what somebody said.

    It may be `held` until a keeper of the site has looked; its author sees it meanwhile, and that it waits.
    """
    item = discussed_item(collection, slug)
    with transaction() as session:
        comment = posting.post(
            session,
            discussion().notifier,
            writer_of(identity),
            item,
            body,
            judgement=beforehand,
            now=clock.now(),
        )
        said = reading.read_comment(session, item, comment.id, viewer_of(identity))
    discussion().posted.add(said.state)
    profiles.changed(identity.account_id)
    return said


@bp.get("/comments/<int:number>")
@public
@operation(tag=TAG, returns=Thread, problems=(NotFound,), cache=NO_STORE, example=examples.THREAD)
def read_comment(number: int) -> Thread:
    """The thread that holds a comment: the one at its top, then the nearest that lead down to it.

    `more` then leads to all replies from the first. Of a comment at the top the first replies come instead.
    """
    with open_reading() as session:
        comment = reading.comment(session, number)
        item = reading.item_of(session, discussion().items, comment)
        return reading.read_thread(session, item, comment, viewer(), _marks())


@bp.get("/comments/<int:number>/replies")
@public
@operation(
    tag=TAG,
    query=ListQuery,
    returns=Page[CommentView],
    problems=(NotFound, InvalidCursor),
    cache=NO_STORE,
    example={"items": [examples.REPLY], "next_cursor": None},
)
def list_replies(number: int, query: ListQuery) -> Reply:
    """All replies below a comment at the top, in the order in which they came: each after what it answers."""
    after = cursors().read(query.cursor) or 0
    with open_reading() as session:
        comment = reading.top_comment(session, number, viewer())
        item = reading.item_of(session, discussion().items, comment)
        found, more = reading.read_replies(session, item, number, viewer(), limit=query.limit, after=after)
    cursor = None if more is None else cursors().make(more)
    return Reply(Page(items=tuple(found), next_cursor=cursor), link_to_next(cursor))


@bp.patch("/comments/<int:number>")
@member
@operation(
    tag=TAG,
    body=CommentUpdate,
    returns=CommentView,
    problems=(NotFound, Banned, NothingSaid, editing.CommentTakenDown, editing.EditedTooOften),
    example=examples.COMMENT,
)
@paced
def edit_comment(number: int, body: CommentUpdate, identity: Identity) -> CommentView:
    """Have your comment say something else; after 15 minutes it is marked as edited. It may be held anew."""
    judgement = asking.ask_of_edited(identity, number, body)
    with transaction() as session:
        comment = editing.own_comment(session, identity.account_id, number)
        item = reading.item_of(session, discussion().items, comment)
        editing.edit(
            session,
            discussion().notifier,
            writer_of(identity),
            number,
            body,
            judgement=judgement,
            now=clock.now(),
        )
        said = reading.read_comment(session, item, number, viewer_of(identity))
    profiles.changed(identity.account_id)
    return said


@bp.delete("/comments/<int:number>")
@member
@operation(tag=TAG, returns=None, status=204, problems=(NotFound,))
def delete_comment(number: int, identity: Identity) -> None:
    """Take your comment back. Replies to it stay, below a place that says nothing any more."""
    with transaction() as session:
        editing.remove(session, discussion().notifier, identity.account_id, number)
    profiles.changed(identity.account_id)


@bp.get("/comments/<int:number>/edits")
@member
@operation(
    tag=TAG,
    returns=tuple[CommentEditView, ...],
    problems=(NotFound,),
    cache=NO_STORE,
    example=[examples.EDIT],
)
def list_edits(number: int, identity: Identity) -> tuple[CommentEditView, ...]:
    """What a comment said before, the latest first: for its author, and keepers of the site."""
    with open_reading() as session:
        return editing.edits_seen(session, viewer_of(identity), number)


@bp.put("/comments/<int:number>/reactions/<kind>")
@member
@operation(
    tag=TAG, returns=Reactions, problems=(NotFound, reacting.UnknownSign, Banned), example=examples.REACTIONS
)
@SIGNS_OF_A_MINUTE
def react(number: int, kind: str, identity: Identity) -> Reactions:
    """Give a comment a sign; giving it twice changes nothing."""
    sign, now = reacting.sign(kind), clock.now()
    with transaction() as session:
        reading.item_of(session, discussion().items, reading.comment(session, number))
        signs = reacting.react(session, discussion().notifier, identity.account_id, number, sign, now=now)
    return Reactions(reactions=signs)


@bp.delete("/comments/<int:number>/reactions/<kind>")
@member
@operation(tag=TAG, returns=Reactions, problems=(NotFound, reacting.UnknownSign), example=examples.REACTIONS)
@SIGNS_OF_A_MINUTE
def take_reaction_back(number: int, kind: str, identity: Identity) -> Reactions:
    """Take a sign back; where there is none nothing changes."""
    sign = reacting.sign(kind)
    with transaction() as session:
        signs = reacting.take_back(session, identity.account_id, number, sign)
    return Reactions(reactions=signs)


@bp.put("/reactions/<kind>/<collection>/<path:slug>")
@member
@operation(
    tag=TAG, returns=Reactions, problems=(NotFound, reacting.UnknownSign, Banned), example=examples.REACTIONS
)
@SIGNS_OF_A_MINUTE
def react_to_item(kind: str, collection: str, slug: str, identity: Identity) -> Reactions:
    """Give an article itself a sign; giving it twice changes nothing."""
    sign, item = reacting.sign(kind), discussed_item(collection, slug)
    with transaction() as session:
        signs = reacting.react_to_item(session, identity.account_id, item, sign, now=clock.now())
    return Reactions(reactions=signs)


@bp.delete("/reactions/<kind>/<collection>/<path:slug>")
@member
@operation(tag=TAG, returns=Reactions, problems=(NotFound, reacting.UnknownSign), example=examples.REACTIONS)
@SIGNS_OF_A_MINUTE
def take_reaction_from_item(kind: str, collection: str, slug: str, identity: Identity) -> Reactions:
    """Take a sign back from an article; where there is none nothing changes."""
    sign, item = reacting.sign(kind), discussed_item(collection, slug)
    with transaction() as session:
        signs = reacting.take_back_from_item(session, identity.account_id, item, sign)
    return Reactions(reactions=signs)


def _marks() -> Marks:
    made = cursors()
    return Marks(
        following=made.make,
        replies=lambda root, after: made.make(after, of=f"{bp.url_prefix}/comments/{root}/replies"),
    )
