"""One process writes a database file, and whoever comes second reads who it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.support.sites import NOW

from portico.platform.writer_lock import WrittenByAnother, holder, lock_path, writer_lock

HOLD = """
import sys, time, os
from datetime import datetime, UTC
from pathlib import Path
from portico.platform.writer_lock import writer_lock
with writer_lock(Path(sys.argv[1]), "portico serve", now=datetime.now(UTC)):
    if len(sys.argv) > 2 and os.fork():
        os._exit(0)
    print(os.getpid(), flush=True)
    time.sleep(60)
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "portico.db"


def held_elsewhere(database: Path, *more: str) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database), *more], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, int(process.stdout.readline())


def test_the_second_reads_who_is_the_first(database: Path) -> None:
    with (
        writer_lock(database, "portico serve", now=NOW),
        pytest.raises(WrittenByAnother) as refused,
        writer_lock(database, "portico worker", now=NOW),
    ):
        pass
    assert f"`portico serve` (process {os.getpid()}, since 2026-11-21T12:00:00+00:00)" in str(refused.value)


def test_it_is_free_again_afterwards(database: Path) -> None:
    for command in ("portico serve", "portico migrate"):
        with writer_lock(database, command, now=NOW):
            assert holder(database)["command"] == command


def test_other_databases_have_locks_of_their_own(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path / "a.db", "portico serve", now=NOW),
        writer_lock(tmp_path / "b.db", "x", now=NOW),
    ):
        assert holder(tmp_path / "a.db")["command"] == "portico serve"


def test_a_refused_process_leaves_the_name_of_the_holder(database: Path) -> None:
    with writer_lock(database, "portico serve", now=NOW):
        for _ in range(2):
            with pytest.raises(WrittenByAnother, match="portico serve"), writer_lock(database, "x", now=NOW):
                pass


def test_a_killed_holder_leaves_no_lock(database: Path) -> None:
    process, pid = held_elsewhere(database)
    with process:
        with pytest.raises(WrittenByAnother), writer_lock(database, "portico worker", now=NOW):
            pass
        os.kill(pid, signal.SIGKILL)
        process.wait()
        with writer_lock(database, "portico worker", now=NOW):
            assert holder(database)["pid"] == os.getpid()


def test_children_hold_it_after_the_end_of_their_parent(database: Path) -> None:
    process, child = held_elsewhere(database, "fork")
    with process:
        process.wait()
        with pytest.raises(WrittenByAnother), writer_lock(database, "x", now=NOW):
            pass
        os.kill(child, signal.SIGKILL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                with writer_lock(database, "x", now=NOW):
                    return
            except WrittenByAnother:
                time.sleep(0.02)
        pytest.fail("the lock outlived its last holder")


def test_a_lock_that_names_nobody_still_refuses(database: Path) -> None:
    with writer_lock(database, "portico serve", now=NOW):
        lock_path(database).write_text("")
        with (
            pytest.raises(WrittenByAnother, match="written by another process"),
            writer_lock(database, "x", now=NOW),
        ):
            pass
