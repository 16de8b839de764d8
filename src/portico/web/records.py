"""What is remembered of every answered request, and who is told of it: in batches, outside the request."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from time import perf_counter, time
from typing import Any, NamedTuple

import structlog

from portico.platform.rounds import Rounds

log = structlog.get_logger("portico.web")

PAUSE = 0.02
"""Seconds between two batches; what has only just been made is quickest to read again."""
MOST = 20_000
"""Records that wait for the next batch; what comes beyond them is counted and dropped."""


@dataclass(slots=True, eq=False)
class Outcome:
    """What was asked and answered: one for all requests that are given the same answer once more."""

    method: str
    route: str
    """The template of the address, empty where no route was found."""
    path: str
    """As it was sent, its percent-escapes decoded byte by byte into Latin-1 (PEP 3333)."""
    status: int
    size: int
    """Bytes of the body, 0 where they are not known beforehand."""
    cached: bool
    """Whether the answer came from the page cache."""
    shown: bool
    """Whether somebody was shown a page: HTML, asked for by GET, and not ahead of time."""


outcome_of = lru_cache(maxsize=256)(Outcome)
"""The outcome of these fields; what is asked and answered alike is counted and written together."""


class Record(NamedTuple):
    """One answered request."""

    outcome: Outcome
    time: float
    """When it came, in seconds since 1970."""
    seconds: float
    """From its arrival to its answer, which may still be on its way to the client."""
    request_id: str
    trace_id: str
    address: str
    """Of the client."""
    user: str
    """Who asked, empty for visitors."""
    referrer: str


Row = tuple[Any, ...]
"""The fields of a record without their names, which would double its price; `fields` finds them."""
Listener = Callable[[Sequence[Row]], None]


def fields(*names: str) -> Callable[[Row], Any]:
    """What takes these fields out of a row, as a tuple if they are several."""
    return itemgetter(*map(Record._fields.index, names))


class Records:
    """Takes a record from every request and hands them on in batches; a request never waits for it."""

    def __init__(self, listeners: Sequence[Listener]) -> None:
        self.dropped = 0
        """Records that nobody was told of, because too many came at once."""
        self.epoch = time() - perf_counter()
        """What makes a moment of `perf_counter` one of seconds since 1970."""
        self._listeners = list(listeners)
        self._waiting: deque[Row] = deque()
        self._delivering = threading.Lock()
        self._rounds = Rounds("records", self._deliver, PAUSE)

    def tell(self, listener: Listener) -> None:
        """Have one more listener told."""
        self._listeners.append(listener)

    def add(self, record: Row) -> None:
        """Have the listeners told of a request soon."""
        if len(self._waiting) < MOST:
            self._waiting.append(record)
        else:
            self.dropped += 1

    def start(self) -> None:
        """Begin to hand on what comes."""
        self._rounds.start()

    def stop(self) -> None:
        """Hand on what is left, and end."""
        self._rounds.stop()
        self.flush()

    def flush(self) -> None:
        """Hand on what waits, now."""
        with self._delivering:
            batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
            for listener in self._listeners if batch else ():
                try:
                    listener(batch)
                except Exception:
                    log.exception("listener_failed", listener=type(listener).__name__)

    def _deliver(self) -> None:
        # The wall clock may be set while this process runs.
        self.epoch = time() - perf_counter()
        self.flush()
