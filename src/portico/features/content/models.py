"""The plain data of a compiled site: what pages render from and what the API returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from portico.platform.shapes import documented
from portico.web.shell import Link, Picture, PictureSource

__all__ = [
    "Author",
    "Card",
    "Collection",
    "Comments",
    "Entry",
    "Heading",
    "Hit",
    "Link",
    "Origins",
    "Person",
    "Picture",
    "PictureSource",
    "Problem",
    "Tag",
    "Video",
    "Year",
]


Comments = Literal["open", "closed", "hidden"]
"""Whether readers can comment on something, only read what was said, or not even that."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with the content, said so that its author can mend it."""

    path: str
    """The file, relative to the site folder."""
    line: int | None = None
    """The line in the file, counted from 1; none where the whole file is meant."""
    code: str
    """A stable name of the kind of problem, such as `unknown-component`."""
    message: str
    """What is wrong, in a sentence."""
    hint: str = ""
    """What to do about it."""
    severity: Literal["error", "warning"] = "warning"
    """An error keeps the file (or its newest version) off the site; a warning does not."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A short silent film used as a cover."""

    url: str
    media_type: str
    poster: Picture | None = None


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of an article, as its table of contents lists it."""

    level: int
    """2 to 6; the title of the page is 1."""
    id: str
    """The anchor, unique within the page."""
    text: str
    """Plain text, without markup."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag and the number of published entries that carry it."""

    slug: str
    name: str
    url: str
    count: int = 0


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An author as the byline shows them."""

    slug: str
    name: str
    url: str | None = None
    """The author's page on this site, if there is one."""
    avatar: Picture | None = None


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Author(Person):
    """An author with everything their page shows."""

    role: str = ""
    company: str = ""
    links: tuple[Link, ...] = ()
    html: str = ""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An entry as lists show it."""

    collection: str
    slug: str
    url: str
    """The path of its page, from the root of the site."""
    title: str
    summary: str
    published: datetime | None
    updated: datetime | None
    lang: str
    minutes: int
    """Reading time in minutes, at least 1."""
    words: int
    tags: tuple[Tag, ...] = ()
    authors: tuple[Person, ...] = ()
    cover: Picture | None = None
    video: Video | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    """The front matter that Portico gives no meaning of its own: `role`, `client`, `repo`, `servings` …"""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Card):
    """An entry with everything its page shows."""

    html: str
    headings: tuple[Heading, ...] = ()
    canonical: str | None = None
    """The address of the original, when this is a copy of something published elsewhere."""
    previous: Card | None = None
    """The next older entry of the collection."""
    next: Card | None = None
    """The next newer entry of the collection."""
    related: tuple[Card, ...] = ()


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A folder of entries."""

    name: str
    """The folder's name and the first segment of its addresses."""
    title: str
    description: str
    url: str
    count: int
    tags: tuple[Tag, ...] = ()
    years: tuple[Year, ...] = ()


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year and the number of entries published in it."""

    year: int
    count: int


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A search result."""

    collection: str
    slug: str
    url: str
    title: str
    title_html: str
    """The title with the matched words in `<mark>`, safe to insert as HTML."""
    snippet_html: str
    """The passage around the match, with the matched words in `<mark>`, safe to insert as HTML."""
    published: datetime | None
    score: float
    """Relevance by bm25, higher is better; comparable only within one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """The foreign origins that a page loads from, for its Content-Security-Policy."""

    images: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
