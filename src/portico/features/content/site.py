"""The site as a whole: its shell, its home page, and the pages made from data files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from portico.features.content.addresses import PAGES
from portico.features.content.models import Card, Collection, Link
from portico.features.content.reading import Filter, count_entries, find_entry, list_cards, picture
from portico.features.content.records import as_shape
from portico.features.content.snapshot import Snapshot, remembered
from portico.features.content.taxonomy import all_collections, find_collection
from portico.features.content.views import (
    Achievement,
    CallToAction,
    Experience,
    Hero,
    Home,
    Plate,
    Showcase,
    Skill,
    SkillGroup,
    Stat,
)
from portico.web.shell import Owner, Picture, SiteView

HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")
"""Hosts that can stand in a Content-Security-Policy."""
LATEST_WORK = 4
LATEST_WRITING = 6


@remembered
def site_view(snapshot: Snapshot) -> SiteView:
    """The shell's view of the site, with the number of entries behind each navigation label."""
    config = snapshot.config
    return SiteView(
        title=config.title or snapshot.meta("name").replace("-", " ").capitalize() or "Portico",
        tagline=config.tagline,
        description=config.description or config.tagline,
        lang=config.language,
        timezone=config.timezone,
        owner=owner(snapshot),
        navigation=tuple(_counted(snapshot, link) for link in config.navigation or _navigation(snapshot)),
        social=config.social,
        footer=config.footer or _footer(snapshot),
        booking=config.booking,
        theme=config.theme.default,
        demo=config.demo,
    )


@remembered
def owner(snapshot: Snapshot) -> Owner:
    """Whose site it is; a site that does not say belongs to its title."""
    config = snapshot.config.owner
    return Owner(
        name=config.name or snapshot.config.title or snapshot.meta("name").replace("-", " ").capitalize(),
        email=config.email,
        role=config.role,
        location=config.location,
        sentence=config.sentence,
        avatar=named_picture(snapshot, "avatar"),
    )


def named_picture(snapshot: Snapshot, place: str) -> Picture | None:
    """A picture that `site.toml` names."""
    return picture(snapshot.meta("pictures").get(place))


def booking_origins(snapshot: Snapshot) -> tuple[str, ...]:
    """The site whose booking page may be framed; none where booking is no page of another site."""
    booking = snapshot.config.booking
    parts = urlsplit(booking.url) if booking else None
    if parts is None or parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.netloc):
        return ()
    return (f"{parts.scheme}://{parts.netloc.lower()}",)


@remembered
def home(snapshot: Snapshot) -> Home:
    """The home page; what the site does not have is left out of it."""
    config = snapshot.config.home
    view = site_view(snapshot)
    work = find_collection(snapshot, config.work)
    writing = find_collection(snapshot, config.writing) or _first_other(snapshot, work)
    plate = named_picture(snapshot, "plate")
    return Home(
        hero=Hero(
            title=config.hero.title or view.title,
            sentence=config.hero.sentence or view.tagline,
            image=named_picture(snapshot, "hero"),
            night=named_picture(snapshot, "night"),
            links=config.hero.links,
        ),
        stats=tuple(Stat(value=s.value, label=s.label) for s in config.stats) or _stats(snapshot),
        showcases=tuple(Showcase(title=s.title, text=s.text, link=s.link) for s in config.showcases),
        work=_latest(snapshot, work, LATEST_WORK),
        work_title=work.title if work else "",
        work_url=work.url if work else "",
        writing=_latest(snapshot, writing, LATEST_WRITING),
        writing_title=writing.title if writing else "",
        writing_url=writing.url if writing else "",
        plate=Plate(picture=plate, caption=config.plate.caption) if plate and config.plate else None,
        testimonials=shapes(snapshot, "testimonials"),
        partners=config.partners,
        cta=CallToAction(title=config.cta.title, text=config.cta.text, links=config.cta.links)
        if config.cta
        else None,
    )


def shows_plates(collection: Collection, cards: Sequence[Card]) -> bool:
    """Whether a list is one of pictures: most entries have one, and the collection is no blog."""
    pictured = sum(card.cover is not None for card in cards)
    return pictured * 2 > len(cards) and collection.name != "blog"


def shapes(snapshot: Snapshot, kind: str) -> tuple[Any, ...]:
    """The records of a data file as pages show them."""
    return tuple(as_shape(kind, record) for record in records(snapshot, kind))


@remembered
def records(snapshot: Snapshot, kind: str) -> tuple[dict[str, Any], ...]:
    """The records of a data file as the file has them."""
    return tuple(snapshot.meta("records").get(kind, ()))


@remembered
def skill_groups(snapshot: Snapshot) -> tuple[SkillGroup, ...]:
    """Skills by their group, both in the order of the file."""
    ordered: dict[str, list[Skill]] = {}
    for record, skill in zip(records(snapshot, "skills"), shapes(snapshot, "skills"), strict=True):
        group = str(record.get("group") or record.get("category") or "Skills")
        ordered.setdefault(group, []).append(skill)
    return tuple(SkillGroup(title=title, skills=tuple(skills)) for title, skills in ordered.items())


@remembered
def achievements(snapshot: Snapshot) -> tuple[Achievement, ...]:
    """Achievements, the newest first."""
    return tuple(sorted(shapes(snapshot, "achievements"), key=lambda a: str(a.date or ""), reverse=True))


@remembered
def experience(snapshot: Snapshot) -> dict[str, tuple[Experience, ...]]:
    """Positions by kind (`work`, `education`, `volunteer`), the newest first."""
    found: list[Experience] = sorted(
        shapes(snapshot, "experience"), key=lambda e: (e.kind, e.end or "9999", e.start), reverse=True
    )
    return {kind: tuple(group) for kind, group in groupby(found, key=lambda e: e.kind)}


def _latest(snapshot: Snapshot, collection: Collection | None, limit: int) -> tuple[Card, ...]:
    if collection is None:
        return ()
    return list_cards(snapshot, Filter(collection=collection.name), limit=limit)


def _first_other(snapshot: Snapshot, work: Collection | None) -> Collection | None:
    return next((c for c in all_collections(snapshot) if c != work and c.count), None)


def _navigation(snapshot: Snapshot) -> tuple[Link, ...]:
    lists = [Link(label=c.title, url=c.url) for c in all_collections(snapshot) if c.count]
    pages = [("About", "about"), ("FAQ", "faq")]
    return (
        *sorted(lists, key=lambda link: link.label != "Work"),
        *(Link(label=label, url=f"/{slug}") for label, slug in pages if find_entry(snapshot, PAGES, slug)),
    )


def _footer(snapshot: Snapshot) -> tuple[Link, ...]:
    pages = snapshot.rows(
        "SELECT title, url FROM entry WHERE collection = ? AND draft = 0 AND published <= ? AND slug != ''"
        " AND slug NOT IN ('about', 'faq', 'contact', 'skills', 'achievements', 'resume', 'search', 'tags')"
        " ORDER BY slug",
        (PAGES, snapshot.as_of),
    )
    made = [("Skills", "skills"), ("Achievements", "achievements"), ("Résumé", "experience")]
    addresses = {"skills": "/skills", "achievements": "/achievements", "experience": "/resume"}
    return (
        *(Link(label=row["title"], url=row["url"]) for row in pages),
        *(Link(label=label, url=addresses[kind]) for label, kind in made if records(snapshot, kind)),
        Link(label="Tags", url="/tags"),
        Link(label="Contact", url="/contact"),
    )


def _counted(snapshot: Snapshot, link: Link) -> Link:
    name = link.url.strip("/")
    collection = find_collection(snapshot, name)
    if collection is None:
        return link
    return Link(label=link.label, url=link.url, count=count_entries(snapshot, Filter(collection=name)))


def _stats(snapshot: Snapshot) -> tuple[Stat, ...]:
    counted = [Stat(value=str(c.count), label=c.title.lower()) for c in all_collections(snapshot) if c.count]
    words = snapshot.row(
        "SELECT coalesce(sum(words), 0) FROM entry WHERE draft = 0 AND published <= ?", (snapshot.as_of,)
    )
    total = int(words[0]) if words else 0
    return (*counted, Stat(value=f"{total:,}", label="words written")) if counted else ()
