"""What programs look for at fixed addresses: sitemap, robots.txt, manifest, icons, cards and their like."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import orjson
from flask import Blueprint, abort, current_app, redirect, request
from werkzeug.wrappers import Response

from portico.features.content.addresses import quoted_path
from portico.features.content.answers import document
from portico.features.content.discovery import signposts, sitemaps
from portico.features.content.discovery.card_files import SITE, card_image, face_of, name_of
from portico.features.content.discovery.resume import json_resume
from portico.features.content.files import below, serve_public
from portico.features.content.models import Card
from portico.features.content.reading import find_entry
from portico.features.content.serving import absolute, content, current_site, public_url
from portico.features.content.site import site_view
from portico.platform import clock
from portico.web.access import public
from portico.web.assets import BRIEFLY, FOREVER, assets_of
from portico.web.pages import asset
from portico.web.presence import has

XML = "application/xml"
TEXT = "text/plain"
MANIFEST_ICONS = ("icon.svg", "icon-192.png", "icon-512.png", "icon-maskable-512.png")
FAVICONS = {"ico": "icons/favicon.ico", "svg": "icons/icon.svg"}

bp = Blueprint("discovery", __name__)
View = Callable[..., Response]


def authored_first(view: View) -> View:
    """Let a file of the site's public folders at the same address stand in for Portico's own."""

    @functools.wraps(view)
    def answer(**arguments: object) -> Response:
        snapshot, path = current_site(), request.path.lstrip("/")
        if any(below(Path(folder), path) for folder in snapshot.meta("public")):
            return serve_public(snapshot, path)
        return view(**arguments)

    return answer


def card_url(card: Card | None) -> str:
    """The absolute address of the card image of an entry, or of the site; it changes with the picture."""
    face = face_of(current_site(), card)
    return absolute(f"/media/cards/{quoted_path(name_of(card))}.png?v={face.digest}")


@bp.get("/media/cards/<path:name>.png")
@public
def show_card(name: str) -> Response:
    """The card image of an entry, or of the site."""
    snapshot = current_site()
    collection, _, slug = name.partition("/")
    found = find_entry(snapshot, collection, slug)
    if found is None and name != SITE:
        abort(404)
    face = face_of(snapshot, found.entry if found else None)
    current = request.args.get("v") == face.digest
    image = card_image(content().cards, name, face)
    return document(image, "image/png", cache=FOREVER if current else BRIEFLY)


@bp.get("/sitemap.xml")
@public
@authored_first
def show_sitemap() -> Response:
    """Every page, or where the lists of them are."""
    snapshot, root, contact = current_site(), public_url(), has("contact")
    if sitemaps.count_parts(snapshot, contact=contact) > 1:
        return document(sitemaps.sitemap_index(snapshot, root, contact=contact), XML)
    return document(sitemaps.sitemap(snapshot, 1, root, contact=contact), XML)


@bp.get("/sitemap-<int:part>.xml")
@public
def show_sitemap_part(part: int) -> Response:
    """Some of the pages of a large site."""
    snapshot, contact = current_site(), has("contact")
    if not 1 <= part <= sitemaps.count_parts(snapshot, contact=contact):
        abort(404)
    return document(sitemaps.sitemap(snapshot, part, public_url(), contact=contact), XML)


@bp.get("/robots.txt")
@public
@authored_first
def show_robots() -> Response:
    """What crawlers may read."""
    return document(signposts.robots(public_url()).encode(), TEXT)


@bp.get("/.well-known/security.txt")
@public
@authored_first
def show_security() -> Response:
    """Whom to tell about a vulnerability."""
    letters = absolute("/contact" if has("contact") else "/")
    text = signposts.security(site_view(current_site()), public_url(), letters, clock.now())
    return document(text.encode(), TEXT)


@bp.get("/security.txt")
@public
def find_security() -> Response:
    """The address that security.txt had before RFC 9116."""
    return redirect(f"{request.script_root}/.well-known/security.txt", 308)


@bp.get("/site.webmanifest")
@public
@authored_first
def show_manifest() -> Response:
    """How the site looks when it is installed."""
    icons = {name: asset(f"icons/{name}") for name in MANIFEST_ICONS}
    data = signposts.manifest(site_view(current_site()), request.script_root, icons)
    return document(orjson.dumps(data), "application/manifest+json")


@bp.get("/favicon.<any(ico, svg):form>")
@public
@authored_first
def show_favicon(form: str) -> Response:
    """The icon, for programs that look nowhere else."""
    found = assets_of(current_app).find(FAVICONS[form])
    if found is None:
        abort(404)
    return document(found[0].body, found[0].media_type)


@bp.get("/llms.txt")
@public
@authored_first
def show_llms() -> Response:
    """The site for language models."""
    return document(signposts.llms(current_site(), public_url()).encode(), TEXT)


@bp.get("/opensearch.xml")
@public
@authored_first
def show_opensearch() -> Response:
    """How browsers search the site."""
    view = site_view(current_site())
    return document(signposts.opensearch(view, public_url()), "application/opensearchdescription+xml")


@bp.get("/resume.json")
@public
@authored_first
def show_resume() -> Response:
    """The owner's working life, for programs."""
    return document(orjson.dumps(json_resume(current_site(), absolute)), "application/json")
