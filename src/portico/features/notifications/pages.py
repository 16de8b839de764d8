"""The pages of notifications: the list, which a script fills, and the one that stops a kind of mail."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portico.features.notifications.choosing import stop
from portico.features.notifications.serving import mails
from portico.features.notifications.wording import STOPPED
from portico.web.access import public
from portico.web.cacheable import cacheable
from portico.web.cross_site import from_anywhere
from portico.web.database import transaction
from portico.web.pages import respond
from portico.web.shell import SHELL, PageMeta

NEVER_KEPT = "no-store"

bp = Blueprint("notifications", __name__, template_folder="templates")


@bp.get("/notifications")
@public
@cacheable(SHELL)
def show_notifications() -> Response:
    """What happened that concerns whoever looks."""
    page = PageMeta(title="Notifications", path="/notifications", index=False)
    return respond("notifications/notifications.html", page=page)


@bp.get("/unsubscribe")
@public
def show_unsubscribe() -> Response:
    """Asks whether to stop a kind of mail; looking at it changes nothing, as mail programs look at links."""
    return _unsubscribe(done=False)


@bp.post("/unsubscribe")
@from_anywhere
@public
def unsubscribe() -> Response:
    """Stop a kind of mail: sent by the button of the page, or by a mail program with one click (RFC 8058)."""
    asked = mails().stops.read(request.args.get("token", ""))
    with transaction() as session:
        stop(session, asked.account_id, asked.scope)
    return _unsubscribe(done=True)


def _unsubscribe(*, done: bool) -> Response:
    asked = mails().stops.read(request.args.get("token", ""))
    page = PageMeta(title="Fewer mails", path="/unsubscribe", index=False)
    return respond(
        "notifications/unsubscribe.html",
        page=page,
        cache=NEVER_KEPT,
        token=request.args["token"],
        what=STOPPED[asked.scope],
        done=done,
    )
