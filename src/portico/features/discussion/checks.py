"""What a judge said of a comment, and what teaching it takes: kept until it is taught, 15 days at most."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

import orjson
from sqlalchemy.orm import Session

from portico.features.discussion import words
from portico.features.discussion.judging import SAID, Judge, Judgement, JudgeRefuses, Origin, Saying
from portico.features.discussion.models import Comment, CommentCheck, Subject
from portico.features.profiles import cards
from portico.platform.database import delete_rows
from portico.platform.http import UpstreamUnavailable
from portico.platform.jobs.queue import enqueue
from portico.platform.jobs.run import GiveUp, Handler, Run, TryAgain
from portico.platform.sealing import SealBroken, Sealer

TEACHING = "discussion.teach"
SURE = timedelta(minutes=10)
"""How long keepers can think better of it before a judge hears of it."""
KEPT = timedelta(days=15)


def keep(session: Session, comment: Comment, judgement: Judgement | None, *, now: datetime) -> None:
    """Keep what a judge said of a new comment, and where that came from.

    Where it has said nothing nothing is kept: it cannot learn from what it has not seen.
    """
    if judgement is None or judgement.opinion not in SAID:
        return
    sealed = judgement.sealer.seal(orjson.dumps(asdict(judgement.origin)), _place(comment.id))
    row = CommentCheck(comment_id=comment.id, spam=judgement.is_spam, origin=sealed, checked_at=now)
    session.add(row)
    session.flush()


def keep_anew(session: Session, comment: Comment, judgement: Judgement | None, *, now: datetime) -> None:
    """Keep what a judge says of a comment that was edited, and nothing of what it said before."""
    drop(session, comment.id)
    keep(session, comment, judgement, now=now)


def drop(session: Session, comment_id: int) -> None:
    """Forget what a judge said of a comment."""
    delete_rows(session, CommentCheck, CommentCheck.comment_id == comment_id)


def learn_from(session: Session, comment: Comment, *, now: datetime) -> None:
    """Have the judge told of what a keeper has decided, unless they think better of it within ten minutes."""
    check = session.get(CommentCheck, comment.id)
    if check is not None and _lesson(comment, check) is not None:
        enqueue(session, TEACHING, {"comment": comment.id}, now=now, delay=SURE)


def handlers(judge: Judge | None, *, secret: str) -> dict[str, Handler]:
    """The jobs of this feature. Where there is no judge any more, nobody is told."""
    return {TEACHING: _teaching(judge, Sealer(secret))}


def forget_checks(session: Session, now: datetime) -> None:
    """Forget what is older than 15 days."""
    delete_rows(session, CommentCheck, CommentCheck.checked_at < now - KEPT)


def _teaching(judge: Judge | None, sealer: Sealer) -> Handler:
    """Tells the judge what stands by then, and forgets where it came from."""

    def run(run: Run) -> None:
        number = run.payload["comment"]
        with run.database.reading() as session:
            found = _found(session, sealer, number)
        if judge is None or found is None:
            return
        _teach(judge, *found)
        with run.transaction() as session:
            drop(session, number)

    return Handler(run)


def _teach(judge: Judge, saying: Saying, is_spam: bool) -> None:
    try:
        judge.teach(saying, is_spam=is_spam)
    except UpstreamUnavailable as error:
        raise TryAgain(error.detail) from error
    except JudgeRefuses as error:
        raise GiveUp(error.detail) from error


def _lesson(comment: Comment, check: CommentCheck) -> bool | None:
    """Whether a judge learns that something is spam, or that it is none; none where it learns nothing."""
    if comment.state == "spam":
        return True
    return False if comment.state == "shown" and check.spam else None


def _found(session: Session, sealer: Sealer, comment_id: int) -> tuple[Saying, bool] | None:
    comment, check = session.get(Comment, comment_id), session.get(CommentCheck, comment_id)
    if comment is None or check is None or (is_spam := _lesson(comment, check)) is None:
        return None
    try:
        origin = Origin(**orjson.loads(sealer.unseal(check.origin, _place(comment_id))))
    except SealBroken:
        return None
    return _saying(session, comment, origin), is_spam


def _saying(session: Session, comment: Comment, origin: Origin) -> Saying:
    people = cards(session, {comment.account_id or 0, *words.mentioned_in([comment.source])})
    author = people.get(comment.account_id or 0)
    return Saying(
        text=words.for_editing(comment.source, {number: card.username for number, card in people.items()}),
        author=author.name if author else "",
        path=session.get_one(Subject, comment.subject_id).path,
        is_reply=comment.parent_id is not None,
        origin=origin,
    )


def _place(comment_id: int) -> str:
    return f"comment_check:{comment_id}:origin"
