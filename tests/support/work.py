"""Work for processes of the tests, which import nothing else."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def multiply_by(factor: int) -> Callable[[int], int]:
    return factor.__mul__


def answer_at_length() -> Callable[[int], bytes]:
    return lambda size: b"x" * size


def die_at(number: int) -> Callable[[int], int]:
    def work(item: int) -> int:
        if item == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    return work


def fail(_: str) -> Callable[[int], int]:
    raise SystemExit(3)


def hold(lock: str) -> Callable[[float], None]:
    file = Path(lock).open("w")  # noqa: SIM115 - held for as long as the process lives
    fcntl.flock(file, fcntl.LOCK_SH)

    def work(seconds: float) -> None:
        Path(f"{lock}.held").touch()
        time.sleep(seconds)
        assert file

    return work
