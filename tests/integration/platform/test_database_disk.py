"""A disk that is full or fails: writes are refused, reads go on, and nothing needs to be restarted."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from tests.support.disk import build_shim
from tests.support.writing import CERTAIN, ROWS, open_database

from portico.features.traffic.models import PageView
from portico.platform.database import Database, DatabaseDamaged, DatabaseUnavailable

PATHS = select(PageView.path)
DAY = date(2026, 11, 21)
BATCH = 20
CYCLES = int(os.environ.get("PORTICO_TEST_CYCLES", "5"))
"""How often the disk fails and heals."""


@dataclass(slots=True)
class Writer:
    """A process that writes, the folder of its database, and how its disk is made to fail."""

    process: subprocess.Popen[str]
    folder: Path

    def write(self) -> Any:
        """Have it write a batch: how many were `refused`, the `last` row it can read, writers `opened`."""
        assert self.process.stdin
        assert self.process.stdout
        print(file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    @contextmanager
    def failing(self, what: str) -> Iterator[None]:
        """While the block lasts, `n`o write finds room, or no `s`ync succeeds."""
        fault = self.folder / "fault"
        fault.write_text(what)
        try:
            yield
        finally:
            fault.unlink()

    @contextmanager
    def growing_no_further(self) -> Iterator[None]:
        """While the block lasts, no file may grow beyond what the log has now."""
        log = (self.folder / "portico.db-wal").stat().st_size
        _, hard = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (log, hard))
        try:
            yield
        finally:
            resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (hard, hard))

    def certain(self) -> set[int]:
        """The rows it was told are written."""
        return {int(line) for line in (self.folder / CERTAIN).read_text().split()}


@contextmanager
def writing(folder: Path, **environment: str) -> Iterator[Writer]:
    """A process that writes to a new database, until the block ends; then every certain row must be there."""
    database = open_database(folder)
    with database.writer.begin() as connection:
        ROWS.create(connection)
    database.dispose()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.writing", folder, str(BATCH)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
        cwd=Path(__file__).parents[3],
    )
    with process:
        writer = Writer(process, folder)
        yield writer
    assert process.returncode == 0
    with closing(sqlite3.connect(folder / "portico.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = {number for (number,) in connection.execute("SELECT number FROM written")}
    assert {2 * number for number in writer.certain()} <= found
    assert found == {number ^ 1 for number in found}


@pytest.mark.gcc
@pytest.mark.parametrize("what", ["n", "s"], ids=["no room", "no sync"])
def test_a_disk_that_fails_refuses_writes_alone_and_heals(tmp_path: Path, what: str) -> None:
    shim = build_shim(tmp_path)
    with writing(tmp_path, LD_PRELOAD=str(shim), DISK_FAULT=str(tmp_path / "fault")) as writer:
        for _ in range(CYCLES):
            healthy = writer.write()
            assert healthy["refused"] == 0
            with writer.failing(what):
                failing = writer.write()
            assert failing["refused"] == BATCH
            assert failing["last"] >= healthy["last"]
            # What failed to sync is not trusted with the next transaction.
            assert (failing["opened"] > healthy["opened"]) == (what == "s")
        assert writer.write()["refused"] == 0


def test_a_file_that_may_not_grow_refuses_writes_alone_and_heals(tmp_path: Path) -> None:
    with writing(tmp_path) as writer:
        for _ in range(CYCLES):
            assert writer.write()["refused"] == 0
            with writer.growing_no_further():
                failing = writer.write()
            assert failing["refused"]
            assert failing["last"]
            assert writer.write()["refused"] == 0


def test_damage_anywhere_is_found_or_harmless(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    with database.transaction() as session:
        session.execute(
            insert(PageView),
            [{"path": f"/{n:04}", "day": DAY, "referrer": "", "views": n} for n in range(3000)],
        )
    database.dispose()
    whole = Path(str(database.url.database)).read_bytes()
    found = 0
    for page in range(0, len(whole), 4096):
        damaged = bytearray(whole)
        damaged[page : page + 64] = bytes(64)
        found += _is_found(bytes(damaged), tmp_path / "damaged.db")
    assert found > len(whole) // 4096 // 2


def test_a_whole_file_passes_the_check(database: Database) -> None:
    database.check()


def test_rows_of_a_damaged_page_are_an_outage_and_not_an_answer(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    with database.transaction() as session:
        session.add(PageView(path="/", day=DAY, referrer="", views=1))
        root = session.scalar(text("SELECT rootpage FROM sqlite_schema WHERE name = 'page_view'"))
    database.dispose()
    path = Path(str(database.url.database))
    content = bytearray(path.read_bytes())
    content[4096 * (root - 1) : 4096 * root] = b"\xff" * 4096
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged), database.reading() as session:
        session.execute(text("SELECT * FROM page_view"))
    with pytest.raises(DatabaseDamaged):
        database.check()
    database.dispose()


def test_a_file_that_was_taken_away_is_an_outage_until_it_is_back(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    path = Path(str(database.url.database))
    with database.transaction() as session:
        session.add(PageView(path="/", day=DAY, referrer="", views=1))
    assert _paths(database) == [("/",)] * 2

    path.rename(path.with_name("elsewhere"))
    for _ in range(2):
        for use in (lambda: _paths(database), database.ping, lambda: _write(database, "/lost")):
            with pytest.raises(DatabaseUnavailable):
                use()
    assert not path.exists()

    path.with_name("elsewhere").rename(path)
    _write(database, "/")
    assert _paths(database) == [("/",)] * 2
    database.dispose()


def test_another_file_in_its_place_is_used_after_a_refusal(sqlite_url: str, migrated_file: Path) -> None:
    database = Database(sqlite_url)
    path = Path(str(database.url.database))
    _write(database, "/old")
    for beside in path.parent.glob("portico.db*"):
        beside.unlink()
    path.write_bytes(migrated_file.read_bytes())
    with pytest.raises(DatabaseUnavailable):
        _write(database, "/lost")
    _write(database, "/new")
    assert _paths(database) == [("/new",)] * 2
    database.dispose()


def test_opening_again_takes_no_lock_from_those_who_hold_one(sqlite_url: str) -> None:
    ours, again = Database(sqlite_url), Database(sqlite_url)
    with ours.transaction() as session:
        session.add(PageView(path="/", day=DAY, referrer="", views=1))
        session.flush()
        again.ping()
        assert again.rows(PATHS) == []
        other = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
        path = str(ours.url.database)
        done = subprocess.run(
            [sys.executable, "-c", other, path], capture_output=True, text=True, check=False
        )
        assert "database is locked" in done.stderr
    assert _paths(ours) == _paths(again) == [("/",)] * 2
    again.dispose()
    ours.dispose()


def _write(database: Database, path: str) -> None:
    with database.transaction() as session:
        session.merge(PageView(path=path, day=DAY, referrer="", views=1))


def _paths(database: Database) -> list[tuple[str]]:
    """Every path, read in both ways."""
    with database.reading() as session:
        return [(path,) for path in session.scalars(PATHS)] + database.rows(PATHS)


def _is_found(damaged: bytes, path: Path) -> bool:
    """Whether the check finds this damage; if it does not, every row must read as before."""
    path.write_bytes(damaged)
    database = Database(f"sqlite:///{path}")
    try:
        database.check()
    except DatabaseDamaged:
        return True
    else:
        with database.reading() as session:
            rows = session.execute(text("SELECT path, views FROM page_view ORDER BY path")).all()
        assert [tuple(row) for row in rows] == [(f"/{n:04}", n) for n in range(3000)]
        return False
    finally:
        database.dispose()
