"""Real `portico` processes that start without the time that importing takes.

One process imports Portico and waits; for each line on its standard input it forks one that runs the
`portico` command with the words of the line, and it writes the number of that process and later its status.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Forks:
    """The waiting process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, *arguments: str) -> int:
        """Start a command and give its process number."""
        print(*arguments, file=self._process.stdin, flush=True)
        return int(self._answer())

    def wait(self) -> int:
        """Wait for the command started last: its exit status, negative for the signal that ended it."""
        print(file=self._process.stdin, flush=True)
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()


@contextmanager
def forks(environment: dict[str, str]) -> Iterator[Forks]:
    """A waiting process with these settings."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.forks"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | environment,
    )
    with process:
        yield Forks(process)
        process.terminate()


def _serve() -> None:
    from portico.cli import main
    from portico.features.content.compiler import compiling, sync  # noqa: F401 - imported before the first fork

    child = 0
    for line in sys.stdin:
        if line.strip():
            child = os.fork()
            if not child:
                _run(main, line.split())
            _say(child)
        else:
            _, status = os.waitpid(child, 0)
            _say(os.waitstatus_to_exitcode(status))


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _run(main: object, arguments: list[str]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        main(arguments)  # type: ignore[operator]
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    os._exit(0)


if __name__ == "__main__":
    _serve()
