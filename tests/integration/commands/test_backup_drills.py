"""A backup that is taken while others write is of one moment.

`PORTICO_TEST_DRILLS` sets the number of drills on each kind of database.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.integration.commands.conftest import Elsewhere, Place
from tests.support.pairs import gaps, pairs, write_pair

from portico.platform.database import Database
from portico.platform.jobs.tables import Job
from portico.platform.mail.tables import Mail

DRILLS = int(os.environ.get("PORTICO_TEST_DRILLS", "1"))
WRITERS = 8
PAUSE = 0.03
"""Seconds between two pairs of a writer; without, the database grows faster than it can be compared."""
KINDS = ("sqlite", "postgresql")


class Writers:
    """Threads that write pair after pair, and what they were told is written."""

    def __init__(self, url: str) -> None:
        self._database = Database(url, pool=WRITERS, seconds=60)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._acknowledged: set[str] = set()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Writers at work while the block runs."""
        threads = [threading.Thread(target=self._write, args=(each,)) for each in range(WRITERS)]
        self._stopping.clear()
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join()
            self._database.dispose()

    def wait_for(self, number: int) -> set[str]:
        """The pairs that are certainly written once there are so many."""
        while len(found := self.acknowledged()) < number:
            time.sleep(PAUSE)
        return found

    def acknowledged(self) -> set[str]:
        """The pairs that are certainly written by now."""
        with self._lock:
            return set(self._acknowledged)

    def _write(self, writer: int) -> None:
        number = 0
        while not self._stopping.wait(PAUSE):
            with self._database.transaction() as session:
                write_pair(session, f"{writer}-{number}")
            with self._lock:
                self._acknowledged.add(f"{writer}-{number}")
            number += 1


def back_up(place: Place, path: Path) -> None:
    """`portico backup` in a process of its own, as the owner runs it beside a server."""
    told = {**place.environ, "PORTICO_ENV": "testing", "PORTICO_HOME": str(place.home)}
    command = [sys.executable, "-m", "portico", "backup", "--to", str(path)]
    done = subprocess.run(command, env=os.environ | told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("drill", range(DRILLS))
def test_a_backup_holds_all_that_was_written_before_it_and_nothing_by_half(
    place: Place, elsewhere: Elsewhere, tmp_path: Path, drill: int
) -> None:
    writers = Writers(place.environ["PORTICO_DATABASE_URL"])
    with writers.running():
        before = writers.wait_for(5 * WRITERS)
        back_up(place, tmp_path / "taken.tar.gz")
        after = writers.acknowledged()
    new = elsewhere(KINDS[drill % 2])
    assert new.run("restore", str(tmp_path / "taken.tar.gz")).exit_code == 0
    restored = Database(new.environ["PORTICO_DATABASE_URL"])
    found = pairs(restored)
    restored.dispose()
    assert before <= found
    assert not gaps(found)
    assert len(after) > len(before), "nobody wrote meanwhile"


def test_a_copy_made_table_after_table_would_be_noticed(place: Place, database: Database) -> None:
    """The negative control: rows that are read at two moments are no whole pairs."""
    writers = Writers(place.environ["PORTICO_DATABASE_URL"])
    with writers.running():
        earlier = len(writers.wait_for(WRITERS))
        with database.reading() as session:
            jobs = set(session.scalars(select(Job.key)))
        writers.wait_for(earlier + 3 * WRITERS)
        with database.reading() as session:
            mails = set(session.scalars(select(Mail.key)))
    assert jobs != mails
