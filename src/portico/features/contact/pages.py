"""The page that one writes to the owner on, which needs no script, and the shell of the inbox."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, request
from pydantic import TypeAdapter
from werkzeug.wrappers import Response

from portico.features.contact import accepting
from portico.features.contact.accepting import ATTEMPTS
from portico.features.contact.schemas import LetterCreate
from portico.features.contact.serving import contact
from portico.features.contact.turnstile import ORIGIN
from portico.platform.errors import PorticoError
from portico.web.access import public
from portico.web.cacheable import cacheable
from portico.web.pages import CACHED, respond, site_url
from portico.web.rate_limits import limited
from portico.web.shell import SHELL, PageMeta
from portico.web.validation import read_form

FIELDS = ("topic", "name", "email", "text", "website")
TOKEN = "cf-turnstile-response"  # noqa: S105 - the name of a field
NEVER_KEPT = "no-store"
LETTER: TypeAdapter[LetterCreate] = TypeAdapter(LetterCreate)

bp = Blueprint("contact", __name__, template_folder="templates")


@bp.route("/contact", methods=["GET", "POST"])
@public
@cacheable(SHELL)
def show_contact() -> Response:
    """How to reach the owner; takes the form as browsers send it by themselves."""
    if request.method == "GET":
        return _page({})
    given = {name: request.form.get(name, "") for name in FIELDS}
    try:
        write_letter(given)
    except PorticoError as error:
        return _page(given, error)
    answer = redirect(site_url("/contact/sent"), 303)
    answer.headers["Cache-Control"] = NEVER_KEPT
    return answer


@bp.get("/contact/sent")
@public
@cacheable(SHELL)
def show_sent() -> Response:
    """What is told to whoever has written."""
    page = PageMeta(title="Your letter is on its way", path="/contact/sent", index=False)
    return respond("contact/sent.html", page=page)


@bp.get("/studio/inbox")
@public
@cacheable(SHELL)
def show_inbox() -> Response:
    """The letters of visitors, for the owner; a script asks for them."""
    page = PageMeta(title="Inbox", path="/studio/inbox", index=False)
    return respond("contact/inbox.html", page=page, room="inbox")


@limited(ATTEMPTS)
def write_letter(given: Mapping[str, str]) -> None:
    """Take the letter that a form holds. Raises what is wrong with it."""
    token = {"token": request.form[TOKEN]} if request.form.get(TOKEN) else {}
    letter = read_form({**given, **token}, LETTER)
    accepting.take(letter, accepting.check(letter))


def _page(given: Mapping[str, str], error: PorticoError | None = None) -> Response:
    setup = contact().setup
    box = setup.letterbox()
    wrong = {slip.pointer.removeprefix("/body/"): slip.detail for slip in error.errors} if error else {}
    foreign = (ORIGIN,) if setup.keys else ()
    return respond(
        "contact/page.html",
        page=box.page,
        scripts=foreign,
        frames=(*box.frames, *foreign),
        intro=box.intro,
        topics=box.topics,
        site_key=setup.keys.site_key if setup.keys else "",
        given=given,
        wrong=wrong,
        problem=error.detail if error and not wrong else "",
        status=error.status if error else 200,
        cache=NEVER_KEPT if error else CACHED,
    )
