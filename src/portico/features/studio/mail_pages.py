"""The mailbox of development: what left into the folder of mails, and every letter there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app
from werkzeug.wrappers import Response as Answer

from portico.features.studio import mailbox
from portico.platform.mail.letters import Letter
from portico.web import pages
from portico.web.access import public
from portico.web.shell import PageMeta

EXTENSION = "portico.studio.mailbox"
NEVER_KEPT = "no-store"
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none';"
    " sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""A letter shows itself and opens links in new tabs; it runs nothing and fetches nothing."""

bp = Blueprint("studio_mail", __name__, url_prefix="/studio/mail", template_folder="templates")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What there is to look at."""

    folder: Path
    previews: Callable[[], Mapping[str, Letter]]


def open_mailbox(app: Flask, folder: Path, previews: Callable[[], Mapping[str, Letter]]) -> None:
    """Register the pages; see `show_mailbox`."""
    app.extensions[EXTENSION] = Mailbox(folder, previews)
    app.register_blueprint(bp)
    # Where a code is asked for, people are told where to find it.
    app.jinja_env.globals["mailbox"] = bp.url_prefix


@bp.get("")
@public
def list_mails() -> Answer:
    """What has left, the newest first, and the letters there are."""
    box = _mailbox()
    return _page(
        "list.html", "Mail", "", mails=mailbox.newest(box.folder), letters=box.previews(), folder=box.folder
    )


@bp.get("/<name>")
@public
def read_mail(name: str) -> Answer:
    """One mail: its code, its HTML, its words, its headers."""
    mail = _mail(name)
    return _page("mail.html", mail.subject, f"/{name}", mail=mail)


@bp.get("/<name>/html")
@public
def read_html(name: str) -> Response:
    """The HTML of one mail, for the frame that shows it."""
    return _framed(_mail(name).html)


@bp.get("/previews/<name>")
@public
def preview(name: str) -> Answer:
    """One letter, written with example values."""
    letter = _letter(name)
    return _page("preview.html", letter.subject, f"/previews/{name}", name=name, letter=letter)


@bp.get("/previews/<name>/html")
@public
def preview_html(name: str) -> Response:
    """The HTML of one letter, for the frame that shows it."""
    return _framed(_letter(name).html)


def _page(template: str, title: str, path: str, **context: Any) -> Answer:
    meta = PageMeta(title=title, path=f"/studio/mail{path}", index=False)
    return pages.respond(f"studio/{template}", page=meta, frames=["'self'"], cache=NEVER_KEPT, **context)


def _framed(html: str) -> Response:
    in_new_tabs = html.replace("<head>", '<head>\n<base target="_blank">', 1)
    headers = {"Cache-Control": NEVER_KEPT, "Content-Security-Policy": LETTER_POLICY}
    return Response(in_new_tabs, mimetype="text/html", headers=headers)


def _mail(name: str) -> mailbox.Kept:
    return mailbox.find(_mailbox().folder, name) or abort(404)


def _letter(name: str) -> Letter:
    return _mailbox().previews().get(name) or abort(404)


def _mailbox() -> Mailbox:
    found: Mailbox = current_app.extensions[EXTENSION]
    return found
