"""What readers and keepers do at once, in this process or in others over the same database.

`python -m tests.support.talkers FOLDER URL` opens the site of the folder and reads lines of deeds as JSON; it
does those of a line side by side, and writes a line of how each came out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from portico.features.discussion import moderation
from portico.features.discussion.audit import Keeper
from portico.main import create_app
from portico.platform import clock
from portico.platform.errors import PorticoError
from portico.settings import Testing
from portico.web.database import EXTENSION

AT_ONCE = 6
ROOT = Path(__file__).parents[2]
Deed = tuple[str, str, dict[str, str], Any]
"""A request below the API, or `UNDO` with the number of an act and, as its body, that of a keeper."""
Hands = Callable[[Sequence[Deed]], list[int]]
"""Does all of these at once, and gives the status of each."""


def in_threads(app: Flask, *, at_once: int = AT_ONCE) -> Hands:
    """So many threads of this process."""

    def do_all(deeds: Sequence[Deed]) -> list[int]:
        with ThreadPoolExecutor(at_once) as threads:
            return list(threads.map(lambda deed: _do(app, deed), deeds))

    return do_all


@contextmanager
def in_two_processes(folder: Path, database_url: str) -> Iterator[Hands]:
    """Two other processes, each with half of the threads."""
    command = [sys.executable, "-m", "tests.support.talkers", str(folder), database_url]
    piped: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with ExitStack() as stack:
        both = [stack.enter_context(subprocess.Popen(command, cwd=ROOT, **piped)) for _ in range(2)]

        def do_all(deeds: Sequence[Deed]) -> list[int]:
            for worker, part in zip(both, (deeds[::2], deeds[1::2]), strict=True):
                print(json.dumps(part), file=worker.stdin, flush=True)
            return [
                status for worker in both if worker.stdout for status in json.loads(worker.stdout.readline())
            ]

        # Both are there before the first race begins.
        do_all([])
        yield do_all
        for worker in both:
            worker.terminate()


def _do(app: Flask, deed: Deed) -> int:
    method, path, headers, body = deed
    if method == "UNDO":
        return _undo(app, int(path), body)
    return app.test_client().open(f"/api/v1{path}", method=method, headers=headers, json=body).status_code


def _undo(app: Flask, act_id: int, keeper_id: int) -> int:
    """Undoing is for keepers in person, whose sessions these programs have not."""
    try:
        with app.extensions[EXTENSION].transaction() as session:
            moderation.undo(session, Keeper(account_id=keeper_id, role="owner"), act_id, now=clock.now())
    except PorticoError as refusal:
        return refusal.status
    return 200


def _serve(folder: Path, database_url: str) -> None:
    settings = Testing(
        home=folder, site=folder / "site", var=folder / "var", database_url=database_url, rate_limits=False
    )
    do_all = in_threads(create_app(settings), at_once=AT_ONCE // 2)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(do_all(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), sys.argv[2])
