"""The API for those who look after what readers say."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint

from portico.features import profiles
from portico.features.discussion import audit, bans, moderation, queue, reports, rules
from portico.features.discussion.audit import Keeper
from portico.features.discussion.bans import Banned
from portico.features.discussion.moderation import AlreadySo, CannotBeUndone
from portico.features.discussion.moderation_examples import ACT, BAN, ENTRY, RULES
from portico.features.discussion.moderation_schemas import (
    Act,
    ActView,
    BanCreate,
    BanView,
    ModerationEntry,
    QueueQuery,
    RulesUpdate,
)
from portico.features.discussion.reports import OwnComment
from portico.features.discussion.rules import Rules
from portico.features.discussion.schemas import ReportCreate
from portico.features.discussion.serving import discussion, viewer_of
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.web.access import Identity, NotForRole, caller, member, moderator, owner
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction
from portico.web.paging import InvalidCursor, ListQuery, Page, page_of
from portico.web.rate_limits import limited

TAG = "moderation"
bp = Blueprint("moderation_api", __name__, url_prefix="/api/v1")


@bp.post("/comments/<int:number>/reports")
@member
@limited("20/hour", by=caller)
@operation(tag=TAG, body=ReportCreate, returns=None, status=204, problems=[NotFound, OwnComment, Banned])
def report_comment(identity: Identity, number: int, body: ReportCreate) -> None:
    """Tell those who look after the site that a comment should not stand; twice is as once."""
    with transaction() as session:
        reports.report(session, discussion().notifier, identity.account_id, number, body, now=clock.now())


@bp.get("/moderation/comments")
@moderator
@operation(
    tag=TAG,
    query=QueueQuery,
    returns=Page[ModerationEntry],
    cache=NO_STORE,
    problems=[InvalidCursor],
    example={"items": [ENTRY], "next_cursor": None},
)
def list_entries(identity: Identity, query: QueueQuery) -> Reply:
    """Comments in a state, the latest first, with all that deciding about them takes."""

    def find(before: int | None, limit: int) -> Sequence[ModerationEntry]:
        with reading() as session:
            return queue.find_entries(session, viewer_of(identity), query, before=before, limit=limit)

    return page_of(query, find, lambda entry: entry.comment.id)


@bp.post("/moderation/comments/<int:number>/approve")
@moderator
@operation(tag=TAG, returns=ModerationEntry, problems=[NotFound, AlreadySo, NotForRole], example=ENTRY)
def approve_comment(identity: Identity, number: int) -> ModerationEntry:
    """Have everybody see a comment; whom it concerns hears of it now."""
    return _act(identity, number, "approve")


@bp.post("/moderation/comments/<int:number>/hide")
@moderator
@operation(tag=TAG, returns=ModerationEntry, problems=[NotFound, AlreadySo, NotForRole], example=ENTRY)
def hide_comment(identity: Identity, number: int) -> ModerationEntry:
    """Have only its author and keepers of the site see a comment."""
    return _act(identity, number, "hide")


@bp.post("/moderation/comments/<int:number>/spam")
@moderator
@operation(tag=TAG, returns=ModerationEntry, problems=[NotFound, AlreadySo, NotForRole], example=ENTRY)
def call_spam(identity: Identity, number: int) -> ModerationEntry:
    """Hide a comment as an advertisement."""
    return _act(identity, number, "spam")


@bp.post("/moderation/comments/<int:number>/delete")
@moderator
@operation(tag=TAG, returns=None, status=204, problems=[NotFound, NotForRole])
def delete_comment_of_another(identity: Identity, number: int) -> None:
    """Delete what a comment says for good; its replies stay."""
    with transaction() as session:
        author = queue.author_of(session, number)
        moderation.act_on(
            session, discussion().notifier, _keeper(identity), number, "delete", now=clock.now()
        )
    _told(author)


@bp.get("/moderation/acts")
@moderator
@operation(
    tag=TAG,
    query=ListQuery,
    returns=Page[ActView],
    cache=NO_STORE,
    problems=[InvalidCursor],
    example={"items": [ACT], "next_cursor": None},
)
def list_acts(identity: Identity, query: ListQuery) -> Reply:
    """All that was ever done to look after the site, the latest first."""

    def find(before: int | None, limit: int) -> Sequence[ActView]:
        with reading() as session:
            return audit.list_acts(session, before=before, limit=limit)

    return page_of(query, find, lambda act: act.id)


@bp.post("/moderation/acts/<int:number>/undo")
@moderator
@operation(tag=TAG, returns=ModerationEntry, problems=[NotFound, CannotBeUndone, NotForRole], example=ENTRY)
def undo_act(identity: Identity, number: int) -> ModerationEntry:
    """Bring a comment back to the state before an act, if that was the last thing that happened to it."""
    with transaction() as session:
        comment = moderation.undo(session, _keeper(identity), number, now=clock.now())
        author = comment.account_id
        entry = queue.entry_of(session, viewer_of(identity), comment.id)
    _told(author)
    return entry


@bp.get("/moderation/bans")
@moderator
@operation(
    tag=TAG,
    query=ListQuery,
    returns=Page[BanView],
    cache=NO_STORE,
    problems=[InvalidCursor],
    example={"items": [BAN], "next_cursor": None},
)
def list_bans(identity: Identity, query: ListQuery) -> Reply:
    """Who may read but no longer take part."""

    def find(after: int | None, limit: int) -> Sequence[BanView]:
        with reading() as session:
            return bans.list_bans(session, after=after, limit=limit)

    return page_of(query, find, lambda ban: ban.account_id)


@bp.put("/moderation/bans/<username>")
@moderator
@operation(tag=TAG, body=BanCreate, returns=BanView, problems=[NotFound, NotForRole], example=BAN)
def ban_person(identity: Identity, username: str, body: BanCreate) -> BanView:
    """Have somebody take no part any more; what waited of theirs becomes spam."""
    with transaction() as session:
        return bans.ban(session, _keeper(identity), username, body.reason, now=clock.now())


@bp.delete("/moderation/bans/<username>")
@moderator
@operation(tag=TAG, returns=None, status=204, problems=[NotFound])
def unban_person(identity: Identity, username: str) -> None:
    """Let somebody take part again; what became spam by the ban alone waits again."""
    with transaction() as session:
        bans.unban(session, _keeper(identity), username, now=clock.now())


@bp.get("/moderation/rules")
@owner
@operation(tag=TAG, returns=Rules, cache=NO_STORE, example=RULES)
def read_rules(identity: Identity) -> Rules:
    """What is held back until somebody has looked."""
    with reading() as session:
        return rules.read_rules(session)


@bp.put("/moderation/rules")
@owner
@operation(tag=TAG, body=RulesUpdate, returns=Rules, example=RULES)
def write_rules(identity: Identity, body: RulesUpdate) -> Rules:
    """Hold back other things from now on; what is shown already stays."""
    now = clock.now()
    wanted = Rules(hold_first=body.hold_first, words=tuple(body.words), most_links=body.most_links)
    with transaction() as session:
        audit.record(session, "rules", actor_id=identity.account_id, now=now)
        rules.write_rules(session, wanted, now=now)
    return wanted


def _act(identity: Identity, comment_id: int, act: Act) -> ModerationEntry:
    with transaction() as session:
        keeper = _keeper(identity)
        comment = moderation.act_on(session, discussion().notifier, keeper, comment_id, act, now=clock.now())
        author = comment.account_id
        entry = queue.entry_of(session, viewer_of(identity), comment_id)
    _told(author)
    return entry


def _told(author: int | None) -> None:
    """The page of whoever wrote something tells of it."""
    if author is not None:
        profiles.changed(author)


def _keeper(identity: Identity) -> Keeper:
    return Keeper(account_id=identity.account_id, role=identity.role)
