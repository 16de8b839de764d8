"""What a sync has to do: which files are new, changed, gone, or in each other's way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from pathlib import Path

import orjson

from portico.features.content import store
from portico.features.content.addresses import AUTHORS, FEEDS, INTRODUCED, PAGES, RESERVED, address_of
from portico.features.content.compiler.entries import Parsed, parse
from portico.features.content.compiler.layout import Layout
from portico.features.content.compiler.sources import SourceFile, Unreadable
from portico.features.content.models import Problem


@dataclass(frozen=True, slots=True)
class Known:
    """A file as the last sync left it."""

    size: int
    mtime_ns: int
    digest: str
    collection: str
    slug: str
    dependencies: dict[str, str | None]


@dataclass(slots=True)
class Plan:
    """The work of one sync; every file of the site is in exactly one of the parts."""

    changed: list[Parsed] = field(default_factory=list)
    unchanged: dict[str, SourceFile] = field(default_factory=dict)
    touched: list[SourceFile] = field(default_factory=list)
    """Files with a new time but the same text; they are among the unchanged as well."""
    removed: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def load_known(database: Path) -> dict[str, Known]:
    """Every file of the compiled site, by its name."""
    with closing(store.open_reading(database)) as connection:
        return {row["name"]: _known(row) for row in connection.execute("SELECT * FROM source")}


def make_plan(files: list[SourceFile], known: dict[str, Known], layout: Layout, zone: tzinfo) -> Plan:
    """Compare the files with what is known. An unreadable file stays at its last good version."""
    plan = Plan(removed=set(known) - {file.name for file in files})
    taken: dict[str, str] = {
        f"/{folder.name}": f"the collection “{folder.name}”" for folder in layout.collections
    }
    lists = {folder.name for folder in layout.collections}
    for file in files:
        last = known.get(file.name)
        parsed = _read_if_changed(file, last, zone, plan)
        if parsed is None and last is None:
            continue
        slug = parsed.slug if parsed else last.slug if last else ""
        if problem := _in_the_way(file, slug, taken, lists):
            plan.problems.append(problem)
            plan.removed |= {file.name} & set(known)
        elif parsed:
            plan.changed.append(parsed)
        else:
            plan.unchanged[file.name] = file
    return plan


def with_last_good(problem: Problem) -> Problem:
    """The problem of a file that has been read before, so that its page is still there."""
    return replace(problem, hint=problem.hint + " The page shows its last good version until then.")


def _known(row: sqlite3.Row) -> Known:
    return Known(
        size=row["size"],
        mtime_ns=row["mtime_ns"],
        digest=row["digest"],
        collection=row["collection"],
        slug=row["slug"],
        dependencies=orjson.loads(row["dependencies"]),
    )


def _read_if_changed(file: SourceFile, last: Known | None, zone: tzinfo, plan: Plan) -> Parsed | None:
    if last and (last.size, last.mtime_ns) == (file.size, file.mtime_ns):
        return None
    try:
        parsed = parse(file, zone)
    except Unreadable as error:
        plan.problems.append(with_last_good(error.problem) if last else error.problem)
        return None
    if last and (last.digest, last.slug) == (parsed.digest, parsed.slug):
        plan.touched.append(file)
        return None
    return parsed


def _in_the_way(file: SourceFile, slug: str, taken: dict[str, str], lists: set[str]) -> Problem | None:
    address = address_of(file.collection, slug)
    if not slug and file.collection != PAGES:
        # The index file of a collection is the opening of its list.
        address += "/index"
    key = f"{file.collection} {address}" if file.collection == AUTHORS else address
    if _is_ours(file.collection, slug, lists):
        message, code = f"The address {address} is Portico's own.", "reserved-name"
    elif key in taken:
        message, code = (
            f"The address {address} is already that of {taken[key]}; this one is left out.",
            "duplicate-slug",
        )
    else:
        taken[key] = file.name
        return None
    hint = "Rename the file or give it another `slug`."
    return Problem(path=file.name, code=code, message=message, hint=hint, severity="error")


def _is_ours(collection: str, slug: str, lists: set[str]) -> bool:
    first, _, rest = slug.partition("/")
    if collection == PAGES:
        return slug not in INTRODUCED and (first in RESERVED or bool(rest and first in lists))
    return collection != AUTHORS and slug in FEEDS
