"""A worker process ends, and stops what it has started, even when its server does not end by itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import select, signal, socket, sys, time
from pathlib import Path
from flask import Flask
from portico.commands import leaving
from portico.platform.lifecycle import Lifecycle
from portico.platform.metrics import Metrics
from portico.web.instrumentation import IN_FLIGHT, InFlight

signal.signal(signal.SIGTERM, signal.SIG_IGN)
leaving.FAREWELL = leaving.LAST_WORDS = 0.05
app, lifecycle = Flask("app"), Lifecycle()
lifecycle.add("part", stop=lambda: print("stopped", round(lifecycle.patience(3)), flush=True))
lifecycle.start()
app.extensions["portico.lifecycle"] = lifecycle
app.extensions[IN_FLIGHT] = InFlight(app.wsgi_app, Metrics(Path(sys.argv[1])))
listener = socket.create_server(("127.0.0.1", 0))
loop = select.epoll()
loop.register(listener)
departure = leaving.Departure(app, listener, float(sys.argv[2]))
if len(sys.argv) > 3:
    client = socket.create_connection(listener.getsockname())
    kept = listener.accept()
    client.sendall(b"a request that nobody reads")
for _ in range(2):
    departure.begin()
time.sleep(60)
"""


def test_a_server_that_has_no_connection_left_and_does_not_end_is_ended(tmp_path: Path) -> None:
    assert leave(tmp_path, 30) == "stopped 3\n"


def test_a_connection_that_does_not_end_is_given_up_when_time_is_over(tmp_path: Path) -> None:
    assert leave(tmp_path, 0.5, "connected") == "stopped 0\n"


def leave(*arguments: object) -> str:
    """What a process says that leaves within so many seconds while nothing but that ends it."""
    command = [sys.executable, "-c", SCRIPT, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
