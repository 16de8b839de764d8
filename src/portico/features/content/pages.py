"""The pages of the public site. None depends on who looks at it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, request
from werkzeug.routing import PathConverter
from werkzeug.wrappers import Response

from portico.features.content import meta
from portico.features.content.addresses import PAGES, quoted_path
from portico.features.content.answers import CONTENT
from portico.features.content.files import serve_public
from portico.features.content.introductions import introduced
from portico.features.content.meta import CARDS_A_PAGE
from portico.features.content.models import Card, Collection
from portico.features.content.pieces import comments_of
from portico.features.content.reading import (
    Filter,
    Found,
    all_authors,
    cards_by_author,
    count_entries,
    find_alias,
    find_entry,
    list_cards,
)
from portico.features.content.search import LONGEST_QUERY, search
from portico.features.content.serving import PREVIEW_LIFETIME, absolute, content, current_site
from portico.features.content.site import (
    achievements,
    booking_origins,
    experience,
    home,
    shows_plates,
    skill_groups,
)
from portico.features.content.snapshot import Snapshot
from portico.features.content.taxonomy import all_collections, all_tags, find_collection, find_tag
from portico.features.content.views import Pager
from portico.web.access import public
from portico.web.cacheable import cacheable
from portico.web.pages import CACHED, path_with_query, respond
from portico.web.presence import has

HITS_A_PAGE = 10
CARDS_OF_AUTHOR = 50
LAST_PAGE = 10_000
UNCACHED = "private, no-store"

bp = Blueprint("pages", __name__, template_folder="templates")


class PagePath(PathConverter):
    """Any path but those of the API, whose routes alone say what is there and by which methods."""

    regex = "(?!api(?:/|$))" + PathConverter.regex


@bp.get("/")
@public
@cacheable(CONTENT)
def show_home() -> Response:
    """The home page."""
    snapshot = current_site()
    return respond(
        "content/home.html",
        page=meta.home_page(snapshot),
        frames=booking_origins(snapshot),
        home=home(snapshot),
    )


@bp.get("/tags")
@public
@cacheable(CONTENT)
def show_tags() -> Response:
    """Every tag in use."""
    snapshot = current_site()
    page = meta.plain_page("Tags", "/tags", "Everything here, by what it is about.")
    return respond("content/tags.html", page=page, tags=all_tags(snapshot))


@bp.get("/tags/<slug>")
@public
@cacheable(CONTENT, parameters=["page"])
def show_tag(slug: str) -> Response:
    """The entries that carry a tag."""
    snapshot = current_site()
    tag = find_tag(snapshot, slug)
    if tag is None:
        abort(404)
    pager, cards = _paged(snapshot, Filter(tag=tag.slug), tag.url)
    page = meta.tag_page(tag, pager, cards)
    return respond("content/tag.html", page=page, tag=tag, cards=cards, pager=pager)


@bp.get("/authors/<slug>")
@public
@cacheable(CONTENT)
def show_author(slug: str) -> Response:
    """An author and what they wrote."""
    snapshot = current_site()
    author = all_authors(snapshot).get(slug)
    if author is None:
        abort(404)
    cards = cards_by_author(snapshot, author, limit=CARDS_OF_AUTHOR)
    return respond("content/author.html", page=meta.author_page(author), author=author, cards=cards)


@bp.get("/skills")
@public
@cacheable(CONTENT)
def show_skills() -> Response:
    """What the owner can do."""
    snapshot = current_site()
    page, intro = introduced("skills", "Skills", "What I work with, and how well.")
    return respond("content/skills.html", page=page, intro=intro, groups=skill_groups(snapshot))


@bp.get("/achievements")
@public
@cacheable(CONTENT)
def show_achievements() -> Response:
    """What the owner has finished."""
    snapshot = current_site()
    page, intro = introduced("achievements", "Achievements", "Things finished, with their dates.")
    return respond("content/achievements.html", page=page, intro=intro, achievements=achievements(snapshot))


@bp.get("/resume")
@public
@cacheable(CONTENT)
def show_resume() -> Response:
    """The owner's working life on a page that prints."""
    snapshot = current_site()
    page, intro = introduced("resume", "Résumé", "Experience, education and skills.")
    positions = experience(snapshot)
    return respond(
        "content/resume.html",
        page=page,
        intro=intro,
        experience=positions.get("work", ()) + positions.get("volunteer", ()),
        education=positions.get("education", ()),
        groups=skill_groups(snapshot),
        achievements=achievements(snapshot),
        work=home(snapshot).work,
    )


@bp.get("/search")
@public
def show_search() -> Response:
    """Search, without any script."""
    snapshot = current_site()
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    chosen = Filter(
        collection=request.args.get("kind") or None,
        tag=request.args.get("tag") or None,
        year=_year(request.args.get("year")),
    )
    number = _page_number()
    found = search(snapshot, query, chosen, limit=HITS_A_PAGE, offset=(number - 1) * HITS_A_PAGE)
    filters = {"q": query, "kind": chosen.collection, "tag": chosen.tag, "year": chosen.year}
    return respond(
        "content/search.html",
        page=meta.search_page(query),
        query=query,
        hits=found.hits if query else None,
        total=found.total,
        kinds=all_collections(snapshot),
        kind=chosen.collection,
        tag=chosen.tag,
        year=chosen.year,
        tags=all_tags(snapshot),
        years=sorted({y.year for c in all_collections(snapshot) for y in c.years}, reverse=True),
        pager=_pager(number, found.total, HITS_A_PAGE, "/search", filters),
    )


@bp.get("/preview/<token>")
@public
def show_preview(token: str) -> Response:
    """A draft or a scheduled entry, to whoever was given its link."""
    collection, slug = content().previews.read(token, max_age=PREVIEW_LIFETIME)
    found = find_entry(current_site(), collection, slug, preview=True)
    if found is None:
        abort(404)
    return _entry_page(found, cache=UNCACHED, index=False)


@bp.get("/<page:path>")
@public
@cacheable(CONTENT, parameters=["page", "tag", "year"])
def show(path: str) -> Response:
    """A collection, an entry, a page, a public file, or where an old address leads."""
    snapshot = current_site()
    plain = path.rstrip("/")
    head, _, rest = plain.partition("/")
    collection = find_collection(snapshot, head)
    if collection and rest == "index":
        return _moved(head)
    answer = _answer(snapshot, collection, plain, rest)
    if plain == path or answer.status_code != 200:
        return answer
    answer.close()
    return _moved(plain)


def _answer(snapshot: Snapshot, collection: Collection | None, path: str, rest: str) -> Response:
    if collection and not rest:
        return _list_page(snapshot, collection)
    found = find_entry(snapshot, collection.name if collection else PAGES, rest if collection else path)
    if found:
        return _entry_page(found)
    if target := find_alias(snapshot, "/" + path):
        return redirect(request.script_root + target, 308)
    return serve_public(snapshot, path)


def _list_page(snapshot: Snapshot, collection: Collection) -> Response:
    tags = {tag.slug: tag for tag in collection.tags}
    wanted, year = request.args.get("tag"), request.args.get("year")
    if year and _year(year) is None:
        abort(404)
    # Anyone can make up tags: such a list is shown, as the API gives it, but neither kept nor indexed.
    made_up = bool(wanted) and wanted not in tags
    chosen = Filter(collection=collection.name, tag=wanted or None, year=_year(year))
    pager, cards = _paged(snapshot, chosen, collection.url, tag=wanted, year=year)
    index = find_entry(snapshot, collection.name, "")
    return respond(
        "content/list.html",
        page=meta.list_page(collection, pager, chosen, index.entry if index else None, cards),
        collection=collection,
        cards=cards,
        pager=pager,
        tag=tags.get(wanted) if wanted else None,
        year=chosen.year,
        filtered=bool(wanted or year),
        pictured=shows_plates(collection, cards),
        intro=index.entry.html if index else "",
        status=404 if made_up else 200,
        cache="no-cache" if made_up else CACHED,
    )


def _entry_page(found: Found, *, cache: str | None = None, index: bool = True) -> Response:
    entry = found.entry
    collection = find_collection(current_site(), entry.collection)
    template = "content/article.html" if collection else "content/page.html"
    options: dict[str, Any] = {"cache": cache} if cache else {}
    return respond(
        template,
        page=meta.entry_page(entry, collection, index=index),
        images=found.origins.images,
        frames=found.origins.frames,
        media=found.origins.media,
        entry=entry,
        collection=collection,
        share_url=absolute(entry.url),
        comments=comments_of(current_site(), entry.collection, found.comments)
        if has("discussion")
        else "hidden",
        **options,
    )


def _moved(path: str) -> Response:
    """Where a page is whose address was written with an ending that is not part of it."""
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(f"{request.script_root}/{quoted_path(path)}{query}", 308)


def _paged(
    snapshot: Snapshot, chosen: Filter, address: str, **parameters: Any
) -> tuple[Pager, tuple[Card, ...]]:
    number = _page_number()
    pager = _pager(number, count_entries(snapshot, chosen), CARDS_A_PAGE, address, parameters)
    if number > 1 and number > pager.pages:
        abort(404)
    offset = (number - 1) * CARDS_A_PAGE
    return pager, list_cards(snapshot, chosen, limit=CARDS_A_PAGE, offset=offset)


def _pager(number: int, total: int, size: int, address: str, parameters: dict[str, Any]) -> Pager:
    pages = max(1, -(-total // size))
    return Pager(
        page=number,
        pages=pages,
        total=total,
        previous=path_with_query(address, **parameters, page=number - 1) if number > 1 else None,
        next=path_with_query(address, **parameters, page=number + 1) if number < pages else None,
    )


def _page_number() -> int:
    written = request.args.get("page", "1")
    if not (written.isascii() and written.isdigit() and len(written) <= 5 and 1 <= int(written) <= LAST_PAGE):
        abort(404)
    return int(written)


def _year(written: str | None) -> int | None:
    fits = written and len(written) == 4 and written.isascii() and written.isdigit() and written >= "1000"
    return int(written) if written and fits and written != "9999" else None
