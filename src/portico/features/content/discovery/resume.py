"""The owner's working life in the JSON Resume schema (jsonresume.org, npm @jsonresume/schema 1.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from portico.features.content.discovery.sparse import Data, without_empty
from portico.features.content.models import Card
from portico.features.content.reading import Filter, list_cards
from portico.features.content.site import achievements, experience, owner, site_view, skill_groups
from portico.features.content.snapshot import Snapshot
from portico.features.content.views import Achievement, Experience, SkillGroup
from portico.web.shell import Owner, SiteView

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
DATE = re.compile(r"[12]\d{3}(-[01]\d(-[0-3]\d)?)?")
EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")
MOST_PROJECTS = 20

Absolute = Callable[[str], str]


def json_resume(snapshot: Snapshot, absolute: Absolute) -> Data:
    """The whole résumé; what the site does not say is left out."""
    view = site_view(snapshot)
    positions = experience(snapshot)
    honours = achievements(snapshot)
    work = list_cards(snapshot, Filter(collection=snapshot.config.home.work), limit=MOST_PROJECTS)
    return without_empty(
        {
            "$schema": SCHEMA,
            "basics": _basics(owner(snapshot), view, absolute),
            "work": _each(_work, positions.get("work", ()), absolute),
            "volunteer": _each(_volunteer, positions.get("volunteer", ()), absolute),
            "education": _each(_education, positions.get("education", ()), absolute),
            "awards": _each(_award, (a for a in honours if _section(a) == "awards"), absolute),
            "certificates": _each(
                _certificate, (a for a in honours if _section(a) == "certificates"), absolute
            ),
            "publications": _each(
                _publication, (a for a in honours if _section(a) == "publications"), absolute
            ),
            "skills": [_skills(group) for group in skill_groups(snapshot)],
            "projects": _each(_project, work, absolute),
            "meta": {"canonical": absolute("/resume.json"), "version": "v1.0.0"},
        }
    )


def _basics(person: Owner, view: SiteView, absolute: Absolute) -> Data:
    return without_empty(
        {
            "name": person.name,
            "label": person.role,
            "image": absolute(person.avatar.url) if person.avatar else None,
            "email": person.email if EMAIL.fullmatch(person.email) else None,
            "url": absolute("/"),
            "summary": person.sentence or view.description,
            "location": {"address": person.location} if person.location else None,
            "profiles": [
                {"network": link.label, "url": link.url}
                for link in view.social
                if link.url.startswith(("https://", "http://"))
            ],
        }
    )


def _work(position: Experience, absolute: Absolute) -> Data:
    return {
        "name": position.organisation,
        "position": position.role,
        "location": position.location,
        **_period(position, absolute),
    }


def _volunteer(position: Experience, absolute: Absolute) -> Data:
    return {
        "organization": position.organisation,
        "position": position.role,
        **_period(position, absolute),
    }


def _education(course: Experience, absolute: Absolute) -> Data:
    return {
        "institution": course.organisation,
        "studyType": course.role,
        **_period(course, absolute),
    }


def _period(position: Experience, absolute: Absolute) -> Data:
    return {
        "url": _address(position.url, absolute),
        "startDate": _date(position.start),
        "endDate": _date(position.end),
        "summary": position.text,
        "highlights": list(position.highlights),
    }


def _section(honour: Achievement) -> str:
    kind = honour.kind.lower()
    if kind.startswith(("certific", "licen", "exam", "course")):
        return "certificates"
    return "publications" if kind.startswith(("publication", "paper", "book", "article")) else "awards"


def _award(honour: Achievement, absolute: Absolute) -> Data:
    return {
        "title": honour.title,
        "date": _day(honour),
        "awarder": honour.issuer,
        "summary": honour.text,
        "url": _address(honour.url, absolute),
    }


def _certificate(honour: Achievement, absolute: Absolute) -> Data:
    return {
        "name": honour.title,
        "date": _day(honour),
        "issuer": honour.issuer,
        "url": _address(honour.url, absolute),
    }


def _publication(honour: Achievement, absolute: Absolute) -> Data:
    return {
        "name": honour.title,
        "releaseDate": _day(honour),
        "publisher": honour.issuer,
        "summary": honour.text,
        "url": _address(honour.url, absolute),
    }


def _skills(group: SkillGroup) -> Data:
    return {"name": group.title, "keywords": [skill.name for skill in group.skills]}


def _project(card: Card, absolute: Absolute) -> Data:
    return {
        "name": card.title,
        "description": card.summary,
        "url": absolute(card.url),
        "keywords": [tag.name for tag in card.tags],
        "entity": _text(card.facts.get("client")),
        "roles": [role] if (role := _text(card.facts.get("role"))) else None,
    }


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _day(honour: Achievement) -> str | None:
    return _date(honour.date.isoformat()) if honour.date else None


def _date(written: str) -> str | None:
    return written if DATE.fullmatch(written) else None


def _address(url: str | None, absolute: Absolute) -> str | None:
    address = absolute(url) if url else ""
    return address if address.startswith(("https://", "http://")) else None


def _each(make: Callable[[Any, Absolute], Data], items: Iterable[Any], absolute: Absolute) -> list[Data]:
    return [without_empty(make(item, absolute)) for item in items]
