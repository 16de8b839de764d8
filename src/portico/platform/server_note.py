"""The note by which commands find the server that writes the data: `serving.json` in the var folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from portico.platform.files import write_atomically

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""Where a server that listens on every address is reached from the same machine."""


@dataclass(frozen=True, slots=True)
class Note:
    """A server of this var folder."""

    pid: int
    address: str
    """Where it answers on this machine, such as `http://127.0.0.1:8000`."""

    port: int
    site: str
    """The folder that it shows."""


@contextmanager
def announced(var: Path, *, host: str, port: int, site: Path) -> Iterator[None]:
    """Leave the note while the block runs."""
    host = ANYWHERE.get(host, host)
    shown = f"[{host}]" if ":" in host else host
    note = Note(os.getpid(), f"http://{shown}:{port}", port, str(site.resolve()))
    write_atomically(_path(var), lambda file: file.write(json.dumps(asdict(note)).encode()))
    try:
        yield
    finally:
        if find(var) == note:
            _path(var).unlink(missing_ok=True)


def find(var: Path) -> Note | None:
    """The server that serves this var folder, none when there is none or it was killed."""
    with suppress(OSError, ValueError, TypeError):
        note = Note(**json.loads(_path(var).read_text()))
        os.kill(note.pid, 0)
        return note
    return None


def _path(var: Path) -> Path:
    return var / "serving.json"
