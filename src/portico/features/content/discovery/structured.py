"""What pages tell search engines about themselves: schema.org in JSON-LD, as plain dictionaries.

Vocabulary: schema.org; the required and recommended properties are those of its documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portico.features.content.addresses import PAGES
from portico.features.content.discovery.sparse import Data, without_empty
from portico.features.content.models import Author, Card, Collection, Entry, Picture
from portico.web.shell import SiteView

CONTEXT = "https://schema.org"
KINDS = {PAGES: "Article", "projects": "CreativeWork"}
"""The type of the entries of a collection; every other collection is read as a blog."""

Absolute = Callable[[str], str]
"""Makes a path of the site an address that works from anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page that lists entries: a collection's, a tag's."""

    title: str
    path: str
    description: str = ""
    first: int = 1
    """The position of its first entry in the whole list."""


def article_ld(
    entry: Entry,
    site: SiteView,
    absolute: Absolute,
    *,
    collection: Collection | None = None,
    image: str | None = None,
) -> tuple[Data, ...]:
    """An entry and its place in the site. `image` is the address of its card, used when it has no cover."""
    address = absolute(entry.url)
    article = {
        "@type": KINDS.get(entry.collection, "BlogPosting"),
        "@id": f"{address}#article",
        "headline": entry.title,
        "name": entry.title,
        "description": entry.summary,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": _time(entry.published, site),
        "dateModified": _time(entry.updated or entry.published, site),
        "author": [_author(person.name, person.url, absolute) for person in entry.authors]
        or [_author(site.owner.name, "/", absolute)],
        "publisher": {"@id": absolute("/") + "#owner"},
        "image": _image(entry.cover, absolute) or image,
        "wordCount": entry.words,
        "keywords": [tag.name for tag in entry.tags],
        "inLanguage": entry.lang,
        "isPartOf": _whole(site, absolute, collection),
        "isBasedOn": entry.canonical,
    }
    steps = [(collection.title, collection.url)] if collection else []
    return _document(article), breadcrumbs_ld([*steps, (entry.title, entry.url)], site, absolute)


def home_ld(site: SiteView, absolute: Absolute) -> tuple[Data, ...]:
    """The site with its search, and the person behind it."""
    home = absolute("/")
    website = {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "url": home,
        "name": site.title,
        "alternateName": site.tagline,
        "description": site.description,
        "inLanguage": site.lang,
        "publisher": {"@id": f"{home}#owner"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute("/search") + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }
    owner = {
        "@type": "Person",
        "@id": f"{home}#owner",
        "name": site.owner.name,
        "url": home,
        "jobTitle": site.owner.role,
        "description": site.owner.sentence,
        "homeLocation": {"@type": "Place", "name": site.owner.location} if site.owner.location else None,
        "image": _image(site.owner.avatar, absolute),
        "sameAs": [link.url for link in site.social if link.url.startswith(("https://", "http://"))],
    }
    return _document(website), _document(owner)


def list_ld(listing: Listing, cards: Iterable[Card], site: SiteView, absolute: Absolute) -> tuple[Data, ...]:
    """A page of a list of entries."""
    address = absolute(listing.path)
    page = {
        "@type": "CollectionPage",
        "@id": f"{address}#list",
        "url": address,
        "name": listing.title,
        "description": listing.description,
        "inLanguage": site.lang,
        "isPartOf": _whole(site, absolute),
        "mainEntity": without_empty(
            {
                "@type": "ItemList",
                "itemListElement": [
                    {"@type": "ListItem", "position": position, "url": absolute(card.url), "name": card.title}
                    for position, card in enumerate(cards, listing.first)
                ],
            }
        ),
    }
    return _document(page), breadcrumbs_ld([(listing.title, listing.path)], site, absolute)


def profile_ld(author: Author, site: SiteView, absolute: Absolute) -> tuple[Data, ...]:
    """The page of an author."""
    path = author.url or "/"
    person = {
        "@type": "Person",
        "@id": f"{absolute(path)}#person",
        "name": author.name,
        "url": absolute(path),
        "jobTitle": author.role,
        "worksFor": {"@type": "Organization", "name": author.company} if author.company else None,
        "image": _image(author.avatar, absolute),
        "sameAs": [link.url for link in author.links],
    }
    page = {
        "@type": "ProfilePage",
        "url": absolute(path),
        "name": author.name,
        "inLanguage": site.lang,
        "isPartOf": _whole(site, absolute),
        "mainEntity": without_empty(person),
    }
    return _document(page), breadcrumbs_ld([(author.name, path)], site, absolute)


def breadcrumbs_ld(steps: Iterable[tuple[str, str]], site: SiteView, absolute: Absolute) -> Data:
    """The way from the home page to a page, as titles and paths."""
    return _document(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": title, "item": absolute(path)}
                for position, (title, path) in enumerate([(site.title, "/"), *steps], 1)
            ],
        }
    )


def _whole(site: SiteView, absolute: Absolute, collection: Collection | None = None) -> Data:
    home = absolute("/")
    website = {"@type": "WebSite", "@id": f"{home}#website", "name": site.title, "url": home}
    if collection is None:
        return website
    kind = "Blog" if collection.name not in KINDS else "CollectionPage"
    return {"@type": kind, "name": collection.title, "url": absolute(collection.url), "isPartOf": website}


def _author(name: str, path: str | None, absolute: Absolute) -> Data:
    return without_empty({"@type": "Person", "name": name, "url": absolute(path) if path else None})


def _image(picture: Picture | None, absolute: Absolute) -> Data | None:
    if picture is None:
        return None
    return without_empty(
        {
            "@type": "ImageObject",
            "url": absolute(picture.url),
            "width": picture.width,
            "height": picture.height,
            "caption": picture.alt,
        }
    )


def _time(moment: datetime | None, site: SiteView) -> str | None:
    return moment.astimezone(ZoneInfo(site.timezone)).isoformat() if moment else None


def _document(data: Data) -> Data:
    return {"@context": CONTEXT, **without_empty(data)}
