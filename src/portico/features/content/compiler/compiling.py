"""Rendering the files that a sync has planned and encoding their pictures, in this process or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import partial
from pathlib import Path

from portico.features.content.compiler.entries import Compiled, Parsed, compile_entry, parse
from portico.features.content.compiler.layout import Layout
from portico.features.content.compiler.links import Links
from portico.features.content.compiler.media import Encode, MediaFile, MediaLibrary, encode
from portico.features.content.compiler.sources import SourceFile, Unreadable
from portico.features.content.compiler.workers import spread
from portico.features.content.configuration import SiteConfig
from portico.features.content.models import Problem

FEW = 24
"""Up to so many files one process is faster than starting more."""
CHUNK = 8

Progress = Callable[[str, int, int], None]
"""Told what is going on, how much of it is done, and how much there is."""
Planned = tuple[SourceFile, str]
"""A file with the slug that the plan gave it."""


@dataclass(slots=True)
class Output:
    """What compiling gives, gathered from this process and its workers."""

    compiled: list[Compiled] = field(default_factory=list)
    files: dict[str, MediaFile] = field(default_factory=dict)
    jobs: dict[Path, Encode] = field(default_factory=dict)
    problems: dict[Problem, None] = field(default_factory=dict)

    def add(self, compiled: Iterable[Compiled], media: MediaLibrary) -> None:
        """Take in entries, and all that was asked of the media so far."""
        self.compiled += compiled
        self.files |= media.files()
        self.jobs.update((job.source, job) for job in media.jobs())
        self.problems.update((problem, None) for problem in media.problems())

    def merge(self, other: Output) -> None:
        """Take in what another process found."""
        self.compiled += other.compiled
        self.files |= other.files
        self.jobs |= other.jobs
        self.problems |= other.problems


def library(layout: Layout, cache: Path) -> MediaLibrary:
    """The media of a site, with its encoded pictures kept in `cache`."""
    content = [folder.path for folder in layout.collections]
    if not layout.bare:
        content += [layout.pages, layout.authors, layout.site]
    return MediaLibrary(layout.site, cache, content=content, media=[layout.media], public=list(layout.public))


def compile_planned(
    changed: list[Parsed], links: Links, layout: Layout, cache: Path, config: SiteConfig, progress: Progress
) -> Output:
    """Render the planned files. Raises WorkerDied."""
    output = Output()
    if len(changed) <= FEW:
        compiled = [compile_entry(parsed, links, links.media, config.language) for parsed in changed]
        output.add(compiled, links.media)
        return output
    planned = [(parsed.file, parsed.slug) for parsed in changed]
    chunks = [planned[start : start + CHUNK] for start in range(0, len(planned), CHUNK)]
    arguments = (layout, cache, dict(links.by_file), links.addresses, config.language, config.zone)
    done = 0
    for part in spread(_start, arguments, chunks):
        output.merge(part)
        done = min(done + CHUNK, len(planned))
        progress("Compiling", done, len(planned))
    output.compiled.sort(key=lambda compiled: compiled.parsed.file.name)
    return output


def encode_all(jobs: list[Encode], progress: Progress) -> None:
    """Encode the pictures that are not encoded yet. Raises WorkerDied."""
    if len(jobs) < 2:
        for job in jobs:
            encode(job)
        return
    for number, _ in enumerate(spread(_start_encoding, (), jobs), 1):
        progress("Encoding pictures", number, len(jobs))


def _start(
    layout: Layout, cache: Path, by_file: dict[str, str], addresses: frozenset[str], lang: str, zone: tzinfo
) -> Callable[[list[Planned]], Output]:
    links = Links(by_file, addresses, layout.public, library(layout, cache))
    return partial(_work, links, lang, zone)


def _work(links: Links, lang: str, zone: tzinfo, chunk: list[Planned]) -> Output:
    """Render some files, which are read again so that little has to pass between the processes."""
    output = Output()
    for file, slug in chunk:
        try:
            parsed = parse(file, zone)
        except Unreadable as error:
            output.problems[error.problem] = None
            continue
        # One that has got another address since is left to the sync that its change brings about.
        if parsed.slug == slug:
            output.compiled.append(compile_entry(parsed, links, links.media, lang))
    output.add((), links.media)
    return output


def _start_encoding() -> Callable[[Encode], None]:
    return encode
