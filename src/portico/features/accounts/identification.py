"""Who sends a request: by the cookie of a browser, or by a bearer token (RFC 6750)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from portico.features.accounts import apikeys, cookies
from portico.features.accounts.cookies import CookieRules
from portico.features.accounts.finding import STAFF
from portico.features.accounts.standings import SessionStanding
from portico.features.accounts.tokens import LEEWAY, MOST_READ, Claims
from portico.features.accounts.working import Accounts
from portico.platform import clock
from portico.web.access import Identity, SignedOut
from portico.web.cross_site import SAFE, CrossSite
from portico.web.operator import is_operator

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

FACTOR_LASTS = timedelta(hours=12)
"""How long whoever looks after the site need not show their second factor again."""


class Recognised(NamedTuple):
    """Whom a token let in: the same again, as long as the session stands as it did and nothing is over."""

    standing: SessionStanding
    identity: Identity
    until: datetime


class Identification:
    """Finds out who sends requests to one site; most of the time by looking into memory alone."""

    def __init__(self, accounts: Accounts, cookie_rules: CookieRules) -> None:
        self._accounts = accounts
        self._cookie_rules = cookie_rules
        self._recognised: dict[str, Recognised] = {}

    def __call__(self, environ: WSGIEnvironment) -> Identity | None:
        """See `web.access.Identify`."""
        given: str | None = environ.get("HTTP_AUTHORIZATION")
        if given is not None:
            kind, _, token = given.partition(" ")
            if kind.lower() != "bearer" or is_operator():
                return None
            return self._by_token(token.strip())
        token = cookies.access_token(environ, self._cookie_rules)
        if not token:
            return None
        check_origin(environ)
        return self._by_access(token)

    def _by_token(self, token: str) -> Identity:
        if token.startswith(apikeys.PREFIX):
            return self._by_key(token)
        return self._by_access(token)

    def _by_access(self, token: str) -> Identity:
        now = clock.now()
        known = self._recognised.get(token)
        if known is not None and now < known.until:
            # Whatever changes how a session stands makes another standing.
            standing = self._accounts.standings.of_session(known.identity.session or "")
            if standing is known.standing:
                return known.identity
        known = self._recognise(token, now)
        if len(self._recognised) >= MOST_READ:
            self._recognised.clear()
        self._recognised[token] = known
        return known.identity

    def _recognise(self, token: str, now: datetime) -> Recognised:
        claims = self._accounts.access.read(token, now)
        standing = self._accounts.standings.of_session(claims.session_id) if claims else None
        if (
            claims is None
            or standing is None
            or standing.state != "active"
            or standing.account_id != claims.account_id
            or standing.version != claims.version
            or standing.expires_at <= now
        ):
            raise SignedOut("The access token has expired. Refresh it, or sign in again.")
        has_shown = _is_recent(standing.factor_at, now)
        identity = Identity(
            account_id=standing.account_id,
            username=standing.username or "",
            role=standing.role,
            session=claims.session_id,
            proved_at=standing.proved_at,
            factor=has_shown or not self._needs_factor(standing.role),
        )
        return Recognised(standing, identity, _until(claims, standing, has_shown=has_shown))

    def _by_key(self, token: str) -> Identity:
        now = clock.now()
        standing = self._accounts.standings.of_token(sha256(token.encode(errors="replace")).digest())
        if standing is None or standing.state != "active" or standing.expires_at <= now:
            raise SignedOut("The API token is not good any more. Make a new one in your settings.")
        apikeys.note_use(self._accounts, standing, now)
        return Identity(
            account_id=standing.account_id,
            username=standing.username or "",
            role=standing.role,
            scopes=frozenset(standing.scopes.split()),
        )

    def _needs_factor(self, role: str) -> bool:
        return self._accounts.rules.factor_required and role in STAFF


def _is_recent(shown_at: datetime | None, now: datetime) -> bool:
    return shown_at is not None and now - shown_at <= FACTOR_LASTS


def _until(claims: Claims, standing: SessionStanding, *, has_shown: bool) -> datetime:
    """When the first of what somebody was let in by is over."""
    token_ends = datetime.fromtimestamp(claims.expires + LEEWAY, UTC)
    ends = min(token_ends, standing.expires_at)
    return min(ends, standing.factor_at + FACTOR_LASTS) if has_shown and standing.factor_at else ends


def check_origin(environ: WSGIEnvironment) -> None:
    """Let a cookie speak for whoever has it, where the browser says that this site asked. Raises CrossSite.

    `web.cross_site` has refused what says that it is from elsewhere; a cookie must say where it is from.
    """
    if environ["REQUEST_METHOD"] in SAFE:
        return
    if "HTTP_SEC_FETCH_SITE" not in environ and "HTTP_ORIGIN" not in environ:
        raise CrossSite(
            "Requests with a cookie say where they come from. Send Origin, or use a bearer token."
        )
