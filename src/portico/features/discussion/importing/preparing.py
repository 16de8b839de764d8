"""Comments of a file, made fit to be taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from portico.features.discussion.importing.line import (
    LONGEST_NAME,
    LONGEST_ORIGIN,
    LONGEST_PAGE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Line,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Comments, each after what it answers."""

    lines: tuple[Line, ...]
    cut: int
    """How many were longer than comments can be here, and lost their ends."""


def prepared(lines: Iterable[Line], moved: Mapping[str, str]) -> Prepared:
    """Those comments that say something or are answered by one, in the order in which they were written.

    `moved` are the paths that some old addresses have now.
    """
    known = {line.origin: line for line in lines if len(line.origin) <= LONGEST_ORIGIN}
    kept: list[Line] = []
    answered: set[str | None] = set()
    for line in reversed(list(_in_order(known))):
        if line.state != "deleted" or line.origin in answered:
            answered.add(line.parent)
            kept.append(line)
    cut = sum(len(line.text) > LONGEST_TEXT for line in kept)
    return Prepared(lines=tuple(_fitting(line, moved) for line in reversed(kept)), cut=cut)


def _in_order(known: Mapping[str, Line]) -> Iterator[Line]:
    """By the moments of comments, but never before what they answer."""
    gone: set[str] = set()
    for line in sorted(known.values(), key=lambda line: line.created_at):
        chain: list[Line] = []
        current: Line | None = line
        while current is not None and current.origin not in gone:
            gone.add(current.origin)
            chain.append(current)
            current = known.get(current.parent or "")
        yield from reversed(chain)


def _fitting(line: Line, moved: Mapping[str, str]) -> Line:
    page = moved.get(line.page, line.page)[:LONGEST_PAGE]
    return replace(
        line,
        page=page if page.startswith("/") else f"/{page}",
        title=line.title[:LONGEST_TITLE],
        name=" ".join(line.name.split())[:LONGEST_NAME] or "Guest",
        text=line.text if len(line.text) <= LONGEST_TEXT else line.text[: LONGEST_TEXT - 1] + "…",
    )
