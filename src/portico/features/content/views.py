"""What each page is made of, beyond the data it shares with the API."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from portico.features.content.models import Card
from portico.web.shell import Link, Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where a page of a list stands among the others."""

    page: int
    pages: int
    total: int
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hero:
    """The opening of the home page."""

    title: str
    sentence: str
    image: Picture | None = None
    night: Picture | None = None
    """The same view after dark, for the dark theme."""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    """A number worth showing, with what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Showcase:
    """A passage of text on the home page, with where it leads."""

    title: str
    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """A large picture with its caption."""

    picture: Picture
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimonial:
    """What somebody said of the owner's work."""

    quote: str
    name: str
    role: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallToAction:
    """The closing invitation."""

    title: str
    text: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The home page, in its order of appearance; an empty part is left out."""

    hero: Hero
    stats: tuple[Stat, ...] = ()
    showcases: tuple[Showcase, ...] = ()
    work: tuple[Card, ...] = ()
    work_title: str = ""
    work_url: str = ""
    writing: tuple[Card, ...] = ()
    writing_title: str = ""
    writing_url: str = ""
    plate: Plate | None = None
    testimonials: tuple[Testimonial, ...] = ()
    partners: tuple[Link, ...] = ()
    cta: CallToAction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A skill as the skills page shows it; further fields of the file stay in `facts`."""

    name: str
    level: Annotated[int, Field(ge=1, le=5)] | None = None
    """1 (beginning) to 5 (teaches others)."""
    years: float | None = None
    note: str = ""
    url: str | None = None
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGroup:
    """Skills of one kind."""

    title: str
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """Something finished that one may be proud of."""

    title: str
    date: datetime.date | None = None
    text: str = ""
    issuer: str = ""
    url: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """A position, engagement or course of study."""

    role: str
    organisation: str
    start: str = ""
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    end: str = ""
    """Empty while it lasts."""
    location: str = ""
    text: str = ""
    highlights: tuple[str, ...] = ()
    kind: str = "work"
    """`work`, `education` or `volunteer`."""
    url: str | None = None
