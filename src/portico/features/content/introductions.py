"""Portico's own pages, which a file of the same name in the pages folder introduces."""

from __future__ import annotations

from dataclasses import dataclass

from portico.features.content import meta
from portico.features.content.addresses import PAGES
from portico.features.content.models import Entry
from portico.features.content.reading import find_entry
from portico.features.content.serving import current_site
from portico.features.content.site import booking_origins
from portico.web.shell import PageMeta


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterbox:
    """What the site says of writing to its owner."""

    page: PageMeta
    intro: Entry | None
    frames: tuple[str, ...]
    """The site whose booking page may be framed."""
    topics: tuple[str, ...]
    auto_reply: bool
    email: str
    """Where the owner can be reached, empty where `site.toml` does not say."""


def introduced(slug: str, title: str, description: str) -> tuple[PageMeta, Entry | None]:
    """The head of one of our own pages, and what introduces it, if anything does."""
    found = find_entry(current_site(), PAGES, slug)
    entry = found.entry if found else None
    page = meta.plain_page(
        entry.title if entry else title, f"/{slug}", entry.summary if entry and entry.summary else description
    )
    return page, entry


def letterbox() -> Letterbox:
    """The letterbox of the current request's site."""
    site = current_site()
    page, intro = introduced("contact", "Contact", "How to reach me.")
    return Letterbox(
        page=page,
        intro=intro,
        frames=booking_origins(site),
        topics=site.config.contact.topics,
        auto_reply=site.config.contact.auto_reply,
        email=site.config.owner.email,
    )
