"""Servers that the processes of a test run share.

The first that asks starts one, and it stops when the last is gone. A process apart keeps it. It knows
that nobody is left by a lock that every user holds until it ends, however it ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

_held: list[TextIOWrapper] = []


def run_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of this run have in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def share(module: str, folder: Path) -> dict[str, Any]:
    """What a shared server says of itself; `module` keeps one when run with the folder as its argument."""
    folder.mkdir(exist_ok=True)
    with (folder / "starting").open("w") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        users = (folder / "users").open("w")
        # Waits while an earlier server of this folder stops.
        fcntl.flock(users, fcntl.LOCK_SH)
        _held.append(users)
        told = folder / "told.json"
        if not told.exists():
            told.write_text(_started(module, folder))
        found: dict[str, Any] = json.loads(told.read_text())
        return found


def _started(module: str, folder: Path) -> str:
    with (folder / "log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", module, folder],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=Path(__file__).parents[2],
            start_new_session=True,
        )
    assert keeper.stdout
    with keeper.stdout as said:
        line = said.readline()
    assert line, f"{module} did not start: {(folder / 'log').read_text()}"
    # It outlives this process, so nobody waits for it.
    keeper.returncode = 0
    return line


def keep(folder: Path, server: Callable[[], AbstractContextManager[dict[str, Any]]]) -> None:
    """Run a server, say on standard output what it is, and stop it when nobody uses it any more."""
    with (folder / "users").open("w") as users, server() as said:
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()
        fcntl.flock(users, fcntl.LOCK_EX)
        (folder / "told.json").unlink(missing_ok=True)
