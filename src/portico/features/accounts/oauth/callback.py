"""Where providers send people back to: it is all decided here, and told in a fragment that no server sees."""

from __future__ import annotations

from urllib.parse import urlencode

import structlog
from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portico.features.accounts.errors import SessionOver
from portico.features.accounts.oauth import exchanges, linking, visits
from portico.features.accounts.oauth.errors import IdentityTaken, ProviderDenied, ProviderFailed, VisitOver
from portico.features.accounts.oauth.provider import Claims, Provider, Visit
from portico.features.accounts.oauth.request import browser, providers, redirect_uri
from portico.features.accounts.oauth.visits import Return, Wish
from portico.features.accounts.replies import accounts, visitor
from portico.platform import clock
from portico.platform.errors import PorticoError, Unauthorized
from portico.platform.http import UpstreamUnavailable
from portico.web.access import identity_or_none, public
from portico.web.database import transaction

REFUSED = "access_denied"
"""RFC 6749, 4.1.2.1."""
LONGEST_CODE = 4096
WORDS: dict[type[PorticoError], str] = {
    VisitOver: "expired",
    SessionOver: "expired",
    ProviderDenied: "denied",
    IdentityTaken: "taken",
    UpstreamUnavailable: "provider",
}
"""What can go wrong, by the words of the page that tells the person."""

bp = Blueprint("callback", __name__)
log = structlog.get_logger("portico.accounts")


@bp.get("/auth/<provider>/callback")
@public
def come_back(provider: str) -> Response:
    """Where a provider sends people back to; goes on to the page that takes in what they earned."""
    found = providers().find(provider)
    told: dict[str, str] = {}
    try:
        back = _finished(provider)
        told |= {"return_to": back.wish.return_to} | ({"popup": "1"} if back.wish.popup else {})
        told |= _earned(back.wish, _claims(found, back.visit))
    except tuple(WORDS) as error:
        log.info("visit_failed", provider=provider, code=error.code, reason=error.detail)
        told["error"] = next(word for kind, word in WORDS.items() if isinstance(error, kind))
    response = redirect(f"{url_for('accounts.show_callback')}#{urlencode(told)}", 303)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _finished(provider: str) -> Return:
    """The visit that this belongs to, which is over now, whatever comes of it."""
    state = request.args.get("state", "")
    visits.check(providers().signer, state)
    with transaction() as session:
        return visits.finish(
            session, state, provider, redirect_uri(provider), browser=browser(), now=clock.now()
        )


def _claims(found: Provider, visit: Visit) -> Claims:
    if not found.speaks(request.args.get("iss")):
        raise ProviderFailed("The answer is another provider's.")
    if error := request.args.get("error"):
        refused = error == REFUSED
        raise ProviderDenied("They said no.") if refused else ProviderFailed("It said that it failed.")
    code = request.args.get("code", "")
    if not 0 < len(code) <= LONGEST_CODE:
        raise ProviderFailed("The answer has no code.")
    return found.claims(visit, code)


def _earned(wish: Wish, claims: Claims) -> dict[str, str]:
    now = clock.now()
    with transaction() as session:
        if wish.purpose != "link":
            return {"code": exchanges.offer(session, claims, wish, browser=browser(), now=now)}
        account_id, session_id = wish.account_id or 0, wish.session_id or ""
        _check_same_person(session_id)
        linking.check_session(session, account_id, session_id)
        linking.link(accounts(), session, account_id, claims, visitor=visitor(), now=now)
    return {"linked": claims.provider}


def _check_same_person(session_id: str) -> None:
    """Let pass where nobody else has signed in meanwhile, as far as the browser shows. Raises SessionOver."""
    try:
        identity = identity_or_none()
    except Unauthorized:
        # An access token that ran out during the visit; whether the session lives is looked up.
        return
    if identity is None or identity.session != session_id:
        raise SessionOver("Somebody else has signed in meanwhile.")
