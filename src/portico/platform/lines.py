"""Standard error as a place for whole lines, which a serving process never waits for."""

from __future__ import annotations

import functools
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable

MOST_WAITING = 4 * 1024 * 1024
"""Bytes of lines that may wait to be written; beyond them lines are dropped and counted."""


class Output:
    """Writes lines at once, or, between `start` and `stop`, in a thread of its own.

    Whoever reads our log may stop doing so. A pipe that is full then holds up the thread, and no request.
    """

    def __init__(self) -> None:
        self.dropped = 0
        """Lines lost since the process began."""
        self._waiting: deque[tuple[bytes, int]] = deque()
        self._size = 0
        self._changed = threading.Condition()
        self._writing = False
        self._thread: threading.Thread | None = None
        self._process = 0

    def write(self, text: bytes, lines: int = 1) -> None:
        """Write text that ends with a line's end and holds so many lines."""
        # A forked child has no such thread.
        if self._thread is None or self._process != os.getpid():
            _write(text)
            return
        with self._changed:
            if self._size + len(text) > MOST_WAITING:
                self.dropped += lines
                return
            self._waiting.append((text, lines))
            self._size += len(text)
            self._changed.notify_all()

    def start(self) -> None:
        """From now on write in a thread."""
        if self._thread is None or self._process != os.getpid():
            self._process = os.getpid()
            self._thread = threading.Thread(target=self._run, name="log", daemon=True)
            self._thread.start()

    def flush(self, seconds: float = 2) -> bool:
        """Wait until nothing waits to be written, but not longer than that; says whether it is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._writing, seconds)

    def stop(self, seconds: float = 2) -> None:
        """Flush, and write at once from now on, unless nobody reads what was written before."""
        if self._thread is not None and self.flush(seconds):
            with self._changed:
                thread, self._thread = self._thread, None
                self._changed.notify_all()
            thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._waiting or self._thread is not threading.current_thread()
                )
                if not self._waiting:
                    return
                texts, lines = zip(*self._waiting, strict=True)
                self._waiting.clear()
                self._writing = True
            written = _write(b"".join(texts))
            with self._changed:
                self._writing = False
                self._size -= sum(map(len, texts))
                self.dropped += 0 if written else sum(lines)
                self._changed.notify_all()


output = Output()
"""Standard error is one for the whole process, and so is this."""


def _write(text: bytes) -> bool:
    """Write to standard error, whatever stands for it at the moment; says whether it took everything."""
    try:
        write = _writing()
        while text:
            try:
                text = text[write(text) :]
            except BlockingIOError:
                time.sleep(0.01)
    except (AttributeError, OSError, ValueError):
        return False
    return True


def _writing() -> Callable[[bytes], int]:
    # The buffer of sys.stderr has a lock; a thread that waits in it for good would hold up the exit.
    try:
        return functools.partial(os.write, sys.stderr.fileno())
    except OSError:  # tests put something in its place that is no file
        return sys.stderr.buffer.write
