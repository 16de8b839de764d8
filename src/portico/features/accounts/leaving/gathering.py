"""The job that gathers what is kept of somebody into one file: JSON, and pictures as they are."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from portico.features.accounts.finding import address_of
from portico.features.accounts.leaving import exporting
from portico.features.accounts.leaving.exporting import KEPT, Export, Exported
from portico.features.accounts.letters import Letters
from portico.features.accounts.models import DataExport
from portico.platform.jobs.policy import Policy
from portico.platform.jobs.run import Handler, Run
from portico.platform.storage import NotStored, Storage

MEDIA_TYPE = "application/zip"
LARGEST = 64 * 1024 * 1024
"""Bytes of one file in the storage; none that people send is that large."""
LARGEST_EXPORT = 4 * 1024 * 1024 * 1024
"""Bytes; beyond it somebody has sent more pictures than their days allow."""
POLICY = Policy(attempts=4)
EVERY = 10
"""How many files are written between two looks at whether the export is still wanted."""
PAGE = "/settings#set-privacy"
"""Where the file is fetched."""
ABOUT = """This is all that {site} keeps about you, as of {day}.

Each .json file is what one part of the site knows; `media` holds the pictures that you sent, as they are
kept. What only proves who you are, such as passwords and keys, is kept as digests that tell nobody anything,
and is left out.
"""

Entry = tuple[str, bytes, int]
"""Name, bytes and compression of one file in the archive."""


class Unwanted(Exception):
    """Nobody waits for the export any more."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """What exports are made of, and where they are kept."""

    storage: Storage
    letters: Letters
    export: Sequence[Export]


def gathering(work: Gathering) -> Handler:
    """The handler that makes exports; an attempt that ends half-way leaves nothing behind."""

    def run(run: Run) -> None:
        try:
            _make(work, run)
        except Unwanted:
            work.storage.delete([run.payload["key"]])
        except Exception:
            if run.attempt >= POLICY.attempts:
                _note(run, state="failed")
            raise

    return Handler(run, POLICY)


def _make(work: Gathering, run: Run) -> None:
    wanted = _note(run, state="running", progress=1)
    with run.database.reading() as session:
        told = [tell(session, wanted.account_id) for tell in work.export]
    with tempfile.TemporaryFile(prefix="portico-export-") as file:
        keys = [key for one in told for prefix in one.prefixes for key in sorted(work.storage.listed(prefix))]
        entries = _entries(work, told, keys, run.now())
        _write(file, entries, lambda done: _note(run, progress=_share(done, len(told) + len(keys))))
        size = file.tell()
        file.seek(0)
        work.storage.write(wanted.key, file, media_type=MEDIA_TYPE)
    with run.transaction() as session:
        until = run.now() + KEPT
        done = {"state": "ready", "progress": 100, "size": size, "expires_at": until}
        if not exporting.note(session, wanted.id, **done):
            raise Unwanted
        if address := address_of(session, wanted.account_id):
            work.letters.tell(session, address, "export-ready", now=run.now(), path=PAGE, expires_at=until)


def _note(run: Run, **values: Any) -> DataExport:
    """Write down how far the export of a job has come. Raises Unwanted when nobody waits for it."""
    with run.database.transaction() as session:
        if not exporting.note(session, run.payload["export"], **values):
            raise Unwanted
        return session.get_one(DataExport, run.payload["export"])


def _write(file: BinaryIO, entries: Iterator[Entry], tell: Callable[[int], object]) -> None:
    with ZipFile(file, "w") as archive:
        for number, (name, data, compression) in enumerate(entries, 1):
            archive.writestr(name, data, compression)
            if number % EVERY == 0:
                tell(number)


def _entries(
    work: Gathering, told: Sequence[Exported], keys: Sequence[str], now: datetime
) -> Iterator[Entry]:
    about = ABOUT.format(site=work.letters.title() or work.letters.address, day=f"{now:%Y-%m-%d %H:%M} UTC")
    yield "README.txt", about.encode(), ZIP_DEFLATED
    for one in told:
        for name, value in one.data.items():
            yield f"{name}.json", _json(value), ZIP_DEFLATED
    for key in keys:
        picture = BytesIO()
        try:
            work.storage.fetch(key, picture, most=LARGEST)
        except NotStored:
            continue  # replaced since it was listed
        yield f"media/{key.rpartition('/')[2]}", picture.getvalue(), ZIP_STORED


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False, default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an export")


def _share(done: int, all_of_them: int) -> int:
    """How much is done, in hundredths; never all before the file is kept."""
    return min(99, 1 + 98 * done // max(1, all_of_them))
