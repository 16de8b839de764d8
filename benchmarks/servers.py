"""Servers under measurement: started on a core of their own, asked, watched through /proc, and stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from benchmarks.place import HOST, PORT, PORTICO, Place

PATIENCE = 60.0
Headers = Sequence[tuple[str, str]]
TICKS = os.sysconf("SC_CLK_TCK")
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CLIENT_CORE = CORES[0], CORES[-1]


class Server:
    """A running server with its worker processes."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.port = port
        self._root = process.pid

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://{HOST}:{self.port}"

    def get(self, path: str) -> bytes:
        """The body of a page. Raises URLError."""
        with urlopen(self.address + path, timeout=PATIENCE) as answer:
            body: bytes = answer.read()
        return body

    def whole(self, path: str, codings: str, cookie: str = "") -> tuple[Headers, bytes]:
        """The headers and the coded body of a page, as they are sent to whom the cookie names."""
        connection = connect(self)
        named = {"Accept-Encoding": codings or "identity", "Cookie": cookie}
        connection.request("GET", path, headers={name: value for name, value in named.items() if value})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.getheaders(), body

    def cpu_seconds(self) -> float:
        """The CPU time that it and its workers have used."""
        return sum(_cpu_ticks(process) for process in self._processes()) / TICKS

    def worker_memory(self) -> float:
        """The resident memory of its largest process, which is the worker, in MB."""
        return max(_resident(process) for process in self._processes())

    def _processes(self) -> list[int]:
        found = [self._root]
        for process in found:
            for thread in Path(f"/proc/{process}/task").iterdir():
                found += map(int, (thread / "children").read_text().split())
        return found


@contextmanager
def started(command: list[str], environ: dict[str, str], port: int) -> Iterator[Server]:
    """A server of any command, ready to answer, and stopped in the end."""
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        server = Server(process, port)
        wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def portico(place: Place, *, core: int | None = None) -> Iterator[Server]:
    """`portico serve`, ready to answer; on one core only if that is wanted."""
    command = on_core(core, [*PORTICO, "serve"])
    with started(command, place.environ, PORT) as server:
        yield server


@contextmanager
def baseline(
    kind: str, size: int, port: int, *, headers: Headers = (), core: int | None = None
) -> Iterator[Server]:
    """The same server answering `size` constant bytes: from a bare function or a bare Flask route.

    The function adds these headers to those that every body needs.
    """
    command = [sys.executable, "-m", "benchmarks.baselines", kind, str(port)]
    given = {"BASELINE_BYTES": str(size), "BASELINE_HEADERS": json.dumps(headers)}
    with started(on_core(core, command), dict(os.environ) | given, port) as server:
        yield server


def wait_for(server: Server) -> None:
    """Return as soon as the home page is answered. Raises HTTPError, and TimeoutError after a minute."""
    give_up = monotonic() + PATIENCE
    while monotonic() < give_up:
        try:
            server.get("/")
        except HTTPError:
            raise
        except URLError:
            sleep(0.01)
        else:
            return
    raise TimeoutError(f"nothing answers at {server.address}")


def connect(server: Server) -> HTTPConnection:
    """A connection that is kept open between requests."""
    return HTTPConnection(HOST, server.port, timeout=PATIENCE)


def on_core(core: int | None, command: list[str]) -> list[str]:
    """The command bound to one core, where one is named and there are more."""
    bound = core is not None and len(CORES) > 1
    return ["taskset", "-c", str(core), *command] if bound else command


def _cpu_ticks(process: int) -> int:
    # The name in brackets may hold spaces; the fields after it are counted from 3 (proc(5)).
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _resident(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
