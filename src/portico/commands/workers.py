"""The server: Granian, with worker processes that come and go without a request being cut.

Granian's own workers each open the port for themselves, and what waits at the port of a worker that ends is
reset. Ours take their connections from one socket that the serving process holds for all of them.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from math import ceil
from pkgutil import resolve_name
from typing import Any

from flask import Flask
from granian import net
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer, WorkerProcess

from portico.commands.leaving import Departure
from portico.commands.listening import BACKLOG, Listener
from portico.platform.logging import OF_THE_SERVER
from portico.platform.processes import LEAVE, let_children_end
from portico.platform.sockets import waiting
from portico.settings import Settings

APPLICATION = "portico.wsgi:application"
HEAD_SECONDS = 10
"""How long the head of a request may take, and how long a connection may wait for its next one."""
LONGEST_HEAD = 16 * 1024
"""Bytes; the address of a request is part of its head."""
PATIENCE = 5.0
"""The most seconds until those who wait at the port have been let in, when a server ends."""
LOOK = 0.02
"""Seconds between two looks whether they have."""
REMINDER = 1.0
"""Seconds after which a worker that still lives is told again to leave."""
LAST_RESORT = 3
"""Seconds after its time is over when a worker that still lives is killed."""


class Workers(MPServer):
    """The workers of one server, until it is told to end: SIGTERM or SIGINT, a second time for at once.

    SIGHUP puts a new worker in the place of each, one after the other.
    """

    def __init__(self, settings: Settings, listener: Listener) -> None:
        super().__init__(
            APPLICATION,
            address=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            # Proxies and browsers without TLS speak HTTP/1.1; what is not there cannot be misused.
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(
                header_read_timeout=HEAD_SECONDS * 1000, max_buffer_size=LONGEST_HEAD
            ),
            workers=settings.workers,
            blocking_threads=settings.threads,
            backlog=BACKLOG,
            workers_kill_timeout=ceil(settings.shutdown_seconds) + LAST_RESORT,
            respawn_failed_workers=True,
            websockets=False,
            log_level=LogLevels.warning,
            log_dictconfig=OF_THE_SERVER,
        )
        self._listener = listener
        self._seconds = settings.shutdown_seconds

    def serve(self, *_: Any, **__: Any) -> None:
        """Serve until told to end."""
        # Whoever sends this signal to the serving process itself must not end it by mistake.
        signal.signal(LEAVE, signal.SIG_IGN)
        let_children_end()
        super().serve(target_loader=self._load, wrap_loader=False)

    def _load(self) -> Flask:
        """What a worker does first."""
        app: Flask = resolve_name(APPLICATION)()
        departure = Departure(app, self._listener.socket, self._seconds)
        signal.signal(LEAVE, departure.begin)
        return app

    def signal_handler_interrupt(self, *arguments: Any, **options: Any) -> None:
        """End in the orderly way; at the second call, at once."""
        if self.interrupt_signal:
            for worker in self.wrks:
                worker.kill()
        super().signal_handler_interrupt(*arguments, **options)

    def _init_shared_socket(self) -> None:
        self._sso = None
        holder: Any = net
        self._shd = holder.SocketHolder(self._listener.socket.fileno(), False, BACKLOG)

    def _stop_workers(self) -> None:
        if self._listener.turn_newcomers_away():
            self._let_in()
        self._end(self.wrks)
        super()._stop_workers()

    def _let_in(self) -> None:
        """Wait until no connection waits at the port, which a busy machine may take its time for."""
        until = time.monotonic() + PATIENCE
        while waiting(self._listener.socket) and time.monotonic() < until:
            if not any(worker.is_alive() for worker in self.wrks):
                return
            time.sleep(LOOK)

    def _respawn_workers(
        self, workers: list[int], spawn_target: Any, target_loader: Any, delay: float = 0
    ) -> None:
        # First the old one ends and then the new one starts, because on SQLite only one may write.
        for index in workers:
            self.respawned_wrks[index] = time.monotonic()
            self._end([self.wrks.pop(index)])
            worker = self._spawn_worker(idx=index, target=spawn_target, callback_loader=target_loader)
            worker.start()
            self.wrks.insert(index, worker)

    def _end(self, workers: list[WorkerProcess]) -> None:
        """Have workers leave, side by side."""
        for worker in workers:
            worker.interrupt_by_parent = True
        until = time.monotonic() + self._seconds + LAST_RESORT
        while (staying := [one for one in workers if one.is_alive()]) and time.monotonic() < until:
            for worker in staying:
                # More than once, since Python may sleep over a signal that comes just before it falls asleep.
                with suppress(ProcessLookupError):
                    os.kill(worker.inner.pid, LEAVE)
            staying[0].join(REMINDER)
            # One that has just ended may still be reported as alive for a moment.
            time.sleep(LOOK)
        for worker in staying:
            worker.kill()
            worker.join()
