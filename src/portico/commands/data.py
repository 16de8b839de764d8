"""Commands for everything that is kept: migrate, back up, restore, export, move to another database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import SecretStr, TypeAdapter, ValidationError

from portico.commands.writing import database_file, sole_writer
from portico.platform import clock
from portico.platform.server_note import find
from portico.settings import ConfigurationError, Settings, load_settings
from portico.settings.kinds import DatabaseUrl

if TYPE_CHECKING:
    from portico.commands.databases import Report

STAMP = "%Y%m%dT%H%M%SZ"
ARCHIVE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option(
    "--check", is_flag=True, help="Only say where the tables stand; fails unless they are the newest."
)
def migrate(check: bool) -> None:
    """Bring the tables to their newest version.

    It is a step of every release.
    """
    from portico.commands.migrating import bring_forward  # noqa: PLC0415
    from portico.commands.starting import opened_database  # noqa: PLC0415
    from portico.migrations import stand  # noqa: PLC0415

    settings = load_settings()
    with _plainly():
        at, newest = _step(settings), stand.newest()
        if at == newest:
            click.echo(f"The tables are at step {at}, the newest.")
        elif check:
            stands = f"The tables are at step {at} and not at {newest}." if at else "There are no tables yet."
            raise click.ClickException(f"{stands} `portico migrate` sees to that.")
        else:
            with sole_writer(settings, "portico migrate"), opened_database(settings) as database:
                bring_forward(database, now=clock.now())
            went = f"went from step {at} to {newest}" if at else f"are made, at step {newest}"
            click.echo(f"The tables {went}.")


@click.command()
@click.option(
    "--to", type=click.Path(path_type=Path), help="A folder or a new file.tar.gz. Default: var/backups."
)
def backup(to: Path | None) -> None:
    """Write database, site and settings into one archive.

    It can be made while the server runs, and holds no secrets.
    """
    from sqlalchemy import make_url  # noqa: PLC0415

    from portico.commands.backups import back_up  # noqa: PLC0415
    from portico.platform.backup import mark  # noqa: PLC0415

    settings, now = _settings_of_the_site(), clock.now()
    place = to or settings.var / "backups"
    path = place if place.suffixes[-2:] == [".tar", ".gz"] else place / f"portico-{now:{STAMP}}.tar.gz"
    with _plainly():
        manifest = back_up(settings, path, now=now)
    mark.leave(settings.var)
    source = f"{settings.environment}, {make_url(settings.database).render_as_string()}"
    click.echo(f"{path}: {sum(manifest.tables.values())} rows of {source}; {len(manifest.files)} files")
    click.echo(f"It holds the site folder {settings.site}.")


@click.command()
@click.argument("archive", type=ARCHIVE)
@click.option(
    "--to", type=click.Path(path_type=Path), help="A new folder to restore into, as its own PORTICO_HOME."
)
@click.option(
    "--force", is_flag=True, help="Replace what is there; the site folder is kept beside the new one."
)
def restore(archive: Path, to: Path | None, force: bool) -> None:
    """Bring back database and site folder from ARCHIVE.

    Nothing is touched before it has been found whole.
    """
    from portico.commands.backups import restore as bring_back  # noqa: PLC0415

    settings = _at(load_settings(), to) if to else load_settings()
    with _plainly(hint="; --force replaces it"), sole_writer(settings, "portico restore"):
        manifest = bring_back(settings, archive, force=force, now=clock.now())
    rows = sum(manifest.tables.values())
    click.echo(f"{rows} rows of {manifest.made_at} are in the database, the site is in {settings.site}")


@click.command()
@click.option("--to", type=click.Path(path_type=Path), required=True, help="A folder that is not there yet.")
def export(to: Path) -> None:
    """Write everything into a folder, in open formats.

    It holds the site's files, each table as JSON Lines, and a README.
    """
    from portico.commands.backups import export as write  # noqa: PLC0415

    with _plainly():
        manifest = write(_settings_of_the_site(), to.absolute(), now=clock.now())
    click.echo(f"{to}: {sum(manifest.tables.values())} rows of {len(manifest.tables)} tables, and the site")


@click.group()
def db() -> None:
    """Work on the database as a whole."""


@db.command("copy")
@click.option(
    "--to", required=True, help="sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME, without data."
)
def copy_command(to: str) -> None:
    """Copy every row into another database of either kind, with the rows counted on both sides."""
    from portico.commands.databases import copy  # noqa: PLC0415

    settings = load_settings()
    target = _elsewhere(settings, to)
    if find(settings.var):
        click.echo("A server is running: what it writes from now on is not in the copy.", err=True)
    with _plainly(), _progress() as report:
        copied = copy(settings.database, target.database, report)
    for name, rows in copied.items():
        click.echo(f"{name}: {rows} rows")
    click.echo("Now set PORTICO_DATABASE_URL to that database, and start the server again.")


def _settings_of_the_site() -> Settings:
    """The settings, unless they name another site than the server shows: that one would be lost."""
    settings = load_settings()
    note = find(settings.var)
    if note is not None and Path(note.site) != settings.site.resolve():
        hint = f"Set PORTICO_SITE={note.site}, in .env or for this command."
        raise click.ClickException(f"The server shows {note.site}; this would keep {settings.site}. {hint}")
    return settings


def _step(settings: Settings) -> str | None:
    """The step that the tables are at, none when there are none; opening would make a missing file."""
    from portico.commands.starting import opened_database  # noqa: PLC0415
    from portico.migrations import stand  # noqa: PLC0415

    file = database_file(settings)
    if file and not file.is_file():
        return None
    with opened_database(settings) as database, database.reading() as session:
        return stand.current(session.connection())


def _at(settings: Settings, home: Path) -> Settings:
    """The settings of a new folder that holds everything of its own."""
    place = home.absolute()
    folders = {"home": place, "site": place / "site", "var": place / "var"}
    return settings.model_copy(
        update={**folders, "database_url": SecretStr(""), "storage_url": SecretStr("")}
    )


def _elsewhere(settings: Settings, url: str) -> Settings:
    """The settings with another database."""
    try:
        checked = TypeAdapter(DatabaseUrl).validate_python(url)
    except ValidationError as error:
        raise ConfigurationError([f"--to {error.errors()[0]['ctx']['error']}"]) from None
    return settings.model_copy(update={"database_url": checked})


@contextmanager
def _progress() -> Iterator[Report]:
    """Something to tell progress to, which shows a bar for each table to people."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True, disable=not sys.stdout.isatty()) as bar:
        tasks: dict[str, TaskID] = {}

        def report(table: str, done: int, total: int) -> None:
            if table not in tasks:
                tasks[table] = bar.add_task(table, total=total)
            bar.update(tasks[table], completed=done, total=total)

        yield report


@contextmanager
def _plainly(hint: str = "") -> Iterator[None]:
    """Say in a sentence why something was not done."""
    from portico.commands.databases import HoldsData, NotDone  # noqa: PLC0415
    from portico.migrations.history import SchemaMismatch  # noqa: PLC0415
    from portico.platform.backup.archive import DamagedArchive  # noqa: PLC0415
    from portico.platform.database import DatabaseUnavailable  # noqa: PLC0415
    from portico.platform.storage import StorageUnavailable  # noqa: PLC0415

    try:
        yield
    except (NotDone, SchemaMismatch, DamagedArchive) as error:
        raise click.ClickException(f"{error}{hint if isinstance(error, HoldsData) else ''}") from None
    except StorageUnavailable as error:
        raise click.ClickException(f"PORTICO_STORAGE_URL: {error.detail}") from None
    except DatabaseUnavailable as error:
        cause = getattr(error.__cause__, "orig", None) or error
        raise click.ClickException(f"The database cannot be used: {' '.join(str(cause).split())}") from None
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{place}{error.strerror or error}; nothing was left behind") from None
