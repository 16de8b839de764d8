"""Counts page views in memory and writes them together, so that no visitor waits for the database."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import structlog

from portico.features.traffic.views import View, add_views, view_of
from portico.platform.errors import Unavailable
from portico.platform.rounds import Rounds
from portico.web.records import Row, fields

if TYPE_CHECKING:
    from portico.platform.database import Database

log = structlog.get_logger("portico.traffic")

PAUSE = 3.0
"""Seconds between two writes. A process that is killed forgets what it has counted since the last."""
MOST = 10_000
"""Views told apart that wait for a write; beyond them the site that led to a page is not told apart."""
BEHIND = "/studio"
"""Where whoever keeps the site looks after it, which is not reading it."""
SEEN = fields("outcome", "referrer")
TIME = fields("time")


class ViewCounter:
    """A listener to records that counts the pages that were shown."""

    def __init__(self, database: Database, own_hosts: Iterable[str]) -> None:
        self._database = database
        self._own_hosts = frozenset(own_hosts)
        self._waiting: Counter[View] = Counter()
        self._lock = threading.Lock()
        self._rounds = Rounds("traffic", self.write, PAUSE)
        self._failing = False

    def __call__(self, records: Sequence[Row]) -> None:
        """Count a batch."""
        moment = TIME(records[-1])
        seen = Counter(map(SEEN, records))
        with self._lock:
            for (outcome, referrer), number in seen.items():
                if not outcome.shown or outcome.path.startswith(BEHIND):
                    continue
                view = view_of(outcome.path, moment, referrer, self._own_hosts)
                if len(self._waiting) >= MOST:
                    view = view._replace(referrer="")
                if len(self._waiting) < 2 * MOST or view in self._waiting:
                    self._waiting[view] += number

    def start(self) -> None:
        """Begin to write what is counted."""
        self._rounds.start()

    def stop(self, catch_up: Callable[[], None]) -> None:
        """Have the last records told, write what is left, and end."""
        self._rounds.stop()
        catch_up()
        self.write()

    def write(self) -> None:
        """Write what is counted; what cannot be written waits for the next time."""
        with self._lock:
            counted, self._waiting = self._waiting, Counter()
        if not counted:
            return
        try:
            with self._database.transaction() as session:
                add_views(session, counted)
            self._failing = False
        except Unavailable as error:
            if not self._failing:
                log.warning("views_not_written", views=counted.total(), reason=str(error))
            self._failing = True
            with self._lock:
                self._waiting.update(counted)
