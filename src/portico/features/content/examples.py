"""Answers of the content API as they look, for its document; a test holds them against their shapes."""

from __future__ import annotations

from typing import Any

Example = dict[str, Any]

TAG: Example = {"slug": "bridges", "name": "Bridges", "url": "/tags/bridges", "count": 3}
PERSON: Example = {"slug": "ada", "name": "Ada Stone", "url": "/authors/ada", "avatar": None}
PICTURE: Example = {
    "url": "/media/arch-4f2a91c07b.jpg",
    "width": 1600,
    "height": 900,
    "alt": "A stone arch over a stream",
    "sources": [
        {
            "media_type": "image/avif",
            "srcset": "/media/arch-4f2a91c07b-640.avif 640w, /media/arch-4f2a91c07b-1280.avif 1280w",
        }
    ],
}
CARD: Example = {
    "collection": "blog",
    "slug": "the-clap-test",
    "url": "/blog/the-clap-test",
    "title": "The clap test",
    "summary": "What an echo tells about a vault.",
    "published": "2026-03-14T09:30:00Z",
    "updated": None,
    "lang": "en",
    "minutes": 4,
    "words": 812,
    "tags": [TAG],
    "authors": [PERSON],
    "cover": PICTURE,
    "video": None,
    "facts": {"place": "Chur"},
}
PROJECT: Example = CARD | {
    "collection": "projects",
    "slug": "mill-bridge",
    "url": "/projects/mill-bridge",
    "title": "The bridge at the mill",
    "summary": "A survey of forty stones.",
    "facts": {"client": "The town", "role": "Surveyor"},
}
CARD_PAGE: Example = {"items": [CARD], "next_cursor": "WyIvYXBpL3YxL2NvbnRlbnQvYmxvZyJd.aR8v4A.c2lnbmVk"}
PROJECT_PAGE: Example = {"items": [PROJECT], "next_cursor": None}
ENTRY: Example = CARD | {
    "html": "<p>Clap once, and listen.</p>",
    "headings": [{"level": 2, "id": "what-one-hears", "text": "What one hears"}],
    "canonical": None,
    "previous": None,
    "next": None,
    "related": [PROJECT],
}
COLLECTION: Example = {
    "name": "blog",
    "title": "Blog",
    "description": "Notes from the field.",
    "url": "/blog",
    "count": 12,
    "tags": [TAG],
    "years": [{"year": 2026, "count": 12}],
}
COLLECTIONS: Example = {"items": [COLLECTION]}
TAGS: Example = {"items": [TAG]}
SITE: Example = {
    "title": "Ada Stone",
    "tagline": "Old bridges, measured",
    "description": "The notes and projects of a surveyor.",
    "lang": "en",
    "timezone": "Europe/Zurich",
    "url": "https://ada.example",
    "owner": {
        "name": "Ada Stone",
        "email": "ada@ada.example",
        "role": "Surveyor",
        "location": "Chur",
        "sentence": "I measure old bridges.",
        "avatar": None,
    },
    "navigation": [{"label": "Blog", "url": "/blog", "count": 12}],
    "social": [{"label": "Mastodon", "url": "https://social.example/@ada", "count": None}],
    "collections": [COLLECTION],
    "version": "1b7c2f90",
}
MANIFEST: Example = {
    "fonts": ["/static/portico/fonts/playfair.2f0c9f3f1b.woff2"],
    "sprites": ["/static/portico/img/arrow.8e1b6c02d4.svg"],
    "routes": [
        {
            "name": "article:blog",
            "path": "/blog/*",
            "assets": [
                {
                    "page": "/blog/the-clap-test",
                    "kind": "image",
                    "url": "/media/arch-4f2a91c07b.jpg",
                    "media_type": "image/avif",
                    "srcset": "/media/arch-4f2a91c07b-640.avif 640w, /media/arch-4f2a91c07b-1280.avif 1280w",
                    "sizes": "(min-width: 75rem) 62rem, 100vw",
                    "early": True,
                    "scheme": None,
                }
            ],
        }
    ],
}
SKILLS: Example = {"items": [{"name": "Surveying", "level": 4, "group": "Field"}]}
ACHIEVEMENTS: Example = {"items": [{"title": "The town's prize", "date": "2025-06-01"}]}
EXPERIENCE: Example = {"items": [{"role": "Surveyor", "organisation": "The town", "start": "2019-04"}]}
HITS: Example = {
    "items": [
        {
            "collection": "blog",
            "slug": "the-clap-test",
            "url": "/blog/the-clap-test",
            "title": "The clap test",
            "title_html": "The <mark>clap</mark> test",
            "snippet_html": "<mark>Clap</mark> once, and listen.",
            "published": "2026-03-14T09:30:00Z",
            "score": 7.2,
        }
    ],
    "total": 1,
}
