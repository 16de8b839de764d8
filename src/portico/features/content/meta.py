"""The head of each page: titles, canonical addresses, share metadata, alternates."""

from __future__ import annotations

from typing import Any

from flask import request

from portico.features.content.addresses import quoted_path
from portico.features.content.discovery.signpost_pages import card_url
from portico.features.content.discovery.structured import Listing, article_ld, home_ld, list_ld, profile_ld
from portico.features.content.models import Author, Card, Collection, Entry, Tag
from portico.features.content.reading import Filter
from portico.features.content.serving import absolute, current_site
from portico.features.content.site import site_view
from portico.features.content.snapshot import ContentMissing, Snapshot
from portico.features.content.views import Pager
from portico.web.shell import Alternate, Owner, PageMeta, SiteView

FEEDS = (
    ("application/atom+xml", "Atom", "atom"),
    ("application/rss+xml", "RSS", "rss"),
    ("application/feed+json", "JSON Feed", "json"),
)
LONGEST_DESCRIPTION = 160
CARDS_A_PAGE = 20


def home_page(snapshot: Snapshot) -> PageMeta:
    """The head of the home page."""
    view = site_view(snapshot)
    title = f"{view.title} — {view.tagline}" if view.tagline else view.title
    return PageMeta(
        title=title,
        description=_shortened(view.description),
        path="/",
        canonical=absolute("/"),
        image=card_url(None),
        lang=view.lang,
        alternates=_feeds(view.title, ""),
        json_ld=home_ld(view, absolute),
    )


def entry_page(entry: Entry, collection: Collection | None, *, index: bool = True) -> PageMeta:
    """The head of an entry's page; a page outside the collections is no article."""
    image = card_url(entry)
    view = site_view(current_site())
    return PageMeta(
        title=entry.title,
        description=_shortened(entry.summary),
        path=entry.url,
        canonical=entry.canonical or absolute(entry.url),
        kind="article" if collection else "website",
        image=image,
        json_ld=article_ld(entry, view, absolute, collection=collection, image=image),
        lang=entry.lang,
        alternates=_feeds(collection.title, collection.url) if collection else (),
        index=index,
        previous=entry.previous.url if entry.previous else None,
        next=entry.next.url if entry.next else None,
    )


def list_page(
    collection: Collection, pager: Pager, chosen: Filter, index: Entry | None, cards: tuple[Card, ...]
) -> PageMeta:
    """The head of a collection's list; filtered lists and later pages point to themselves."""
    title = index.title if index else collection.title
    listing = Listing(
        title=title,
        path=collection.url,
        description=collection.description,
        first=1 + (pager.page - 1) * CARDS_A_PAGE,
    )
    parts = [title]
    parts += [f"tagged {chosen.tag}"] if chosen.tag else []
    parts += [str(chosen.year)] if chosen.year else []
    parts += [f"page {pager.page}"] if pager.page > 1 else []
    return PageMeta(
        title=", ".join(parts),
        description=_shortened(collection.description),
        path=collection.url,
        canonical=_here(collection.url),
        lang=_lang(),
        image=card_url(None),
        alternates=_feeds(collection.title, collection.url),
        json_ld=list_ld(listing, cards, site_view(current_site()), absolute),
        index=not chosen.tag and not chosen.year,
        previous=pager.previous,
        next=pager.next,
    )


def tag_page(tag: Tag, pager: Pager, cards: tuple[Card, ...]) -> PageMeta:
    """The head of a tag's page."""
    title = f"Tagged {tag.name}" + (f", page {pager.page}" if pager.page > 1 else "")
    return PageMeta(
        title=title,
        description=f"Everything here about {tag.name}.",
        path=tag.url,
        canonical=_here(tag.url),
        lang=_lang(),
        image=card_url(None),
        alternates=_feeds(f"Tagged {tag.name}", tag.url),
        json_ld=list_ld(
            Listing(title=f"Tagged {tag.name}", path=tag.url, first=1 + (pager.page - 1) * CARDS_A_PAGE),
            cards,
            site_view(current_site()),
            absolute,
        ),
        previous=pager.previous,
        next=pager.next,
    )


def author_page(author: Author) -> PageMeta:
    """The head of an author's page."""
    path = author.url or "/"
    return PageMeta(
        title=author.name,
        description=_shortened(", ".join(filter(None, (author.role, author.company)))),
        path=path,
        canonical=absolute(path),
        kind="profile",
        image=card_url(None),
        lang=_lang(),
        json_ld=profile_ld(author, site_view(current_site()), absolute),
    )


def search_page(query: str) -> PageMeta:
    """The head of the search page, which search engines leave out."""
    title = f"Search for {query}" if query else "Search"
    path = "/search"
    return PageMeta(title=title, path=path, canonical=absolute(path), lang=_lang(), index=False)


def plain_page(title: str, path: str, description: str) -> PageMeta:
    """The head of one of Portico's own pages."""
    return PageMeta(
        title=title,
        description=_shortened(description),
        path=path,
        canonical=absolute(path),
        image=card_url(None),
        lang=_lang(),
    )


def shell() -> dict[str, Any]:
    """What the shell needs where a page gives nothing of its own, so also on error pages."""
    try:
        view = site_view(current_site())
    except ContentMissing:
        view = SiteView(title="Portico", owner=Owner(name=""))
    page = PageMeta(title=view.title, path=quoted_path(request.path), lang=view.lang, index=False)
    return {"site": view, "page": page}


def _lang() -> str:
    return current_site().config.language


def _here(path: str) -> str:
    query = request.query_string.decode("ascii", "replace")
    kept = "&".join(part for part in query.split("&") if part.startswith(("tag=", "year=", "page=")))
    return absolute(path) + (f"?{kept}" if kept else "")


def _feeds(title: str, prefix: str) -> tuple[Alternate, ...]:
    return tuple(
        Alternate(media_type=media_type, title=f"{title} ({name})", url=f"{prefix}/feed.{form}")
        for media_type, name, form in FEEDS
    )


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0].rstrip(".,;:–—") + "…"
