"""What a worker process loads: the application with the settings of its environment, started."""

from __future__ import annotations

import os
from multiprocessing.util import Finalize

import structlog
from flask import Flask

from portico.main import create_app
from portico.platform.lifecycle import Lifecycle, StartFailed
from portico.platform.processes import end_with_parent
from portico.settings import load_settings

log = structlog.get_logger("portico.server")


def application() -> Flask:
    """The application of this process."""
    settings = load_settings()
    # Granian puts the environment of the process into that of every request, where no secret belongs.
    for name in [name for name in os.environ if name.startswith("PORTICO_")]:
        del os.environ[name]
    return begin(create_app(settings))


def begin(app: Flask) -> Flask:
    """Start what the application needs, and have it stopped when this worker process ends.

    Raises SystemExit, after saying why, when a part cannot start.
    """
    end_with_parent(os.getppid())
    lifecycle: Lifecycle = app.extensions["portico.lifecycle"]
    try:
        lifecycle.start()
    except StartFailed as error:
        log.error("start_failed", reason=str(error))  # noqa: TRY400 - one line says it
        raise SystemExit(1) from None
    # Workers are child processes of multiprocessing, which end without running `atexit`.
    Finalize(None, lifecycle.stop, exitpriority=10)
    return app
