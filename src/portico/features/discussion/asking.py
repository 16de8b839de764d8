"""Asking the judge of the site what it thinks of something, while no transaction is open."""

from __future__ import annotations

from flask import request
from sqlalchemy.orm import Session

from portico.features.discussion.judging import Judge, Judgement, Origin, Saying, is_judged
from portico.features.discussion.models import Comment, Subject
from portico.features.discussion.schemas import CommentCreate, CommentUpdate
from portico.features.discussion.serving import discussion
from portico.features.profiles import cards
from portico.web.access import Identity, caller, identity_or_none
from portico.web.database import reading
from portico.web.rate_limits import limited

QUESTIONS = "30/hour"
"""How often the judge is asked of what one person says, what comes again and what is refused included."""
LONGEST_HEADER = 500


def ask_of_new(new: CommentCreate) -> Judgement | None:
    """What the judge says of a comment that the current request brings; nothing where it is not asked."""
    feature, identity, place = discussion(), identity_or_none(), request.view_args or {}
    if feature.judge is None or identity is None:
        return None
    item = feature.items(place["collection"], place["slug"])
    if item is None or item.comments != "open":
        return None
    with reading() as session:
        if not is_judged(session, identity.account_id, identity.role):
            return None
        name = _name(session, identity)
    is_reply = new.parent_id is not None
    saying = Saying(text=new.text, author=name, path=item.path, is_reply=is_reply, origin=_origin())
    return _ask(feature.judge, saying)


def ask_of_edited(identity: Identity, number: int, changes: CommentUpdate) -> Judgement | None:
    """What the judge says of what a comment is to say from now on; nothing where it is not asked."""
    feature = discussion()
    if feature.judge is None:
        return None
    with reading() as session:
        comment = session.get(Comment, number)
        if comment is None or comment.account_id != identity.account_id:
            return None
        if not is_judged(session, identity.account_id, identity.role, besides=number):
            return None
        saying = Saying(
            text=changes.text,
            author=_name(session, identity),
            path=session.get_one(Subject, comment.subject_id).path,
            is_reply=comment.parent_id is not None,
            is_edit=True,
            origin=_origin(),
        )
    return _ask(feature.judge, saying)


def _ask(judge: Judge, saying: Saying) -> Judgement | None:
    # Without an address there is nobody whom a judge could know.
    return _asked(judge, saying) if saying.origin.address else None


@limited(QUESTIONS, by=caller, name="judged-comments")
def _asked(judge: Judge, saying: Saying) -> Judgement:
    opinion = judge.ask(saying)
    discussion().judged.add(opinion)
    return Judgement(opinion=opinion, origin=saying.origin, sealer=discussion().sealer)


def _origin() -> Origin:
    return Origin(
        address=request.remote_addr or "",
        agent=request.user_agent.string[:LONGEST_HEADER],
        referrer=(request.referrer or "")[:LONGEST_HEADER],
    )


def _name(session: Session, identity: Identity) -> str:
    """The name that readers see; none of somebody whose account was closed a moment ago."""
    card = cards(session, [identity.account_id]).get(identity.account_id)
    return card.name if card else ""
