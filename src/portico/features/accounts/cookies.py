"""The cookies that a browser is signed in by; no script can read them.

Their names begin with the prefixes of RFC 6265bis, 4.1.3: a browser takes `__Host-` from this host alone, for
all of it, and by HTTPS. A site that is tried out by plain HTTP goes without, as browsers would not take them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, request
from werkzeug.http import dump_cookie

from portico.features.accounts.sessions import LONGEST
from portico.platform.signing import Signer, TokenExpired, TokenInvalid
from portico.web.location import mount_path

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

EXTENSION = "portico.cookies"
ACCESS, ACCESS_IN_PLAIN = "__Host-portico", "portico"
"""The names of the cookie with the access token, where HTTPS is used and where it is not."""
REFRESH_PATH = "/api/v1/auth/refresh"
DEVICE_AGE = 365 * 86_400
MOST_KNOWN = 10
"""Accounts that a browser is known to."""


class CookieRules:
    """What the cookies of a site are like."""

    def __init__(self, secret: str, *, always_secure: bool) -> None:
        self.always_secure = always_secure
        self.known = Signer(secret, "known browser")


def access_name() -> str:
    """The name of the cookie with the access token."""
    return ACCESS if _is_secure() else ACCESS_IN_PLAIN


def access_token(environ: WSGIEnvironment, rules: CookieRules) -> str:
    """The access token that a browser sends, empty when it sends none.

    Read by hand, as every private request asks for it: our tokens have no character that is quoted.
    """
    sent: str = environ.get("HTTP_COOKIE", "")
    if "portico=" not in sent:
        return ""
    is_secure = rules.always_secure or environ["wsgi.url_scheme"] == "https"
    begin = f"{ACCESS if is_secure else ACCESS_IN_PLAIN}="
    for part in sent.split(";"):
        cookie = part.lstrip()
        if cookie.startswith(begin):
            return cookie[len(begin) :].rstrip()
    return ""


def refresh_name() -> str:
    """The name of the cookie with the refresh token."""
    return "__Secure-portico-refresh" if _is_secure() else "portico-refresh"


def known_name() -> str:
    """The name of the cookie that says which accounts a browser has been signed in to."""
    return "__Host-portico-known" if _is_secure() else "portico-known"


def known() -> frozenset[int]:
    """The accounts that the browser of the current request has been signed in to."""
    try:
        ids = _rules().known.read(request.cookies.get(known_name(), ""), max_age=DEVICE_AGE)
    except (TokenInvalid, TokenExpired):
        return frozenset()
    return frozenset(ids)


def visitor_name() -> str:
    """The name of the cookie that tells the browser which began a visit to a provider from all others."""
    return "__Host-portico-visit" if _is_secure() else "portico-visit"


def visiting(secret: str, seconds: int) -> str:
    """The Set-Cookie header for a browser that sets out to a provider."""
    return _cookie(visitor_name(), secret, seconds)


def signed_in(account_id: int, access: str, refresh: str) -> list[str]:
    """The Set-Cookie headers for somebody who has come in."""
    lasting = int(LONGEST.total_seconds())
    remembered = [account_id, *sorted(known() - {account_id})][:MOST_KNOWN]
    return [
        _cookie(access_name(), access, lasting),
        _cookie(refresh_name(), refresh, lasting, path=mount_path() + REFRESH_PATH, strict=True),
        _cookie(known_name(), _rules().known.sign(remembered), DEVICE_AGE),
    ]


def signed_out() -> list[str]:
    """The Set-Cookie headers for somebody who has left."""
    return [
        _cookie(access_name(), "", 0),
        _cookie(refresh_name(), "", 0, path=mount_path() + REFRESH_PATH, strict=True),
    ]


def _cookie(name: str, value: str, seconds: int, *, path: str = "/", strict: bool = False) -> str:
    return dump_cookie(
        name,
        value,
        max_age=seconds,
        path=path,
        secure=_is_secure(),
        httponly=True,
        samesite="Strict" if strict else "Lax",
    )


def _is_secure() -> bool:
    return _rules().always_secure or request.is_secure


def _rules() -> CookieRules:
    rules: CookieRules = current_app.extensions[EXTENSION]
    return rules
