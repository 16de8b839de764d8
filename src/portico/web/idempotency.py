"""Idempotency keys: a creating request that comes again does nothing again and gets the first answer.

See draft-ietf-httpapi-idempotency-key-header. The key, the effect and the answer are one transaction:
whatever breaks, either all of them are there or none.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app, request
from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portico.platform import clock
from portico.platform.database import delete_rows, insert_of
from portico.platform.errors import BadRequest, Conflict, Invalid, PorticoError
from portico.web.access import caller, caller_of
from portico.web.database import outer_transaction
from portico.web.tables import IdempotencyKey

EXTENSION = "portico.idempotency"
HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
WELL_FORMED = re.compile(r"[\x21-\x7e]{1,200}")
KEPT = timedelta(hours=24)
AT_ONCE = 10_000
"""How many keys are forgotten in one transaction, so that it is short; the next turn takes the rest."""


class Name(NamedTuple):
    """A key, whose it is, and what it was first used for."""

    caller: str
    key: str
    fingerprint: str


class Running:
    """The keys that one process is working on.

    Other processes are told apart by the primary key; inside one, waiting would cost a thread.
    """

    def __init__(self) -> None:
        self._keys: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    @contextmanager
    def alone(self, name: Name) -> Iterator[None]:
        """Hold a key for the length of the block. Raises StillRunning."""
        held = (name.caller, name.key)
        with self._lock:
            if held in self._keys:
                raise StillRunning("The first request with this key is still running. Ask again soon.")
            self._keys.add(held)
        try:
            yield
        finally:
            with self._lock:
                self._keys.discard(held)


class InvalidIdempotencyKey(BadRequest):
    """The key cannot be one."""

    code = "invalid-idempotency-key"
    title = "This Idempotency-Key cannot be used"


class IdempotencyKeyReused(Invalid):
    """The key belongs to a request that asked for something else."""

    code = "idempotency-key-reused"
    title = "This Idempotency-Key belongs to another request"


class StillRunning(Conflict):
    """The first request with the key has not been answered yet."""

    code = "still-running"
    title = "The same request is being worked on"
    retry_after = 1


class AnswerNotKept(Conflict):
    """The request was done before, and its answer held a secret."""

    code = "answer-not-kept"
    title = "This was done before"


def once(answer: Callable[[], Response], *, secret: bool) -> Response:
    """The answer of the current request's view, which runs once for all requests with the same key.

    An error frees the key: what asks again is tried again. With `secret` the answer is given once and
    not kept. Raises InvalidIdempotencyKey, IdempotencyKeyReused, StillRunning or AnswerNotKept.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return answer()
    if not WELL_FORMED.fullmatch(key):
        raise InvalidIdempotencyKey("Make the key of 1 to 200 visible ASCII characters; a UUID is best.")
    name = Name(caller(), key, _fingerprint())
    running: Running = current_app.extensions.setdefault(EXTENSION, Running())
    with running.alone(name):
        return _first_or_again(name, answer, secret=secret)


def prune(session: Session, now: datetime) -> int:
    """Forget keys that are older than a day, the oldest first; gives their number."""
    made = IdempotencyKey.created_at
    old = select(made).where(made < now - KEPT).order_by(made).offset(AT_ONCE).limit(1)
    gone = session.execute(delete(IdempotencyKey).where(made < (session.scalar(old) or now - KEPT)))
    assert isinstance(gone, CursorResult)
    return gone.rowcount


def forget(session: Session, account_id: int) -> None:
    """Forget every answer that was kept for an account."""
    delete_rows(session, IdempotencyKey, IdempotencyKey.caller == caller_of(account_id))


def _first_or_again(name: Name, answer: Callable[[], Response], *, secret: bool) -> Response:
    refusal: PorticoError | None = None
    with outer_transaction() as session:
        if not _claimed(session, name):
            return _again(session, name)
        try:
            response = answer()
        except PorticoError as error:
            # What the view committed before it refused stays; see `outer_transaction`.
            refusal = error
            session.execute(delete(IdempotencyKey).where(*_row(name)))
        else:
            session.execute(update(IdempotencyKey).where(*_row(name)).values(_kept(response, secret=secret)))
    if refusal:
        raise refusal
    return response


def _claimed(session: Session, name: Name) -> bool:
    """Whether the key was free; waits for another process that holds it and has not committed."""
    insert = insert_of(session)(IdempotencyKey)
    row = name._asdict() | {"status": 0, "headers": {}, "created_at": clock.now()}
    new = insert.values(row).on_conflict_do_nothing().returning(IdempotencyKey.key)
    return session.scalar(new) is not None


def _again(session: Session, name: Name) -> Response:
    first = session.scalars(select(IdempotencyKey).where(*_row(name))).one()
    if first.fingerprint != name.fingerprint:
        raise IdempotencyKeyReused("The key was used for another request. Make a new key for this one.")
    if first.body is None:
        raise AnswerNotKept("This was done; its answer held a secret and is not given twice.")
    response = Response(first.body, first.status, headers=first.headers)
    response.headers[REPLAYED] = "true"
    return response


def _row(name: Name) -> tuple[ColumnElement[bool], ...]:
    return IdempotencyKey.caller == name.caller, IdempotencyKey.key == name.key


def _kept(response: Response, *, secret: bool) -> dict[str, Any]:
    body, headers = (None, {}) if secret else (response.get_data(), dict(response.headers))
    return {"status": response.status_code, "headers": headers, "body": body}


def _fingerprint() -> str:
    """What the request asks for: SHA-256 of method, path, query and body."""
    parts = (request.method.encode(), request.path.encode(), request.query_string, request.get_data())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
