"""Work is spread over processes, and no death among them hangs anything."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest
from tests.support.waiting import eventually
from tests.support.work import answer_at_length, die_at, fail, multiply_by

from portico.features.content.compiler.workers import WorkerDied, spread

PATIENCE = 20


def test_every_item_has_its_result() -> None:
    assert sorted(spread(multiply_by, (3,), range(50))) == [3 * n for n in range(50)]


def test_nothing_to_do_is_done() -> None:
    assert list(spread(multiply_by, (3,), [])) == []


def test_results_may_be_longer_than_a_pipe() -> None:
    assert [len(result) for result in spread(answer_at_length, (), [5_000_000] * 4)] == [5_000_000] * 4


def test_a_worker_that_dies_before_it_reads_is_noticed() -> None:
    with pytest.raises(WorkerDied):
        list(spread(fail, ("longer than a pipe" * 100_000,), [1]))


@pytest.mark.parametrize("number", [0, 19])
def test_a_killed_worker_is_noticed(number: int) -> None:
    started = time.monotonic()
    with pytest.raises(WorkerDied):
        list(spread(die_at, (number,), range(20)))
    assert time.monotonic() - started < PATIENCE


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    program = tmp_path / "program.py"
    program.write_text(
        "from portico.features.content.compiler.workers import spread\n"
        "from tests.support.work import hold\n"
        f"if __name__ == '__main__': list(spread(hold, ({str(lock)!r},), [0.5] * 9))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[5])}
    parent = subprocess.Popen([sys.executable, program], env=environment)
    eventually(lambda: Path(f"{lock}.held").exists())
    parent.kill()
    parent.wait()
    with lock.open("w") as file:
        eventually(lambda: can_lock(file))


def can_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
