"""The real server, in a process of its own, as `portico serve` starts it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 120.0


@contextmanager
def serving(site: Path, var: Path, **environ: str) -> Iterator[str]:
    """Serve a site until the block ends, and give the address; the log is `server.log` in `var`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    var.mkdir(parents=True, exist_ok=True)
    settings = {"PORTICO_ENV": "testing", "PORTICO_VAR": str(var)} | environ
    command = [sys.executable, "-m", "portico", "serve", "--site", str(site), "--port", str(port)]
    with (var / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log)
        try:
            _wait_for(address, process, var / "server.log")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address + "/robots.txt", timeout=5).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not start: {log.read_text()}")
