"""Real servers that start without the time that importing takes.

One process imports Portico and waits. For each request on its standard input it forks one that runs the
`portico` command, as the leader of a session of its own, or tells how one of them has ended.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parents[2]
EVERYTHING = (
    "portico.cli",
    "portico.commands.starting",
    "portico.commands.workers",
    "portico.features.content.cli",
    "tests.support.probe",
)


class Starter:
    """The waiting process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, module: str, arguments: Sequence[str], environ: Mapping[str, str], log: Path) -> Forked:
        """Run `portico` with these arguments, or the probe's in its place."""
        pid = self.ask(module=module, arguments=list(arguments), environ=dict(environ), log=str(log))
        return Forked(self, pid)

    def ask(self, **request: Any) -> Any:
        """Have the waiting process do something."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@dataclass
class Forked:
    """A process that was forked; like subprocess.Popen as far as it goes."""

    starter: Starter
    pid: int
    returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit status, negative for a signal; none while it runs."""
        if self.returncode is None:
            self.returncode = self.starter.ask(poll=self.pid)
        return self.returncode

    def wait(self, timeout: float) -> int:
        """Wait until it has ended. Raises subprocess.TimeoutExpired."""
        until = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("portico", timeout)
            time.sleep(0.005)
        return status


@contextmanager
def starter() -> Iterator[Starter]:
    """A waiting process."""
    command = [sys.executable, "-m", "tests.support.starter"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield Starter(process)
        process.terminate()


def _serve() -> None:
    for module in EVERYTHING:
        import_module(module)
    for line in sys.stdin:
        request = json.loads(line)
        answer = _poll(request["poll"]) if "poll" in request else _fork(request)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _poll(pid: int) -> int | None:
    done, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


def _fork(request: dict[str, Any]) -> int:
    child = os.fork()
    if not child:
        _become(request)
    return child


def _become(request: dict[str, Any]) -> NoReturn:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    log = os.open(request["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, target in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(number, target)
    os.environ.update(request["environ"])
    _run(request)


def _run(request: dict[str, Any]) -> NoReturn:
    from portico.cli import main
    from portico.commands import workers

    if request["module"] != "portico":
        workers.APPLICATION = f"{request['module']}:application"
    status = 1
    try:
        main(request["arguments"], prog_name="portico")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve()
