"""Bringing the compiled site up to date with its folder: all of it the first time, then what changed."""

from __future__ import annotations

import fcntl
import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from portico.features.content import store
from portico.features.content.addresses import AUTHORS, PAGES, address_of
from portico.features.content.compiler.assets import write_assets
from portico.features.content.compiler.commits import first_commits
from portico.features.content.compiler.compiling import Progress, compile_planned, encode_all, library
from portico.features.content.compiler.entries import parse, still_holds
from portico.features.content.compiler.facts import SiteFacts, gather
from portico.features.content.compiler.layout import Layout, lay_out
from portico.features.content.compiler.links import Links
from portico.features.content.compiler.media import MediaLibrary
from portico.features.content.compiler.plan import Known, Plan, load_known, make_plan, with_last_good
from portico.features.content.compiler.rows import Changes, write_changes
from portico.features.content.compiler.sources import Unreadable, find_sources
from portico.features.content.configuration import BrokenConfiguration, SiteConfig, read_configuration
from portico.features.content.models import Problem

RENDERERS = ("markdown-it-py", "mdit-py-plugins", "nh3", "pygments", "latex2mathml", "pillow")
OWN_ADDRESSES = frozenset(
    """
    /search /tags /skills /achievements /resume /resume.json /contact /feed.atom /feed.rss /feed.json
    /sitemap.xml /robots.txt /llms.txt /api/docs
    """.split()
)
"""Pages that no file stands for, which links may lead to all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a sync did."""

    compiled: int
    removed: int
    entries: int
    problems: int
    swapped: bool
    """Whether readers see a new site now."""
    seconds: float = 0.0


def sync(
    site: Path, compiled: Path, cache: Path, *, now: datetime, progress: Progress | None = None
) -> Report:
    """Compile what changed in the folder `site` and swap the result into the folder `compiled`.

    Encoded pictures go to `cache`. Only one process works on a compiled site at a time; a second one
    waits and then finds little to do. Raises BrokenConfiguration, leaving the last site in place.
    """
    started = perf_counter()
    if not site.is_dir():
        raise BrokenConfiguration([_no_site(site)])
    compiled.mkdir(parents=True, exist_ok=True)
    bring_up_to_date = partial(_sync, site, compiled / store.DATABASE, cache, now, progress or _untold)
    with _alone(compiled / "lock"):
        try:
            report = bring_up_to_date(afresh=False)
        except sqlite3.DatabaseError:
            # A derived file that is damaged is not worth mending.
            report = bring_up_to_date(afresh=True)
    return replace(report, seconds=perf_counter() - started)


def _sync(
    site: Path, database: Path, cache: Path, now: datetime, progress: Progress, *, afresh: bool
) -> Report:
    config, warnings = read_configuration(site)
    layout = lay_out(site, config)
    build = _build_key(config, layout)
    keep = not afresh and store.is_sound(database, build)
    known = load_known(database) if keep else {}
    files, found = find_sources(layout)
    plan = make_plan(files, known, layout, config.zone)
    media = library(layout, cache)
    links = _links(plan, known, layout, media)
    _add_stale(plan, known, links, media, config)
    output = compile_planned(plan.changed, links, layout, cache, config, progress)
    facts = gather(config, layout, media)
    output.add((), media)
    encode_all(list(output.jobs.values()), progress)
    told = [*warnings, *layout.problems, *found, *plan.problems, *facts.problems, *output.problems]
    problems = list(dict.fromkeys(told))
    idle = keep and not (output.compiled or plan.removed or plan.touched)
    if idle and _state(database) == _digest(facts, problems):
        return _report(database, 0, 0, swapped=False)
    undated = [parsed.file.path for parsed in plan.changed if not parsed.matter.published]
    changes = Changes(
        compiled=output.compiled,
        removed=plan.removed,
        touched=plan.touched,
        files=output.files,
        problems=problems,
        dates=first_commits(layout.site, undated),
    )
    with store.replacing(database, keep=keep) as connection:
        write_changes(connection, changes, now)
        store.write_meta(
            connection, build=build, version=secrets.token_hex(8), state=_digest(facts, problems)
        )
        store.write_meta(connection, **facts.as_meta())
        store.write_theme(connection, facts.theme.files)
        write_assets(connection, facts.pictures)
    return _report(database, len(output.compiled), len(plan.removed), swapped=True)


def _links(plan: Plan, known: dict[str, Known], layout: Layout, media: MediaLibrary) -> Links:
    by_file = {f.path.as_posix(): address_of(f.collection, known[n].slug) for n, f in plan.unchanged.items()}
    by_file |= {p.file.path.as_posix(): address_of(p.file.collection, p.slug) for p in plan.changed}
    lists = {f"/{folder.name}" for folder in layout.collections}
    feeds = {f"{name}/feed.{form}" for name in lists for form in ("atom", "rss", "json")}
    return Links(by_file, OWN_ADDRESSES | lists | feeds, layout.public, media)


def _add_stale(
    plan: Plan, known: dict[str, Known], links: Links, media: MediaLibrary, config: SiteConfig
) -> None:
    """Plan the files that did not change themselves but refer to something that did."""
    for name, file in plan.unchanged.items():
        named = known[name].dependencies
        if not all(still_holds(what, was, file.path, links, media) for what, was in named.items()):
            try:
                plan.changed.append(parse(file, config.zone))
            except Unreadable as error:
                plan.problems.append(with_last_good(error.problem))


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    # The kernel drops the lock with the process, however that ends.
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _untold(*_: object) -> None:
    """Progress that nobody wants to hear of."""


def _no_site(site: Path) -> Problem:
    message, hint = "There is no such folder.", "Check --site and PORTICO_SITE, and that the disk is there."
    return Problem(path=str(site), code="no-site", message=message, hint=hint, severity="error")


def _report(database: Path, compiled: int, removed: int, *, swapped: bool) -> Report:
    with closing(store.open_reading(database)) as connection:
        entries = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
        problems = connection.execute("SELECT count(*) FROM problem").fetchone()[0]
    return Report(compiled=compiled, removed=removed, entries=entries, problems=problems, swapped=swapped)


def _state(database: Path) -> Any:
    with closing(store.open_reading(database)) as connection:
        return store.read_meta(connection, "state")


def _digest(facts: SiteFacts, problems: list[Problem]) -> str:
    told = store.dump([facts.as_meta(), sorted(map(repr, problems))])
    return hashlib.sha256(told.encode()).hexdigest()


def _build_key(config: SiteConfig, layout: Layout) -> str:
    """What makes every page come out differently: our own code, and the settings that bodies depend on."""
    mark = hashlib.sha256(f"{store.SCHEMA_VERSION} {config.language} {config.timezone}".encode())
    roots = [(folder.name, folder.path) for folder in layout.collections]
    mark.update(repr([*roots, (PAGES, layout.pages), (AUTHORS, layout.authors)]).encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        mark.update(path.read_bytes())
    mark.update(repr([version(name) for name in RENDERERS]).encode())
    return mark.hexdigest()
