"""What was acknowledged outlives a loss of power, whatever part of the unsynced writes the disk kept."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.disk import Remains, build_shim, power_losses, read_steps
from tests.support.writing import ROWS, open_database

pytestmark = pytest.mark.gcc
STATES = int(os.environ.get("PORTICO_TEST_STATES", "600"))
"""How many states after a loss of power are looked at, for each way of writing."""
SEED = int(os.environ.get("PORTICO_TEST_SEED", "1"))
TRANSACTIONS = 120
# A checkpoint every few pages, so that power is lost in the middle of many.
OFTEN = "wal_autocheckpoint=30"


@dataclass(slots=True)
class Findings:
    """In how many states something was wrong."""

    damaged: int = 0
    half: int = 0
    lost: int = 0


def after_power_losses(tmp_path: Path, *pragmas: str) -> Findings:
    """Write, then look at what losses of power would have left."""
    open_then_close(tmp_path)
    before = (tmp_path / "portico.db").read_bytes()
    environment = {"LD_PRELOAD": str(build_shim(tmp_path)), "DISK_LOG": str(tmp_path / "steps")}
    subprocess.run(
        [sys.executable, "-m", "tests.support.writing", tmp_path, str(TRANSACTIONS), OFTEN, *pragmas],
        input=b"\n",
        env=os.environ | environment,
        cwd=Path(__file__).parents[3],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    steps = read_steps(tmp_path / "steps")
    assert sum(step.deed == b"a" for step in steps) == TRANSACTIONS
    assert any(step.file == b"D" for step in steps), "no checkpoint happened"
    found = Findings()
    for remains in power_losses(before, steps, STATES, seed=SEED):
        judge(remains, tmp_path / "left", found)
    return found


def open_then_close(folder: Path) -> None:
    database = open_database(folder)
    with database.writer.begin() as connection:
        ROWS.create(connection)
    database.dispose()


def judge(remains: Remains, folder: Path, found: Findings) -> None:
    """Open what is left as the next start would, and count what is wrong with it."""
    folder.mkdir(exist_ok=True)
    (folder / "portico.db-shm").unlink(missing_ok=True)
    (folder / "portico.db").write_bytes(remains.database)
    (folder / "portico.db-wal").write_bytes(remains.log)
    try:
        with closing(sqlite3.connect(folder / "portico.db")) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            twins = dict(connection.execute("SELECT number, twin FROM written"))
    except sqlite3.DatabaseError:
        found.damaged += 1
        return
    found.damaged += not sound
    found.half += any(twins.get(twin) != number for number, twin in twins.items())
    found.lost += any(2 * number not in twins for number in remains.acknowledged)


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    assert after_power_losses(tmp_path) == Findings(damaged=0, half=0, lost=0)


def test_syncing_less_would_lose_rows_that_were_acknowledged(tmp_path: Path) -> None:
    assert after_power_losses(tmp_path, "synchronous=NORMAL").lost > STATES / 20


def test_syncing_nothing_would_damage_the_file(tmp_path: Path) -> None:
    found = after_power_losses(tmp_path, "synchronous=OFF")
    assert found.lost > STATES / 20
    assert found.damaged + found.half > 0
