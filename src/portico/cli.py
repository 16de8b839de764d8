"""The `portico` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import click

import portico
from portico.platform.writer_lock import WrittenByAnother
from portico.settings import ConfigurationError, Settings, load_settings

EX_TEMPFAIL = 75
"""Exit status of what works later: another process writes the data just now (sysexits.h)."""
EX_CONFIG = 78
"""Exit status of a configuration that cannot work (sysexits.h)."""


COMMANDS = {
    "backup": "portico.commands.data",
    "comments": "portico.commands.comments",
    "content": "portico.features.content.cli",
    "db": "portico.commands.data",
    "doctor": "portico.commands.doctor",
    "export": "portico.commands.data",
    "flags": "portico.commands.operate",
    "init": "portico.features.content.cli",
    "jobs": "portico.commands.operate",
    "migrate": "portico.commands.data",
    "outbox": "portico.commands.operate",
    "restore": "portico.commands.data",
    "serve": "portico.commands.serve",
    "user": "portico.commands.users",
    "worker": "portico.commands.worker",
}
"""The module of each command; it is imported when the command is used, so that every command starts fast."""


class _Main(click.Group):
    """Reports what keeps a command from its work in plain words, each problem on a line of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *COMMANDS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
            return command
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        with plainly():
            return super().invoke(ctx)


@contextmanager
def plainly() -> Iterator[None]:
    """End the process with plain words and a fitting status when the block cannot do its work."""
    try:
        yield
    except ConfigurationError as error:
        _give_up(error.problems, EX_CONFIG)
    except WrittenByAnother as error:
        _give_up([str(error)], EX_TEMPFAIL)


def _give_up(problems: list[str], status: int) -> None:
    for problem in problems:
        click.echo(f"portico: {problem}", err=True)
    sys.exit(status)


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


def with_site(site: Path | None, **overrides: Any) -> None:
    """Make what the command line says part of the environment, for this process and its children."""
    chosen = {"site": str(site.absolute()) if site else None, **overrides}
    for name, value in chosen.items():
        if value is not None:
            os.environ[f"PORTICO_{name.upper()}"] = str(value)


def settings_for(site: Path | None, **overrides: Any) -> Settings:
    """The settings with what the command line says, which child processes then see as well.

    Raises ConfigurationError when the site folder is not there.
    """
    with_site(site, **overrides)
    settings = load_settings()
    if not settings.site.is_dir():
        hint = f"`portico init {settings.site}` makes one."
        raise ConfigurationError([f"there is no site folder {settings.site}; {hint}"])
    return settings


@main.command()
def openapi() -> None:
    """Print the OpenAPI document."""
    import orjson

    from portico.main import create_app

    settings = load_settings().model_copy(update={"api_docs": True})
    document = create_app(settings).extensions["portico.openapi"]()
    sys.stdout.write(orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n")
