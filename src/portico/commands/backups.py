"""Gathering everything that is not derived in one archive or folder, and bringing it back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, BinaryIO, Protocol

import orjson
from sqlalchemy import Connection, Table, update

import portico
from portico.commands.databases import HoldsData, NotDone, compare, emptied, snapshot
from portico.commands.exported import FolderSink, readme
from portico.features import profiles
from portico.migrations import history, stand
from portico.platform.backup.archive import Manifest, entries, new_archive, verify
from portico.platform.backup.folders import files_below, new_folder
from portico.platform.backup.tables import BATCH, Row, counters, read_rows, set_counters, tables, write_rows
from portico.platform.jobs.tables import Job
from portico.platform.storage import open_storage
from portico.platform.storage.folder import FolderStorage
from portico.settings import Settings

SITE = "site/"
MEDIA = "media/"
TABLES = "tables/"
STAMP = "%Y%m%dT%H%M%SZ"


class Sink(Protocol):
    """What files are gathered in."""

    def add(self, name: str, file: BinaryIO) -> None:
        """Take what a file holds."""

    def add_text(self, name: str, text: str) -> None:
        """Take a text."""


def back_up(settings: Settings, path: Path, *, now: datetime) -> Manifest:
    """Write database, site folder, people's pictures and the settings that are no secrets into one archive.

    Pictures that a bucket keeps stay there, to be backed up with it.
    The rows are those of one moment, and the server may go on meanwhile. Raises NotDone,
    DatabaseUnavailable, OSError.
    """
    with snapshot(settings.database) as connection, new_archive(path) as archive:
        return archive.close(_gather(settings, connection, archive, path.parent, now))


def export(settings: Settings, folder: Path, *, now: datetime) -> Manifest:
    """Write the same into a new folder, with a README that explains it. Raises as `back_up` does."""
    with snapshot(settings.database) as connection, new_folder(folder) as partial:
        sink = FolderSink(partial)
        manifest = _gather(settings, connection, sink, folder.parent, now)
        sink.add_text("README.md", readme(manifest))
    return manifest


def restore(settings: Settings, path: Path, *, force: bool, now: datetime) -> Manifest:
    """Bring back the database, the site folder and the pictures of an archive that is whole.

    What is there is replaced with `force` only: the rows in one transaction, the site folder by one whose
    predecessor is kept beside it. Tables of an older Portico are brought forward. Raises NotDone,
    DamagedArchive, DatabaseUnavailable, OSError.
    """
    manifest = verify(path)
    if manifest.step not in history.steps():
        raise NotDone(
            f"{path} is from step {manifest.step} of the tables, and this Portico knows {stand.newest()}; "
            "restore it with a newer one"
        )
    if not force and settings.site.exists() and any(settings.site.iterdir()):
        raise HoldsData(f"{settings.site} holds files already")
    with _site_of(path, settings.site, now):
        _restore_pictures(settings, path)
        _restore_rows(settings.database, path, manifest, force=force)
    return manifest


def _gather(settings: Settings, connection: Connection, sink: Sink, spool: Path, now: datetime) -> Manifest:
    step = stand.current(connection)
    if step is None:
        raise NotDone("the database has no tables yet; `portico migrate` makes them")
    rows = {each.name: _add_table(connection, each, sink, spool) for each in tables(connection)}
    for name, path in files_below(settings.site, without=settings.var):
        with path.open("rb") as file:
            sink.add(SITE + name, file)
    _add_pictures(settings, sink)
    sink.add_text("settings.env", _public_settings(settings))
    return Manifest(
        portico=portico.__version__,
        made_at=now.isoformat(timespec="seconds"),
        step=step,
        engine=connection.dialect.name,
        tables=rows,
        counters=counters(connection),
    )


def _add_table(connection: Connection, table: Table, sink: Sink, spool: Path) -> int:
    number = 0
    with tempfile.TemporaryFile(dir=spool) as file:
        for batch in read_rows(connection, table):
            file.writelines(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in batch)
            number += len(batch)
        file.flush()
        sink.add(f"{TABLES}{table.name}.jsonl", file)
    return number


def _add_pictures(settings: Settings, sink: Sink) -> None:
    storage = open_storage(settings.storage, settings.signing_secret)
    if not isinstance(storage, FolderStorage):
        return
    for key, path in storage.files():
        # One that is removed just now is not missed: no row will name it.
        if key.startswith(profiles.PICTURES):
            with suppress(FileNotFoundError), path.open("rb") as file:
                sink.add(MEDIA + key, file)


def _public_settings(settings: Settings) -> str:
    """The settings that were made and are no secrets, as an env file."""
    told = settings.model_dump(mode="json", include=settings.model_fields_set)
    private = {name for name, field in Settings.model_fields.items() if "Secret" in str(field.annotation)}
    lines = [f"PORTICO_{name.upper()}={_written(told[name])}" for name in told if name not in private]
    return "\n".join([f"# PORTICO_ENV={settings.environment}", *lines, ""])


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


@contextmanager
def _site_of(path: Path, site: Path, now: datetime) -> Iterator[None]:
    """Have the site folder of an archive in its place, unless the block fails.

    It is put there first: a folder that cannot be replaced, such as one that is mounted, then keeps the rows
    from being replaced as well.
    """
    coming = site.with_name(f".{site.name}.coming-{now:{STAMP}}")
    try:
        with new_folder(coming, mode=0o755) as folder:
            for name, file in entries(path):
                if name.startswith(SITE):
                    _write(folder / name.removeprefix(SITE), file)
        with _in_place_of(site, coming, site.with_name(f"{site.name}.before-{now:{STAMP}}")):
            yield
    finally:
        shutil.rmtree(coming, ignore_errors=True)


@contextmanager
def _in_place_of(site: Path, coming: Path, before: Path) -> Iterator[None]:
    """Have one folder in the place of another, kept as `before`, and back again if the block fails."""
    kept = site.exists()
    if kept:
        site.rename(before)
    try:
        coming.rename(site)
        yield
    except BaseException:
        if site.exists():
            site.rename(coming)
        if kept:
            before.rename(site)
        raise


def _write(path: Path, file: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as written:
        shutil.copyfileobj(file, written)


def _restore_pictures(settings: Settings, path: Path) -> None:
    """Put the pictures where pictures are kept now; each has a name of its own and takes no other's place."""
    storage = open_storage(settings.storage, settings.signing_secret)
    for name, file in entries(path):
        if name.startswith(MEDIA):
            with tempfile.TemporaryFile() as whole:
                shutil.copyfileobj(file, whole)
                whole.seek(0)
                storage.write(name.removeprefix(MEDIA), whole, media_type="image/webp")


def _restore_rows(url: str, path: Path, manifest: Manifest, *, force: bool) -> None:
    with emptied(url, manifest.step, force=force) as connection:
        known = {f"{TABLES}{each.name}.jsonl": each for each in tables(connection)}
        for name, file in entries(path):
            if name in known:
                write_rows(connection, known[name], _batches(file))
        compare(connection, manifest.tables)
        set_counters(connection, manifest.counters)
        history.upgrade(connection)
        _give_back_leases(connection)


def _batches(lines: IO[bytes]) -> Iterator[list[Row]]:
    while batch := [orjson.loads(line) for line in islice(lines, BATCH)]:
        yield batch


def _give_back_leases(connection: Connection) -> None:
    """Have every job due again that a worker held at the time; that worker is gone."""
    held = Job.lease_until.is_not(None)
    connection.execute(update(Job).where(held).values(lease_until=None, fence=Job.fence + 1))
