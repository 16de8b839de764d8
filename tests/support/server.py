"""The real server, in processes of its own, as `portico serve` starts it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.support.canaries import PLANTED
from tests.support.starter import Forked, Starter

PATIENCE = 120.0
ROOT = Path(__file__).resolve().parents[2]
PORTICO = "portico"
PROBE = "tests.support.probe"
"""The same server with routes that only tests need; see there."""


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Server:
    """A server that is started when it is entered, and stopped when it is left."""

    site: Path
    var: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    program: str = PORTICO
    """The module that is run: `portico`, or PROBE."""
    port: int = field(default_factory=free_port)
    listener: socket.socket | None = None
    """A listening socket that the server is handed, as systemd does; none has it open its own."""
    starter: Starter | None = None
    """What starts it without the time that importing takes."""
    process: subprocess.Popen[bytes] | Forked | None = None

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The number of the process that was started; the ones that answer are its children."""
        assert self.process
        return self.process.pid

    @property
    def log(self) -> Path:
        """What it wrote, over all its starts."""
        return self.var / "server.log"

    def __enter__(self) -> Server:
        return self.start().wait_ready()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Server:
        """Start it, and do not wait until it answers."""
        self.var.mkdir(parents=True, exist_ok=True)
        environ = {"PORTICO_ENV": "testing", "PORTICO_VAR": str(self.var), **PLANTED, **self.environ}
        arguments = ["serve", "--site", str(self.site), "--port", str(self.port)]
        if self.starter is not None and self.listener is None:
            self.process = self.starter.start(self.program, arguments, environ, self.log)
        else:
            self.process = self._popen([sys.executable, "-m", self.program, *arguments], os.environ | environ)
        return self

    def _popen(self, command: list[str], environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
        if self.listener is not None:
            # What systemd does (sd_listen_fds(3)): descriptor 3, and the variables that say whose it is.
            command = ["/bin/sh", "-c", 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"', "sh", *command]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                env=environ,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                start_new_session=True,
                preexec_fn=None if self.listener is None else self._hand_over,  # noqa: PLW1509
                pass_fds=() if self.listener is None else (3,),
            )

    def _hand_over(self) -> None:
        assert self.listener
        os.dup2(self.listener.fileno(), 3)

    def wait_ready(self, path: str = "/robots.txt") -> Server:
        """Wait until it answers; fails with its log when it does not."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.running:
            try:
                urllib.request.urlopen(self.address + path, timeout=20).close()
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.02)
            else:
                return self
        raise AssertionError(f"the server did not start: {self.text()}")

    @property
    def running(self) -> bool:
        """Whether its first process lives."""
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """Send a signal to its first process."""
        os.kill(self.pid, number)

    def wait(self, seconds: float = 60) -> int:
        """Wait until it has ended, and give its exit status, negative for a signal."""
        assert self.process
        return self.process.wait(timeout=seconds)

    def terminate(self) -> int:
        """End it in the orderly way, and give its exit status."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def kill(self) -> None:
        """End all its processes at once, wherever they are."""
        others = self._others()
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()
        # What they held, such as locks, is free when the last of them is gone.
        until = time.monotonic() + PATIENCE
        while any(map(_lives, others)) and time.monotonic() < until:
            time.sleep(0.005)

    def _others(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def stop(self) -> None:
        """End it, in the orderly way if that is still possible."""
        if self.running:
            with suppress(subprocess.TimeoutExpired):
                self.signal(signal.SIGTERM)
                self.wait(30)
        if self.process is not None:
            self.kill()

    def text(self) -> str:
        """Its whole log."""
        return self.log.read_text(errors="replace")

    def lines(self) -> list[dict[str, Any]]:
        """The events of its log."""
        return [json.loads(line) for line in self.text().splitlines() if line.startswith("{")]


def _lives(process: psutil.Process) -> bool:
    # The first thread is a zombie already while the others still end.
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE or process.num_threads() > 1)
    except psutil.NoSuchProcess:
        return False


@contextmanager
def serving(site: Path, var: Path, **environ: str) -> Iterator[str]:
    """Serve a site until the block ends, and give the address; the log is `server.log` in `var`."""
    with Server(site, var, environ) as server:
        yield server.address


@contextmanager
def together(servers: Sequence[Server]) -> Iterator[None]:
    """Run servers side by side until the block ends; they start at the same time."""
    with ExitStack() as stack:
        for server in servers:
            stack.callback(server.stop)
            server.start()
        for server in servers:
            server.wait_ready()
        yield


def listening() -> socket.socket:
    """A socket that listens on a free port of this machine, for servers to be handed."""
    return socket.create_server(("127.0.0.1", 0), backlog=1024)
