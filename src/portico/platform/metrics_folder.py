"""The counts of several processes in one folder, so that any of them can answer for all.

Each process keeps one file, replaced whole, and holds a lock for as long as it lives. Whoever reads adds
the counts of the dead to one file and removes theirs, so the folder does not grow with restarts. What
was once reported lies in the folder before it is reported: a counter never falls when a process is killed.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson
import structlog

from portico.platform.files import write_atomically

log = structlog.get_logger("portico.metrics")

Labels = tuple[str, ...]
State = dict[str, dict[Labels, list[float]]]
"""By metric and by the values of its labels: numbers that are added up, place by place."""
DEAD = "dead.json"


@dataclass(frozen=True, slots=True)
class Published:
    """What one process, or all the dead together, add to the whole."""

    counts: State = field(default_factory=dict)
    levels: State = field(default_factory=dict)
    """Quantities that end with their process."""
    names: tuple[str, ...] = ()
    """Of the dead: whose files are counted here already."""


def merge(states: Iterable[State]) -> State:
    """All numbers of the same metric and labels added up."""
    whole: State = {}
    for state in states:
        for name, rows in state.items():
            into = whole.setdefault(name, {})
            for labels, row in rows.items():
                so_far = into.get(labels)
                same = so_far is not None and len(so_far) == len(row)
                into[labels] = [a + b for a, b in zip(so_far, row, strict=True)] if same and so_far else row
    return whole


def prepare(folder: Path) -> None:
    """Begin anew: forget the counts of earlier processes, unless one of them still lives."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if not any(_lives(path) for path in folder.glob("*.lock")):
            for path in (*folder.glob("*.json"), *folder.glob("*.lock")):
                path.unlink(missing_ok=True)


class MetricsFolder:
    """The place of one process in the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._lock: IO[bytes] | None = None
        self._failed = False

    def join(self) -> None:
        """Take a place, which is held until `leave` or the end of the process."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with _alone(self._folder):
            self._name = f"{os.getpid()}-{secrets.token_hex(4)}"
            self._lock = (self._folder / f"{self._name}.lock").open("wb")
            fcntl.flock(self._lock, fcntl.LOCK_EX)

    def publish(self, mine: Published) -> None:
        """Replace the file of this process. A full disk costs the others these counts and nothing else."""
        try:
            _write(self._folder / f"{self._name}.json", mine)
        except OSError as error:
            if not self._failed:
                log.warning("metrics_not_published", reason=error.strerror)
            self._failed = True
        else:
            self._failed = False

    def exchange(self, mine: Published) -> list[State]:
        """Publish what this process counted, and give what the others did, the dead included."""
        self.publish(mine)
        try:
            with _alone(self._folder):
                return list(self._others())
        except OSError as error:
            log.warning("metrics_not_read", reason=error.strerror)
            return []

    def leave(self, mine: Published) -> None:
        """Publish for the last time and give the place up."""
        self.publish(mine)
        if self._lock:
            self._lock.close()
            self._lock = None

    def _others(self) -> Iterator[State]:
        dead = _read(self._folder / DEAD)
        fallen = []
        for path in self._folder.glob("[0-9]*.json"):
            if path.stem == self._name:
                continue
            if _lives(path.with_suffix(".lock")):
                published = _read(path)
                yield published.counts
                yield published.levels
            else:
                fallen.append(path)
        yield self._buried(dead, fallen).counts

    def _buried(self, dead: Published, fallen: list[Path]) -> Published:
        """The dead with those who have fallen since. Killed in the middle, nobody is counted twice."""
        if fallen:
            new = [_read(path).counts for path in fallen if path.stem not in dead.names]
            dead = Published(merge([dead.counts, *new]), names=tuple(path.stem for path in fallen))
            self._bury(dead, fallen)
        return dead

    def _bury(self, dead: Published, fallen: list[Path]) -> None:
        try:
            _write(self._folder / DEAD, dead)
        except OSError as error:
            log.warning("metrics_not_gathered", reason=error.strerror)
            return
        for path in fallen:
            path.with_suffix(".lock").unlink(missing_ok=True)
            path.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / ".alone").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lives(lock: Path) -> bool:
    try:
        with lock.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def _write(path: Path, published: Published) -> None:
    data = {
        "counts": _rows(published.counts),
        "levels": _rows(published.levels),
        "names": list(published.names),
    }
    write_atomically(path, lambda file: file.write(orjson.dumps(data)))


def _read(path: Path) -> Published:
    with suppress(OSError, ValueError, KeyError, TypeError):
        data = orjson.loads(path.read_bytes())
        return Published(_state(data["counts"]), _state(data["levels"]), tuple(data["names"]))
    return Published()


def _rows(state: State) -> dict[str, list[tuple[Labels, list[float]]]]:
    return {name: list(rows.items()) for name, rows in state.items()}


def _state(written: Any) -> State:
    return {name: {tuple(labels): row for labels, row in rows} for name, rows in written.items()}
