"""Commands for the owner's content: start a site, write, check, compile, watch."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from portico.features.content.addresses import PAGES, segment
from portico.features.content.compiler.layout import Layout, lay_out
from portico.features.content.compiler.sync import Report, sync
from portico.features.content.compiler.workers import WorkerDied
from portico.features.content.configuration import BrokenConfiguration, SiteConfig, read_configuration
from portico.features.content.models import Problem
from portico.features.content.reading import all_problems, find_entry
from portico.features.content.snapshot import CompiledSite, ContentMissing
from portico.platform import clock
from portico.platform.server_note import find
from portico.platform.signing import Signer
from portico.settings import ConfigurationError, Settings, load_settings

STARTER = Path(__file__).parent / "starter"
PATIENCE = 1.0
"""Seconds before a sync shows how far it is."""
SITE = click.option(
    "--site",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The site folder. Default: PORTICO_SITE, else ./site.",
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a starting site in FOLDER."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} exists and is not an empty folder; choose a new one.")
    shutil.copytree(STARTER, folder, dirs_exist_ok=True)
    click.echo(f"A site lies in {folder}. See it with: {_portico()} serve --site {folder}")
    click.echo(f"The line PORTICO_SITE={folder.resolve()} in .env makes it the site of every command.")


@click.group()
def content() -> None:
    """Write, check and compile the site's content."""


@content.command("sync")
@SITE
def sync_command(site: Path | None) -> None:
    """Compile what changed."""
    report = _sync_with_progress(_settings(site))
    click.echo(_told(report) if report.swapped else "Content: nothing has changed")


@content.command()
@SITE
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
def check(site: Path | None, strict: bool) -> None:
    """List every problem with its file, line and what to do; fails when there are errors."""
    settings = _settings(site)
    _sync_with_progress(settings)
    problems = all_problems(CompiledSite(settings.compiled, clock.now).current())
    for problem in problems:
        click.echo(_line(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    told = f"{_counted(errors, 'error')}, {_counted(len(problems) - errors, 'warning')}"
    click.echo(told if problems else "No problems.")
    if errors or (strict and problems):
        sys.exit(1)


@content.command()
@click.argument("collection")
@click.argument("title")
@SITE
def new(collection: str, title: str, site: Path | None) -> None:
    """Start a draft called TITLE in COLLECTION."""
    settings = _settings(site)
    config = _configuration(settings.site)
    folder = _folders(lay_out(settings.site, config)).get(collection)
    if folder is None:
        known = ", ".join(_folders(lay_out(settings.site, config)))
        raise click.ClickException(f"There is no collection {collection}; there are {known}.")
    path = folder / f"{segment(title).lower() or 'untitled'}.md"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(_draft(title, clock.now().astimezone(config.zone)))
    except FileExistsError:
        raise click.ClickException(f"{path} exists already.") from None
    where = f" --site {site}" if site else ""
    click.echo(
        f"{path}\n`{_portico()} content preview{where} {collection}/{path.stem}` prints a link that shows it."
    )


@content.command()
@click.argument("entry")
@SITE
@click.option(
    "--port",
    type=int,
    help="The port of the server. Default: that of the one that runs, else PORTICO_PORT, else 8000.",
)
def preview(entry: str, site: Path | None, port: int | None) -> None:
    """Print a link that shows the draft or scheduled ENTRY (collection/slug) for two weeks."""
    note = find(_settings(site).var)
    settings = _settings(site, port or (note.port if note else None))
    _sync_with_progress(settings)
    collection, _, slug = entry.strip("/").partition("/")
    snapshot = CompiledSite(settings.compiled, clock.now).current()
    if find_entry(snapshot, collection, slug, preview=True) is None:
        raise click.ClickException(f"There is no entry {entry}; it is written as collection/slug.")
    token = Signer(settings.secret.get_secret_value(), "preview").sign([collection, slug])
    base = str(settings.public_url or settings.address).rstrip("/")
    click.echo(f"{base}/preview/{token}")


@content.command()
@SITE
def watch(site: Path | None) -> None:
    """Compile every change as it is saved."""
    from portico.features.content.compiler.watching import watch_site

    settings = _settings(site)
    watch_site(settings.site, lambda: _report_sync(settings), ignored=settings.var)


def count_problems(compiled: Path) -> tuple[int, int] | None:
    """How many errors and warnings the files of a compiled site have, none when there is no compiled site."""
    try:
        problems = all_problems(CompiledSite(compiled, clock.now).current())
    except (ContentMissing, sqlite3.Error):
        return None
    errors = sum(problem.severity == "error" for problem in problems)
    return errors, len(problems) - errors


def _report_sync(settings: Settings) -> None:
    try:
        report = sync(settings.site, settings.compiled, settings.var / "media", now=clock.now())
    except BrokenConfiguration as error:
        for problem in error.problems:
            click.echo(_line(problem), err=True)
        return
    except (OSError, sqlite3.Error, WorkerDied) as error:
        # A full disk or a file that vanished meanwhile must not end the watching.
        click.echo(f"portico: the content could not be compiled: {error}", err=True)
        return
    if report.swapped:
        click.echo(_told(report))


def _sync_with_progress(settings: Settings) -> Report:
    from portico.features.content.compiler.progress import shown_after

    try:
        with shown_after(PATIENCE, started=perf_counter()) as progress:
            return sync(
                settings.site, settings.compiled, settings.var / "media", now=clock.now(), progress=progress
            )
    except BrokenConfiguration as error:
        raise ConfigurationError([_line(problem) for problem in error.problems]) from None


def _settings(site: Path | None = None, port: int | None = None) -> Settings:
    chosen: dict[str, Any] = {"site": site.absolute() if site else None, "port": port}
    return load_settings(**{name: value for name, value in chosen.items() if value is not None})


def _configuration(site: Path) -> SiteConfig:
    try:
        return read_configuration(site)[0]
    except BrokenConfiguration as error:
        raise ConfigurationError([_line(problem) for problem in error.problems]) from None


def _folders(layout: Layout) -> dict[str, Path]:
    """The folders that an entry can be started in, by collection."""
    folders = {folder.name: folder.path for folder in layout.collections}
    # A pages folder would turn a bare folder of files into a site with nothing but pages.
    return folders if layout.bare else folders | {PAGES: layout.pages}


def _told(report: Report) -> str:
    parts = [f"{report.compiled} compiled", f"{report.removed} removed" if report.removed else ""]
    problems = f"{_counted(report.problems, 'problem')} (portico content check)" if report.problems else ""
    return f"Content: {', '.join(filter(None, (*parts, problems)))} in {report.seconds:.2f} s"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _line(problem: Problem) -> str:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return f"{place}: {problem.severity}: {problem.message} {problem.hint} [{problem.code}]"


def _portico() -> str:
    """This command, as it can be typed again."""
    typed = sys.argv[0]
    return typed if Path(typed).name == "portico" and not shutil.which("portico") else "portico"


def _draft(title: str, now: datetime) -> str:
    # What JSON writes as a string, YAML reads as the same string.
    quoted = json.dumps(" ".join(title.split()), ensure_ascii=False)
    return f'---\ntitle: {quoted}\ndate: {now:%Y-%m-%d}\ndraft: true\ntags: []\nsummary: ""\n---\n\n'
