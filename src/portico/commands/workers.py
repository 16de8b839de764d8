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
from typing import Any

from granian import net
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer, WorkerProcess

from portico.commands.listening import BACKLOG, Listener
from portico.platform.logging import OF_THE_SERVER
from portico.platform.processes import LEAVE_SOON, let_children_end
from portico.settings import Settings

APPLICATION = "portico.wsgi:application"
HEAD_SECONDS = 10
"""How long the head of a request may take, and how long a connection may wait for its next one."""
LONGEST_HEAD = 16 * 1024
"""Bytes; the address of a request is part of its head."""
FAREWELL = 0.3
"""The least seconds between asking and ending."""
PATIENCE = 5
"""The most seconds to wait for it; a client that never ends a request must not keep a server from ending."""
LAST_LOOK = 0.02
"""Seconds between two looks for what is still to be read."""


class Workers(MPServer):
    """The workers of one server, until it is told to end: SIGTERM or SIGINT, a second time for at once.

    SIGHUP puts a new worker in the place of each, one after the other.
    """

    def __init__(self, settings: Settings, listener: Listener) -> None:
        super().__init__(
            APPLICATION,
            factory=True,
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
            workers_kill_timeout=ceil(settings.shutdown_seconds),
            respawn_failed_workers=True,
            websockets=False,
            log_level=LogLevels.warning,
            log_dictconfig=OF_THE_SERVER,
        )
        self._listener = listener

    def serve(self, *arguments: Any, **options: Any) -> None:
        """Serve until told to end."""
        # A worker that has not yet said what this signal means to it must not die of it.
        signal.signal(LEAVE_SOON, signal.SIG_IGN)
        let_children_end()
        super().serve(*arguments, **options)

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
        self._listener.turn_newcomers_away()
        self._bid_farewell(self.wrks)
        self._let_read()
        super()._stop_workers()

    def _let_read(self) -> None:
        """Wait until all that was sent has been read, which a busy machine may take its time for."""
        until = time.monotonic() + PATIENCE
        while self._listener.unread() and time.monotonic() < until:
            if not any(worker.is_alive() for worker in self.wrks):
                return
            time.sleep(LAST_LOOK)

    def _respawn_workers(
        self, workers: list[int], spawn_target: Any, target_loader: Any, delay: float = 0
    ) -> None:
        # First the old one ends and then the new one starts, because on SQLite only one may write.
        for index in workers:
            self.respawned_wrks[index] = time.monotonic()
            self._end(self.wrks.pop(index))
            worker = self._spawn_worker(idx=index, target=spawn_target, callback_loader=target_loader)
            worker.start()
            self.wrks.insert(index, worker)

    def _end(self, worker: WorkerProcess) -> None:
        self._bid_farewell([worker])
        worker.terminate()
        worker.join(self.workers_kill_timeout)
        if worker.is_alive():
            worker.kill()
            worker.join()

    @staticmethod
    def _bid_farewell(workers: list[WorkerProcess]) -> None:
        living = [worker for worker in workers if worker.is_alive()]
        for worker in living:
            with suppress(ProcessLookupError):
                os.kill(worker.inner.pid, LEAVE_SOON)
        if living:
            time.sleep(FAREWELL)
