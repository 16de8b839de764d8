"""Bringing the compiled site up to date with its folder: all of it the first time, then what changed."""

from __future__ import annotations

import fcntl
import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import partial
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from time import perf_counter
from typing import Any

from portico.features.content import store
from portico.features.content.commits import first_commits
from portico.features.content.configuration import SiteConfig, read_configuration
from portico.features.content.entries import Compiled, Parsed, address_of, compile_entry, parse, still_holds
from portico.features.content.facts import SiteFacts, gather
from portico.features.content.layout import Layout, lay_out
from portico.features.content.links import Links
from portico.features.content.media import Encode, MediaFile, MediaLibrary, encode
from portico.features.content.models import Problem
from portico.features.content.plan import Known, Plan, load_known, make_plan
from portico.features.content.rows import Changes, write_changes
from portico.features.content.sources import AUTHORS, PAGES, SourceFile, Unreadable, find_sources

FEW = 24
"""Up to so many files one process is faster than starting more."""
CHUNK = 8
OWN_ADDRESSES = frozenset(
    """
    /search /tags /skills /achievements /resume /resume.json /contact /feed.atom /feed.rss /feed.json
    /sitemap.xml /robots.txt /llms.txt /api/docs
    """.split()
)

Progress = Callable[[str, int, int], None]
"""Told what is going on, how much of it is done, and how much there is."""


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


@dataclass(slots=True)
class _Output:
    """What compiling gives, gathered from this process and its workers."""

    compiled: list[Compiled] = field(default_factory=list)
    files: dict[str, MediaFile] = field(default_factory=dict)
    jobs: dict[Path, Encode] = field(default_factory=dict)
    problems: dict[Problem, None] = field(default_factory=dict)

    def add(self, compiled: Iterable[Compiled], media: MediaLibrary) -> None:
        self.compiled += compiled
        self.files |= media.files()
        self.jobs.update((job.source, job) for job in media.jobs())
        self.problems.update((problem, None) for problem in media.problems())

    def merge(self, other: _Output) -> None:
        self.compiled += other.compiled
        self.files |= other.files
        self.jobs |= other.jobs
        self.problems |= other.problems


def sync(
    site: Path, compiled: Path, cache: Path, *, now: datetime, progress: Progress | None = None
) -> Report:
    """Compile what changed in the folder `site` and swap the result into the folder `compiled`.

    Encoded pictures go to `cache`. Only one process works on a compiled site at a time; a second one
    waits and then finds little to do. Raises BrokenConfiguration, leaving the last site in place.
    """
    started = perf_counter()
    compiled.mkdir(parents=True, exist_ok=True)
    with _alone(compiled / "lock"):
        report = _sync(site, compiled / store.DATABASE, cache, now, progress or (lambda *_: None))
    return report(seconds=perf_counter() - started)


def library(layout: Layout, cache: Path) -> MediaLibrary:
    """The media of a site, with its encoded pictures kept in `cache`."""
    content = [folder.path for folder in layout.collections]
    if not layout.bare:
        content += [layout.pages, layout.authors, layout.site]
    return MediaLibrary(layout.site, cache, content=content, media=[layout.media], public=list(layout.public))


def _sync(
    site: Path, database: Path, cache: Path, now: datetime, progress: Progress
) -> Callable[..., Report]:
    config, warnings = read_configuration(site)
    layout = lay_out(site, config)
    build = _build_key(config, layout)
    keep = store.is_sound(database, build)
    known = load_known(database) if keep else {}
    files, found = find_sources(layout)
    plan = make_plan(files, known, layout, config.zone)
    media = library(layout, cache)
    links = _links(plan, known, layout, media)
    _add_stale(plan, known, links, media, config)
    output = _compile(plan.changed, links, layout, cache, config, progress)
    facts = gather(config, layout, media)
    output.add((), media)
    _encode_all(list(output.jobs.values()), progress)
    problems = [*warnings, *layout.problems, *found, *plan.problems, *facts.problems, *output.problems]
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
                plan.problems.append(error.problem)


def _compile(
    changed: list[Parsed], links: Links, layout: Layout, cache: Path, config: SiteConfig, progress: Progress
) -> _Output:
    lang, zone = config.language, config.zone
    output = _Output()
    if len(changed) <= FEW:
        output.add([compile_entry(parsed, links, links.media, lang) for parsed in changed], links.media)
        return output
    arguments = (layout, cache, dict(links.by_file), links.addresses, lang, zone)
    # The workers read the files again: what is sent to a pool must fit into its pipe, or a worker that
    # dies while it is full leaves the pool waiting for ever.
    files = [parsed.file for parsed in changed]
    with ProcessPoolExecutor(cpu_count(), get_context("spawn"), _start_worker, arguments) as pool:
        chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
        for part in pool.map(_work, chunks):
            output.merge(part)
            progress("Compiling", len(output.compiled), len(changed))
    return output


_worker: dict[str, Any] = {}


def _start_worker(
    layout: Layout, cache: Path, by_file: dict[str, str], addresses: frozenset[str], lang: str, zone: tzinfo
) -> None:
    media = library(layout, cache)
    _worker.update(links=Links(by_file, addresses, layout.public, media), lang=lang, zone=zone)


def _work(chunk: list[SourceFile]) -> _Output:
    links: Links = _worker["links"]
    parsed = [parse(file, _worker["zone"]) for file in chunk]
    output = _Output()
    output.add([compile_entry(each, links, links.media, _worker["lang"]) for each in parsed], links.media)
    return output


def _encode_all(jobs: list[Encode], progress: Progress) -> None:
    if len(jobs) < 2:
        for job in jobs:
            encode(job)
        return
    with ProcessPoolExecutor(cpu_count(), get_context("spawn")) as pool:
        for number, _ in enumerate(pool.map(encode, jobs), 1):
            progress("Encoding pictures", number, len(jobs))


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    # The kernel drops the lock with the process, however that ends.
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _report(database: Path, compiled: int, removed: int, *, swapped: bool) -> Callable[..., Report]:
    with closing(store.open_reading(database)) as connection:
        entries = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
        problems = connection.execute("SELECT count(*) FROM problem").fetchone()[0]
    return partial(
        Report, compiled=compiled, removed=removed, entries=entries, problems=problems, swapped=swapped
    )


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
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        mark.update(path.read_bytes())
    return mark.hexdigest()
