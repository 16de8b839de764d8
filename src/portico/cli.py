"""The `portico` command."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import portico
from portico.settings import ConfigurationError, Settings, load_settings

EX_CONFIG = 78
"""Exit status of a configuration that cannot work (sysexits.h)."""


FEATURES = {
    "content": "portico.features.content.cli",
    "init": "portico.features.content.cli",
}
"""The module of each command that a feature brings; it is imported when the command is used."""


class _Main(click.Group):
    """Reports a configuration that cannot work in plain words, each problem on a line of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *FEATURES])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in FEATURES:
            command: click.Command = getattr(import_module(FEATURES[cmd_name]), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ConfigurationError as error:
            for problem in error.problems:
                click.echo(f"portico: {problem}", err=True)
            ctx.exit(EX_CONFIG)


@click.group(cls=_Main)
@click.version_option(portico.__version__, prog_name="portico")
def main() -> None:
    """One person's place on the web."""


def site_option(command: Any) -> Any:
    """`--site DIR`, stronger than `PORTICO_SITE`."""
    option = click.option(
        "--site", type=click.Path(path_type=Path), help="The site folder. Default: PORTICO_SITE, else ./site."
    )
    return option(command)


def settings_for(site: Path | None, **overrides: Any) -> Settings:
    """The settings with what the command line says, which child processes then see as well.

    Raises ConfigurationError when the site folder is not there.
    """
    chosen = {"site": str(site.absolute()) if site else None, **overrides}
    for name, value in chosen.items():
        if value is not None:
            os.environ[f"PORTICO_{name.upper()}"] = str(value)
    settings = load_settings()
    if not settings.site.is_dir():
        hint = f"`portico init {settings.site}` makes one."
        raise ConfigurationError([f"there is no site folder {settings.site}; {hint}"])
    return settings


@main.command()
@site_option
@click.option("--host", help="The address to listen on. Default: PORTICO_HOST, else 127.0.0.1.")
@click.option("--port", type=int, help="The port to listen on. Default: PORTICO_PORT, else 8000.")
def serve(site: Path | None, host: str | None, port: int | None) -> None:
    """Compile the site, then serve it; in development, compile every change and reload open pages."""
    settings = settings_for(site, host=host, port=port)
    _claim_port(settings.host, settings.port)
    # The compiler runs in a process of its own: what it takes in memory goes back when it is done.
    done = subprocess.run([sys.executable, "-m", "portico", "content", "sync"], check=False)
    if done.returncode:
        sys.exit(done.returncode)
    watcher = _start_watcher() if settings.watch else None
    try:
        click.echo(f"Portico shows {settings.site.name} at {settings.address}")
        _run_server(settings)
    finally:
        if watcher:
            watcher.terminate()
            watcher.wait()


@main.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    import orjson

    from portico.main import create_app

    settings = load_settings().model_copy(update={"api_docs": True})
    document = create_app(settings).extensions["portico.openapi"]()
    sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n")


def _claim_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = (error.strerror or "it cannot be used").lower()
            raise ConfigurationError(
                [f"cannot listen on {host}:{port}: {reason}; choose another with --port"]
            ) from None


def _start_watcher() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "portico", "content", "watch"])


def _run_server(settings: Settings) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "portico.wsgi:application",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        log_enabled=False,
    ).serve()
