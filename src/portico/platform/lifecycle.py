"""What a process starts, in order, and stops, in the opposite order; each exactly once."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

log = structlog.get_logger("portico.lifecycle")


class StartFailed(Exception):
    """A part could not start; what had been started before it has been stopped again."""


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    start: Callable[[], object]
    stop: Callable[[], object]


def _nothing() -> None:
    pass


class Lifecycle:
    """The parts of one process."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._running: list[_Part] = []
        self._lock = threading.Lock()
        self.ending = False
        """Whether this process is about to end and should be sent nothing new."""
        self.deadline = math.inf
        """When this process must have ended, by `time.monotonic`."""

    def patience(self, most: float) -> float:
        """The seconds, so many at most, that a part may wait for what it has begun."""
        return min(most, max(0.0, self.deadline - time.monotonic()))

    def add(
        self, name: str, *, start: Callable[[], object] = _nothing, stop: Callable[[], object] = _nothing
    ) -> None:
        """Have a part started after those added before it, and stopped before them."""
        self._parts.append(_Part(name, start, stop))

    def start(self) -> None:
        """Start every part. Raises StartFailed, in one sentence, after stopping those that had started."""
        with self._lock:
            for part in self._parts[len(self._running) :]:
                try:
                    part.start()
                except Exception as error:
                    self._stop()
                    raise StartFailed(f"{part.name}: {error}") from error
                self._running.append(part)

    def stop(self) -> None:
        """Stop every part that runs, even when one of them fails to."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        while self._running:
            part = self._running.pop()
            try:
                part.stop()
            except Exception:
                log.exception("stop_failed", part=part.name)
