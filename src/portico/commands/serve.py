"""`portico serve`: everything is checked first, then the port opens, then workers answer."""

from __future__ import annotations

import gc
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from portico.cli import plainly, settings_for, site_option
from portico.commands.listening import Listener, claim
from portico.commands.var_folder import check_var_folder
from portico.commands.writing import sole_writer
from portico.platform.processes import end_with_parent
from portico.platform.server_note import announced
from portico.settings import Settings


@click.command()
@site_option
@click.option("--host", help="The address to listen on. Default: PORTICO_HOST, else 127.0.0.1.")
@click.option("--port", type=int, help="The port to listen on. Default: PORTICO_PORT, else 8000.")
def serve(site: Path | None, host: str | None, port: int | None) -> None:
    """Compile the site, then serve it.

    In development, every change is compiled, and open pages are loaded again.
    """
    settings = settings_for(site, host=host, port=port)
    _log(settings)
    listener = claim(settings.host, settings.port)
    with ExitStack() as held:
        held.enter_context(sole_writer(settings, "portico serve"))
        welcome = _prepare(settings)
        if settings.watch:
            held.enter_context(_watcher())
        note = announced(settings.var, host=settings.host, port=settings.port, site=settings.site)
        held.enter_context(note)
        listener.open()
        click.echo(f"Portico shows {settings.site.name} at {settings.address}")
        if welcome:
            click.echo(f"It has no owner yet. To become its owner, open {welcome}")
        _serve(settings, listener)


def _log(settings: Settings) -> None:
    # Loaded when the settings are known to be right, so that a refusal takes half as long.
    from portico.platform import logging  # noqa: PLC0415

    logging.configure(settings.log_format, settings.log_level, secrets=vars(settings).values())


def _prepare(settings: Settings) -> str | None:
    """Check the data, compile the content, and load the application; gives where an owner is made, if any is.

    The compiler runs in a process of its own, so that what it takes in memory goes back when it is done. The
    workers, on the other hand, are forked from this process with the application in it, so that they start
    at once and share its memory.
    """
    check_var_folder(settings)
    compiling = multiprocessing.get_context("fork").Process(target=_compile, args=(os.getpid(),))
    compiling.start()
    try:
        import portico.wsgi  # noqa: F401, PLC0415
        from portico.commands.first_run import invitation_of_owner  # noqa: PLC0415
        from portico.commands.starting import check_database  # noqa: PLC0415
        from portico.platform import metrics_folder  # noqa: PLC0415

        check_database(settings)
        welcome = invitation_of_owner(settings)
        metrics_folder.prepare(settings.var / "metrics")
        compiling.join()
    finally:
        compiling.terminate()
    if compiling.exitcode:
        sys.exit(compiling.exitcode)
    return welcome


def _compile(parent: int) -> None:
    from portico.features.content.cli import sync_command  # noqa: PLC0415

    end_with_parent(parent)
    with plainly():
        sync_command(args=[], standalone_mode=False)


def _serve(settings: Settings, listener: Listener) -> None:
    from portico.commands.workers import Workers  # noqa: PLC0415

    gc.collect()
    gc.freeze()
    Workers(settings, listener).serve()


@contextmanager
def _watcher() -> Iterator[None]:
    """Compile every change of the content while the block runs."""
    watcher = subprocess.Popen([sys.executable, "-m", "portico", "content", "watch"])
    try:
        yield
    finally:
        watcher.terminate()
        watcher.wait()
