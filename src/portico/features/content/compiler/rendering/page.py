"""What one rendering gathers while it goes through a body."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from portico.features.content.compiler.blocks import Block
from portico.features.content.compiler.rendering.document import Source, Surroundings
from portico.features.content.models import Heading, Origins, Problem

OriginKind = Literal["images", "frames", "media"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A JSX element as a body uses it."""

    name: str
    block: Block[Any] | None
    props: dict[str, object]
    line: int
    source: str = ""
    """What stands inside as written, for blocks that read it themselves."""


@dataclass(slots=True, kw_only=True)
class Slot:
    """Finished HTML that waits outside the sanitiser, such as highlighted code."""

    html: str
    text: str
    block: bool
    taken: bool = False
    """Whether it has found its place; it has only one."""


@dataclass(slots=True)
class Page:
    """The findings of one rendering; lines are counted from 0 at the start of the body."""

    source: Source
    surroundings: Surroundings
    slots: list[Slot] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    own_ids: set[str] = field(default_factory=set)
    """The ids that the author wrote, as written."""
    _numbers: dict[str, int] = field(default_factory=dict)
    images: int = 0
    tables: int = 0
    line_offset: int = 0
    code_words: int = 0
    title: str | None = None
    origins: dict[OriginKind, dict[str, None]] = field(
        default_factory=lambda: {"images": {}, "frames": {}, "media": {}}
    )

    def report(self, line: int | None, code: str, message: str, hint: str = "") -> None:
        number = None if line is None else line + self.line_offset + self.source.first_line
        problem = Problem(path=self.source.path, line=number, code=code, message=message, hint=hint)
        if problem not in self.problems[-1:]:
            self.problems.append(problem)

    @contextmanager
    def at_line(self, line: int) -> Iterator[None]:
        """Count the lines of a text within the text from where it stands."""
        outer, self.line_offset = self.line_offset, line
        try:
            yield
        finally:
            self.line_offset = outer

    def slot(self, html: str, text: str = "", *, block: bool) -> str:
        """A carrier in the HTML for something finished."""
        self.slots.append(Slot(html=html, text=text, block=block))
        tag = "hgroup" if block else "x-slot"
        return f'<{tag} data-slot="{len(self.slots) - 1}"></{tag}>'

    def add_origin(self, kind: OriginKind, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.netloc:
            self.origins[kind][f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"] = None

    def foreign_origins(self) -> Origins:
        return Origins(**{kind: tuple(found) for kind, found in self.origins.items()})

    def unique_id(self, wanted: str) -> str:
        """The id itself, or with the next free number behind it."""
        identifier, number = wanted, self._numbers.get(wanted, 0)
        while identifier in self.ids:
            number += 1
            identifier = f"{wanted}-{number}"
        self._numbers[wanted] = number
        self.ids.add(identifier)
        return identifier
