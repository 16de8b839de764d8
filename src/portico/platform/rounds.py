"""What is done again and again in the background, by a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

log = structlog.get_logger("portico.rounds")


class Rounds:
    """Does something every so many seconds between its start and its stop; both may come more than once.

    What fails is logged, and tried again with the next round.
    """

    def __init__(self, name: str, deed: Callable[[], object], seconds: float) -> None:
        self._name = name
        self._deed = deed
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; the first round comes after the first pause."""
        self._ended.clear()
        # A daemon, so that a round which never ends cannot keep the process from ending.
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self, patience: float | None = None) -> None:
        """End, after the round that runs, which is waited for no longer than so many seconds."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(patience)
            self._thread = None

    def _run(self) -> None:
        while not self._ended.wait(self._seconds):
            try:
                self._deed()
            except Exception:
                log.exception("round_failed", rounds=self._name)
