"""Removing from the storage what nobody needs: what was replaced, and what was sent and forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portico.features.profiles.editing import OWN
from portico.features.profiles.models import Upload
from portico.features.profiles.uploads import STAGING
from portico.platform.jobs.run import Handler, Run
from portico.platform.storage import Storage

FORGOTTEN = timedelta(days=1)
"""After it a file that was sent and never confirmed goes."""
REMEMBERED = timedelta(days=30)
"""How long it is remembered that nothing came of an upload."""
AT_ONCE = 200

log = structlog.get_logger("portico.profiles")


def removal(storage: Storage) -> Handler:
    """Removes everything that begins with the `prefixes` of a job; doing so twice does no harm."""

    def run(run: Run) -> None:
        for prefix in run.payload["prefixes"]:
            storage.delete(list(storage.listed(prefix)))

    return Handler(run)


def sweep(storage: Storage) -> Handler:
    """Removes files that were never confirmed, and pictures that no row knows, when they are a day old."""

    def run(run: Run) -> None:
        before = run.now() - FORGOTTEN
        swept = _remove(storage, storage.listed(STAGING, before=before))
        for keys in _batches(storage.listed(OWN, before=before)):
            with run.database.reading() as session:
                strays = _unknown(session, keys)
            swept += _remove(storage, strays)
        with run.transaction() as session:
            prune(session, run.now())
        if swept:
            log.info("files_swept", files=swept)

    return Handler(run)


def prune(session: Session, now: datetime) -> None:
    """Forget uploads that nothing came of."""
    old = Upload.created_at < now - REMEMBERED
    session.execute(delete(Upload).where(old, Upload.state != "kept"))


def _unknown(session: Session, keys: Sequence[str]) -> list[str]:
    bases = {key: key.rpartition("-")[0] for key in keys}
    known = set(session.scalars(select(Upload.picture).where(Upload.picture.in_(set(bases.values())))))
    return [key for key, base in bases.items() if base not in known]


def _remove(storage: Storage, keys: Iterator[str] | Sequence[str]) -> int:
    found = list(keys)
    storage.delete(found)
    return len(found)


def _batches(keys: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(keys, AT_ONCE)):
        yield batch
