"""Rendering of pages: the functions and filters that templates use, and the answer around their HTML."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import orjson
from flask import Flask, current_app
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from werkzeug.wrappers import Response

from portico.web import speculation, themes
from portico.web.assets import assets_of
from portico.web.location import mount_path
from portico.web.preconditions import compared
from portico.web.security import POPUPS, content_security_policy
from portico.web.shell import CRITICAL_FONTS, PICTURE_SIZES, PageMeta, PictureSource
from portico.web.themes import fonts, render

UPLOADS = "portico.upload_origins"
CACHED = "public, max-age=60, stale-while-revalidate=600"
# Attributes are written by our own renderer, always in double quotes.
ROOTED = re.compile(r'( (?:href|src|srcset|poster|cite|data-src)=")/(?!/)')
SRCSET = re.compile(r' srcset="[^"]*"')
THIN_SPACE = "\u2009"


def install(app: Flask, *, live_reload: bool) -> None:
    """Give templates what they use."""
    app.jinja_env.globals.update(
        asset=asset,
        url=site_url,
        srcset=srcset,
        with_query=with_query,
        live_reload=live_reload,
        critical_fonts=critical_fonts,
        picture_sizes=PICTURE_SIZES,
    )
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_inline_scripts)
    themes.install(app)


def respond(  # noqa: PLR0913 - a page has as many sources as it loads from
    template: str,
    *,
    page: PageMeta,
    scripts: Sequence[str] = (),
    images: Sequence[str] = (),
    frames: Sequence[str] = (),
    media: Sequence[str] = (),
    connect: Sequence[str] = (),
    cache: str = CACHED,
    status: int = 200,
    popups: bool = False,
    **context: Any,
) -> Response:
    """A page, with a policy that allows the foreign origins it loads from and a strong ETag.

    Raises PreconditionFailed.
    """
    response = Response(render(template, page=page, **context), status, mimetype="text/html")
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = policy(
        scripts=scripts, images=images, frames=frames, media=media, connect=connect
    )
    if popups:
        response.headers["Cross-Origin-Opener-Policy"] = POPUPS
    if status != 200:
        # Only of a success can one say that it has not changed (RFC 9110, 13.2.1).
        return response
    response.add_etag()
    return compared(response)


def policy(
    *,
    scripts: Sequence[str] = (),
    images: Sequence[str] = (),
    frames: Sequence[str] = (),
    media: Sequence[str] = (),
    connect: Sequence[str] = (),
) -> str:
    """The Content-Security-Policy of a page that carries the import map and the speculation rules."""
    root = mount_path()
    hashes = [assets_of(current_app).import_map(root)[1], speculation.digest(root)]
    return content_security_policy(
        scripts=scripts,
        images=images,
        frames=frames,
        media=media,
        connect=["'self'", *connect],
        script_hashes=hashes,
        workers=["'self'"],
    )


def upload_origins() -> tuple[str, ...]:
    """The foreign origins that a page has to connect to for sending files; none where they come to us."""
    found: tuple[str, ...] = current_app.extensions.get(UPLOADS, ())
    return found


def critical_fonts() -> list[str]:
    """The addresses of the fonts that every page is set in: the theme's where it has its own."""
    return fonts() or [asset(font) for font in CRITICAL_FONTS]


def asset(name: str) -> str:
    """The fingerprinted address of one of Portico's own files."""
    return mount_path() + assets_of(current_app).address(name)


def from_root(address: str) -> str:
    """The path of the site that an address behind its mount leads to."""
    return address.removeprefix(mount_path())


def site_url(address: str) -> str:
    """A path of the site behind the path it is mounted under; other addresses stay as they are."""
    return mount_path() + address if address.startswith("/") and not address.startswith("//") else address


def srcset(source: PictureSource) -> str:
    """The candidates of a picture source behind the path the site is mounted under."""
    root = mount_path()
    return ", ".join(root + candidate for candidate in source.srcset.split(", ")) if root else source.srcset


def mounted(html: str) -> Markup:
    """Finished HTML with its addresses behind the path that the site is mounted under."""
    root = mount_path()
    if not root:
        return Markup(html)  # noqa: S704 - sanitised when it was compiled
    behind = ROOTED.sub(lambda match: f"{match[1]}{root}/", html)
    return Markup(SRCSET.sub(lambda match: match[0].replace(", /", f", {root}/"), behind))  # noqa: S704


def with_query(address: str, **parameters: Any) -> str:
    """`path_with_query` behind the path the site is mounted under."""
    return site_url(path_with_query(address, **parameters))


def path_with_query(path: str, **parameters: Any) -> str:
    """A path with those query parameters that have a value; page 1 is left out."""
    given = {k: v for k, v in parameters.items() if v not in (None, "") and not (k == "page" and v == 1)}
    return path + (f"?{urlencode(given)}" if given else "")


@pass_context
def day(context: Context, moment: datetime | date | None) -> str:
    """A date as people write it, in the site's time zone: 14 March 2026."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = moment.astimezone(ZoneInfo(context["site"].timezone))
    return f"{moment.day} {calendar.month_name[moment.month]} {moment.year}"


@pass_context
def isotime(context: Context, moment: datetime | date | None) -> str:
    """A moment as the `datetime` attribute has it."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = moment.astimezone(ZoneInfo(context["site"].timezone))
    return moment.isoformat()


def number(value: float) -> str:
    """A number with its thousands set apart by thin spaces."""
    return f"{value:,}".replace(",", THIN_SPACE)


def join_names(names: Sequence[str]) -> str:
    """Ada; Ada and Ben; Ada, Ben and Cy."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def json_ld(value: Any) -> Markup:
    """A data block for a script element; nothing in it can close the element."""
    text = orjson.dumps(value).decode().replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704


def quoted(path: str) -> str:
    """A path with everything percent-encoded that an address cannot hold."""
    return quote(path, safe="/-._~!$&'()*+,;=:@")


FILTERS = {f.__name__: f for f in (day, isotime, number, json_ld, join_names, mounted)}
"""What templates have beyond the filters of Jinja."""


def _inline_scripts() -> dict[str, Any]:
    root = mount_path()
    return {
        "import_map": assets_of(current_app).import_map(root)[0],
        "speculation_rules": Markup(speculation.rules(root)),  # noqa: S704 - our own words
    }
