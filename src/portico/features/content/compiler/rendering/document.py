"""What the renderer takes in and gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from portico.features.content.models import Heading, Origins, Picture, Problem

Dialect = Literal["md", "mdx"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The body of one content file, without its front matter."""

    text: str
    path: str
    """The file, relative to the site folder, for problem reports."""
    dialect: Dialect
    title: str | None = None
    """The title from the front matter; a first heading that repeats it is dropped."""
    first_line: int = 1
    """The line of the file on which the body starts, so that problems name the file's lines."""
    lang: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """How the renderer asks the site about what a body refers to."""

    picture: Callable[[str], Picture | None]
    """The local picture behind an image address as written in the file, with its public address and
    sizes; none when there is no such file. Never called for remote addresses."""
    link: Callable[[str], str | None]
    """The public address of a link target as written in the file (`./other.md#part`, `/about`);
    none when it names a file of the site that does not exist. Never called for remote addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A rendered body."""

    html: str
    title: str | None
    """The plain text of the first heading when it opens the body as its title, else none."""
    summary: str
    """The first paragraph as plain text, at most 300 characters, cut at a word."""
    text: str
    """All of the body as plain text, for search; code included, markup and alternative texts not."""
    words: int
    headings: tuple[Heading, ...]
    origins: Origins
    problems: tuple[Problem, ...]
