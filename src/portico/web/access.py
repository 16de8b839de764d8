"""Access marks: every route says who may use it; a test refuses silent ones.

A view with a mark other than `public` and `operator` is called with `identity`, plain data about who asks.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from flask import current_app, request
from werkzeug.wrappers import Response

from portico.platform import clock
from portico.platform.errors import Forbidden, Unauthorized
from portico.web.clients import network_of
from portico.web.cross_site import SAFE
from portico.web.edge import USER
from portico.web.finished import Finished
from portico.web.operator import check_operator, is_operator

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])
MARK = "__access__"
EXTENSION = "portico.identify"
IDENTITY = "portico.identity"
"""Where a request keeps who sends it."""
RECENT = timedelta(minutes=10)
"""How long somebody counts as having just shown who they are."""
PRIVATE = "private, no-store"
READ, WRITE = "read", "write"
"""The scopes of tokens for programs: for methods that are safe (RFC 9110, 9.2.1), and for all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who sends a request."""

    account_id: int
    username: str
    role: str
    session: str | None = None
    """The session that they are signed in by; none for a program with a token of its own."""
    scopes: frozenset[str] | None = None
    """What a program may do; none for whoever may do everything."""
    proved_at: datetime | None = None
    """When they last showed who they are."""
    factor: bool = False
    """Whether a second factor was shown not long ago, or is not asked for here."""


class SignedOut(Unauthorized):
    """Nobody, or nobody any more, stands behind the request."""

    code = "signed-out"
    title = "This is for people who are signed in"


class NotInPerson(Forbidden):
    """A program asks for what only its maker may do."""

    code = "in-person-only"
    title = "No program may do this"


class OutOfScope(Forbidden):
    """The token was not made for this."""

    code = "out-of-scope"
    title = "This token was not made for that"


class ProofNeeded(Forbidden):
    """It was too long ago that somebody showed who they are."""

    code = "proof-needed"
    title = "Show once more who you are"


class FactorNeeded(Forbidden):
    """The role asks for a second factor, and none was shown of late."""

    code = "second-factor-needed"
    title = "This needs a second factor"


class NotForRole(Forbidden):
    """The role is another one."""

    code = "not-for-role"
    title = "This is for those who look after the site"


class Identify(Protocol):
    """Finds out who sends a request; none for a stranger. Raises Unauthorized and CrossSite."""

    def __call__(self, environ: WSGIEnvironment) -> Identity | None:
        """See the class."""
        ...


def public(view: View) -> View:
    """Anyone may use this route, signed in or not."""
    setattr(view, MARK, "public")
    return view


def operator(view: Callable[..., Response]) -> Callable[..., Response]:
    """Only who can read the operator's token in the var folder; nothing on the way keeps the answer."""

    @functools.wraps(view)
    def answer(**arguments: Any) -> Response:
        check_operator()
        return _private(view(**arguments))

    setattr(answer, MARK, "operator")
    return answer


def member(view: Callable[..., Response]) -> Callable[..., Response]:
    """Whoever is signed in, and their programs within their scopes."""
    return _marked(view, "member", _check_scope)


def in_person(view: Callable[..., Response]) -> Callable[..., Response]:
    """Whoever is signed in themself: no program, whatever token it has."""
    return _marked(view, "in-person", _check_person)


def in_person_recently(view: Callable[..., Response]) -> Callable[..., Response]:
    """Whoever is signed in themself and has shown within the last minutes who they are."""
    return _marked(view, "in-person-recently", _check_person, _check_recent)


def moderator(view: Callable[..., Response]) -> Callable[..., Response]:
    """Moderators and the owner, in person and by a second factor where that is asked of them."""
    return _marked(view, "moderator", _check_person, functools.partial(_check_role, ("moderator", "owner")))


def owner(view: Callable[..., Response]) -> Callable[..., Response]:
    """The owner, in person and by a second factor where that is asked of them."""
    return _marked(view, "owner", _check_person, functools.partial(_check_role, ("owner",)))


def recent_person() -> Identity:
    """Whom `in_person_recently` lets pass, for a view that asks for it in part. Raises as it does."""
    return _checked(_check_person, _check_recent)


def identity_or_none() -> Identity | None:
    """Who sends the current request, as far as they show it; none for a stranger.

    Raises Unauthorized for whoever shows something that is not good.
    """
    environ = request.environ
    if IDENTITY in environ:
        known: Identity | None = environ[IDENTITY]
        return known
    identify: Identify | None = current_app.extensions.get(EXTENSION)
    found = environ[IDENTITY] = identify(environ) if identify else None
    if found is not None:
        environ[USER] = str(found.account_id)
    return found


def caller() -> str:
    """Who sends the current request, as far as that is known: the operator, somebody, else an address."""
    if is_operator():
        return "operator"
    identity: Identity | None = request.environ.get(IDENTITY)
    return caller_of(identity.account_id) if identity else f"address:{network_of(request.remote_addr)}"


def caller_of(account_id: int) -> str:
    """What `caller` gives of an account."""
    return f"account:{account_id}"


def access_of(view: Callable[..., Any]) -> str | None:
    """Who may use a route: the name of its mark, none when it has none."""
    return getattr(view, MARK, None)


def _marked(
    view: Callable[..., Response], mark: str, *checks: Callable[[Identity], None]
) -> Callable[..., Response]:
    @functools.wraps(view)
    def answer(**arguments: Any) -> Response:
        return _private(view(identity=_checked(*checks), **arguments))

    setattr(answer, MARK, mark)
    return answer


def _checked(*checks: Callable[[Identity], None]) -> Identity:
    identity = identity_or_none()
    if identity is None:
        raise SignedOut("Sign in, or send the access token or API token as a bearer token.")
    for check in checks:
        check(identity)
    return identity


def _private(response: Response) -> Response:
    """The answer, which nothing on the way may keep."""
    if isinstance(response, Finished):
        response.set_cache(PRIVATE)
    else:
        response.headers["Cache-Control"] = PRIVATE
    return response


def _check_scope(identity: Identity) -> None:
    if identity.scopes is None:
        return
    needed = READ if request.method in SAFE else WRITE
    if needed not in identity.scopes:
        raise OutOfScope(f"The token lacks the scope `{needed}`. Make one that has it.")


def _check_person(identity: Identity) -> None:
    if identity.session is None:
        raise NotInPerson("Sign in to do this; tokens for programs are not taken here.")


def _check_recent(identity: Identity) -> None:
    if identity.proved_at is None or clock.now() - identity.proved_at > RECENT:
        raise ProofNeeded("It is a while since you showed who you are. Give your password or passkey again.")


def _check_role(roles: tuple[str, ...], identity: Identity) -> None:
    if identity.role not in roles:
        raise NotForRole("This is not for your role.")
    if not identity.factor:
        raise FactorNeeded(
            "Show your passkey, or a code of your authenticator app, as is asked here every twelve hours."
            " If you have neither, set one up in the settings."
        )
